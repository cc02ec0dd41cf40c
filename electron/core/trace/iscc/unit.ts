import { fromBase32, toBase32 } from './base32.ts';
import {
  decodeHeader,
  encodeHeader,
  type Header,
  type MainType,
  type MediaType,
  mediaTypes,
} from './header.ts';

/** One part of an ISCC: what it is about and its digest. */
export interface Unit {
  readonly mainType: Exclude<MainType, 'code'>;
  /** Only of content units. */
  readonly media: MediaType | null;
  /** 32 bytes as they are made; fewer when read from a shorter text. */
  readonly digest: Uint8Array;
}

/** Header and digest, cut to `bits`: a multiple of 32 up to what the digest has. */
export function unitBytes({ mainType, media, digest }: Unit, bits: number): Uint8Array {
  if (bits % 32 !== 0 || bits < 32 || digest.length * 8 < bits)
    throw new RangeError(`no unit of ${bits} bits from ${digest.length * 8}`);
  const subType = media === null ? 0 : mediaTypes.indexOf(media);
  const header = encodeHeader({ mainType, subType, version: 0, length: bits / 32 - 1 });
  return joined(header, digest.subarray(0, bits / 8));
}

/** `ISCC:` and base32, cut to `bits`. */
export function unitText(unit: Unit, bits: number = unit.digest.length * 8): string {
  return isccText(unitBytes(unit, bits));
}

/** `ISCC:` and base32 of a raw unit or code. */
export function isccText(bytes: Uint8Array): string {
  return `ISCC:${toBase32(bytes)}`;
}

/** Bytes of an ISCC text, with or without its scheme and hyphens; `null` when it is none. */
export function isccBytes(text: string): Uint8Array | null {
  const match = /^(?:iscc:)?([a-z2-7-]{10,200})$/i.exec(text.trim());
  return match === null ? null : fromBase32(match[1]!.replaceAll('-', ''));
}

/** A raw unit taken apart; `null` for anything else, a composite code included. */
export function readUnit(bytes: Uint8Array): Unit | null {
  const read = decodeHeader(bytes);
  if (read === null) return null;
  const { header, body } = read;
  const { mainType } = header;
  const digestBytes = (header.length + 1) * 4;
  if (mainType === 'code' || header.version !== 0 || body.length !== digestBytes) return null;
  const media = mediaOf(header);
  return media === undefined ? null : { mainType, media, digest: body };
}

/** The medium a content or semantic unit is about; `null`: a unit that has none; `undefined`: not one of the standard. */
function mediaOf({ mainType, subType }: Header): MediaType | null | undefined {
  if (mainType === 'content' || mainType === 'semantic') return mediaTypes[subType];
  return subType === 0 ? null : undefined;
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
