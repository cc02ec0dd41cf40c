import { type FlatField, readFlatJson } from '../flat-json.ts';

/** The seven fields of GB 45438-2025 Annex E, in the order of the standard. */
export const fieldNames = [
  'Label',
  'ContentProducer',
  'ProduceID',
  'ReservedCode1',
  'ContentPropagator',
  'PropagateID',
  'ReservedCode2',
] as const;
export type FieldName = (typeof fieldNames)[number];

/** Spellings met in the wild, lower case, and the field they stand for. */
const spellings: ReadonlyMap<string, FieldName> = new Map([
  ...fieldNames.map((name) => [name.toLowerCase(), name] as const),
  ['reservecode1', 'ReservedCode1'],
  ['reservecode2', 'ReservedCode2'],
  ['propagator', 'ContentPropagator'],
  ['propatorid', 'PropagateID'],
]);

export interface AigcField extends FlatField {
  /** The standard's name of the field; `null` for a key it does not know. */
  readonly name: FieldName | null;
}

/** What a carried value turned out to be. The reader is tolerant; `repairs` says what it had to overlook. */
export type AigcPayload =
  | { readonly state: 'object'; readonly fields: readonly AigcField[]; readonly repairs: readonly Repair[] }
  | { readonly state: 'truncated'; readonly fields: readonly AigcField[]; readonly problem: string }
  | { readonly state: 'not-an-object' }
  | { readonly state: 'empty' };

export type Repair = 'escaped-twice' | 'encoded-twice' | 'escaped-quotes' | 'text-around';

/** Read the value stored under an `AIGC` key: the inner object, or `{"AIGC":{…}}`. */
export function readAigcValue(value: string): AigcPayload {
  const repairs: Repair[] = [];
  let text = value.trim();
  if (text === '') return { state: 'empty' };
  if (/^\{\s{0,100}&(quot|#34|#x22);/i.test(text)) {
    text = unescapeHtml(text);
    repairs.push('escaped-twice');
  }
  // An inner object whose quotation marks kept the backslashes of the text it was copied from.
  if (/^\{[ \t\r\n]{0,100}\\"/.test(text)) {
    text = text.replaceAll('\\"', '"');
    repairs.push('escaped-quotes');
  }
  const start = text.indexOf('{');
  if (start === -1) return { state: 'not-an-object' };
  return readObject(text, start, repairs, 0);
}

function readObject(text: string, start: number, repairs: readonly Repair[], depth: number): AigcPayload {
  const reading = readFlatJson(text, start);
  if (!reading.ok) return { state: 'truncated', fields: named(reading.fields), problem: reading.problem };
  const around = text.slice(0, start).trim() !== '' || text.slice(reading.end).trim() !== '';
  const noted: readonly Repair[] =
    around && !repairs.includes('text-around') ? [...repairs, 'text-around'] : repairs;
  const [first] = reading.fields;
  if (first !== undefined && first.key.toUpperCase() === 'AIGC' && depth < 2) {
    if (first.kind === 'object') return readObject(first.text, 0, noted, depth + 1);
    if (first.kind === 'string' && first.text.trimStart().startsWith('{')) {
      return readObject(first.text.trim(), 0, [...noted, 'encoded-twice'], depth + 1);
    }
  }
  return { state: 'object', fields: named(reading.fields), repairs: noted };
}

/** The standard's name for a key as it is written, or `null`. */
export function standardName(key: string): FieldName | null {
  return spellings.get(key.toLowerCase()) ?? null;
}

function named(fields: readonly FlatField[]): AigcField[] {
  return fields.map((field) => ({ ...field, name: standardName(field.key) }));
}

/** Does the object hold at least one field of the standard, whatever its spelling? */
export function holdsStandardField(fields: readonly FlatField[]): boolean {
  return named(fields).some((field) => field.name !== null);
}

/**
 * The schema Tencent Cloud wrote under the same word before the standard: `ServiceProvider`, `ServiceUser`,
 * `Time`, `ContentId`. Its fields are not those of the standard and are not read as such.
 */
export function isTencentCloud(fields: readonly FlatField[]): boolean {
  const keys = new Set(fields.map(({ key }) => key));
  const others = ['ServiceUser', 'Time', 'ContentId'].filter((key) => keys.has(key));
  return keys.has('ServiceProvider') && others.length > 0 && !holdsStandardField(fields);
}

const TEXTS = 16;
const ATTEMPTS = 1000;

/**
 * Values inside a longer text (a comment, a description, a bare segment): each object that follows the
 * word AIGC and is accepted, by default for a field of the standard. Other objects are left alone.
 */
export function findAigcValues(
  text: string,
  accepts: (fields: readonly FlatField[]) => boolean = holdsStandardField,
): string[] {
  const found: string[] = [];
  const pattern = /AIGC["']?[ \t]{0,8}[:=]?[ \t]{0,8}\{/gi;
  for (let attempt = 0; attempt < ATTEMPTS && found.length < TEXTS; attempt += 1) {
    const match = pattern.exec(text);
    if (match === null) break;
    const start = match.index + match[0].length - 1;
    const reading = readFlatJson(text, start);
    if (!accepts(reading.fields)) continue;
    const end = reading.ok ? reading.end : text.length;
    found.push(text.slice(start, end));
    pattern.lastIndex = end;
  }
  return found;
}

function unescapeHtml(text: string): string {
  return text
    .replace(/&(?:quot|#34|#x22);/gi, '"')
    .replace(/&(?:apos|#39|#x27);/gi, "'")
    .replace(/&lt;/gi, '<')
    .replace(/&gt;/gi, '>')
    .replace(/&amp;/gi, '&');
}
