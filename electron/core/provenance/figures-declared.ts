import type { PresentCredential } from '#shared/domain/credential.ts';
import { conformanceWords } from '#shared/domain/credential-conformance.ts';
import { signalWords } from '#shared/domain/credential-signals.ts';
import type { Figure, FigureOf, TreeNode } from '#shared/domain/figure.ts';
import { localized } from '#shared/domain/localized.ts';
import { worstWords } from '#shared/text/credential-words.ts';
import { column, manifestColumn, manifestNumbers, numberOf, ROWS, table, yesNo } from './figure-parts.ts';

/** The tree of nodes, each with its own mark; the worst stands at the file. */
export function historyFigure(result: PresentCredential): FigureOf<'tree'> {
  return {
    kind: 'tree',
    id: 'ingredients',
    title: localized(
      'History: the file and its sources; in brackets what was already wrong when a source was taken in',
      '历史：文件及其素材（方括号内为采用素材时已存在的问题）',
    ),
    roots: tree(result),
  };
}

function tree(result: PresentCredential): TreeNode[] {
  const { nodes, store } = result;
  const numbers = manifestNumbers(result);
  const signers = new Map(store.manifests.map((manifest) => [manifest.label, manifest]));
  const build = (parent: string | null): TreeNode[] =>
    nodes
      .filter((node) => node.parent === parent)
      .map((node) => {
        const manifest = node.manifest === null ? undefined : signers.get(node.manifest);
        const number = node.manifest === null ? undefined : numbers.get(node.manifest);
        return {
          label: node.relationship === null ? node.title : `${node.relationship}: ${node.title}`,
          detail: [
            number === undefined ? '' : `№ ${number}`,
            manifest?.signature?.organisation ?? '',
            manifest?.claimGenerator ?? '',
            node.format ?? '',
            // content type of an update manifest (C2PA 2.2 §11.2.3)
            node.update ? 'c2um' : '',
            ...node.codes,
            node.recorded.length > 0 ? `[${node.recorded.join(', ')}]` : '',
          ]
            .filter((part) => part !== '')
            .join(' · '),
          flag: worstWords[node.worst].flag,
          children: build(node.id),
        };
      });
  return build(null);
}

/** The manifests with their numbers; other tables name them by these. */
export function signersFigure(result: PresentCredential): FigureOf<'table'> {
  const numbers = manifestNumbers(result);
  const listed = new Set(result.store.manifests.map(({ label }) => label));
  const unlisted = result.details.filter(({ label }) => !listed.has(label));
  return table(
    'signers',
    ['Manifests and their signatures (as the certificates say)', '清单及其签名信息（以证书自述为准）'],
    [
      column('manifest', 'No.', '序号', true),
      column('label', 'Manifest', '清单', true),
      column('organisation', 'Organisation', '组织'),
      column('name', 'Name', '名称'),
      column('algorithm', 'Algorithm', '算法', true),
      column('time', 'Time-stamp', '时间戳', true),
      column('generator', 'Claim generator', '声明生成器'),
      column('claim', 'Claim version', '声明版本', true),
    ],
    [
      ...result.store.manifests.map((manifest) => ({
        cells: [
          numberOf(numbers, manifest.label),
          manifest.label,
          manifest.signature?.organisation ?? null,
          manifest.signature?.commonName ?? null,
          manifest.signature?.algorithm ?? null,
          manifest.signature?.time ?? null,
          manifest.claimGenerator,
          manifest.claimVersion,
        ],
      })),
      ...unlisted.map(({ label, claimVersion }) => ({
        cells: [numberOf(numbers, label), label, null, null, null, null, null, claimVersion],
      })),
    ],
  );
}

/** What the signer says: origin, actions, and the rules for actions that are not met. */
export function declaredFigures(result: PresentCredential): Figure[] {
  const { signals, conformance } = result;
  const figures: Figure[] = [];
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
  const unmet = conformance.filter(({ met }) => !met);
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
  return [...figures, ...actionsFigure(result)];
}

function actionsFigure(result: PresentCredential): Figure[] {
  const numbers = manifestNumbers(result);
  const rows = result.store.manifests.flatMap((manifest) =>
    manifest.actions.map((action) => ({
      cells: [
        numberOf(numbers, manifest.label),
        action.action,
        action.digitalSourceType,
        action.softwareAgent,
        action.when,
        yesNo(action.created),
      ],
    })),
  );
  if (rows.length === 0) return [];
  return [
    table(
      'actions',
      ['Declared actions', '声明的操作'],
      [
        manifestColumn,
        column('action', 'Action', '操作', true),
        column('source', 'Digital source type', '数字来源类型', true),
        column('agent', 'Software', '软件'),
        column('when', 'When', '时间', true),
        column('created', 'Vouched for by the signer', '由签名者担保'),
      ],
      rows.slice(0, ROWS),
    ),
  ];
}
