import type { ByteRange } from '#shared/domain/figure.ts';
import { toHostileValue } from '../../media/hostile-json.ts';
import { boxMatcher } from './addresses.ts';
import { type CborValue, decodeCbor } from './cbor.ts';
import { contentTypes, redactionId } from './content-types.ts';
import type { AssertionReference, JumbfBox, StoredAssertion } from './manifest-store.ts';

/** What is used up over one reading of a store: decoded values and JSON text are bounded as a whole. */
export class ReadingBudget {
  cborItems: number;
  jsonBytes: number;
  readonly depth: number;

  constructor(cborItems: number, jsonBytes: number, depth: number) {
    this.cborItems = cborItems;
    this.jsonBytes = jsonBytes;
    this.depth = depth;
  }
}

type Report = (problem: string) => void;

/** The CBOR item of a box, alone in it; `null` with a report when it cannot be read. */
export function readCborBox(
  bytes: Uint8Array,
  box: JumbfBox,
  budget: ReadingBudget,
  report: Report,
): CborValue {
  const [offset, length] = box.content;
  const reading = decodeCbor(bytes.subarray(offset, offset + length), {
    depth: budget.depth,
    items: budget.cborItems,
  });
  if ('problem' in reading) {
    report(`box at offset ${box.range[0]}: ${reading.problem} of its content`);
    return null;
  }
  budget.cborItems -= reading.items;
  if (reading.end < length) {
    report(`${length - reading.end} bytes at offset ${offset + reading.end} behind the CBOR item of a box`);
  }
  return reading.value;
}

/**
 * One assertion, data box or credential.
 *
 * @param references those of the claim that name its label, in order
 */
export function readAssertion(
  bytes: Uint8Array,
  box: JumbfBox,
  references: readonly AssertionReference[],
  redacted: boolean,
  budget: ReadingBudget,
  report: Report,
): StoredAssertion {
  const label = box.label ?? '';
  const [reference = null] = references;
  if (references.length > 1) report(`the claim names ${label} ${references.length} times`);
  const content = readContent(bytes, box, budget, report);
  const erased = redacted && isErased(bytes, content);
  if (redacted && !erased) report(`${label} is redacted, but its content is still there`);
  return {
    label,
    box,
    ...content,
    reference,
    redacted,
    hashMatches: erased ? null : hashesMatch(bytes, box, content.data, references, report),
  };
}

/**
 * A redacted assertion is taken out, or its content is replaced by zeros, behind an identifier since version 2
 * (C2PA 2.2 §6.8).
 */
function isErased(bytes: Uint8Array, { content, data: [offset, length] }: Content): boolean {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset + offset, length);
  const marked = content === 'uuid' && data.subarray(0, 16).toString('hex') === redactionId;
  return data.subarray(marked ? 16 : 0).every((byte) => byte === 0);
}

/**
 * All references must fit. Before version 1.0 hashes were over the data alone, which leaves the label and
 * the kind of content open: neither a match nor a mismatch.
 */
function hashesMatch(
  bytes: Uint8Array,
  box: JumbfBox,
  data: ByteRange,
  references: readonly AssertionReference[],
  report: Report,
): boolean | null {
  const matches = references.map(boxMatcher(bytes, box));
  if (!matches.includes(false)) return matches[0] ?? null;
  if (!references.every(boxMatcher(bytes, { content: data }))) return false;
  report(`the hash of ${box.label} is over its data alone, as before version 1.0 of the specification`);
  return null;
}

type Content = Pick<StoredAssertion, 'content' | 'data' | 'mediaType' | 'value'>;

function readContent(bytes: Uint8Array, box: JumbfBox, budget: ReadingBudget, report: Report): Content {
  const parts = box.children.filter(({ type }) => type !== 'free');
  const only = (type: string): JumbfBox | null => {
    const found = parts.filter((part) => part.type === type);
    if (found.length > 1) report(`${found.length} boxes ${type} in ${box.label} at offset ${box.range[0]}`);
    return found[0] ?? null;
  };
  const strangers = (...types: string[]): void => {
    for (const { type, range } of parts) {
      if (!types.includes(type)) report(`unexpected box ${type} at offset ${range[0]} in ${box.label}`);
    }
  };
  const none = { mediaType: null, value: null };
  const missing = (what: string): Content => {
    report(`${box.label} at offset ${box.range[0]} has no ${what} box`);
    return { content: 'unknown', data: box.content, ...none };
  };
  switch (box.contentType) {
    case contentTypes.cbor: {
      strangers('cbor');
      const part = only('cbor');
      if (part === null) return missing('cbor');
      const value = readCborBox(bytes, part, budget, report);
      return { content: 'cbor', data: part.content, mediaType: null, value: value ?? null };
    }
    case contentTypes.json: {
      strangers('json');
      const part = only('json');
      if (part === null) return missing('json');
      const value = readJsonBox(bytes, part, budget, report);
      return { content: 'json', data: part.content, mediaType: null, value };
    }
    case contentTypes.embeddedFile: {
      strangers('bfdb', 'bidb');
      const part = only('bidb');
      const description = only('bfdb');
      if (part === null) return missing('bidb');
      const mediaType = description === null ? null : readMediaType(bytes, description.content);
      return { content: 'embedded-file', data: part.content, mediaType, value: null };
    }
    case contentTypes.uuid: {
      strangers('uuid');
      const part = only('uuid');
      return part === null ? missing('uuid') : { content: 'uuid', data: part.content, ...none };
    }
    default:
      return { content: 'unknown', data: parts[0]?.content ?? box.content, ...none };
  }
}

function readJsonBox(
  bytes: Uint8Array,
  box: JumbfBox,
  budget: ReadingBudget,
  report: Report,
): CborValue | null {
  const [offset, length] = box.content;
  budget.jsonBytes -= length;
  if (budget.jsonBytes < 0) {
    report(`JSON at offset ${offset} is not read: too much of it`);
    return null;
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(offset, offset + length));
    const { value, cut } = toHostileValue(JSON.parse(text));
    if (cut) report(`JSON at offset ${offset} is nested too deep or too large: read in part`);
    return value;
  } catch (error) {
    // SyntaxError: no JSON; TypeError: no UTF-8.
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    report(`JSON at offset ${offset}: ${error.message.slice(0, 200)}`);
    return null;
  }
}

/** Media type of an embedded file description box: toggles, then text ended by zero (ISO/IEC 19566-5 §B.6). */
function readMediaType(bytes: Uint8Array, [offset, length]: ByteRange): string | null {
  if (length < 2) return null;
  const text = bytes.subarray(offset + 1, offset + length);
  const zero = text.indexOf(0);
  return Buffer.from(zero === -1 ? text : text.subarray(0, zero))
    .toString('latin1')
    .slice(0, 200);
}
