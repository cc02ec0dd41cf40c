import { type HostileValue, list, record, text, toHostileValue } from '../../media/hostile-json.ts';

/**
 * `SecurityData` of TC260-PG-202511A as it stands in a ReservedCode: signatures over the label, their keys and
 * bindings to the content. Names of the guide and of files in the wild are read alike.
 */
export interface SecurityData {
  readonly signatures: readonly LabelSignature[];
  readonly keys: readonly CarriedKey[];
  /** Entries that tie the label to the content. They are counted, not computed. */
  readonly bindings: number;
}

export interface LabelSignature {
  /** Object identifier as written: `1.2.156.10197.1.501`. */
  readonly algorithm: string;
  /** Which of several keys, as written; empty when it is not said. */
  readonly keyId: string;
  /** What it is about: the label's fields, or the content and things this program does not compute. */
  readonly about: 'label' | 'other';
  readonly value: Uint8Array;
}

export interface CarriedKey {
  readonly algorithm: string;
  readonly keyId: string;
  /** As written, in hexadecimal. */
  readonly hex: string;
}

export type SecurityReading =
  | { readonly ok: true; readonly data: SecurityData }
  | { readonly ok: false; readonly problem: string };

/** Type of what a signature covers when it covers the label: the guide's, and MiniMax's misspelling of a longer one. */
const labelTypes = new Set(['Md', 'LabelMataData', 'LabelMetaData']);
/** Spellings of the list of public security data met in files. */
const lists = ['PubSD', 'PubSd', 'PubSecData'];
const bindingNames = ['Bindings', 'Binding', 'Bnd'];

const LENGTH = 64 * 1024;
const ENTRIES = 16;
const KEY_DIGITS = 2400;

/** @param value the field's text: JSON, as the guide has it, inside a JSON string */
export function readSecurityData(value: string): SecurityReading {
  if (value.length > LENGTH) return { ok: false, problem: 'too long' };
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { ok: false, problem: 'not JSON' };
  }
  const root = record(toHostileValue(parsed, { depth: 16, values: 2000, textLength: LENGTH }).value);
  const security = record(root.get('SecurityData') ?? root);
  if (security.get('Type') !== 'TC260PG') return { ok: false, problem: 'not of type TC260PG' };
  const entries = lists.flatMap((name) => list(security.get(name))).slice(0, ENTRIES);
  const bound = bindingNames.flatMap((name) => list(security.get(name))).length;
  return {
    ok: true,
    data: {
      signatures: entries.flatMap(signatureOf),
      keys: entries.flatMap(keyOf),
      bindings: bound + entries.filter((entry) => bindingNames.includes(typeOf(entry))).length,
    },
  };
}

function typeOf(entry: HostileValue): string {
  return text(record(entry).get('Type')) ?? '';
}

function signatureOf(entry: HostileValue): LabelSignature[] {
  const fields = record(entry);
  if (typeOf(entry) !== 'DS') return [];
  const covered = text(record(fields.get('TBSData')).get('Type'));
  const value = bytesOf(text(fields.get('Signature'), KEY_DIGITS) ?? '');
  return [
    {
      algorithm: text(fields.get('AlgID'), 100) ?? '',
      keyId: text(fields.get('KeyID'), 100) ?? '',
      about: covered !== null && labelTypes.has(covered) ? 'label' : 'other',
      value: value ?? new Uint8Array(),
    },
  ];
}

function keyOf(entry: HostileValue): CarriedKey[] {
  const fields = record(entry);
  if (typeOf(entry) !== 'PubKey') return [];
  const bytes = bytesOf(text(fields.get('KeyValue'), KEY_DIGITS) ?? '');
  if (bytes === null) return [];
  return [
    {
      algorithm: text(fields.get('AlgID'), 100) ?? '',
      keyId: text(fields.get('KeyID'), 100) ?? '',
      hex: Buffer.from(bytes).toString('hex'),
    },
  ];
}

/** Hexadecimal as in all samples seen, or Base64. */
export function bytesOf(written: string): Uint8Array | null {
  if (written === '') return null;
  if (/^(?:[0-9a-fA-F]{2})+$/.test(written)) return Buffer.from(written, 'hex');
  return /^[A-Za-z0-9+/]+={0,2}$/.test(written) ? Buffer.from(written, 'base64') : null;
}
