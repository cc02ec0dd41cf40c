import { defaultJsonBounds, type HostileValue, toHostileValue } from '../../media/hostile-json.ts';
import type { TraceText } from './trace-text.ts';

/** Longest text parsed, characters; workflows of a few megabytes are met. */
const LENGTH = 8 * 1024 * 1024;

export type JsonObject = ReadonlyMap<string, HostileValue>;

const kept = new WeakMap<TraceText, JsonObject | null>();

/** The text as a JSON object, or `null`; parsed once, however many standards ask. */
export function jsonOf(text: TraceText): JsonObject | null {
  const before = kept.get(text);
  if (before !== undefined) return before;
  const value = readLenientJson(text.text);
  kept.set(text, value);
  return value;
}

/**
 * A JSON object with what Python's `json.dumps` writes beyond RFC 8259: `NaN`, `Infinity`, `-Infinity`, read as
 * `null`. ComfyUI writes them where a widget was left open.
 */
export function readLenientJson(text: string): JsonObject | null {
  if (text.length > LENGTH || !/^[\s\ufeff]{0,16}\{/.test(text)) return null;
  const parsed = parse(text.replace(/^\ufeff/, ''));
  if (parsed === undefined) return null;
  const { value } = toHostileValue(parsed, { ...defaultJsonBounds, textLength: LENGTH });
  return value instanceof Map ? value : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const repaired = withoutBareWords(text);
  if (repaired === null) return undefined;
  try {
    return JSON.parse(repaired);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

const bareWords = ['NaN', 'Infinity', '-Infinity'] as const;

/** `null` for every bare word outside strings; `null` when there is none. By hand: linear on hostile text. */
function withoutBareWords(text: string): string | null {
  if (!text.includes('NaN') && !text.includes('Infinity')) return null;
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') {
      at = stringEnd(text, at);
      continue;
    }
    if (character !== 'N' && character !== 'I' && character !== '-') continue;
    const word = bareWords.find((candidate) => text.startsWith(candidate, at));
    if (word === undefined) continue;
    parts.push(text.slice(from, at), 'null');
    from = at + word.length;
    at = from - 1;
  }
  return parts.length === 0 ? null : parts.join('') + text.slice(from);
}

/** Index of the quotation mark that closes the string beginning at `start`, or the end of the text. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length;
}
