import type { CertificateFacts, ProfileFault } from '#shared/domain/certificate.ts';
import { localized } from '#shared/domain/localized.ts';
import { signingUsages } from '../../media/trust-lists.ts';
import { extensionIds, ocspSigningUsage, timeStampingUsage } from './extensions.ts';

const anyUsage = '2.5.29.37.0';
const claimUsages = signingUsages.filter(
  (usage) => usage !== timeStampingUsage && usage !== ocspSigningUsage,
);

type Rule = (facts: CertificateFacts) => ProfileFault | null;

const must = (code: string, holds: boolean, en: string, chinese: string): ProfileFault | null =>
  holds ? null : { code, level: 'must', statement: localized(en, chinese) };
const should = (code: string, holds: boolean, en: string, chinese: string): ProfileFault | null =>
  holds ? null : { code, level: 'should', statement: localized(en, chinese) };

const has = (facts: CertificateFacts, oid: string): boolean =>
  facts.extensions.some((one) => one.oid === oid);
const isCritical = (facts: CertificateFacts, oid: string): boolean =>
  facts.extensions.some((one) => one.oid === oid && one.critical);

const structure: readonly Rule[] = [
  ({ version }) =>
    must(
      'version',
      version === 3,
      `The certificate is of X.509 version ${version}; version 3 is required.`,
      `该证书为 X.509 第 ${version} 版;规范要求第 3 版。`,
    ),
  ({ uniqueIdentifiers }) =>
    must(
      'unique-identifiers',
      uniqueIdentifiers.length === 0,
      `The certificate has a unique identifier of the ${uniqueIdentifiers.join(' and the ')}, which must be absent.`,
      '该证书含有签发者或主体唯一标识符字段,规范要求不得出现。',
    ),
  ({ notBefore, notAfter }) =>
    must(
      'window-order',
      Date.parse(notBefore) <= Date.parse(notAfter),
      `The window of validity ends (${notAfter}) before it begins (${notBefore}).`,
      `证书有效期的结束时间(${notAfter})早于起始时间(${notBefore})。`,
    ),
  (facts) =>
    must(
      'self-signed',
      !isSelfIssued(facts),
      'The signing certificate is self-signed: it names itself as its issuer. A certificate of an authority is required.',
      '签名证书为自签名:其签发者即为自身。规范要求由证书颁发机构签发。',
    ),
  ({ subject }) =>
    must(
      'subject-organisation',
      (subject.organisation ?? '').trim() !== '',
      'The subject names no organisation (O), from which validators take the name of the signer.',
      '证书主体未填写组织名称(O),而验证程序以该字段显示签名者名称。',
    ),
];

const algorithms: readonly Rule[] = [
  ({ signatureAlgorithm }) =>
    must(
      'signature-algorithm',
      /^(ECDSA|RSA|RSA-PSS) SHA-(256|384|512)$|^Ed25519$/.test(signatureAlgorithm),
      `The certificate is signed with ${signatureAlgorithm}; allowed are ECDSA, RSA and RSA-PSS over SHA-256, SHA-384 or SHA-512, and Ed25519.`,
      `该证书使用 ${signatureAlgorithm} 签名;仅允许基于 SHA-256、SHA-384 或 SHA-512 的 ECDSA、RSA、RSA-PSS,以及 Ed25519。`,
    ),
  ({ publicKey }) =>
    must(
      'public-key',
      isAllowedKey(publicKey),
      `The key is ${publicKey}; allowed are the curves P-256, P-384 and P-521, Ed25519, and RSA of 2048 bits or more.`,
      `公钥为 ${publicKey};仅允许 P-256、P-384、P-521 曲线,Ed25519,以及不少于 2048 位的 RSA。`,
    ),
];

const usages: readonly Rule[] = [
  ({ authority }) =>
    must(
      'authority',
      !authority,
      'The signing certificate is that of a certificate authority (basic constraints CA:TRUE).',
      '签名证书是证书颁发机构的证书(基本约束为 CA:TRUE)。',
    ),
  (facts) =>
    must(
      'key-usage-missing',
      has(facts, extensionIds.keyUsage),
      'The key usage extension is missing.',
      '缺少密钥用途(Key Usage)扩展。',
    ),
  (facts) =>
    must(
      'digital-signature-missing',
      !has(facts, extensionIds.keyUsage) || facts.keyUsages.includes('digitalSignature'),
      'The key usage does not assert digitalSignature.',
      '密钥用途未声明 digitalSignature(数字签名)。',
    ),
  (facts) =>
    must(
      'certificate-signing',
      !facts.keyUsages.includes('keyCertSign') || facts.authority,
      'The key usage asserts keyCertSign, which only an authority may.',
      '密钥用途声明了 keyCertSign(签发证书),只有证书颁发机构才可声明该用途。',
    ),
  (facts) =>
    should(
      'key-usage-not-critical',
      !has(facts, extensionIds.keyUsage) || isCritical(facts, extensionIds.keyUsage),
      'The key usage extension should be marked critical.',
      '密钥用途扩展应标记为关键(critical)。',
    ),
  ({ extendedKeyUsages }) =>
    must(
      'extended-usage-missing',
      extendedKeyUsages.length > 0,
      'The extended key usage extension is missing or empty.',
      '缺少扩展密钥用途(EKU)扩展,或其内容为空。',
    ),
  ({ extendedKeyUsages }) =>
    must(
      'extended-usage-any',
      !extendedKeyUsages.includes(anyUsage),
      'The extended key usage holds anyExtendedKeyUsage, which must be absent.',
      '扩展密钥用途包含 anyExtendedKeyUsage(任意用途),规范要求不得出现。',
    ),
  ({ extendedKeyUsages }) =>
    must(
      'extended-usage-not-accepted',
      extendedKeyUsages.length === 0 || claimUsages.some((usage) => extendedKeyUsages.includes(usage)),
      'None of the extended key usages is one accepted for signing claims (C2PA claim signing, e-mail protection, document signing).',
      '扩展密钥用途中没有可用于签署声明的用途(C2PA 声明签名、电子邮件保护、文档签名)。',
    ),
  ({ extendedKeyUsages }) =>
    must(
      'extended-usage-mixed',
      !(
        extendedKeyUsages.length > 1 &&
        (extendedKeyUsages.includes(timeStampingUsage) || extendedKeyUsages.includes(ocspSigningUsage))
      ),
      'The certificate is valid for time-stamping or OCSP signing and for other purposes too; those two must stand alone.',
      '该证书同时具有时间戳或 OCSP 签名用途及其他用途;这两种用途必须单独使用。',
    ),
];

const identifiers: readonly Rule[] = [
  (facts) =>
    must(
      'authority-key-identifier-missing',
      has(facts, extensionIds.authorityKey),
      'The authority key identifier is missing, which every certificate that is not self-signed must have.',
      '缺少颁发机构密钥标识符(AKI);凡非自签名证书均须包含该扩展。',
    ),
  (facts) =>
    should(
      'subject-key-identifier-missing',
      has(facts, extensionIds.subjectKey),
      'The subject key identifier is missing; a signing certificate should have one.',
      '缺少主体密钥标识符(SKI);签名证书应包含该扩展。',
    ),
];

/**
 * Where the certificate of a claim signer departs from C2PA 2.2 §14.5.1. Usages of the programme are
 * those the engine is configured with, without time-stamping and OCSP signing, which sign no claims.
 */
export function profileFaults(facts: CertificateFacts): ProfileFault[] {
  return [...structure, ...algorithms, ...usages, ...identifiers].flatMap((rule) => rule(facts) ?? []);
}

/** It names itself as issuer, and no key identifier says otherwise. */
function isSelfIssued({ subject, issuer, subjectKeyId, authorityKeyId }: CertificateFacts): boolean {
  return (
    subject.text === issuer.text &&
    (authorityKeyId === null || subjectKeyId === null || authorityKeyId === subjectKeyId)
  );
}

function isAllowedKey(key: string): boolean {
  const bits = /^RSA(?:-PSS)? (\d+)$/.exec(key)?.[1];
  return bits === undefined
    ? ['EC P-256', 'EC P-384', 'EC P-521', 'Ed25519'].includes(key)
    : Number(bits) >= 2048;
}
