import type { CertificateFacts } from '#shared/domain/certificate.ts';
import type { PresentCredential } from '#shared/domain/credential.ts';
import type { ManifestDetail } from '#shared/domain/credential-detail.ts';
import type { Cell, Figure, FigureOf } from '#shared/domain/figure.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { oidWords } from '#shared/text/credential-terms.ts';
import { column, joined, manifestColumn, manifestNumbers, numberOf, table } from './figure-parts.ts';

/** Chains shown one by one; a store of hostile length has its others in the result only. */
const CHAINS = 12;

/** Certificates, departures from their profile, time-stamps and stapled answers, as read here. */
export function certificateFigures(result: PresentCredential): Figure[] {
  const numbers = manifestNumbers(result);
  return [
    ...chainFigures(result, numbers),
    ...profileFigure(result, numbers),
    ...stampsFigure(result, numbers),
    ...staplesFigure(result, numbers),
  ];
}

type Numbers = ReadonlyMap<string, number>;

interface SignedWith {
  readonly certificates: readonly CertificateFacts[];
  readonly details: ManifestDetail[];
}

/** One table for each chain, a field to a row and a certificate to a column: a row to a certificate is unreadable. */
function chainFigures({ details, lists }: PresentCredential, numbers: Numbers): Figure[] {
  const chains = new Map<string, SignedWith>();
  for (const detail of details) {
    const certificates = detail.signature?.certificates ?? [];
    if (certificates.length === 0) continue;
    const key = certificates.map(({ sha256 }) => sha256).join();
    const known = chains.get(key) ?? { certificates, details: [] };
    known.details.push(detail);
    chains.set(key, known);
  }
  return [...chains.values()].slice(0, CHAINS).map((chain, index) => {
    const [first] = chain.details;
    const list = lists.find(({ id }) => id === first?.signature?.chain?.list);
    const fields = fieldsOf(chain, list?.title ?? localized('none', '无'), numbers);
    const figure = table(
      index === 0 ? 'certificates' : `certificates-${index + 1}`,
      chains.size === 1 ? ['Certificates', '证书'] : [`Certificates ${index + 1}`, `证书 ${index + 1}`],
      [
        column('field', 'Field', '字段'),
        ...chain.certificates.map((_, place) =>
          place === 0
            ? column('signer', 'Signer', '签名者')
            : column(`issuer-${place}`, `Issuer ${place}`, `第 ${place} 级签发者`),
        ),
      ],
      fields.filter(({ cells }) => cells.slice(1).some((cell) => cell !== null)),
    );
    return figure;
  });
}

function fieldsOf(
  { certificates, details }: SignedWith,
  list: string | Localized,
  numbers: Numbers,
): FigureOf<'table'>['rows'] {
  const each = (en: string, chinese: string, read: (certificate: CertificateFacts) => Cell) => ({
    cells: [localized(en, chinese), ...certificates.map(read)],
  });
  const signer = (en: string, chinese: string, cell: Cell) => ({
    cells: [localized(en, chinese), cell, ...certificates.slice(1).map(() => null)],
  });
  return [
    signer(
      'Signs manifest No.',
      '所签清单序号',
      details
        .map(({ label }) => numbers.get(label) ?? 0)
        .sort((a, b) => a - b)
        .join(', '),
    ),
    signer('On list', '所在名单', list),
    each('Subject', '主体', ({ subject }) => spaced(subject.text)),
    each('Issued by', '签发者', ({ issuer }) => spaced(issuer.text)),
    each('Valid from', '生效时间', ({ notBefore }) => notBefore),
    each('Valid until', '到期时间', ({ notAfter }) => notAfter),
    each('Key', '密钥', ({ publicKey }) => publicKey),
    each('Signed with', '签名算法', ({ signatureAlgorithm }) => signatureAlgorithm),
    each('For', '扩展密钥用途', ({ extendedKeyUsages }) => usages(extendedKeyUsages)),
    each('Assurance level', '保证等级', ({ assuranceLevel }) => assuranceLevel),
    each('Product record', '合规产品记录', ({ productRecord }) => productRecord),
    each('Serial number', '序列号', ({ serial }) => serial),
    each('SHA-256', 'SHA-256', ({ sha256 }) => sha256),
    each('SHA-256 of the key', '公钥 SHA-256', ({ keySha256 }) => keySha256),
  ];
}

/** Each with its name where it has one. */
function usages(oids: readonly string[]): Cell {
  if (oids.length === 0) return null;
  const named = (language: 'en' | 'zh-CN', open: string, close: string): string =>
    oids
      .map((oid) => {
        const name = oidWords.get(oid)?.[language];
        return name === undefined ? oid : `${oid}${open}${name}${close}`;
      })
      .join(', ');
  return localized(named('en', ' (', ')'), named('zh-CN', '（', '）'));
}

function profileFigure({ details }: PresentCredential, numbers: Numbers): Figure[] {
  const rows = details.flatMap((detail) =>
    (detail.signature?.profile ?? []).map((fault) => ({
      cells: [numberOf(numbers, detail.label), fault.level, fault.code, fault.statement],
      flag: fault.level === 'must' ? ('warning' as const) : ('notice' as const),
    })),
  );
  if (rows.length === 0) return [];
  return [
    table(
      'certificate-profile',
      ['Departures from the certificate profile', '与证书规范不符之处'],
      [
        manifestColumn,
        column('level', 'Level', '级别', true),
        column('code', 'Rule', '规则', true),
        column('statement', 'What', '说明'),
      ],
      rows,
    ),
  ];
}

const checked = (value: boolean | null) =>
  value === null
    ? localized('not checked', '未核验')
    : value
      ? localized('fits', '相符')
      : localized('does not fit', '不符');

/** Of a time-stamp: is it over this signature, and is it whole itself? */
function checks(imprint: boolean | null, signature: boolean | null): Cell {
  if (imprint === signature) return checked(imprint);
  const [over, whole] = [checked(imprint), checked(signature)];
  return localized(
    `over this signature: ${over.en}; its own signature: ${whole.en}`,
    `与该签名：${over['zh-CN']}；令牌签名：${whole['zh-CN']}`,
  );
}

/** A name (RFC 4514) with a space behind each part, where a line may end. */
const spaced = (name: string | null): string | null => name?.replaceAll(/(?<!\\),(?! )/g, ', ') ?? null;

function stampsFigure({ details, lists }: PresentCredential, numbers: Numbers): Figure[] {
  const rows = details.flatMap((detail) =>
    (detail.signature?.timeStamps ?? []).map((stamp) => ({
      cells: [
        numberOf(numbers, detail.label),
        stamp.header,
        stamp.time,
        spaced(stamp.authority?.text ?? null),
        checks(stamp.imprintMatches, stamp.signatureValid),
        lists.find(({ id }) => id === stamp.list)?.title ?? localized('on no list', '不在名单中'),
        stamp.serial,
        joined(stamp.problems),
      ],
      flag:
        stamp.imprintMatches === false || stamp.signatureValid === false
          ? ('error' as const)
          : stamp.list === null
            ? ('notice' as const)
            : ('ok' as const),
    })),
  );
  if (rows.length === 0) return [];
  return [
    table(
      'time-stamps',
      ['Time-stamps', '时间戳'],
      [
        manifestColumn,
        column('header', 'Header', '头部', true),
        column('time', 'Time', '时间', true),
        column('authority', 'Authority', '机构'),
        column('checks', 'Check', '核验'),
        column('list', 'List', '名单'),
        column('serial', 'Serial number', '序列号', true),
        column('problems', 'Remark', '备注'),
      ],
      rows,
    ),
  ];
}

const answers: Readonly<Record<string, Localized>> = {
  good: localized('not revoked', '未吊销'),
  revoked: localized('revoked', '已吊销'),
  unknown: localized('unknown', '未知'),
  unreadable: localized('cannot be read', '无法读取'),
};

function staplesFigure({ details }: PresentCredential, numbers: Numbers): Figure[] {
  const rows = details.flatMap((detail) =>
    (detail.signature?.ocsp ?? []).map((answer) => ({
      cells: [
        numberOf(numbers, detail.label),
        answers[answer.status] ?? answer.status,
        answer.forSigner ? localized('the signer', '签名者') : localized('another', '其他证书'),
        answer.producedAt,
        answer.nextUpdate,
        answer.revokedAt,
        checked(answer.signatureValid),
        spaced(answer.responder),
        joined(answer.problems),
      ],
      flag:
        answer.status === 'revoked'
          ? ('error' as const)
          : answer.status === 'good'
            ? ('ok' as const)
            : ('notice' as const),
    })),
  );
  if (rows.length === 0) return [];
  return [
    table(
      'revocation-answers',
      ['Stapled revocation answers (OCSP)', '随附的吊销状态应答（OCSP）'],
      [
        manifestColumn,
        column('status', 'Status', '状态'),
        column('signer', 'About', '对象'),
        column('produced', 'Produced', '生成时间', true),
        column('next', 'Next update', '下次更新', true),
        column('revoked', 'Revoked', '吊销时间', true),
        column('signature', 'Signature', '签名'),
        column('responder', 'Responder', '应答者'),
        column('problems', 'Remark', '备注'),
      ],
      rows,
    ),
  ];
}
