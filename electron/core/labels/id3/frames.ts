import { inflateSync } from 'node:zlib';
import type { ByteRange } from '#shared/domain/figure.ts';
import { DEFLATE_RATIO } from '../deflate-ratio.ts';
import { damaged } from '../gathering.ts';
import { addPacket, addText, likelyText, type Source } from '../source.ts';
import { plainText, utf16Text } from '../text-decoding.ts';
import { type Frame, fileRange, type Plain, synchronised } from './tag.ts';

/** Names of 2.2 and what they are called since 2.3. */
const modern: ReadonlyMap<string, string> = new Map([
  ...[
    'TXX TXXX|COM COMM|ULT USLT|WXX WXXX|GEO GEOB|TT1 TIT1|TT2 TIT2|TT3 TIT3|TP1 TPE1|TP2 TPE2|TP3 TPE3',
    'TAL TALB|TCM TCOM|TCO TCON|TCR TCOP|TEN TENC|TSS TSSE|TYE TYER|TRK TRCK|TPB TPUB|TOT TOAL|TOA TOPE',
    'WAF WOAF|WAR WOAR|WAS WOAS|WCM WCOM|WCP WCOP|WPB WPUB',
  ]
    .join('|')
    .split('|')
    .map((pair) => pair.split(' ') as [string, string]),
]);

export const modernName = (name: string): string => modern.get(name) ?? name;

/** The data of a frame: with what compression and unsynchronisation did to it undone. */
export interface FrameData {
  readonly bytes: Buffer;
  readonly range: ByteRange;
}

/** Flags of the frame's format: 2.3, 3.3.1; 2.4 structure, 4.1.2. */
export function frameFlags(
  version: number,
  flags: number,
): { packed: boolean; locked: boolean; skip: number } {
  if (version === 2) return { packed: false, locked: false, skip: 0 };
  const [packed, locked, grouped] = version === 3 ? [0x80, 0x40, 0x20] : [0x08, 0x04, 0x40];
  const skip = (flags & grouped ? 1 : 0) + (flags & locked ? 1 : 0);
  const length = version === 3 ? (flags & packed ? 4 : 0) : flags & 0x01 ? 4 : 0;
  return { packed: (flags & packed) !== 0, locked: (flags & locked) !== 0, skip: skip + length };
}

/** Read one frame. */
export function readFrame(source: Source, tag: Plain, version: number, tagFlags: number, frame: Frame): void {
  const name = modernName(frame.name);
  if (!/^(T|W|COMM|USLT|GEOB|PRIV)/.test(name)) return;
  const data = frameData(source, tag, version, tagFlags, frame);
  if (data !== null) decode(source, `ID3v2.${version}`, name, data);
}

function frameData(
  source: Source,
  tag: Plain,
  version: number,
  tagFlags: number,
  frame: Frame,
): FrameData | null {
  const { packed, locked, skip } = frameFlags(version, frame.flags);
  const range = fileRange(tag, Math.min(frame.body + skip, frame.to), frame.to);
  if (locked) {
    damaged(source.gathering, `the frame ${frame.name} at offset ${range[0]} is encrypted`);
    return null;
  }
  let bytes = tag.bytes.subarray(Math.min(frame.body + skip, frame.to), frame.to);
  if (version === 4 && (frame.flags & 0x02 || tagFlags & 0x80)) bytes = synchronised(bytes, 0, true).bytes;
  if (!packed) return { bytes, range };
  try {
    const unpacked = inflateSync(bytes, { maxOutputLength: Math.max(1, Math.min(source.room, 1 << 24)) });
    source.room -= unpacked.length;
    return { bytes: unpacked, range };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    source.room -= Math.min(source.room, 1 << 24, bytes.length * DEFLATE_RATIO);
    damaged(source.gathering, `the frame ${frame.name} at offset ${range[0]} cannot be unpacked`);
    return null;
  }
}

/** Largest object and private datum that is looked at as text. */
const OBJECT = 256 * 1024;

function decode(source: Source, place: string, name: string, { bytes, range }: FrameData): void {
  const add = (key: string, text: string): void => {
    if (text !== '') addText(source, place, key, range, text);
  };
  if (name === 'PRIV') {
    const owner = string(bytes, 0, 0);
    const rest = bytes.subarray(owner.next);
    // XMP specification part 3, 1.1.7 (MP3)
    if (owner.text === 'XMP') {
      const at: ByteRange = [range[0] + owner.next, Math.max(0, range[1] - owner.next)];
      addPacket(source, `${place} PRIV XMP`, at, rest, rest.length === at[1]);
    } else add(`PRIV:${owner.text.slice(0, 200)}`, (rest.length <= OBJECT ? likelyText(rest) : null) ?? '');
    return;
  }
  if (name.startsWith('W') && name !== 'WXXX') {
    add(name, string(bytes, 0, 0).text);
    return;
  }
  const encoding = bytes[0] ?? 0;
  if (name === 'TXXX' || name === 'WXXX') {
    const description = string(bytes, 1, encoding);
    const value = bytes.subarray(description.next);
    if (name === 'WXXX') add(`WXXX:${description.text.slice(0, 200)}`, string(value, 0, 0).text);
    else for (const text of values(value, encoding)) add(`TXXX:${description.text.slice(0, 200)}`, text);
  } else if (name === 'COMM' || name === 'USLT') {
    const description = string(bytes, 4, encoding);
    const [first = ''] = values(bytes.subarray(description.next), encoding);
    add(description.text === '' ? name : `${name}:${description.text.slice(0, 200)}`, first);
  } else if (name === 'GEOB') {
    const type = string(bytes, 1, 0);
    const file = string(bytes, type.next, encoding);
    const description = string(bytes, file.next, encoding);
    const object = bytes.subarray(description.next);
    const text = object.length <= OBJECT ? likelyText(object) : null;
    add(`GEOB:${description.text.slice(0, 200)}`, text ?? `${type.text} ${file.text}`.trim());
  } else if (name.startsWith('T')) {
    for (const text of values(bytes.subarray(1), encoding)) add(name, text);
  }
}

/** A string that a zero ends: one byte for encodings 0 and 3, two for UTF-16. `next`: behind it. */
export function string(
  bytes: Buffer,
  from: number,
  encoding: number,
): { readonly text: string; readonly next: number } {
  const wide = encoding === 1 || encoding === 2;
  let end = from;
  if (wide) while (end + 1 < bytes.length && (bytes[end] !== 0 || bytes[end + 1] !== 0)) end += 2;
  else {
    const zero = bytes.indexOf(0, from);
    end = zero === -1 ? bytes.length : zero;
  }
  const stop = Math.min(end, bytes.length);
  const text = decoded(bytes.subarray(Math.min(from, stop), stop), encoding);
  return { text, next: Math.min(bytes.length, end + (wide ? 2 : 1)) };
}

/** 2.4 puts several values behind one another. */
function values(bytes: Buffer, encoding: number): string[] {
  const texts: string[] = [];
  for (let at = 0; at < bytes.length && texts.length < 100; ) {
    const { text, next } = string(bytes, at, encoding);
    if (text !== '') texts.push(text);
    at = next;
  }
  return texts;
}

function decoded(bytes: Buffer, encoding: number): string {
  if (encoding !== 1 && encoding !== 2) return plainText(bytes);
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0;
  // 2 stands for big-endian without a mark, and some writers put one all the same
  if (encoding === 2 && mark !== 0xfeff && mark !== 0xfffe)
    return utf16Text(Buffer.concat([Buffer.from([0xfe, 0xff]), bytes]));
  return utf16Text(bytes);
}
