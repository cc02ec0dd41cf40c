import { ShieldCheck } from 'lucide-react';
import type { CredentialAxes } from '#shared/domain/credential-detail.ts';
import { ambiguousWords, type CredentialSignals, signalWords } from '#shared/domain/credential-signals.ts';
import type { CredentialManifest } from '#shared/domain/provenance.ts';
import { useWords } from '../../../state/text.ts';
import { Button } from '../../../ui/button.tsx';
import { Disclosure } from '../../../ui/disclosure.tsx';
import styles from './credential.module.css';
import { declaredOf, type SignerFact, type Standing, type TimeFact } from './credential-summary.ts';
import { utcTime } from './stranger-text.ts';
import { AxisAnswer, Marked, Stranger, useJoin } from './words-shown.tsx';

/** Whose certificate it is, in its own words, and who vouches for it. */
export function SignerAnswer({
  axes,
  signer,
  onCertificate,
}: {
  readonly axes: CredentialAxes;
  readonly signer: SignerFact;
  readonly onCertificate?: () => void;
}) {
  const { text } = useWords();
  const name = signer.organisation ?? signer.common;
  // A signature that does not fit, or is not there, ties nobody to the claim.
  const tied = axes.signature !== 'broken' && axes.signature !== 'absent';
  return (
    <div className={styles.answer}>
      <span className={styles.lead}>
        {name === null ? (
          <span className={styles.muted}>{text('credential.signer.none')}</span>
        ) : (
          <b>
            {tied ? (
              <Stranger>{name}</Stranger>
            ) : (
              <s>
                <Stranger>{name}</Stranger>
              </s>
            )}
          </b>
        )}
        {signer.organisation !== null && signer.common !== null && signer.common !== name && (
          <span className={styles.muted}>
            <Stranger>{signer.common}</Stranger>
          </span>
        )}
        {onCertificate !== undefined && (
          <Button kind="quiet" icon={<ShieldCheck aria-hidden="true" />} onPress={onCertificate}>
            {text('credential.certificate')}
          </Button>
        )}
      </span>
      {!tied && name !== null && <Marked flag="error">{text('credential.signer.untied')}</Marked>}
      <AxisAnswer axis="signer" state={axes.signer} />
      {signer.list !== null && (
        <span className={styles.muted}>
          {signer.list.edition === null
            ? text('credential.list.named', { title: signer.list.title })
            : text('credential.list.edition', { title: signer.list.title, date: signer.list.edition })}
        </span>
      )}
      {axes.signature === 'expired' && signer.window !== null && signer.validity === 'expired' && (
        <Marked flag="warning">
          {text('credential.signer.expired', { date: utcTime(signer.window.until) })}
        </Marked>
      )}
      {axes.signature === 'expired' && signer.window !== null && signer.validity === 'not-yet' && (
        <Marked flag="warning">
          {text('credential.signer.not-yet', { date: utcTime(signer.window.from) })}
        </Marked>
      )}
      {axes.signature === 'revoked' && <AxisAnswer axis="signature" state="revoked" />}
    </div>
  );
}

/** When, and on whose word. */
export function TimeAnswer({ time: { kind, time, authority } }: { readonly time: TimeFact }) {
  const { text } = useWords();
  const shown = time === null ? '' : utcTime(time);
  const who = authority ?? text('credential.time.somebody');
  switch (kind) {
    case 'listed':
      return (
        <div className={styles.answer}>
          <b>{shown}</b>
          <Marked flag="ok">{text('credential.time.listed', { who })}</Marked>
        </div>
      );
    case 'unlisted':
      return (
        <div className={styles.answer}>
          <b>{shown}</b>
          <Marked flag="notice">{text('credential.time.unlisted', { who })}</Marked>
        </div>
      );
    case 'broken':
      return (
        <div className={styles.answer}>
          {shown !== '' && <s>{shown}</s>}
          <Marked flag="warning">{text('credential.time.broken', { who })}</Marked>
        </div>
      );
    case 'stated':
      return (
        <div className={styles.answer}>
          <Stranger>{shown}</Stranger>
          <Marked flag="notice">{text('credential.time.stated')}</Marked>
        </div>
      );
    case 'none':
      return <Marked flag="notice">{text('credential.time.none')}</Marked>;
  }
}

/** The program that made the credential, in its own words, and what its certificate adds. */
export function GeneratorAnswer({
  manifest,
  signer,
  standing,
}: {
  readonly manifest: CredentialManifest | null;
  readonly signer: SignerFact;
  readonly standing: Standing;
}) {
  const { text } = useWords();
  const name = manifest?.claimGenerator ?? '';
  const shown = name === '' ? text('credential.with.none') : <Stranger>{name}</Stranger>;
  return (
    <div className={styles.answer}>
      <span className={styles.lead}>
        {standing === 'fails' ? <s>{shown}</s> : shown}
        {manifest?.specVersion != null && (
          <span className={styles.muted}>
            {text('credential.with.specification', { version: manifest.specVersion })}
          </span>
        )}
      </span>
      {signer.assuranceLevel !== null && (
        <span className={styles.muted}>
          {text('credential.with.assurance', { level: signer.assuranceLevel })}
        </span>
      )}
      {signer.productRecord !== null && (
        <span className={styles.muted}>
          {text('credential.with.product')} <Stranger code>{signer.productRecord}</Stranger>
        </span>
      )}
    </div>
  );
}

/** One neutral label with the sentence that says whose word it is. */
export function DeclaredAnswer({
  signals,
  standing,
}: {
  readonly signals: CredentialSignals | null;
  readonly standing: Standing;
}) {
  const { text, pick } = useWords();
  const join = useJoin();
  if (signals === null) return <span className={styles.muted}>{text('credential.declares.unread')}</span>;
  const { origins, changes, elsewhere, ambiguous } = declaredOf(signals);
  const struck = (words: React.ReactNode) => (standing === 'fails' ? <s>{words}</s> : words);
  const names = (ids: typeof origins) => join(ids.map((id) => pick(signalWords[id].name)));
  // What AI changed stands beside the origin, not in the small print.
  const telling = changes.filter((id) => id === 'perceptibleGenAI' || id === 'perceptiblePossiblyGenAI');
  const labels = [...(origins.length === 1 ? origins : []), ...telling];
  const others = changes.filter((id) => !telling.some((one) => one === id));
  return (
    <div className={styles.answer}>
      {origins.length > 1 && (
        <span className={styles.lead}>
          <span className={styles.label}>{struck(text('credential.declares.several'))}</span>
          <span>{struck(text('credential.declares.several.note', { names: names(origins) }))}</span>
        </span>
      )}
      {labels.map((id) => (
        <span key={id} className={styles.lead}>
          <span className={styles.label}>{struck(pick(signalWords[id].name))}</span>
          <span>{struck(pick(signalWords[id].statement))}</span>
        </span>
      ))}
      {origins.length === 0 && changes.length === 0 && (
        <span className={styles.muted}>{text('credential.declares.nothing')}</span>
      )}
      {others.length > 0 && (
        <span>{struck(text('credential.declares.changes', { names: names(others) }))}</span>
      )}
      {elsewhere.length > 0 && (
        <span className={styles.muted}>
          {struck(text('credential.declares.elsewhere', { names: names(elsewhere) }))}
        </span>
      )}
      {ambiguous.length > 0 && (
        <Disclosure title={<span className={styles.muted}>{text('credential.declares.ambiguous')}</span>}>
          <ul className={styles.reasons}>
            {ambiguous.map((reason) => (
              <li key={reason}>{pick(ambiguousWords[reason])}</li>
            ))}
          </ul>
        </Disclosure>
      )}
    </div>
  );
}
