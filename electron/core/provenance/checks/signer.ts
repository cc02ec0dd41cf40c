import type { CredentialObservation, SignatureDetail } from '#shared/domain/credential-detail.ts';
import { type CheckFacts, observe } from './facts.ts';
import { chinese, stampChecks, word } from './time.ts';

/**
 * Who signed and when: A7 time-stamps by anybody, A8 a root that is for time-stamps, A10 denied
 * certificates, A20 expiry without a time-stamp, and what is absent.
 */
export function signerChecks(facts: CheckFacts): CredentialObservation[] {
  const details = facts.own?.details ?? [];
  return details.flatMap((detail) => {
    const { signature } = detail;
    if (signature === null) return [];
    const active = detail.label === facts.store.active;
    return [
      ...denied(detail.label, signature),
      ...stampChecks(facts, detail, signature),
      ...profileChecks(detail.label, signature),
      ...(active ? [...wrongList(facts, detail.label, signature), ...absences(detail.label, signature)] : []),
    ];
  });
}

function denied(manifest: string, { chain, certificates }: SignatureDetail): CredentialObservation[] {
  if (chain?.denied == null) return [];
  const [leaf] = certificates;
  return [
    observe(
      'signer-denied',
      'failed',
      [
        `The certificate of this signer is on the deny list: ${chain.denied.en}`,
        `该签名者的证书在拒绝名单中：${chain.denied['zh-CN']}`,
      ],
      [
        `Serial ${leaf?.serial ?? '?'}, SHA-256 ${leaf?.sha256 ?? '?'}; the deny list stands in for revocation servers, which are not asked`,
        `序列号 ${leaf?.serial ?? '?'}，SHA-256 ${leaf?.sha256 ?? '?'}；本软件不联网查询吊销服务器，以拒绝名单代替`,
      ],
      { manifest },
    ),
  ];
}

/** A8: the engine calls a signer trusted whose root stands only on a list of time-stamp authorities. */
function wrongList(facts: CheckFacts, manifest: string, { chain }: SignatureDetail): CredentialObservation[] {
  const trusted = facts.store.statuses.find(
    ({ kind, code }) => kind === 'success' && code === 'signingCredential.trusted',
  );
  const words = trusted?.explanation.split(/[\s[\](),"']+/) ?? [];
  const named = facts.lists.find(({ uri }) => words.includes(uri));
  if (named === undefined || named.kind === 'manifest' || (chain?.list ?? null) !== null) return [];
  return [
    observe(
      'signer-on-time-stamp-list',
      'warning',
      [
        'The signer leads only to an authority for time-stamps, not to one for signers: it does not count as listed',
        '签名者仅可追溯至时间戳机构，而非签名者名单中的机构：不视为在名单中',
      ],
      [
        `The engine reports signingCredential.trusted by ${named.title} (kind ${named.kind}); lists of time-stamp authorities do not vouch for signers (C2PA 2.2 §14.4)`,
        `引擎依据“${named.title}”（类别 ${named.kind}）报告 signingCredential.trusted；时间戳名单不能为签名者背书（C2PA 2.2 第 14.4 节）`,
      ],
      { manifest },
    ),
  ];
}

function profileChecks(manifest: string, signature: SignatureDetail): CredentialObservation[] {
  const profile = signature.profile.filter(({ level }) => level === 'must');
  if (profile.length === 0) return [];
  return [
    observe(
      'certificate-profile',
      'notice',
      [
        'The signer’s certificate departs from the rules for such certificates',
        '签名者证书不符合此类证书的规定',
      ],
      [
        profile.map(({ statement }) => statement.en).join('; '),
        profile.map(({ statement }) => statement['zh-CN']).join('；'),
      ],
      { manifest },
    ),
  ];
}

/** What is not there is said, not passed over. */
function absences(
  manifest: string,
  { timeStamps, ocsp, certificates }: SignatureDetail,
): CredentialObservation[] {
  const found: CredentialObservation[] = [];
  if (timeStamps.length === 0) {
    found.push(
      observe(
        'no-time-stamp',
        'info',
        ['No independent party confirms when it was signed', '没有独立第三方证明签名时间'],
        [
          'No sigTst or sigTst2 header: the time rests on the signer’s word',
          '没有 sigTst 或 sigTst2：签名时间仅凭签名者自述',
        ],
        { manifest },
      ),
    );
  }
  const staple = ocsp.find(({ forSigner }) => forSigner);
  if (staple === undefined) {
    found.push(
      observe(
        'no-revocation-answer',
        'info',
        [
          'Whether the certificate was withdrawn cannot be told offline',
          '离线状态下无法判断证书是否已被吊销',
        ],
        [
          `No OCSP response is stapled (rVals)${(certificates[0]?.ocspServers.length ?? 0) > 0 ? `; the certificate names ${certificates[0]?.ocspServers.join(', ')}, which was not asked` : ''}`,
          `未随附 OCSP 应答（rVals）${(certificates[0]?.ocspServers.length ?? 0) > 0 ? `；证书所列 ${certificates[0]?.ocspServers.join('、')} 未被查询` : ''}`,
        ],
        { manifest },
      ),
    );
  } else if (staple.status === 'revoked') {
    found.push(
      observe(
        'signer-revoked',
        'failed',
        ['The certificate was withdrawn by its issuer', '证书已被签发者吊销'],
        [
          `Stapled OCSP response of ${staple.producedAt}: revoked ${staple.revokedAt ?? ''}; response signature ${word(staple.signatureValid)}`,
          `随附 OCSP 应答（${staple.producedAt}）：吊销于 ${staple.revokedAt ?? ''}；应答签名${chinese(staple.signatureValid)}`,
        ],
        { manifest },
      ),
    );
  }
  return found;
}
