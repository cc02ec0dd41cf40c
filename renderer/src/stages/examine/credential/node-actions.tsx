import { readSourceType } from '#shared/domain/digital-source-type.ts';
import type { CredentialAction, CredentialManifest } from '#shared/domain/provenance.ts';
import { actionWords } from '#shared/text/credential-terms.ts';
import { useWords } from '../../../state/text.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import styles from './credential.module.css';
import { voucher } from './node-facts.ts';
import { utcTime } from './stranger-text.ts';
import { Marked, Stranger } from './words-shown.tsx';

/** What the signer says was done, in plain words and in codes, and who answers for each. */
export function ActionsTable({ manifest }: { readonly manifest: CredentialManifest }) {
  const { text } = useWords();
  const { actions, actionLists = [] } = manifest;
  const sources = actions.some(({ digitalSourceType }) => digitalSourceType !== null);
  const means = actions.some(({ softwareAgent, when }) => softwareAgent !== null || when !== null);
  const complete = actionLists.length > 0 && actionLists.every((list) => list.allActionsIncluded === true);
  return (
    <section>
      <h4>{text('credential.actions')}</h4>
      {actions.length === 0 ? (
        <p className={styles.muted}>{text('credential.actions.none')}</p>
      ) : (
        <>
          <div className={styles.wide}>
            <DataTable
              label={text('credential.actions')}
              columns={[
                { id: 'action', title: text('credential.action') },
                ...(sources ? [{ id: 'source', title: text('credential.action.source') }] : []),
                ...(means ? [{ id: 'with', title: text('credential.action.with') }] : []),
                { id: 'voucher', title: text('credential.action.voucher'), width: '13em' },
              ]}
              rows={actions.map((action, index) => ({
                id: String(index),
                cells: [
                  <ActionName key="action" action={action} />,
                  ...(sources ? [<SourceType key="source" value={action.digitalSourceType} />] : []),
                  ...(means ? [<Means key="with" action={action} />] : []),
                  <Marked key="voucher" flag="notice">
                    {text(`credential.voucher.${voucher(action)}`)}
                  </Marked>,
                ],
              }))}
            />
          </div>
          <p className={styles.muted}>
            {text(complete ? 'credential.actions.complete' : 'credential.actions.incomplete')}
          </p>
        </>
      )}
    </section>
  );
}

function ActionName({ action }: { readonly action: CredentialAction }) {
  const { pick } = useWords();
  const plain = actionWords(action.action);
  return (
    <span className={styles.stack}>
      {plain !== null && <span>{pick(plain)}</span>}
      <Stranger code>{action.action}</Stranger>
      {action.description !== null && <Stranger>{action.description}</Stranger>}
      {(action.changes ?? []).map((change) => (
        <Stranger key={change} code>
          {change}
        </Stranger>
      ))}
    </span>
  );
}

function SourceType({ value }: { readonly value: string | null }) {
  const { pick } = useWords();
  if (value === null) return '–';
  const { type } = readSourceType(value);
  return (
    <span className={styles.stack}>
      {type !== null && <span>{pick(type.title)}</span>}
      <Stranger code>{type?.code ?? value}</Stranger>
    </span>
  );
}

function Means({ action: { softwareAgent, when } }: { readonly action: CredentialAction }) {
  if (softwareAgent === null && when === null) return '–';
  return (
    <span className={styles.stack}>
      {softwareAgent !== null && <Stranger>{softwareAgent}</Stranger>}
      {when !== null && <Stranger>{utcTime(when)}</Stranger>}
    </span>
  );
}
