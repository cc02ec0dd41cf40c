import type { PresentCredential } from '#shared/domain/credential.ts';
import type { CredentialNode } from '#shared/domain/credential-detail.ts';
import type { ByteRange } from '#shared/domain/figure.ts';
import { redactionWords } from '#shared/text/credential-terms.ts';
import { useWords } from '../../../state/text.ts';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { type Fact, FactList } from '../../../ui/fact-list.tsx';
import { Select } from '../../../ui/field.tsx';
import { Hash } from '../../../ui/hash.tsx';
import styles from './history.module.css';
import type { CertificatePlace } from './history-page.tsx';
import { type NodeNames, relationOf, Thumbnail } from './history-row.tsx';
import { ActionsTable } from './node-actions.tsx';
import { AssertionsTable } from './node-assertions.tsx';
import { BindingsTable } from './node-bindings.tsx';
import {
  assertionFacts,
  type NodeFacts,
  nodeFacts,
  nodeStatuses,
  type Redaction,
  redactionsOf,
} from './node-facts.ts';
import { SignatureSection } from './node-signature.tsx';
import { StatusTable } from './node-statuses.tsx';
import { NoticedList } from './noticed-list.tsx';
import { briefText } from './stranger-text.ts';
import { AxisList, Marked, NodeBadge, Stranger } from './words-shown.tsx';

export interface NodePageProps {
  readonly result: PresentCredential;
  readonly names: NodeNames;
  readonly node: CredentialNode;
  readonly onCertificate: (place: CertificatePlace) => void;
  readonly onCompare: (node: string) => void;
  readonly onBytes: (range: ByteRange) => void;
  readonly address: (artifact: string) => string;
}

/** Everything known of one entry of the history. */
export function NodePage(props: NodePageProps) {
  const { text } = useWords();
  const { result, names, node, onBytes } = props;
  const facts = nodeFacts(result, node);
  const { manifest, detail, noticed } = facts;
  const statuses = nodeStatuses(result, facts);
  const assertions = assertionFacts(facts, result.boxes);
  const redactions = redactionsOf(result.store.manifests, node.manifest);
  return (
    <section className={styles.page} aria-label={briefText(names.title(node))}>
      <Head {...props} facts={facts} />
      <AxisList axes={node.axes} />
      {node.recorded.length > 0 && (
        <Marked flag="warning">
          {text('credential.node.recorded', { codes: node.recorded.join(', ') })}
        </Marked>
      )}
      {noticed.length > 0 && <NoticedList noticed={noticed} most={3} onBytes={onBytes} />}
      {manifest === null && <p>{text('credential.node.bare')}</p>}
      {(detail?.signature != null || manifest?.signature != null) && (
        <SignatureSection
          result={result}
          facts={facts}
          onCertificate={props.onCertificate}
          onBytes={onBytes}
        />
      )}
      {manifest !== null && <ActionsTable manifest={manifest} />}
      <Redactions {...redactions} manifests={result.store.manifests} />
      {assertions.length > 0 && (
        <Disclosure title={text('credential.assertions', { count: assertions.length })} open>
          <AssertionsTable assertions={assertions} onBytes={onBytes} />
        </Disclosure>
      )}
      {detail !== null && detail.bindings.length > 0 && (
        <Disclosure title={text('credential.bindings', { count: detail.bindings.length })}>
          <BindingsTable bindings={detail.bindings} onBytes={onBytes} />
        </Disclosure>
      )}
      {statuses.length > 0 && (
        <Disclosure title={text('credential.statuses', { count: statuses.length })}>
          <StatusTable statuses={statuses} recorded={node.parent !== null} />
        </Disclosure>
      )}
      {(detail?.problems.length ?? 0) > 0 && (
        <Disclosure title={text('credential.node.problems')}>
          <ul>
            {detail?.problems.map((problem) => (
              <li key={problem}>
                <Stranger code>{problem}</Stranger>
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
    </section>
  );
}

function Head({
  result,
  names,
  node,
  facts,
  onCompare,
  address,
}: NodePageProps & { readonly facts: NodeFacts }) {
  const words = useWords();
  const { text } = words;
  const { manifest, detail, ingredient } = facts;
  const others = result.nodes.filter(({ id }) => id !== node.id);
  const signer = manifest?.signature?.organisation ?? manifest?.signature?.commonName ?? null;
  const caption = text(
    node.thumbnail !== null
      ? 'credential.thumbnail'
      : node.parent === null
        ? 'credential.history.file'
        : 'credential.thumbnail.none',
  );
  const lines: Fact[] = [
    ...(manifest === null || manifest.claimGenerator === ''
      ? []
      : [{ name: text('credential.with'), value: <Stranger>{manifest.claimGenerator}</Stranger> }]),
    ...(node.format === null
      ? []
      : [{ name: text('credential.node.format'), value: <Stranger code>{node.format}</Stranger> }]),
    ...(node.manifest === null
      ? []
      : [
          {
            name: text('credential.node.manifest'),
            value: <Hash value={node.manifest} whole label={text('credential.node.copy-label')} />,
          },
        ]),
    ...(manifest?.claimVersion == null && detail === null
      ? []
      : [
          {
            name: text('credential.node.kind'),
            value: [
              detail === null ? '' : text(`credential.kind.${detail.kind}`),
              manifest?.claimVersion == null
                ? ''
                : text('credential.node.claim', { version: manifest.claimVersion }),
            ]
              .filter((part) => part !== '')
              .join(' · '),
          },
        ]),
    ...(ingredient?.instanceId == null
      ? []
      : [
          {
            name: text('credential.node.instance'),
            value: <Stranger code>{ingredient.instanceId}</Stranger>,
          },
        ]),
  ];
  return (
    <div className={styles.head}>
      {node.parent === null && node.thumbnail !== null && (
        <figure className={styles.picture}>
          <Thumbnail address={names.file} bare={false} label={text('credential.history.file')} />
          <figcaption>{text('credential.history.file')}</figcaption>
        </figure>
      )}
      <figure className={styles.picture}>
        <Thumbnail address={names.picture(node, address)} bare={node.manifest === null} label={caption} />
        <figcaption>{caption}</figcaption>
      </figure>
      <div className={styles.headWords}>
        <span className={styles.relation}>{relationOf(node, words)}</span>
        <h4>
          <Stranger>{names.title(node)}</Stranger>
        </h4>
        <NodeBadge node={node} />
        {node.update && (
          <span>
            {text('credential.history.update-by', {
              name: briefText(signer ?? text('credential.signer.none')),
            })}
          </span>
        )}
        <FactList facts={lines} />
      </div>
      {others.length > 0 && (
        <Select
          label={text('credential.compare')}
          bare
          value=""
          choices={[
            { id: '', label: text('credential.compare') },
            ...others.map((other) => ({ id: other.id, label: briefText(names.title(other)) })),
          ]}
          onChange={(id) => id !== '' && onCompare(id)}
        />
      )}
    </div>
  );
}

function Redactions({
  made,
  suffered,
  manifests,
}: ReturnType<typeof redactionsOf> & { readonly manifests: PresentCredential['store']['manifests'] }) {
  const { text, pick } = useWords();
  const nameOf = (label: string) => {
    const signature = manifests.find((one) => one.label === label)?.signature;
    return briefText(signature?.organisation ?? signature?.commonName ?? label);
  };
  const reasonOf = ({ reason }: Redaction) => {
    if (reason === null) return text('credential.redaction.no-reason');
    const known = redactionWords.get(reason);
    return known === undefined ? briefText(reason) : pick(known);
  };
  if (made.length + suffered.length === 0) return null;
  return (
    <section>
      <h4>{text('credential.redactions')}</h4>
      <ul>
        {made.map((one) => (
          <li key={one.address}>
            {text('credential.redaction.made', { reason: reasonOf(one) })}{' '}
            <Stranger code>{one.address}</Stranger>
          </li>
        ))}
        {suffered.map((one) => (
          <li key={one.address}>
            {text('credential.redaction.suffered', { name: nameOf(one.by), reason: reasonOf(one) })}{' '}
            <Stranger code>{one.address}</Stranger>
          </li>
        ))}
      </ul>
    </section>
  );
}
