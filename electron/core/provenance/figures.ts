import type { CredentialResult, PresentCredential } from '#shared/domain/credential.ts';
import type { Figure, FigureOf, Flag } from '#shared/domain/figure.ts';
import { localized } from '#shared/domain/localized.ts';
import { axisWords, credentialAxes } from '#shared/text/credential-words.ts';
import { column, manifestColumn, manifestNumbers, numberOf, table } from './figure-parts.ts';
import { certificateFigures } from './figures-certificates.ts';
import { declaredFigures, historyFigure, signersFigure } from './figures-declared.ts';
import { assertionsFigure, statusFigure } from './figures-statements.ts';
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
      return { cells: [title, sentence], ...(flag === null ? {} : { flag }) };
    }),
  );
}

/** What is only said for completeness carries no mark: an absence is not "in order". */
const severityFlags: Readonly<Record<string, Flag>> = {
  notice: 'notice',
  warning: 'warning',
  failed: 'error',
};

function observationsFigure(result: CredentialResult): Figure[] {
  if (result.observations.length === 0) return [];
  const numbers = manifestNumbers(result);
  return [
    table(
      'observations',
      ['What was noticed', '发现的情况'],
      [
        column('statement', 'In plain words', '通俗说明'),
        column('expert', 'To be checked', '供专家核对'),
        column('id', 'Name', '名称', true),
        manifestColumn,
      ],
      result.observations.map(({ id, severity, manifest, statement, expert, bytes: [first] }) => ({
        cells: [statement, expert, id, numberOf(numbers, manifest)],
        ...(severityFlags[severity] === undefined ? {} : { flag: severityFlags[severity] }),
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
  return [
    historyFigure(result),
    signersFigure(result),
    ...technicalFigures(result),
    ...certificateFigures(result),
    verdictFigure(result),
    ...declaredFigures(result),
    statusFigure(result),
    assertionsFigure(result),
    ...(result.lists.length === 0 ? [] : [listsFigure(result)]),
  ];
}

function verdictFigure({ verdict }: PresentCredential): FigureOf<'table'> {
  return table(
    'verdict',
    ['What was checked', '核验项目'],
    [column('axis', 'Question', '项目'), column('answer', 'Answer', '结果')],
    axes.map((axis) => {
      const words = wordsOf(axis, verdict);
      return { cells: [detailWords[axis].title, words.text], flag: words.flag };
    }),
  );
}

function listsFigure({ lists }: PresentCredential): FigureOf<'table'> {
  return table(
    'trust-lists',
    ['Trust lists used', '所用信任名单'],
    [
      column('list', 'List', '名单'),
      column('kind', 'For', '用途'),
      column('edition', 'Issued', '发布日期', true),
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
