import { type HostileValue, toHostileValue } from '../media/hostile-json.ts';

const LENGTH = 256 * 1024;

/**
 * A text that is one JSON object and nothing else, as applications keep their own data in comments. `null`: it is
 * not, or it is larger than such data is, or none of the words stands in it (which spares parsing it).
 */
export function privateJson(
  source: string,
  words: readonly string[],
): ReadonlyMap<string, HostileValue> | null {
  if (source.length > LENGTH || (words.length > 0 && !words.some((word) => source.includes(word))))
    return null;
  const text = source.trim();
  if (!text.startsWith('{') || !text.endsWith('}')) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
  const { value } = toHostileValue(parsed, { depth: 16, values: 20_000, textLength: LENGTH });
  return value instanceof Map ? value : null;
}
