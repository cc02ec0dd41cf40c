import { useState } from 'react';
import type { Flag } from '#shared/domain/figure.ts';
import type { BatchFile, MarkBatch } from '#shared/domain/marking.ts';
import { markLayerWords } from '#shared/text/mark-words.ts';
import { FlagWords } from '../../../figures/flag-mark.tsx';
import { useWords, type Words } from '../../../state/text.ts';
import { showEntry } from '../../../state/view.ts';
import { Button } from '../../../ui/button.tsx';
import { FactList } from '../../../ui/fact-list.tsx';
import { CopyButton } from '../../../ui/hash.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { WindowedGrid } from '../../../ui/windowed-grid.tsx';
import { nameOf } from '../copy-result.tsx';
import { LayerTable } from '../layer-table.tsx';
import styles from '../mark.module.css';
import { Identifier } from '../mark-reading.tsx';

const flags: Readonly<Record<BatchFile['state'], Flag>> = {
  done: 'ok',
  partly: 'warning',
  earlier: 'ok',
  refused: 'warning',
  failed: 'error',
  cancelled: 'notice',
};
const states = Object.keys(flags) as BatchFile['state'][];
const rowHeight = 26;

/** What became of each file, and where the batch can be taken up again. */
export function BatchResult({ batch }: { readonly batch: MarkBatch }) {
  const words = useWords();
  const { text, number } = words;
  const [active, setActive] = useState<number | null>(null);
  const { files } = batch;
  const chosen = active === null ? undefined : files[active];
  return (
    <div className={styles.result}>
      <ul className={styles.counts} aria-label={text('mark.batch.list')}>
        {states.map((state) => {
          const count = files.filter((file) => file.state === state).length;
          return count === 0 ? null : (
            <li key={state}>
              <FlagWords flag={flags[state]}>
                {number(count)} {text(`mark.batch.state.${state}`)}
              </FlagWords>
            </li>
          );
        })}
      </ul>
      <FactList
        facts={[
          { name: text('mark.batch.out'), value: <Path path={batch.out} /> },
          {
            name: text('mark.batch.journal'),
            value: (
              <>
                <Path path={batch.journal} />
                <span className={styles.aside}>{text('mark.batch.journal.note')}</span>
              </>
            ),
          },
        ]}
      />
      {files.length === 0 ? (
        <Notice kind="caution">{text('mark.batch.nothing')}</Notice>
      ) : (
        <div className={styles.window} style={{ height: Math.min(files.length * rowHeight + 26, 400) }}>
          <WindowedGrid
            label={text('mark.batch.list')}
            columns={[
              { id: 'file', title: text('mark.batch.column.file'), width: 'minmax(0, 2fr)' },
              { id: 'state', title: text('mark.column.state'), width: '130px' },
              { id: 'identifier', title: text('mark.reading.identifier'), width: '170px' },
              { id: 'entry', title: text('mark.batch.column.entry'), width: '60px', align: 'end' },
              { id: 'reason', title: text('mark.batch.column.reason'), width: 'minmax(0, 2fr)' },
            ]}
            count={files.length}
            rowHeight={rowHeight}
            active={active}
            onActive={setActive}
            rowName={(index) => nameOf(files[index]?.source ?? '')}
            cells={(index) => {
              const file = files[index];
              if (file === undefined) return [];
              const { source, state, marked } = file;
              const why = whyOf(file, words);
              return [
                <span key="file" title={source}>
                  {nameOf(source)}
                </span>,
                <FlagWords key="state" flag={flags[state]}>
                  {text(`mark.batch.state.${state}`)}
                </FlagWords>,
                marked?.mark == null ? '' : <code key="identifier">{marked.mark.payload}</code>,
                marked?.entry == null ? '' : number(marked.entry),
                <span key="reason" title={why}>
                  {why}
                </span>,
              ];
            }}
          />
        </div>
      )}
      {files.length > 0 &&
        (chosen === undefined ? (
          <p className={styles.muted}>{text('mark.batch.choose-one')}</p>
        ) : (
          <FileDetail file={chosen} />
        ))}
    </div>
  );
}

/** Why there is no copy, or which layers it does not have. */
function whyOf({ reason, marked }: BatchFile, { pick, text, language }: Words): string {
  if (reason !== null) return pick(reason);
  const missing = (marked?.layers ?? []).filter(({ state }) => state === 'refused' || state === 'failed');
  if (missing.length === 0) return '';
  return text('mark.batch.without', {
    layers: missing.map(({ layer }) => pick(markLayerWords[layer])).join(language === 'zh-CN' ? '、' : ', '),
  });
}

function FileDetail({ file }: { readonly file: BatchFile }) {
  const { text, pick } = useWords();
  const { source, marked, reason, detail } = file;
  return (
    <section className={styles.section}>
      <h3>{nameOf(source)}</h3>
      {reason !== null && (
        <p>
          {pick(reason)} {detail !== null && <code>{detail}</code>}
        </p>
      )}
      {marked !== null && (
        <>
          <FactList
            facts={[
              { name: text('sign.done.file'), value: <Path path={marked.path} /> },
              ...(marked.mark === null
                ? []
                : [
                    {
                      name: text('mark.reading.identifier'),
                      value: <Identifier decimal={marked.mark.payload} />,
                    },
                  ]),
            ]}
          />
          <LayerTable layers={marked.layers} />
          {marked.notes.map((note) => (
            <p key={note.en} className={styles.muted}>
              {pick(note)}
            </p>
          ))}
          {marked.entry !== null && (
            <div className={styles.acts}>
              <Button onPress={() => showEntry(marked.entry ?? 0)}>{text('mark.entry.open')}</Button>
            </div>
          )}
        </>
      )}
    </section>
  );
}

function Path({ path }: { readonly path: string }) {
  const { text } = useWords();
  return (
    <span className={styles.path}>
      <code>{path}</code>
      <CopyButton value={path} label={text('common.copy')} />
    </span>
  );
}
