import type { OcspFacts, TimeStampFacts } from '#shared/domain/certificate.ts';
import type { Flag } from '#shared/domain/figure.ts';
import type { TrustListFact } from '#shared/domain/provenance.ts';
import { useWords } from '../../../state/text.ts';
import { FactList } from '../../../ui/fact-list.tsx';
import { certificateName } from './certificate-facts.tsx';
import styles from './credential.module.css';
import { utcTime } from './stranger-text.ts';
import { Lead, Marked, Stranger } from './words-shown.tsx';

const answers = { fits: 'ok', differs: 'error', unchecked: 'notice' } as const satisfies Record<string, Flag>;
const answerOf = (value: boolean | null) => (value === null ? 'unchecked' : value ? 'fits' : 'differs');

/** Time-stamp tokens: when, by whom, do they belong to this signature. */
export function StampList({
  stamps,
  lists,
  onCertificate,
}: {
  readonly stamps: readonly TimeStampFacts[];
  readonly lists: readonly TrustListFact[];
  readonly onCertificate: (stamp: number, index: number) => void;
}) {
  const { text } = useWords();
  if (stamps.length === 0) return <Marked flag="notice">{text('credential.stamp.none')}</Marked>;
  return (
    <>
      {stamps.map((stamp, number) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same token may be there twice; the list never changes
        <div key={`${stamp.header} ${number}`} className={styles.stack}>
          <h5 className={styles.small}>{text('credential.stamp', { header: stamp.header })}</h5>
          <FactList
            facts={[
              {
                name: text('credential.stamp.time'),
                value: stamp.time === null ? text('credential.stamp.unreadable') : utcTime(stamp.time),
              },
              {
                name: text('credential.stamp.authority'),
                value: stamp.authority === null ? '–' : <Stranger>{stamp.authority.text}</Stranger>,
              },
              {
                name: text('credential.stamp.imprint'),
                value: (
                  <Marked flag={answers[answerOf(stamp.imprintMatches)]}>
                    {text(`credential.hash.${answerOf(stamp.imprintMatches)}`)}
                  </Marked>
                ),
              },
              {
                name: text('credential.stamp.signature'),
                value: (
                  <Marked flag={answers[answerOf(stamp.signatureValid)]}>
                    {text(`credential.hash.${answerOf(stamp.signatureValid)}`)}
                  </Marked>
                ),
              },
              {
                name: text('credential.certificate.list'),
                value:
                  stamp.list === null ? (
                    <Marked flag="notice">{text('credential.chain.none')}</Marked>
                  ) : (
                    <Marked flag="ok">
                      {lists.find(({ id }) => id === stamp.list)?.title ?? stamp.list}
                    </Marked>
                  ),
              },
              {
                name: text('credential.stamp.technical'),
                value: (
                  <Stranger code>
                    {[stamp.imprintAlgorithm, stamp.policy, stamp.serial, accuracyOf(stamp)]
                      .filter((part) => part !== null)
                      .join(' · ')}
                  </Stranger>
                ),
              },
              ...(stamp.certificates.length === 0
                ? []
                : [
                    {
                      name: text('credential.certificates'),
                      value: stamp.certificates.map((certificate, index) => (
                        <Lead
                          key={certificate.sha256}
                          label={text('credential.certificate.of', { name: certificateName(certificate) })}
                          onPress={() => onCertificate(number, index)}
                        >
                          <Stranger>{certificateName(certificate)}</Stranger>
                        </Lead>
                      )),
                    },
                  ]),
            ]}
          />
          {stamp.problems.map((problem) => (
            <Marked key={problem} flag="warning">
              <Stranger>{problem}</Stranger>
            </Marked>
          ))}
        </div>
      ))}
    </>
  );
}

function accuracyOf({ accuracy }: TimeStampFacts): string | null {
  return accuracy === null ? null : `± ${accuracy} s`;
}

const ocspFlags = {
  good: 'ok',
  revoked: 'error',
  unknown: 'notice',
  unreadable: 'warning',
} as const satisfies Record<OcspFacts['status'], Flag>;

/** Answers of revocation servers that the signer put in; none is ever fetched. */
export function OcspList({ answers: given }: { readonly answers: readonly OcspFacts[] }) {
  const { text } = useWords();
  if (given.length === 0) return <Marked flag="notice">{text('credential.ocsp.none')}</Marked>;
  return (
    <>
      {given.map((answer) => (
        <div key={`${answer.producedAt} ${answer.responder}`} className={styles.stack}>
          <h5 className={styles.small}>{text('credential.ocsp')}</h5>
          <FactList
            facts={[
              {
                name: text('credential.ocsp.status'),
                value: (
                  <Marked flag={ocspFlags[answer.status]}>
                    {text(`credential.ocsp.status.${answer.status}`)}
                  </Marked>
                ),
              },
              {
                name: text('credential.ocsp.signer'),
                value: text(answer.forSigner ? 'common.yes' : 'common.no'),
              },
              {
                name: text('credential.ocsp.window'),
                value: [answer.producedAt, answer.thisUpdate, answer.nextUpdate]
                  .map((time) => (time === null ? '–' : utcTime(time)))
                  .join(' · '),
              },
              ...(answer.revokedAt === null
                ? []
                : [{ name: text('credential.ocsp.revoked-at'), value: utcTime(answer.revokedAt) }]),
              {
                name: text('credential.stamp.signature'),
                value: (
                  <Marked flag={answers[answerOf(answer.signatureValid)]}>
                    {text(`credential.hash.${answerOf(answer.signatureValid)}`)}
                  </Marked>
                ),
              },
              ...(answer.responder === null
                ? []
                : [
                    {
                      name: text('credential.ocsp.responder'),
                      value: <Stranger>{answer.responder}</Stranger>,
                    },
                  ]),
            ]}
          />
          {answer.problems.map((problem) => (
            <Marked key={problem} flag="warning">
              <Stranger>{problem}</Stranger>
            </Marked>
          ))}
        </div>
      ))}
    </>
  );
}
