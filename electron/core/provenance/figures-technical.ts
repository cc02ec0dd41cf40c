import type { PresentCredential } from '#shared/domain/credential.ts';
import type { StoreBox } from '#shared/domain/credential-detail.ts';
import type { Cell, Figure, FigureOf, TreeNode } from '#shared/domain/figure.ts';
import { localized } from '#shared/domain/localized.ts';
import { readerRemark, readerWord } from '#shared/text/reader-words.ts';
import { bindingProblemWords } from './binding/problem-words.ts';
import { column, joined, manifestColumn, manifestNumbers, numberOf, table } from './figure-parts.ts';

/** What an expert checks: engines, coverage, bindings, boxes. */
export function technicalFigures(result: PresentCredential): Figure[] {
  return [
    enginesFigure(result),
    ...(result.coverage === null ? [] : [shareFigure(result.coverage), coverageFigure(result.coverage)]),
    ...bindingsFigure(result),
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
    opinions.map((opinion) => ({
      cells: [
        opinion.name,
        // it carries the lists it was given; those stand in a figure of their own
        opinion.version.replace(/ \(.*$/, ''),
        readerWord(opinion.state),
        joined(opinion.codes),
        readerRemark(opinion),
      ],
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

function bindingsFigure(result: PresentCredential): Figure[] {
  const numbers = manifestNumbers(result);
  const rows = result.details.flatMap((detail) =>
    detail.bindings.map((binding) => ({
      cells: [
        numberOf(numbers, detail.label),
        binding.label,
        binding.algorithm,
        binding.matches === null
          ? localized('not computed', '未计算')
          : binding.matches
            ? localized('fits', '相符')
            : localized('does not fit', '不符'),
        joined(binding.exclusions.map(([start, length]) => `${start}+${length}`)),
        joined(binding.names),
        problemWords(binding.problem),
      ],
      flag:
        binding.matches === false
          ? ('error' as const)
          : binding.matches === null
            ? ('notice' as const)
            : ('ok' as const),
    })),
  );
  if (rows.length === 0) return [];
  return [
    table(
      'bindings',
      ['Binding to the content, computed here', '与内容的绑定（本软件计算）'],
      [
        manifestColumn,
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

/** A problem of a result of another version may have no words here. */
function problemWords(problem: string | null): Cell {
  if (problem === null) return null;
  const words: Readonly<Record<string, Cell>> = bindingProblemWords;
  return Object.hasOwn(words, problem) ? words[problem]! : problem;
}

function boxNode(box: StoreBox): TreeNode {
  const [first] = box.bytes;
  // where it lies in several pieces, the bytes are those of the first
  const pieces = box.bytes.length > 1 ? ` · 1/${box.bytes.length}` : '';
  return {
    label: box.name,
    detail: `${box.type} · ${box.store[0]}+${box.store[1]}${pieces}`,
    ...(first === undefined ? {} : { bytes: first }),
    children: box.children.map(boxNode),
  };
}
