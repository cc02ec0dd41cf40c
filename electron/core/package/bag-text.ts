import { createHash } from 'node:crypto';

/** The text files of a bag (RFC 8493; 0.93 to 0.97 by their drafts), read leniently only where the RFC is. */

export interface BagDeclaration {
  readonly version: { readonly major: number; readonly minor: number };
  readonly encoding: string;
}

/** `bagit.txt`, RFC 8493 §2.1.1: exactly two lines, UTF-8, no byte order mark. Null: it is none. */
export function readDeclaration(bytes: Uint8Array): BagDeclaration | null {
  const text = decode(bytes, 'UTF-8');
  const match =
    text === null
      ? null
      : /^BagIt-Version: (\d+)\.(\d+)(?:\r\n|\r|\n)Tag-File-Character-Encoding: (\S+)(?:\r\n|\r|\n)?$/.exec(
          text,
        );
  if (match === null) return null;
  const [, major, minor, encoding] = match;
  if (major === undefined || minor === undefined || encoding === undefined) return null;
  if (!isKnownEncoding(encoding)) return null;
  return { version: { major: Number(major), minor: Number(minor) }, encoding };
}

/** Encodings tag files are met in. The declared name is compared without regard to case. */
function isKnownEncoding(name: string): boolean {
  return /^(utf-8|utf-16|iso-8859-1|us-ascii)$/i.test(name);
}

/** Text of a tag file, or null when its bytes are none in this encoding. */
export function decode(bytes: Uint8Array, encoding: string): string | null {
  const name = encoding.toLowerCase();
  if (name === 'iso-8859-1') return Buffer.from(bytes).toString('latin1');
  try {
    if (name === 'utf-16') {
      // The mark says which end comes first; without one the standard says big (RFC 2781 §4.3).
      const little = bytes[0] === 0xff && bytes[1] === 0xfe;
      return new TextDecoder(little ? 'utf-16le' : 'utf-16be', { fatal: true }).decode(bytes);
    }
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

export interface ManifestLine {
  readonly hash: string;
  readonly path: string;
  /** The form is one that only older tools write: `*` of md5sum, a leading `./`. */
  readonly unusual: boolean;
}

/** Lines of a manifest; null in the place of a line that is none. */
export function manifestLines(text: string, major: number): readonly (ManifestLine | null)[] {
  return linesOf(text).map((line) => {
    const match = /^([0-9A-Fa-f]+)[ \t]+(\*?)((?:\.\/)*)(.+)$/.exec(line);
    const [, hash, star, dots, path] = match ?? [];
    if (hash === undefined || path === undefined) return null;
    return {
      hash: hash.toLowerCase(),
      path: decodedPath(path, major),
      unusual: star !== '' || dots !== '',
    };
  });
}

/** Paths of `fetch.txt`; null in the place of a line that is none. */
export function fetchPaths(text: string, major: number): readonly (string | null)[] {
  return linesOf(text).map((line) => {
    const path = /^\S+[ \t]+(?:\d+|-)[ \t]+(.+)$/.exec(line)?.[1];
    return path === undefined ? null : decodedPath(path, major);
  });
}

function linesOf(text: string): string[] {
  return text.split(/\r\n|\r|\n/).filter((line) => line !== '');
}

/** RFC 8493 §2.1.3: line feed, carriage return and, from 1.0 on, the percent sign are encoded, nothing else. */
function decodedPath(path: string, major: number): string {
  const line = path.replace(/%0a/gi, '\n').replace(/%0d/gi, '\r');
  return major >= 1 ? line.replace(/%25/g, '%') : line;
}

/** Does a path stay inside the bag on every system? Absolute paths, `..`, home folders and drives do not. */
export function staysInside(path: string): boolean {
  if (path === '' || /^[/\\~]|^[A-Za-z]:|\0/.test(path)) return false;
  return !path.split(/[/\\]/).some((part) => part === '..' || part === '.' || part === '');
}

/** Name of the algorithm as `node:crypto` knows it, or null. RFC 8493 §2.4: lower case without punctuation. */
export function hashAlgorithm(name: string): string | null {
  const normal = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return /^(md5|sha1|sha224|sha256|sha384|sha512)$/.test(normal) ? normal : null;
}

/** Hash of a text that is in memory, lower-case hexadecimal. */
export function hashOf(bytes: Uint8Array, algorithm = 'sha256'): string {
  return createHash(algorithm).update(bytes).digest('hex');
}
