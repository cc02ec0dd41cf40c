import { assertNever } from '#shared/assert-never.ts';
import type { CredentialResult, PresentCredential } from '#shared/domain/credential.ts';
import type { ByteRange } from '#shared/domain/figure.ts';
import { axisWords, worstWords } from '#shared/text/credential-words.ts';
import { FlagShape } from '../../../figures/flag-mark.tsx';
import { useWords, type Words } from '../../../state/text.ts';
import { FactList } from '../../../ui/fact-list.tsx';
import { CoverageBar, UncoveredList } from './coverage-bar.tsx';
import styles from './credential.module.css';
import {
  isListed,
  type Noticed,
  noticedOf,
  signerOf,
  standingOf,
  timeOf,
  verdictFlag,
} from './credential-summary.ts';
import type { NodeNames } from './history-row.tsx';
import { NoticedList } from './noticed-list.tsx';
import summary from './summary.module.css';
import { DeclaredAnswer, GeneratorAnswer, SignerAnswer, TimeAnswer } from './summary-answers.tsx';
import { tellingParts, uncoveredParts, uncoveredShare } from './uncovered.ts';
import { AxisList, Marked, Stranger, useJoin } from './words-shown.tsx';

export interface SummaryPageProps {
  readonly result: CredentialResult;
  readonly names: NodeNames;
  readonly onBytes: (range: ByteRange) => void;
  readonly onCertificate: (manifest: string) => void;
  readonly onManifest: (manifest: string) => void;
}

/** Who signed what, and what is not covered: to be understood in five seconds. */
export function SummaryPage(props: SummaryPageProps) {
  const { text } = useWords();
  const { result } = props;
  const noticed = noticedOf(result.observations, result.state === 'present' ? result.store.active : null);
  return (
    <div className={styles.page}>
      <Verdict result={result} noticed={noticed} />
      {result.state === 'present' && <SignedFacts {...props} result={result} />}
      {result.state !== 'present' && <WithoutCredential result={result} />}
      <div className={summary.columns}>
        {result.state === 'present' && (
          <section>
            <h4>{text('credential.axes')}</h4>
            <AxisList axes={result.axes} />
          </section>
        )}
        {(result.state === 'present' || noticed.length > 0) && (
          <section>
            <h4>{text('credential.noticed')}</h4>
            <NoticedList noticed={noticed} most={3} onBytes={props.onBytes} {...manifestLink(props)} />
          </section>
        )}
      </div>
    </div>
  );
}

function manifestLink({ result, names, onManifest }: SummaryPageProps) {
  if (result.state !== 'present') return {};
  const titles = new Map(result.nodes.map((node) => [node.manifest, names.title(node)]));
  return { onManifest, titleOf: (manifest: string) => titles.get(manifest) ?? manifest };
}

/** What is there instead of a credential, and what can be done. */
function WithoutCredential({ result }: { readonly result: Exclude<CredentialResult, PresentCredential> }) {
  const { text, bytes } = useWords();
  switch (result.state) {
    case 'remote-only':
      return (
        <div className={styles.stack}>
          <span>
            {text('credential.remote.address')} <Stranger code>{result.url}</Stranger>
          </span>
          <span className={styles.muted}>{text('credential.remote.next')}</span>
        </div>
      );
    case 'unreadable':
      return (
        <div className={styles.stack}>
          <span>
            <Stranger code>{result.code}</Stranger> <Stranger>{result.message}</Stranger>
          </span>
          {result.search.hits.length > 0 && (
            <span>{text('credential.search.hits', { count: result.search.hits.length })}</span>
          )}
        </div>
      );
    case 'none':
      return (
        <p className={styles.muted}>
          {text(result.search.complete ? 'credential.search.all' : 'credential.search.part', {
            size: bytes(result.search.searched),
          })}
        </p>
      );
    default:
      return assertNever(result);
  }
}

function Verdict({
  result,
  noticed,
}: {
  readonly result: CredentialResult;
  readonly noticed: readonly Noticed[];
}) {
  const { text, pick } = useWords();
  const join = useJoin();
  const flag = verdictFlag(result.worst, result.axes);
  const unlisted = result.worst === 'ok' && !isListed(result.axes);
  return (
    <div className={summary.verdict} data-flag={flag}>
      <FlagShape flag={flag} />
      <div>
        <h4>{unlisted ? text('credential.verdict.unlisted') : pick(worstWords[result.worst].text)}</h4>
        <p>{whyOf(result, noticed, { text, pick, join })}</p>
      </div>
    </div>
  );
}

/** The one sentence below the verdict: what it rests on most. */
function whyOf(
  result: CredentialResult,
  [first]: readonly Noticed[],
  { text, pick, join }: Pick<Words, 'text' | 'pick'> & { readonly join: ReturnType<typeof useJoin> },
): string {
  const { worst, axes, state } = result;
  if (state !== 'present') return text(`credential.why.${state}`);
  if (worst === 'warning' && (first?.id === 'wide-exclusion' || first?.id === 'extra-exclusions')) {
    const names = tellingParts(uncoveredParts(result.coverage?.spans ?? [])).map(({ kind }) => kind);
    if (names.length > 0)
      return text('credential.why.uncovered', {
        parts: join(names.map((kind) => text(`credential.part.${kind}`))),
      });
  }
  if ((worst === 'failed' || worst === 'warning') && first !== undefined) {
    const own = worst === 'failed' && standingOf(axes) === 'holds' && axes.ingredients === 'flawed';
    if (first.severity === 'failed' || first.severity === 'warning')
      return own
        ? text('credential.why.source', { statement: pick(first.statement) })
        : pick(first.statement);
  }
  if (worst === 'ok') return text(isListed(axes) ? 'credential.why.ok' : 'credential.why.unlisted');
  const telling = (['integrity', 'signature', 'signer', 'ingredients', 'identity'] as const)
    .map((axis) => axisWords(axis, axes[axis]))
    .sort((a, b) => weight[b.flag ?? 'ok'] - weight[a.flag ?? 'ok'])[0];
  return telling === undefined
    ? ''
    : text('credential.why.axis', { title: pick(telling.title), answer: pick(telling.sentence) });
}

const weight = { ok: 0, personal: 0, notice: 1, warning: 2, error: 3 } as const;

function SignedFacts({
  result,
  onBytes,
  onCertificate,
}: SummaryPageProps & { readonly result: PresentCredential }) {
  const { text } = useWords();
  const active = result.store.active;
  const manifest = result.store.manifests.find(({ label }) => label === active) ?? null;
  const detail = result.details.find(({ label }) => label === active) ?? null;
  const standing = standingOf(result.axes);
  const signer = signerOf(result, manifest, detail);
  const claimed = [
    {
      name: text('credential.with'),
      value: <GeneratorAnswer manifest={manifest} signer={signer} standing={standing} />,
    },
    {
      name: text('credential.declares'),
      value: <DeclaredAnswer signals={result.signals} standing={standing} />,
    },
  ];
  return (
    <>
      <div className={summary.loose}>
        <FactList
          facts={[
            {
              name: text('credential.signed-by'),
              value: (
                <SignerAnswer
                  axes={result.axes}
                  signer={signer}
                  {...(signer.certificate && active !== null
                    ? { onCertificate: () => onCertificate(active) }
                    : {})}
                />
              ),
            },
            { name: text('credential.signed-on'), value: <TimeAnswer time={timeOf(manifest, detail)} /> },
            ...(standing === 'holds' ? claimed : []),
            { name: text('credential.not-covered'), value: <UncoveredAnswer result={result} /> },
          ]}
        />
      </div>
      {result.coverage !== null && (
        <>
          <CoverageBar coverage={result.coverage} onBytes={onBytes} />
          <UncoveredList coverage={result.coverage} onBytes={onBytes} />
        </>
      )}
      {standing !== 'holds' && (
        <section className={summary.unfounded}>
          <h4>{text(`credential.claims.${standing}`)}</h4>
          <FactList facts={claimed} />
        </section>
      )}
    </>
  );
}

/** What anybody could have changed without the signature telling. */
function UncoveredAnswer({ result: { coverage, axes } }: { readonly result: PresentCredential }) {
  const { text, bytes, number } = useWords();
  const join = useJoin();
  if (coverage === null) return <Marked flag="notice">{text('credential.coverage.unknown')}</Marked>;
  const parts = uncoveredParts(coverage.spans);
  if (parts.length === 0) {
    return axes.integrity === 'changed' ? (
      <Marked flag="error">{text('credential.coverage.all-changed')}</Marked>
    ) : (
      <Marked flag={axes.integrity === 'unchecked' ? 'notice' : 'ok'}>
        {text('credential.coverage.all')}
      </Marked>
    );
  }
  const telling = tellingParts(parts);
  const names = (telling.length > 0 ? telling : parts).map(({ kind }) => text(`credential.part.${kind}`));
  return (
    <Marked flag={telling.length > 0 ? 'warning' : 'notice'}>
      {text('credential.coverage.some', {
        size: bytes(coverage.unprotected),
        share: text('viewer.percent', { value: number(uncoveredShare(coverage), 2) }),
        parts: join(names),
      })}
    </Marked>
  );
}
