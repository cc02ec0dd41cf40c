import type { CredentialResult, PresentCredential } from '#shared/domain/credential.ts';
import { conformanceWords } from '#shared/domain/credential-conformance.ts';
import { signalWords } from '#shared/domain/credential-signals.ts';
import type { Figure, FigureOf, Flag, TreeNode } from '#shared/domain/figure.ts';
import { localized, verbatim } from '#shared/domain/localized.ts';
import type { CredentialStatus } from '#shared/domain/provenance.ts';
import { axisWords, credentialAxes, worstWords } from '#shared/text/credential-words.ts';
import { column, ROWS, table } from './figure-parts.ts';
import { technicalFigures } from './figures-technical.ts';
import { axes, axisWords as detailWords, wordsOf } from './words.ts';

export function figuresOf(result: CredentialResult): Figure[] {
  return [
    ...(result.state === 'none' ? [] : [axesFigure(result)]),
    ...observationsFigure(result),
    ...(result.state === 'present' ? presentFigures(result) : storeLikeBytes(result)),
    ...hiddenFigure(result),
  ];
}

/** The six questions and their answers: what a lay reader needs. */
function axesFigure(result: CredentialResult): FigureOf<'table'> {
  return table(
    'axes',
    ['Content Credentials in six answers', '内容凭证的六项结论'],
    [column('axis', 'Question', '项目'), column('answer', 'Answer', '结论')],
    credentialAxes.map((axis) => {
      const { title, sentence, flag } = axisWords(axis, result.axes[axis]);
      return { cells: [title, sentence], flag };
    }),
  );
}

const severityFlags = {
  info: 'ok',
  notice: 'notice',
  warning: 'warning',
  failed: 'error',
} as const satisfies Record<string, Flag>;

function observationsFigure({ observations }: CredentialResult): Figure[] {
  if (observations.length === 0) return [];
  return [
    table(
      'observations',
      ['What was noticed', '发现的情况'],
      [
        column('statement', 'In plain words', '通俗说明'),
        column('expert', 'To be checked', '供专家核对'),
        column('id', 'Name', '名称', true),
        column('manifest', 'Manifest', '清单', true),
      ],
      observations.map(({ id, severity, manifest, statement, expert, bytes: [first] }) => ({
        cells: [statement, expert, id, manifest],
        flag: severityFlags[severity],
        ...(first === undefined ? {} : { bytes: first }),
      })),
    ),
  ];
}

function storeLikeBytes(result: Exclude<CredentialResult, PresentCredential>): Figure[] {
  if (result.state !== 'unreadable' || result.search.hits.length === 0) return [];
  return [
    table(
      'store-like-bytes',
      ['Bytes that look like a C2PA store', '疑似 C2PA 凭证的字节'],
      [column('offset', 'Offset', '偏移量', true), column('declared', 'Declared length', '声明长度', true)],
      result.search.hits.map((hit) => ({
        cells: [hit.offset, hit.declared],
        flag: 'notice' as const,
        bytes: [hit.offset, Math.max(8, Math.min(hit.declared, result.search.searched - hit.offset))],
      })),
    ),
  ];
}

function hiddenFigure({ hidden }: CredentialResult): Figure[] {
  if (hidden.length === 0) return [];
  return [
    table(
      'hidden-payloads',
      ['Bytes hidden in the text', '文本中隐藏的字节'],
      [column('bytes', 'Bytes', '字节数', true), column('preview', 'Content', '内容', true)],
      hidden.map(({ range, bytes, preview }) => ({
        cells: [bytes, preview],
        flag: 'warning' as const,
        bytes: range,
      })),
    ),
  ];
}

function presentFigures(result: PresentCredential): Figure[] {
  const { store, verdict, signals } = result;
  const actions = store.manifests.flatMap((manifest) =>
    manifest.actions.map((action) => ({ manifest, action })),
  );
  const figures: Figure[] = [
    {
      kind: 'tree',
      id: 'ingredients',
      title: localized('History: the file and its sources', '历史：文件及其素材'),
      roots: tree(result),
    },
    table(
      'signers',
      ['Signatures (as the certificates say)', '签名信息（以证书自述为准）'],
      [
        column('manifest', 'Manifest', '清单', true),
        column('organisation', 'Organisation', '组织'),
        column('name', 'Name', '名称'),
        column('algorithm', 'Algorithm', '算法', true),
        column('time', 'Time-stamp', '时间戳', true),
        column('serial', 'Serial number', '证书序列号', true),
        column('generator', 'Claim generator', '声明生成器'),
        column('claim', 'Claim version', '声明版本', true),
      ],
      store.manifests.map((manifest) => ({
        cells: [
          manifest.label,
          manifest.signature?.organisation ?? null,
          manifest.signature?.commonName ?? null,
          manifest.signature?.algorithm ?? null,
          manifest.signature?.time ?? null,
          manifest.signature?.serial ?? null,
          manifest.claimGenerator,
          manifest.claimVersion,
        ],
      })),
    ),
    ...technicalFigures(result),
    table(
      'verdict',
      ['What was checked', '核验项目'],
      [column('axis', 'Question', '项目'), column('answer', 'Answer', '结果')],
      axes.map((axis) => {
        const words = wordsOf(axis, verdict);
        return { cells: [detailWords[axis].title, words.text], flag: words.flag };
      }),
    ),
  ];
  if (signals !== null && signals.inception.length + signals.transformations.length > 0) {
    figures.push(
      table(
        'signals',
        ['Declared origin and changes (C2PA Asset Rubrics)', '声明的来源与改动（C2PA 资产评估准则）'],
        [column('signal', 'Signal', '信号', true), column('meaning', 'Meaning', '含义')],
        [...signals.inception, ...signals.transformations].map((id) => ({
          cells: [id, signalWords[id].statement],
        })),
      ),
    );
  }
  const unmet = result.conformance.filter(({ met }) => !met);
  if (unmet.length > 0) {
    figures.push(
      table(
        'conformance',
        [
          'Rules for actions that are not met (Asset Conformance Rubric 0.2)',
          '未满足的操作规则（资产合规准则 0.2）',
        ],
        [
          column('rule', 'Rule', '规则', true),
          column('meaning', 'What', '说明'),
          column('values', 'Where', '所在', true),
        ],
        unmet.map(({ id, matches }) => ({
          cells: [id, conformanceWords[id], matches.join(', ')],
          flag: 'notice' as const,
        })),
      ),
    );
  }
  if (actions.length > 0) {
    figures.push(
      table(
        'actions',
        ['Declared actions', '声明的操作'],
        [
          column('manifest', 'Manifest', '清单', true),
          column('action', 'Action', '操作', true),
          column('source', 'Digital source type', '数字来源类型', true),
          column('agent', 'Software', '软件'),
          column('when', 'When', '时间', true),
          column('created', 'Vouched for by the signer', '由签名者担保'),
        ],
        actions.slice(0, ROWS).map(({ manifest, action }) => ({
          cells: [
            manifest.label,
            action.action,
            action.digitalSourceType,
            action.softwareAgent,
            action.when,
            action.created,
          ],
        })),
      ),
    );
  }
  figures.push(statusFigure(result), assertionsFigure(result));
  if (result.lists.length > 0) figures.push(listsFigure(result));
  return figures;
}

function assertionsFigure({ store, details, boxes }: PresentCredential): FigureOf<'table'> {
  const own = new Map(details.map((detail) => [detail.label, detail.assertions]));
  return table(
    'assertions',
    ['Assertions', '断言'],
    [
      column('manifest', 'Manifest', '清单', true),
      column('label', 'Label', '标签', true),
      column('created', 'Vouched for by the signer', '由签名者担保'),
      column('hash', 'As signed', '与签名时一致'),
      column('data', 'Content', '内容', true),
    ],
    store.manifests
      .flatMap((manifest) => manifest.assertions.map((assertion) => ({ manifest, assertion })))
      .slice(0, ROWS)
      .map(({ manifest, assertion }) => {
        const found = own.get(manifest.label)?.find(({ label }) => label === assertion.label);
        const place = found === undefined ? undefined : placeOf(boxes, found.store);
        return {
          cells: [
            manifest.label,
            assertion.label,
            assertion.created,
            found?.hashMatches ?? null,
            assertion.preview,
          ],
          ...(found?.hashMatches === false ? { flag: 'error' as const } : {}),
          ...(place === undefined ? {} : { bytes: place }),
        };
      }),
  );
}

/** Where a box of the store lies in the file: its first piece. */
function placeOf(boxes: PresentCredential['boxes'], [start, length]: readonly [number, number]) {
  const queue = [...boxes];
  for (let box = queue.shift(); box !== undefined; box = queue.shift()) {
    if (box.store[0] === start && box.store[1] === length) return box.bytes[0];
    if (box.store[0] <= start && start < box.store[0] + box.store[1]) queue.push(...box.children);
  }
  return undefined;
}

function listsFigure({ lists }: PresentCredential): FigureOf<'table'> {
  return table(
    'trust-lists',
    ['Trust lists used', '所用信任名单'],
    [
      column('list', 'List', '名单'),
      column('kind', 'For', '用途'),
      column('edition', 'Edition', '版本日期', true),
      column('certificates', 'Certificates', '证书数', true),
      column('sha256', 'SHA-256', 'SHA-256', true),
    ],
    lists.map((list) => ({
      cells: [
        list.title,
        list.kind === 'tsa' ? localized('time-stamps', '时间戳') : localized('signers', '签名者'),
        list.edition ?? localized('not an edition we know', '非已知官方版本'),
        list.certificates,
        list.sha256,
      ],
    })),
  );
}

function statusFigure({ store }: PresentCredential): FigureOf<'table'> {
  const rows: { subject: string; when: 'now' | 'recorded'; status: CredentialStatus }[] = [
    ...store.statuses.map((status) => ({ subject: store.active ?? '', when: 'now' as const, status })),
    ...store.manifests.flatMap((manifest) =>
      manifest.ingredients.flatMap((item) => [
        ...item.now.map((status) => ({
          subject: `${manifest.label} / ${item.label}`,
          when: 'now' as const,
          status,
        })),
        ...item.recorded.map((status) => ({
          subject: `${manifest.label} / ${item.label}`,
          when: 'recorded' as const,
          status,
        })),
      ]),
    ),
    ...store.unplaced.map((status) => ({ subject: '?', when: 'now' as const, status })),
  ];
  return table(
    'status-codes',
    ['Validation status codes', '核验状态码'],
    [
      column('subject', 'Manifest or source', '清单或素材', true),
      column('when', 'Validated', '核验时点'),
      column('kind', 'Kind', '类别', true),
      column('code', 'Code', '状态码', true),
      column('explanation', 'Explanation', '说明'),
      column('url', 'Address', '地址', true),
    ],
    rows.map(({ subject, when, status }) => ({
      cells: [
        subject,
        when === 'now' ? localized('now', '本次') : localized('by the signer, then', '签名者当时记录'),
        verbatim(status.kind),
        status.code,
        status.explanation,
        status.url,
      ],
      flag: statusFlag(status),
    })),
  );
}

function statusFlag(status: CredentialStatus): Flag {
  if (status.kind === 'success') return 'ok';
  if (status.kind === 'informational' || status.code.endsWith('.untrusted')) return 'notice';
  return 'error';
}

/** The tree of nodes, each with its own word; the worst stands at the file. */
function tree({ nodes, store }: PresentCredential): TreeNode[] {
  const signers = new Map(store.manifests.map((manifest) => [manifest.label, manifest]));
  const build = (parent: string | null): TreeNode[] =>
    nodes
      .filter((node) => node.parent === parent)
      .map((node) => {
        const manifest = node.manifest === null ? undefined : signers.get(node.manifest);
        const recorded = node.recorded.length > 0 ? `recorded: ${node.recorded.join(', ')}` : '';
        return {
          label: node.relationship === null ? node.title : `${node.relationship}: ${node.title}`,
          detail: [
            node.worst,
            manifest?.signature?.organisation ?? '',
            manifest?.claimGenerator ?? '',
            node.format ?? '',
            node.update ? 'metadata update' : '',
            ...node.codes,
            recorded,
          ]
            .filter((part) => part !== '')
            .join(' · '),
          flag: worstWords[node.worst].flag,
          children: build(node.id),
        };
      });
  return build(null);
}
