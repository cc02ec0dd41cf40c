import type { Figure, Flag, TreeNode } from '#shared/domain/figure.ts';
import { localized, verbatim } from '#shared/domain/localized.ts';
import type { CredentialManifest, CredentialStatus } from '#shared/domain/provenance.ts';
import type { CredentialResult, PresentCredential } from './result.ts';
import { ingredientState, manifestsByLabel } from './verdict.ts';
import { axes, axisWords, wordsOf } from './words.ts';

/** Rows of one table and nodes of one tree; a store may hold far more than anybody reads. */
const ROWS = 2000;
const NODES = 2000;
const DEPTH = 32;

const column = (key: string, en: string, chinese: string, code = false) => ({
  key,
  title: localized(en, chinese),
  align: 'start' as const,
  code,
});

export function figuresOf(result: CredentialResult): Figure[] {
  if (result.state === 'present') return presentFigures(result);
  if (result.state === 'none' || result.state === 'remote-only' || result.search.hits.length === 0) return [];
  return [
    {
      kind: 'table',
      id: 'store-like-bytes',
      title: localized('Bytes that look like a C2PA store', '疑似 C2PA 凭证的字节'),
      columns: [
        column('offset', 'Offset', '偏移量', true),
        column('declared', 'Declared length', '声明长度', true),
      ],
      rows: result.search.hits.map((hit) => ({
        cells: [hit.offset, hit.declared],
        flag: 'notice' as const,
        bytes: [hit.offset, Math.max(8, Math.min(hit.declared, result.search.searched - hit.offset))] as [
          number,
          number,
        ],
      })),
    },
  ];
}

function presentFigures(result: PresentCredential): Figure[] {
  const { store, verdict } = result;
  const actions = store.manifests.flatMap((manifest) =>
    manifest.actions.map((action) => ({ manifest, action })),
  );
  const figures: Figure[] = [
    {
      kind: 'table',
      id: 'verdict',
      title: localized('What was checked', '核验项目'),
      columns: [column('axis', 'Question', '项目'), column('answer', 'Answer', '结果')],
      rows: axes.map((axis) => {
        const words = wordsOf(axis, verdict);
        return { cells: [axisWords[axis].title, words.text], flag: words.flag };
      }),
    },
    {
      kind: 'table',
      id: 'signers',
      title: localized('Signatures (as the certificates say)', '签名信息（以证书自述为准）'),
      columns: [
        column('manifest', 'Manifest', '清单', true),
        column('organisation', 'Organisation', '组织'),
        column('name', 'Name', '名称'),
        column('algorithm', 'Algorithm', '算法', true),
        column('time', 'Time-stamp', '时间戳', true),
        column('serial', 'Serial number', '证书序列号', true),
        column('generator', 'Claim generator', '声明生成器'),
        column('claim', 'Claim version', '声明版本', true),
      ],
      rows: store.manifests.slice(0, ROWS).map((manifest) => ({
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
    },
    {
      kind: 'tree',
      id: 'ingredients',
      title: localized('Manifests and the sources they name', '清单及其所引用的素材'),
      roots: tree(result),
    },
  ];
  if (actions.length > 0) {
    figures.push({
      kind: 'table',
      id: 'actions',
      title: localized('Declared actions', '声明的操作'),
      columns: [
        column('manifest', 'Manifest', '清单', true),
        column('action', 'Action', '操作', true),
        column('source', 'Digital source type', '数字来源类型', true),
        column('agent', 'Software', '软件'),
        column('when', 'When', '时间', true),
        column('created', 'Vouched for by the signer', '由签名者担保'),
      ],
      rows: actions.slice(0, ROWS).map(({ manifest, action }) => ({
        cells: [
          manifest.label,
          action.action,
          action.digitalSourceType,
          action.softwareAgent,
          action.when,
          action.created,
        ],
      })),
    });
  }
  figures.push(statusFigure(result), {
    kind: 'table',
    id: 'assertions',
    title: localized('Assertions', '断言'),
    columns: [
      column('manifest', 'Manifest', '清单', true),
      column('label', 'Label', '标签', true),
      column('created', 'Vouched for by the signer', '由签名者担保'),
      column('data', 'Content', '内容', true),
    ],
    rows: store.manifests
      .flatMap((manifest) => manifest.assertions.map((assertion) => ({ manifest, assertion })))
      .slice(0, ROWS)
      .map(({ manifest, assertion }) => ({
        cells: [manifest.label, assertion.label, assertion.created, assertion.preview],
      })),
  });
  if (result.lists.length > 0) {
    figures.push({
      kind: 'table',
      id: 'trust-lists',
      title: localized('Trust lists used', '所用信任名单'),
      columns: [
        column('list', 'List', '名单'),
        column('kind', 'For', '用途'),
        column('edition', 'Edition', '版本日期', true),
        column('certificates', 'Certificates', '证书数', true),
        column('sha256', 'SHA-256', 'SHA-256', true),
      ],
      rows: result.lists.map((list) => ({
        cells: [
          list.title,
          list.kind === 'tsa' ? localized('time-stamps', '时间戳') : localized('signers', '签名者'),
          list.edition ?? localized('not an edition we know', '非已知官方版本'),
          list.certificates,
          list.sha256,
        ],
      })),
    });
  }
  return figures;
}

function statusFigure({ store }: PresentCredential): Figure {
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
  return {
    kind: 'table',
    id: 'status-codes',
    title: localized('Validation status codes', '核验状态码'),
    columns: [
      column('subject', 'Manifest or source', '清单或素材', true),
      column('when', 'Validated', '核验时点'),
      column('kind', 'Kind', '类别', true),
      column('code', 'Code', '状态码', true),
      column('explanation', 'Explanation', '说明'),
      column('url', 'Address', '地址', true),
    ],
    rows: rows.slice(0, ROWS).map(({ subject, when, status }) => ({
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
  };
}

function statusFlag(status: CredentialStatus): Flag {
  if (status.kind === 'success') return 'ok';
  if (status.kind === 'informational' || status.code.endsWith('.untrusted')) return 'notice';
  return 'error';
}

const stateFlags = {
  ok: 'ok',
  'unlisted-signer': 'notice',
  'no-credential': 'notice',
  'recorded-failure': 'warning',
  failed: 'error',
} as const satisfies Record<string, Flag>;

/** Manifests and ingredients from the active manifest downwards; shared and circular branches are cut. */
function tree({ store, lists }: PresentCredential): TreeNode[] {
  const manifests = manifestsByLabel(store);
  let left = NODES;
  const node = (manifest: CredentialManifest, path: readonly string[]): TreeNode => {
    left -= 1;
    const children: TreeNode[] = [];
    for (const item of manifest.ingredients) {
      if (left <= 0) break;
      left -= 1;
      const inner = item.manifest === null ? undefined : manifests.get(item.manifest);
      const state = ingredientState(item, lists);
      const nested =
        inner !== undefined && path.length < DEPTH && !path.includes(inner.label)
          ? [node(inner, [...path, inner.label])]
          : [];
      children.push({
        label: `${item.relationship}: ${item.title ?? item.label}`,
        detail: [state, item.format, item.digitalSourceType].filter((part) => part !== null).join(' · '),
        flag: stateFlags[state],
        children: nested,
      });
    }
    return {
      label: manifest.title ?? manifest.label,
      detail: [manifest.label, manifest.claimGenerator, manifest.signature?.organisation ?? '']
        .filter((part) => part !== '')
        .join(' · '),
      children,
    };
  };
  const [root] = store.manifests;
  if (root === undefined) return [];
  const reached = new Set<string>([root.label]);
  const roots = [node(root, [root.label])];
  for (const manifest of store.manifests)
    for (const item of manifest.ingredients) if (item.manifest !== null) reached.add(item.manifest);
  for (const manifest of store.manifests) {
    if (left > 0 && !reached.has(manifest.label)) roots.push(node(manifest, [manifest.label]));
  }
  return roots;
}
