import type { LabelContradiction, LabelMeaning, LabelStatement } from '#shared/domain/label.ts';
import { localized } from '#shared/domain/localized.ts';

/** Statements of one file against each other: across carriers, across standards, and copies of one label. */
export function contradictionsOf(statements: readonly LabelStatement[]): LabelContradiction[] {
  return [
    ...sourceAgainstSource(statements),
    ...aigcCopies(statements),
    ...acrossStandards(statements),
    ...traceAgainstCapture(statements),
  ];
}

const claimsGenerative: ReadonlySet<LabelMeaning> = new Set(['generated', 'partly-generated']);

function positions(
  statements: readonly LabelStatement[],
  holds: (statement: LabelStatement) => boolean,
): number[] {
  return statements.flatMap((statement, index) => (holds(statement) ? [index] : []));
}

/** Two packets, or a repeated property, that name different source types. */
function sourceAgainstSource(statements: readonly LabelStatement[]): LabelContradiction[] {
  const found = positions(
    statements,
    ({ standard, key, meaning }) =>
      standard === 'iptc-digital-source-type' && key.endsWith(':DigitalSourceType') && meaning !== 'unclear',
  );
  const values = new Set(found.map((index) => statements[index]!.says.en));
  if (values.size < 2) return [];
  return [
    {
      code: 'source-types-differ',
      text: localized(
        `Different source types are declared: ${[...values].join('; ')}`,
        `声明了不同的来源类型：${[...new Set(found.map((index) => statements[index]!.says['zh-CN']))].join('；')}`,
      ),
      cite: 'IPTC Photo Metadata Standard 2025.1',
      statements: found,
    },
  ];
}

/** GB 45438-2025 6.1 c): one copy per file. Copies that disagree are worse than copies that repeat. */
function aigcCopies(statements: readonly LabelStatement[]): LabelContradiction[] {
  const found = positions(
    statements,
    ({ standard, kind }) => standard === 'gb45438-aigc' && kind === 'label',
  );
  if (found.length < 2) return [];
  const contents = new Set(found.map((index) => canonical(statements[index]!)));
  const differ = contents.size > 1;
  return [
    {
      code: differ ? 'aigc-copies-differ' : 'aigc-copies-repeat',
      text: differ
        ? localized(
            `${found.length} copies of the AIGC label disagree`,
            `文件中有 ${found.length} 份 AIGC 标识且内容不一致`,
          )
        : localized(
            `The AIGC label stands ${found.length} times; the standard keeps one`,
            `文件中有 ${found.length} 份相同的 AIGC 标识，标准要求仅保留一份`,
          ),
      cite: 'GB 45438-2025, 6.1 c)',
      statements: found,
    },
  ];
}

/** Values under names in any spelling; a copy in another letter case says the same. */
function canonical(statement: LabelStatement): string {
  return JSON.stringify(statement.fields.map(({ name, value }) => [name.toLowerCase(), value]).sort());
}

/**
 * One label says generated, another captured or made by hand. The steps of one credential are a history, not
 * rival statements: a capture it records before generative edits speaks against nothing.
 */
function acrossStandards(statements: readonly LabelStatement[]): LabelContradiction[] {
  const generative = positions(
    statements,
    ({ kind, meaning }) => kind === 'label' && claimsGenerative.has(meaning),
  );
  const edited = generative.some((index) => statements[index]!.carrier === 'credential');
  const other = positions(
    statements,
    ({ kind, meaning, carrier }) =>
      kind === 'label' && meaning === 'not-generative' && !(edited && carrier === 'credential'),
  );
  if (generative.length === 0 || other.length === 0) return [];
  const signed = [...generative, ...other].some((index) => statements[index]!.carrier === 'credential');
  return [
    {
      code: signed ? 'credential-against-label' : 'generated-against-captured',
      text: localized(
        `One label says “${statements[generative[0]!]!.says.en}”, another “${statements[other[0]!]!.says.en}”`,
        `一处标识称“${statements[generative[0]!]!.says['zh-CN']}”，另一处称“${statements[other[0]!]!.says['zh-CN']}”`,
      ),
      cite: 'C2PA 2.2, 18.14.2; IPTC Photo Metadata Standard 2025.1',
      statements: [...generative, ...other].sort((a, b) => a - b),
    },
  ];
}

/** A generator's own parameters in a file whose label says captured: weak, since parameters can be pasted in. */
function traceAgainstCapture(statements: readonly LabelStatement[]): LabelContradiction[] {
  const traces = positions(
    statements,
    ({ kind, meaning }) => kind === 'trace' && claimsGenerative.has(meaning),
  );
  const captured = positions(
    statements,
    ({ kind, meaning }) => kind === 'label' && meaning === 'not-generative',
  );
  const admitted = statements.some(({ kind, meaning }) => kind === 'label' && claimsGenerative.has(meaning));
  if (traces.length === 0 || captured.length === 0 || admitted) return [];
  return [
    {
      code: 'trace-against-captured',
      text: localized(
        `A label says “${statements[captured[0]!]!.says.en}”, and the file holds a generator’s traces: ${statements[traces[0]!]!.says.en}`,
        `标识称“${statements[captured[0]!]!.says['zh-CN']}”，而文件中存在生成工具的痕迹：${statements[traces[0]!]!.says['zh-CN']}`,
      ),
      cite: 'IPTC Photo Metadata Standard 2025.1',
      statements: [...traces, ...captured].sort((a, b) => a - b),
    },
  ];
}
