import type { LabelledFile } from '#shared/domain/labelling.ts';
import { useWords } from '../../state/text.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Notice } from '../../ui/notice.tsx';
import { CopyResult } from './copy-result.tsx';
import styles from './mark.module.css';

/** What was made, who read it back, and what the user should know. */
export function LabelledResult({ caseId, made }: { readonly caseId: string; readonly made: LabelledFile }) {
  const { text } = useWords();
  const { signed } = made;
  return (
    <CopyResult
      caseId={caseId}
      made={made}
      notice={<Notice kind="information">{text('mark.done')}</Notice>}
      facts={[{ name: text('mark.rest'), value: text(`mark.rest.${made.rest}`) }]}
    >
      {made.readBack.length + (signed?.checks.length ?? 0) > 0 && (
        <section className={styles.section}>
          <h3>{text('mark.read-back')}</h3>
          <DataTable
            label={text('mark.read-back')}
            columns={[
              { id: 'reader', title: text('mark.column.reader') },
              { id: 'state', title: text('mark.column.result') },
              { id: 'name', title: text('mark.column.name') },
            ]}
            rows={[
              ...made.readBack.map(({ reader, version, state, name }, place) => ({
                id: `${place} ${reader}`,
                cells: [
                  `${reader} ${version}`,
                  text(`mark.read-back.${state}`),
                  name === null ? '' : <code key="name">{name}</code>,
                ],
              })),
              ...(signed?.checks ?? []).map(({ name, version, state }) => ({
                id: name,
                cells: [`${name} ${version}`, state, ''],
              })),
            ]}
          />
        </section>
      )}
    </CopyResult>
  );
}
