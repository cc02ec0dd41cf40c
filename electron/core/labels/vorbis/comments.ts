import type { ByteRange } from '#shared/domain/figure.ts';
import { damaged } from '../gathering.ts';
import { Refusal } from '../refusal.ts';
import { addText, type Source } from '../source.ts';
import { plainText } from '../text-decoding.ts';

/** A list of Vorbis comments (Vorbis I specification, 5; RFC 9639, 8.6; RFC 7845, 5.2), without its packet's name. */
export interface Comments {
  readonly vendor: Buffer;
  readonly fields: readonly Field[];
  /** What follows: a framing bit, padding, or nothing. Kept as it is. */
  readonly rest: Buffer;
  readonly problem: string | null;
}

export interface Field {
  /** As written; empty for an entry without `=`. */
  readonly key: string;
  readonly raw: Buffer;
  /** Offset of the value in the list, and its length. */
  readonly start: number;
  readonly length: number;
}

const FIELDS = 20_000;

export function readComments(bytes: Buffer): Comments {
  const fields: Field[] = [];
  const broken = (vendor: Buffer, problem: string): Comments => ({
    vendor,
    fields,
    rest: Buffer.alloc(0),
    problem,
  });
  const none = Buffer.alloc(0);
  if (bytes.length < 8) return broken(none, 'the comments are cut off');
  const vendorLength = bytes.readUInt32LE(0);
  if (vendorLength + 8 > bytes.length) return broken(none, 'the vendor string runs past the comments');
  const vendor = bytes.subarray(4, 4 + vendorLength);
  const count = bytes.readUInt32LE(4 + vendorLength);
  let at = 8 + vendorLength;
  for (let index = 0; index < count; index += 1) {
    const length = at + 4 <= bytes.length ? bytes.readUInt32LE(at) : Number.POSITIVE_INFINITY;
    if (at + 4 + length > bytes.length || index >= FIELDS)
      return broken(vendor, `comment ${index + 1} of ${count} runs past the end, or is one too many`);
    const raw = bytes.subarray(at + 4, at + 4 + length);
    const equal = raw.indexOf(0x3d);
    const key = equal === -1 ? '' : raw.toString('latin1', 0, equal);
    fields.push({ key, raw, start: at + 5 + equal, length: length - equal - 1 });
    at += 4 + length;
  }
  return { vendor, fields, rest: bytes.subarray(at), problem: null };
}

/** The list with a field set. The first field of that name gives its place, further ones go. */
export function withField(comments: Comments, key: string, value: string): Buffer {
  if (comments.problem !== null)
    throw new Refusal(
      `The comments of the file are damaged (${comments.problem}); repair it first`,
      `文件的注释信息已损坏（${comments.problem}），请先修复`,
    );
  if (!/^[\x20-\x3c\x3e-\x7d]+$/.test(key))
    throw new Refusal(`“${key}” cannot name a comment`, `“${key}”不能用作注释字段名`);
  const fresh = Buffer.from(`${key}=${value}`, 'utf8');
  const same = (field: Field): boolean => field.key.toUpperCase() === key.toUpperCase();
  const place = comments.fields.findIndex(same);
  const kept = comments.fields.flatMap((field, index) =>
    index === place ? [fresh] : same(field) ? [] : [field.raw],
  );
  const fields = place === -1 ? [...kept, fresh] : kept;
  const sized = (bytes: Uint8Array): Uint8Array[] => [number(bytes.length), bytes];
  return Buffer.concat([
    ...sized(comments.vendor),
    number(fields.length),
    ...fields.flatMap(sized),
    comments.rest,
  ]);
}

/** A list of one field, for a stream that has none. */
export function newComments(key: string, value: string): Buffer {
  const none: Comments = { vendor: Buffer.alloc(0), fields: [], rest: Buffer.alloc(0), problem: null };
  return withField(none, key, value);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** Pictures as Base64: large, and no text. */
const pictures: ReadonlySet<string> = new Set(['METADATA_BLOCK_PICTURE', 'COVERART']);

/** Keep the texts of a list. `range`: where `length` bytes at `start` of it lie in the file. */
export function addComments(
  source: Source,
  place: string,
  bytes: Buffer,
  range: (start: number, length: number) => ByteRange,
): void {
  const { fields, rest, problem } = readComments(bytes);
  if (problem !== null) damaged(source.gathering, `${place}: ${problem}`);
  // a framing bit, then padding; anything else may be comments that a wrong count leaves out
  if (rest.subarray(1).some((byte) => byte !== 0))
    damaged(source.gathering, `${place}: bytes behind the last comment`);
  for (const { key, raw, start, length } of fields) {
    if (pictures.has(key.toUpperCase())) continue;
    const value = plainText(raw.subarray(raw.length - length));
    if (value !== '') addText(source, place, key, range(start, length), value);
  }
}
