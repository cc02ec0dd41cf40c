import { isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';

/** A top-level entry of a YAML block. */
export interface YamlEntry {
  readonly key: string;
  /** A string as it is; anything else as JSON text, with scalars kept as they are written. */
  readonly value: string;
  /** Range in the block from the key to the end of the value. */
  readonly start: number;
  readonly end: number;
}

export interface YamlReading {
  /** Null: the block is no mapping. */
  readonly entries: readonly YamlEntry[] | null;
  /** Is the mapping written in braces? Then nothing can be put into it line by line. */
  readonly flow: boolean;
  readonly problems: readonly string[];
}

const DEPTH = 16;
const NODES = 20_000;

/**
 * The mapping of a YAML block (YAML 1.2). Plain scalars are not converted: `ProduceID: 0000` is no zero here, and
 * aliases are never expanded into collections.
 */
export function readYamlBlock(block: string): YamlReading {
  const none = { entries: null, flow: false };
  try {
    const document = parseDocument(block, {
      schema: 'failsafe',
      uniqueKeys: false,
      strict: false,
      logLevel: 'silent',
    });
    const problems = document.errors.slice(0, 5).map(({ message }) => message.split('\n')[0]!.slice(0, 200));
    const root = document.contents;
    if (!isMap(root)) return { ...none, problems };
    const budget = { nodes: NODES };
    const entries = root.items.flatMap((pair): YamlEntry[] => {
      const key = isScalar(pair.key) ? String(pair.key.value) : null;
      const from = isScalar(pair.key) ? pair.key.range?.[0] : undefined;
      if (key === null || from === undefined) return [];
      const { value } = pair;
      const to = isNode(value) ? (value.range?.[1] ?? from) : from;
      const end = Math.max(from, trimmedEnd(block, from, to));
      return [{ key, value: topText(value, budget), start: from, end }];
    });
    if (budget.nodes < 0) problems.push('too many values');
    return { entries, flow: root.flow === true, problems };
  } catch (error) {
    // the parser's recursion has no limit of its own
    if (error instanceof RangeError) return { ...none, problems: ['nested too deeply'] };
    throw error;
  }
}

interface Budget {
  nodes: number;
}

function isNode(value: unknown): value is { readonly range?: readonly [number, number, number] | null } {
  return isMap(value) || isSeq(value) || isScalar(value) || isAlias(value);
}

function topText(value: unknown, budget: Budget): string {
  if (isScalar(value) && (value.type !== 'PLAIN' || plainJson(value.source ?? '').startsWith('"')))
    return String(value.value ?? '');
  return jsonText(value, 0, budget);
}

function jsonText(value: unknown, depth: number, budget: Budget): string {
  budget.nodes -= 1;
  if (budget.nodes < 0 || depth > DEPTH) return 'null';
  if (isScalar(value))
    return value.type === 'PLAIN'
      ? plainJson(value.source ?? String(value.value ?? ''))
      : JSON.stringify(String(value.value ?? ''));
  if (isMap(value)) {
    const members = value.items.map((pair) => {
      const key = isScalar(pair.key) ? String(pair.key.value) : jsonText(pair.key, depth + 1, budget);
      return `${JSON.stringify(key)}:${jsonText(pair.value, depth + 1, budget)}`;
    });
    return `{${members.join(',')}}`;
  }
  if (isSeq(value)) return `[${value.items.map((item) => jsonText(item, depth + 1, budget)).join(',')}]`;
  return isAlias(value) ? JSON.stringify(`*${value.source}`) : 'null';
}

/** A plain scalar keeps its written form: numbers JSON knows too, `true`, `false` and `null`, else text. */
function plainJson(source: string): string {
  const text = source.trim();
  if (text === '' || text === '~' || /^null$/i.test(text)) return 'null';
  if (/^(true|false)$/i.test(text)) return text.toLowerCase();
  return /^-?(0|[1-9]\d{0,38})(\.\d{1,20})?$/.test(text) && text.length <= 40 ? text : JSON.stringify(text);
}

function trimmedEnd(block: string, from: number, to: number): number {
  let end = Math.min(to, block.length);
  while (end > from && ' \t\r\n'.includes(block[end - 1]!)) end -= 1;
  return end;
}
