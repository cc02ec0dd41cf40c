import { type HostileValue, record, text, toHostileValue } from '../../media/hostile-json.ts';

/** A `digitalSourceType` of a JSON-LD script, with what it is said of. */
export interface SchemaSource {
  readonly value: string;
  /** `@type` of the node, or `null`. */
  readonly type: string | null;
  /** Address or name of what the node describes, or `null`. */
  readonly about: string | null;
}

const LENGTH = 1 << 20;
const FOUND = 100;
const DEPTH = 24;
const vocabulary = /^https?:\/\/schema\.org\/?$/;
const names = new Set([
  'digitalSourceType',
  'schema:digitalSourceType',
  'http://schema.org/digitalSourceType',
  'https://schema.org/digitalSourceType',
]);

/**
 * Source types at any depth of a script whose vocabulary is schema.org; of no other script. `null`: the script
 * names the property and cannot be read.
 */
export function schemaSources(script: string): SchemaSource[] | null {
  if (!script.includes('igitalSourceType')) return [];
  const broken = /schema\.org/.test(script) ? null : [];
  if (script.length > LENGTH) return broken;
  let parsed: unknown;
  try {
    parsed = JSON.parse(script);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return broken;
  }
  const found: SchemaSource[] = [];
  const { value, cut } = toHostileValue(parsed, { depth: DEPTH, values: 50_000, textLength: 65_536 });
  walk(value, false, 0, found);
  // What a limit left out may have been the property.
  return found.length === 0 && cut ? broken : found;
}

function walk(value: HostileValue, inside: boolean, depth: number, found: SchemaSource[]): void {
  if (depth > DEPTH || found.length >= FOUND) return;
  if (Array.isArray(value)) {
    for (const item of value as readonly HostileValue[]) walk(item, inside, depth + 1, found);
    return;
  }
  const node = record(value);
  const ours = node.has('@context') ? isVocabulary(node.get('@context')) : inside;
  for (const [key, item] of node) {
    const full = key.startsWith('http');
    if (names.has(key) && (ours || full)) {
      for (const term of valuesOf(item))
        found.push({ value: term, type: typeOf(node), about: aboutOf(node) });
    } else if (key !== '@context') walk(item, ours, depth + 1, found);
  }
}

/** `"https://schema.org"`, one of a list, `@vocab`, or the prefix `schema`. */
function isVocabulary(context: HostileValue | undefined): boolean {
  if (typeof context === 'string') return vocabulary.test(context);
  if (Array.isArray(context)) return (context as readonly HostileValue[]).slice(0, 50).some(isVocabulary);
  return [...record(context)].some(
    ([key, value]) =>
      (key === '@vocab' || key === 'schema') && typeof value === 'string' && vocabulary.test(value),
  );
}

function valuesOf(item: HostileValue): string[] {
  const items = Array.isArray(item) ? (item as readonly HostileValue[]).slice(0, 20) : [item];
  return items.flatMap((one) => {
    const value = text(one) ?? text(record(one).get('@id')) ?? text(record(one).get('@value'));
    return value === null || value.trim() === '' ? [] : [value.trim()];
  });
}

function typeOf(node: ReadonlyMap<string, HostileValue>): string | null {
  const type = node.get('@type');
  const first = Array.isArray(type) ? (type as readonly HostileValue[])[0] : type;
  return text(first, 100);
}

function aboutOf(node: ReadonlyMap<string, HostileValue>): string | null {
  for (const key of ['contentUrl', 'url', '@id', 'name']) {
    const value = text(node.get(key), 500);
    if (value !== null) return value;
  }
  return null;
}
