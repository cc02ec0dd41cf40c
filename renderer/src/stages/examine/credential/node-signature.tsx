import type { CertificateFacts } from '#shared/domain/certificate.ts';
import type { PresentCredential } from '#shared/domain/credential.ts';
import type { SignatureDetail } from '#shared/domain/credential-detail.ts';
import type { ByteRange } from '#shared/domain/figure.ts';
import { useWords } from '../../../state/text.ts';
import { type Fact, FactList } from '../../../ui/fact-list.tsx';
import { certificateName } from './certificate-facts.tsx';
import styles from './credential.module.css';
import { signerOf } from './credential-summary.ts';
import history from './history.module.css';
import type { CertificatePlace } from './history-page.tsx';
import type { NodeFacts } from './node-facts.ts';
import { OcspList, StampList } from './node-stamps.tsx';
import { boxNamed } from './store-places.ts';
import { briefText, utcTime } from './stranger-text.ts';
import { Lead, Marked, Stranger } from './words-shown.tsx';

export interface SignatureSectionProps {
  readonly result: PresentCredential;
  readonly facts: NodeFacts;
  readonly onCertificate: (place: CertificatePlace) => void;
  readonly onBytes: (range: ByteRange) => void;
}

/** Who signed, how, when, and by which certificates. */
export function SignatureSection({ result, facts, onCertificate, onBytes }: SignatureSectionProps) {
  const { text } = useWords();
  const { manifest, detail } = facts;
  const signature = detail?.signature ?? null;
  const signer = signerOf(result, manifest, detail);
  const name = [signer.organisation, signer.common].filter((part) => part !== null).join(' · ');
  const lines: Fact[] = [
    {
      name: text('credential.signed-by'),
      value: name === '' ? text('credential.signer.none') : <Stranger>{name}</Stranger>,
    },
    {
      name: text('credential.signature.algorithm'),
      value: <Stranger code>{signature?.algorithm ?? manifest?.signature?.algorithm ?? '–'}</Stranger>,
    },
    ...(signature === null ? [] : signatureFacts(signature, text)),
  ];
  const box = detail === null ? null : boxNamed(result.boxes, detail.store, 'c2pa.signature');
  const place = box?.bytes[0];
  return (
    <section>
      <h4>{text('credential.signature')}</h4>
      <div className={styles.stack}>
        <FactList facts={lines} />
        {signature !== null && (
          <Chain signature={signature} lists={result.lists} onCertificate={onCertificate} />
        )}
        {signature !== null && (
          <StampList
            stamps={signature.timeStamps}
            lists={result.lists}
            onCertificate={(stamp, index) => onCertificate({ of: 'stamp', stamp, index })}
          />
        )}
        {signature !== null && <OcspList answers={signature.ocsp} />}
        {signature?.problems.map((problem) => (
          <Marked key={problem} flag="warning">
            <Stranger>{problem}</Stranger>
          </Marked>
        ))}
        {place !== undefined && (
          <span>
            <Lead onPress={() => onBytes(place)}>{text('credential.signature.bytes')}</Lead>
          </span>
        )}
      </div>
    </section>
  );
}

const verifiedFlags = {
  valid: 'ok',
  invalid: 'error',
  unsupported: 'notice',
  'no-certificate': 'warning',
} as const;

function signatureFacts(
  { verified, pad, protectedHeaders, unprotectedHeaders }: SignatureDetail,
  text: ReturnType<typeof useWords>['text'],
): Fact[] {
  return [
    {
      name: text('credential.signature.check'),
      value: <Marked flag={verifiedFlags[verified]}>{text(`credential.signature.check.${verified}`)}</Marked>,
    },
    {
      name: text('credential.signature.headers'),
      value: (
        <span className={styles.stack}>
          <Stranger code>{protectedHeaders.join(', ') || '–'}</Stranger>
          <span className={styles.muted}>
            {text('credential.signature.unprotected')}{' '}
            <Stranger code>{unprotectedHeaders.join(', ') || '–'}</Stranger>
          </span>
        </span>
      ),
    },
    {
      name: text('credential.signature.pad'),
      value: (
        <Marked flag={pad.nonZero > 0 ? 'warning' : 'ok'}>
          {pad.nonZero > 0
            ? text('credential.signature.pad.filled', { count: pad.nonZero, size: pad.bytes })
            : text('credential.signature.pad.zero', { count: pad.bytes })}
        </Marked>
      ),
    },
  ];
}

/** From the signer's certificate upwards to the list it stands on. */
function Chain({
  signature: { certificates, chain },
  lists,
  onCertificate,
}: {
  readonly signature: SignatureDetail;
  readonly lists: PresentCredential['lists'];
  readonly onCertificate: (place: CertificatePlace) => void;
}) {
  const { text, pick } = useWords();
  if (certificates.length === 0) return null;
  const titleOf = (id: string | null | undefined) => lists.find((list) => list.id === id)?.title ?? id ?? '';
  const anchor = chain?.anchor ?? null;
  const outside = anchor !== null && !certificates.some(({ sha256 }) => sha256 === anchor.sha256);
  return (
    <div className={styles.stack}>
      <h5 className={styles.small}>{text('credential.chain')}</h5>
      <ol className={history.chain}>
        {certificates.map((certificate, index) => (
          <li key={certificate.sha256}>
            <CertificateButton
              certificate={certificate}
              onPress={() => onCertificate({ of: 'chain', stamp: 0, index })}
            />
            <span className={styles.muted}>
              {index === 0 ? text('credential.chain.signer') : text('credential.chain.issuer')}
            </span>
          </li>
        ))}
        {anchor !== null && outside && (
          <li>
            <CertificateButton
              certificate={anchor}
              onPress={() => onCertificate({ of: 'anchor', stamp: 0, index: 0 })}
            />
            <span className={styles.muted}>{text('credential.chain.anchor')}</span>
          </li>
        )}
      </ol>
      {chain !== null && (
        <>
          {chain.denied !== null ? (
            <Marked flag="error">{pick(chain.denied)}</Marked>
          ) : chain.list !== null ? (
            <Marked flag="ok">{text('credential.chain.list', { title: titleOf(chain.list) })}</Marked>
          ) : chain.reaches !== null ? (
            <Marked flag="warning">
              {text('credential.chain.reaches', { title: titleOf(chain.reaches) })}
            </Marked>
          ) : (
            <Marked flag="notice">{text('credential.chain.none')}</Marked>
          )}
          <span className={styles.muted}>
            {text(`credential.as-of.${chain.asOfSource}`, { time: utcTime(chain.asOf) })}
          </span>
          {chain.problems.map((problem) => (
            <span key={problem} className={styles.muted}>
              <Stranger>{problem}</Stranger>
            </span>
          ))}
        </>
      )}
    </div>
  );
}

function CertificateButton({
  certificate,
  onPress,
}: {
  readonly certificate: CertificateFacts;
  readonly onPress: () => void;
}) {
  const { text } = useWords();
  const name = certificateName(certificate);
  return (
    <Lead label={text('credential.certificate.of', { name: briefText(name) })} onPress={onPress}>
      <Stranger>{name}</Stranger>
    </Lead>
  );
}
