import { assertNever } from '#shared/assert-never.ts';
import type { CredentialAxes, CredentialNode } from '#shared/domain/credential-detail.ts';
import type { ByteRange, Flag } from '#shared/domain/figure.ts';
import type { CredentialStatus } from '#shared/domain/provenance.ts';
import { axisWords, credentialAxes } from '#shared/text/credential-words.ts';
import { baseLanguage } from '#shared/text/text.ts';
import { visibleLines } from '#shared/text/visible-text.ts';
import { FlagShape } from '../../../figures/flag-mark.tsx';
import { useWords } from '../../../state/text.ts';
import { Button } from '../../../ui/button.tsx';
import styles from './credential.module.css';
import { isListed, type Noticed, severityFlags, verdictFlag } from './credential-summary.ts';
import { briefText } from './stranger-text.ts';

/** A stranger's words: never markup, kept from turning the order of the words around them. */
export function Stranger({ children, code = false }: { readonly children: string; readonly code?: boolean }) {
  const shown = briefText(children);
  return (
    <bdi className={`${styles.stranger} ${code ? styles.code : ''}`} title={shown}>
      {shown}
    </bdi>
  );
}

/** A shape, its colour, and the words that say the same. */
export function Marked({ flag, children }: { readonly flag: Flag; readonly children: React.ReactNode }) {
  return (
    <span className={styles.marked} data-flag={flag}>
      <FlagShape flag={flag} />
      <span>{children}</span>
    </span>
  );
}

/** One question and its answer. */
export function AxisAnswer<A extends keyof CredentialAxes>({
  axis,
  state,
}: {
  readonly axis: A;
  readonly state: CredentialAxes[A];
}) {
  const { pick } = useWords();
  const { sentence, flag } = axisWords(axis, state);
  return flag === null ? <span>{pick(sentence)}</span> : <Marked flag={flag}>{pick(sentence)}</Marked>;
}

/** The six questions and their answers, in two columns. */
export function AxisList({ axes }: { readonly axes: CredentialAxes }) {
  const { pick } = useWords();
  return (
    <dl className={styles.axes}>
      {credentialAxes.map((axis) => (
        <div key={axis}>
          <dt>{pick(axisWords(axis, axes[axis]).title)}</dt>
          <dd>
            <AxisAnswer axis={axis} state={axes[axis]} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The verdict of one entry in a word or two. */
export function NodeBadge({ node }: { readonly node: CredentialNode }) {
  const { text } = useWords();
  const unlisted = node.worst === 'ok' && !isListed(node.axes);
  return (
    <Marked flag={verdictFlag(node.worst, node.axes)}>
      {text(unlisted ? 'credential.badge.unlisted' : `credential.badge.${node.worst}`)}
    </Marked>
  );
}

/** Text that may be long: it scrolls by itself, also with the keyboard. */
export function ScrolledText({ label, children }: { readonly label: string; readonly children: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
    <section className={styles.preview} tabIndex={0} aria-label={label}>
      <pre>{visibleLines(children)}</pre>
    </section>
  );
}

/** Leads on: to bytes, to a certificate, to an entry. */
export function Lead({
  children,
  label,
  current = false,
  onPress,
}: {
  readonly children: React.ReactNode;
  readonly label?: string | undefined;
  /** It is what is shown already. */
  readonly current?: boolean;
  readonly onPress: () => void;
}) {
  return (
    <span className={styles.link} {...(current ? { 'aria-current': 'true' as const } : {})}>
      <Button kind="quiet" label={label} onPress={onPress}>
        {children}
      </Button>
    </span>
  );
}

/** A stretch of the file, and the way to it. */
export function BytesLead({
  range,
  name,
  onBytes,
}: {
  readonly range: ByteRange;
  /** What lies there, for those who do not see what stands around. */
  readonly name?: string;
  readonly onBytes: (range: ByteRange) => void;
}) {
  const { text } = useWords();
  const place = text('figure.bytes.place', { start: `0x${range[0].toString(16)}`, count: range[1] });
  return (
    <Lead
      label={name === undefined ? undefined : text('credential.show-bytes-of', { name, place })}
      onPress={() => onBytes(range)}
    >
      <span className={`${styles.code} ${styles.place}`}>{place}</span>
    </Lead>
  );
}

/** Joins names as the screen's language does. */
export function useJoin(): (names: readonly string[]) => string {
  const { language } = useWords();
  return (names) => new Intl.ListFormat(baseLanguage(language), { type: 'conjunction' }).format(names);
}

export function SeverityMark({ severity }: { readonly severity: Noticed['severity'] }) {
  const { text } = useWords();
  return <Marked flag={severityFlags[severity]}>{text(`credential.severity.${severity}`)}</Marked>;
}

export function statusFlag(kind: CredentialStatus['kind'], code: string): Flag {
  switch (kind) {
    case 'success':
      return 'ok';
    case 'informational':
      return 'notice';
    case 'failure':
      // On no list is not a fault of the file.
      return code.endsWith('.untrusted') ? 'notice' : 'error';
    default:
      return assertNever(kind);
  }
}
