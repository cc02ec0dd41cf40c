import type { PresentCredential } from '#shared/domain/credential.ts';
import type { StoreBox } from '#shared/domain/credential-detail.ts';
import type { Figure, FigureOf, Flag, TreeNode } from '#shared/domain/figure.ts';
import { localized } from '#shared/domain/localized.ts';
import { column, joined, table } from './figure-parts.ts';

/** What an expert checks: certificates, time-stamps, bindings, boxes, engines. */
export function technicalFigures(result: PresentCredential): Figure[] {
  return [
    enginesFigure(result),
    ...(result.coverage === null ? [] : [shareFigure(result.coverage), coverageFigure(result.coverage)]),
    ...bindingsFigure(result),
    ...certificateFigures(result),
    ...stampFigures(result),
    ...(result.boxes.length === 0
      ? []
      : [
          {
            kind: 'tree' as const,
            id: 'boxes',
            title: localized('Boxes of the manifest store', '清单存储的盒结构'),
            roots: result.boxes.map(boxNode),
          },
        ]),
  ];
}

/** Each engine's own answer with its version; the verdict does not rest on the word alone. */
function enginesFigure({ opinions }: PresentCredential): FigureOf<'table'> {
  return table(
    'engines',
    ['Readers and their answers', '各读取器的结论'],
    [
      column('engine', 'Reader', '读取器', true),
      column('version', 'Version', '版本', true),
      column('state', 'Its own word', '其自身结论', true),
      column('codes', 'Failure codes', '失败状态码', true),
      column('message', 'Remark', '备注'),
    ],
    opinions.map(({ name, version, state, codes, message }) => ({
      cells: [name, version, state, joined(codes), message],
    })),
  );
}

/** Percentage of the file's bytes under the hash, the credential's own bytes not counted. */
function shareFigure({
  size,
  credential,
  protected: covered,
}: NonNullable<PresentCredential['coverage']>): Figure {
  const counted = size - credential;
  return {
    kind: 'scalar',
    id: 'covered-share',
    title: localized('Covered by the signature', '签名覆盖比例'),
    // Cut off, not rounded: 100 is said only when every byte is covered.
    value: counted === 0 ? 0 : Math.floor((10_000 * covered) / counted) / 100,
    unit: '%',
    note: localized(
      `${covered} of ${counted} bytes; the credential itself takes ${credential} more`,
      `${counted} 字节中的 ${covered} 字节；凭证自身另占 ${credential} 字节`,
    ),
  };
}

function coverageFigure(coverage: NonNullable<PresentCredential['coverage']>): FigureOf<'bytes'> {
  return {
    kind: 'bytes',
    id: 'coverage',
    title: localized('Which bytes the signature covers', '签名覆盖的字节'),
    size: coverage.size,
    spans: coverage.spans.map(({ start, length, state, owner }) => ({ start, length, role: state, owner })),
  };
}

function bindingsFigure({ details }: PresentCredential): Figure[] {
  const rows = details.flatMap((detail) =>
    detail.bindings.map((binding) => ({
      cells: [
        detail.label,
        binding.label,
        binding.algorithm,
        binding.matches === null
          ? localized('not computed', '未计算')
          : binding.matches
            ? localized('fits', '相符')
            : localized('does not fit', '不符'),
        joined(binding.exclusions.map(([start, length]) => `${start}+${length}`)),
        joined(binding.names),
        binding.problem,
      ],
      ...flagOf(binding.matches === false ? 'error' : binding.matches === null ? 'notice' : 'ok'),
    })),
  );
  if (rows.length === 0) return [];
  return [
    table(
      'bindings',
      ['Binding to the content, computed here', '与内容的绑定（本软件计算）'],
      [
        column('manifest', 'Manifest', '清单', true),
        column('assertion', 'Assertion', '断言', true),
        column('algorithm', 'Hash', '哈希算法', true),
        column('matches', 'Our result', '计算结果'),
        column('exclusions', 'Left out (offset+length)', '排除范围（偏移量+长度）', true),
        column('names', 'Boxes', '盒', true),
        column('problem', 'Remark', '备注'),
      ],
      rows,
    ),
  ];
}

const flagOf = (flag: Flag) => ({ flag });

function certificateFigures({ details, lists }: PresentCredential): Figure[] {
  const rows = details.flatMap((detail) =>
    (detail.signature?.certificates ?? []).map((certificate, index) => {
      const chain = index === 0 ? detail.signature?.chain : undefined;
      const list = lists.find(({ id }) => id === chain?.list);
      return {
        cells: [
          detail.label,
          index === 0 ? localized('signer', '签名者') : localized(`issuer ${index}`, `第 ${index} 级签发者`),
          certificate.subject.text,
          certificate.issuer.text,
          certificate.notBefore,
          certificate.notAfter,
          certificate.publicKey,
          certificate.signatureAlgorithm,
          joined(certificate.extendedKeyUsages),
          certificate.assuranceLevel,
          certificate.productRecord,
          list?.title ?? null,
          certificate.serial,
          certificate.sha256,
        ],
      };
    }),
  );
  const profile = details.flatMap((detail) =>
    (detail.signature?.profile ?? []).map((fault) => ({
      cells: [detail.label, fault.level, fault.code, fault.statement],
      ...flagOf(fault.level === 'must' ? 'warning' : 'notice'),
    })),
  );
  return [
    ...(rows.length === 0
      ? []
      : [
          table(
            'certificates',
            ['Certificates', '证书'],
            [
              column('manifest', 'Manifest', '清单', true),
              column('place', 'Place', '位置'),
              column('subject', 'Subject', '主体'),
              column('issuer', 'Issuer', '签发者'),
              column('from', 'Valid from', '生效时间', true),
              column('until', 'Valid until', '到期时间', true),
              column('key', 'Key', '密钥', true),
              column('signed', 'Signed with', '签名算法', true),
              column('usage', 'Key usages', '扩展密钥用途', true),
              column('level', 'Assurance level', '保证等级', true),
              column('product', 'Product record', '合规产品记录', true),
              column('list', 'List', '名单'),
              column('serial', 'Serial number', '序列号', true),
              column('sha256', 'SHA-256', 'SHA-256', true),
            ],
            rows,
          ),
        ]),
    ...(profile.length === 0
      ? []
      : [
          table(
            'certificate-profile',
            ['Departures from the certificate profile', '与证书规范不符之处'],
            [
              column('manifest', 'Manifest', '清单', true),
              column('level', 'Level', '级别', true),
              column('code', 'Rule', '规则', true),
              column('statement', 'What', '说明'),
            ],
            profile,
          ),
        ]),
  ];
}

const checked = (value: boolean | null) =>
  value === null
    ? localized('not checked', '未核验')
    : value
      ? localized('fits', '相符')
      : localized('does not fit', '不符');

function stampFigures({ details, lists }: PresentCredential): Figure[] {
  const stamps = details.flatMap((detail) =>
    (detail.signature?.timeStamps ?? []).map((stamp) => ({
      cells: [
        detail.label,
        stamp.header,
        stamp.time,
        stamp.authority?.text ?? null,
        checked(stamp.imprintMatches),
        checked(stamp.signatureValid),
        lists.find(({ id }) => id === stamp.list)?.title ?? localized('on no list', '不在名单中'),
        stamp.serial,
        joined(stamp.problems),
      ],
      ...flagOf(
        stamp.imprintMatches === false || stamp.signatureValid === false
          ? 'error'
          : stamp.list === null
            ? 'notice'
            : 'ok',
      ),
    })),
  );
  const staples = details.flatMap((detail) =>
    (detail.signature?.ocsp ?? []).map((answer) => ({
      cells: [
        detail.label,
        answer.status,
        answer.forSigner,
        answer.producedAt,
        answer.nextUpdate,
        answer.revokedAt,
        checked(answer.signatureValid),
        answer.responder,
        joined(answer.problems),
      ],
      ...flagOf(answer.status === 'revoked' ? 'error' : answer.status === 'good' ? 'ok' : 'notice'),
    })),
  );
  return [
    ...(stamps.length === 0
      ? []
      : [
          table(
            'time-stamps',
            ['Time-stamps', '时间戳'],
            [
              column('manifest', 'Manifest', '清单', true),
              column('header', 'Header', '头部', true),
              column('time', 'Time', '时间', true),
              column('authority', 'Authority', '机构'),
              column('imprint', 'Belongs to this signature', '是否属于该签名'),
              column('signature', 'Token’s signature', '令牌签名'),
              column('list', 'List', '名单'),
              column('serial', 'Serial number', '序列号', true),
              column('problems', 'Remark', '备注'),
            ],
            stamps,
          ),
        ]),
    ...(staples.length === 0
      ? []
      : [
          table(
            'revocation-answers',
            ['Stapled revocation answers (OCSP)', '随附的吊销状态应答（OCSP）'],
            [
              column('manifest', 'Manifest', '清单', true),
              column('status', 'Status', '状态', true),
              column('signer', 'About the signer', '针对签名者'),
              column('produced', 'Produced', '生成时间', true),
              column('next', 'Next update', '下次更新', true),
              column('revoked', 'Revoked', '吊销时间', true),
              column('signature', 'Signature', '签名'),
              column('responder', 'Responder', '应答者'),
              column('problems', 'Remark', '备注'),
            ],
            staples,
          ),
        ]),
  ];
}

function boxNode(box: StoreBox): TreeNode {
  const [first] = box.bytes;
  const pieces = box.bytes.length > 1 ? ` · ${box.bytes.length} pieces` : '';
  return {
    label: box.name,
    detail: `${box.type} · ${box.store[0]}+${box.store[1]}${pieces}`,
    ...(first === undefined ? {} : { bytes: first }),
    children: box.children.map(boxNode),
  };
}
