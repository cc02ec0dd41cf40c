import { ArrowLeft } from 'lucide-react';
import type { CertificateFacts } from '#shared/domain/certificate.ts';
import type { PresentCredential } from '#shared/domain/credential.ts';
import type { CredentialNode, SignatureDetail } from '#shared/domain/credential-detail.ts';
import type { ByteRange } from '#shared/domain/figure.ts';
import { useWords } from '../../../state/text.ts';
import { Button } from '../../../ui/button.tsx';
import { FactList } from '../../../ui/fact-list.tsx';
import { CopyButton } from '../../../ui/hash.tsx';
import { certificateFields, certificateName } from './certificate-facts.tsx';
import styles from './credential.module.css';
import history from './history.module.css';
import type { CertificatePlace } from './history-page.tsx';
import type { NodeNames } from './history-row.tsx';
import { nodeFacts } from './node-facts.ts';
import { boxNamed } from './store-places.ts';
import { briefText, utcTime } from './stranger-text.ts';
import { Lead, Marked, ScrolledText, Stranger } from './words-shown.tsx';

export interface CertificatePageProps {
  readonly result: PresentCredential;
  readonly names: NodeNames;
  readonly node: CredentialNode;
  readonly place: CertificatePlace;
  readonly onPlace: (place: CertificatePlace | null) => void;
  readonly onBytes: (range: ByteRange) => void;
}

/** Everything a certificate of the credential says, what it was held against, and its PEM text. */
export function CertificatePage({ result, names, node, place, onPlace, onBytes }: CertificatePageProps) {
  const words = useWords();
  const { text, pick } = words;
  const { detail } = nodeFacts(result, node);
  const signature = detail?.signature ?? null;
  const stamp = place.of === 'stamp' ? (signature?.timeStamps[place.stamp] ?? null) : null;
  const chain = signature?.chain ?? null;
  const steps = stepsOf(place, signature);
  const found = steps.find((step) => step.of === place.of && step.index === place.index)?.certificate;
  if (found === undefined) return null;
  const own = place.of === 'chain' && place.index === 0;
  const listId = place.of === 'stamp' ? stamp?.list : (chain?.list ?? chain?.reaches);
  const list = result.lists.find(({ id }) => id === listId);
  const time = place.of === 'stamp' ? (stamp?.time ?? null) : (chain?.asOf ?? null);
  const box = detail === null ? null : boxNamed(result.boxes, detail.store, 'c2pa.signature');
  const bytes = place.of === 'anchor' ? undefined : box?.bytes[0];
  return (
    <section className={history.page} aria-label={text('credential.certificate')}>
      <div className={history.tools}>
        <Button kind="quiet" icon={<ArrowLeft aria-hidden="true" />} onPress={() => onPlace(null)} autoFocus>
          {text('trust.back-to', { title: briefText(names.title(node)) })}
        </Button>
        {steps.length > 1 && (
          <ol className={history.path} aria-label={text('credential.chain')}>
            {steps.map(({ of, index, certificate }) => (
              <li key={`${of} ${index}`}>
                <Lead
                  current={of === place.of && index === place.index}
                  label={text('credential.certificate.of', {
                    name: briefText(certificateName(certificate)),
                  })}
                  onPress={() => onPlace({ ...place, of, index })}
                >
                  <Stranger>{certificateName(certificate)}</Stranger>
                </Lead>
              </li>
            ))}
          </ol>
        )}
      </div>
      <h4 className={styles.title}>
        <Stranger>{certificateName(found)}</Stranger>
      </h4>
      <div className={styles.stack}>
        <span className={styles.muted}>
          {place.of === 'stamp'
            ? text('credential.certificate.place.stamp')
            : place.of === 'anchor'
              ? text('credential.chain.anchor')
              : text(own ? 'credential.chain.signer' : 'credential.chain.issuer')}
        </span>
        {list === undefined ? (
          <Marked flag="notice">{text('credential.chain.none')}</Marked>
        ) : (
          <Marked flag={place.of === 'stamp' || chain?.list != null ? 'ok' : 'warning'}>
            {list.edition === null
              ? text('credential.certificate.leads', { title: list.title })
              : text('credential.certificate.leads.edition', { title: list.title, date: list.edition })}
          </Marked>
        )}
        {chain?.denied != null && place.of !== 'stamp' && <Marked flag="error">{pick(chain.denied)}</Marked>}
        {chain !== null && place.of !== 'stamp' && (
          <span className={styles.muted}>
            {text(`credential.as-of.${chain.asOfSource}`, { time: utcTime(chain.asOf) })}
          </span>
        )}
      </div>
      {own && signature !== null && <Profile faults={signature.profile} />}
      <FactList facts={certificateFields(found, time, words)} />
      <div className={history.tools}>
        <h4>{text('trust.certificate.pem')}</h4>
        <CopyButton value={found.pem} label={text('trust.certificate.copy-pem')} />
        {bytes !== undefined && (
          <Lead onPress={() => onBytes(bytes)}>{text('credential.signature.bytes')}</Lead>
        )}
      </div>
      <ScrolledText label={text('trust.certificate.pem')}>{found.pem}</ScrolledText>
    </section>
  );
}

interface Step {
  readonly of: CertificatePlace['of'];
  readonly index: number;
  readonly certificate: CertificateFacts;
}

/** The certificates one can go to from here, from the end entity upwards. */
function stepsOf(place: CertificatePlace, signature: SignatureDetail | null): readonly Step[] {
  const step = (of: Step['of']) => (certificate: CertificateFacts, index: number) => ({
    of,
    index,
    certificate,
  });
  if (place.of === 'stamp')
    return (signature?.timeStamps[place.stamp]?.certificates ?? []).map(step('stamp'));
  const carried = signature?.certificates ?? [];
  const anchor = signature?.chain?.anchor ?? null;
  const known = anchor === null || carried.some(({ sha256 }) => sha256 === anchor.sha256);
  return [...carried.map(step('chain')), ...(known ? [] : [anchor].map(step('anchor')))];
}

/** Where the certificate departs from the profile of C2PA. */
function Profile({
  faults,
}: {
  readonly faults: NonNullable<NonNullable<ReturnType<typeof nodeFacts>['detail']>['signature']>['profile'];
}) {
  const { text, pick } = useWords();
  if (faults.length === 0) return <Marked flag="ok">{text('credential.profile.none')}</Marked>;
  return (
    <section>
      <h4>{text('credential.profile')}</h4>
      <ul className={styles.stack}>
        {faults.map(({ code, level, statement }) => (
          <li key={code}>
            <Marked flag={level === 'must' ? 'warning' : 'notice'}>
              {pick(statement)} <code>{code}</code>
            </Marked>
          </li>
        ))}
      </ul>
    </section>
  );
}
