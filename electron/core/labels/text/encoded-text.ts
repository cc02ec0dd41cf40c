/** Text of a document together with the way back to its bytes. */
export interface EncodedText {
  /** Without the byte order mark. */
  readonly text: string;
  readonly encoding: DocumentEncoding;
  /** Offset in the bytes of the character (UTF-16 unit) at `index`. */
  byteAt(index: number): number;
}

export type DocumentEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'latin1';

/**
 * By its mark, else UTF-8, else what Chinese systems wrote before it (GB 18030 with GBK and GB 2312), else single
 * bytes. A character cut off at the end of `bytes` is left out.
 */
export function decodeDocument(bytes: Buffer, known?: DocumentEncoding): EncodedText {
  const mark = bytes.toString('latin1', 0, 3);
  if (known === 'utf-16le' || mark.startsWith('\xff\xfe')) return wide(bytes, 'utf-16le');
  if (known === 'utf-16be' || mark.startsWith('\xfe\xff')) return wide(bytes, 'utf-16be');
  const head = bytes.toString('latin1', 0, 4);
  if (head === '-\0-\0') return wide(bytes, 'utf-16le');
  if (head === '\0-\0-') return wide(bytes, 'utf-16be');
  const start = mark === '\xef\xbb\xbf' ? 3 : 0;
  for (const encoding of known === undefined ? (['utf-8', 'gb18030'] as const) : [known]) {
    const text = encoding === 'latin1' ? null : strictly(encoding, bytes.subarray(start));
    if (text === null) continue;
    const width =
      encoding === 'utf-8'
        ? (from: number, to: number) => Buffer.byteLength(text.slice(from, to), 'utf8')
        : (from: number, to: number, at: number) => chineseWidth(bytes, at, to - from);
    return { text, encoding, byteAt: counted(start, width) };
  }
  return { text: bytes.toString('latin1'), encoding: 'latin1', byteAt: (index) => index };
}

function wide(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): EncodedText {
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(
    bytes.subarray(0, bytes.length - (bytes.length % 2)),
  );
  const marked = text.startsWith('\ufeff') ? 1 : 0;
  return { text: text.slice(marked), encoding, byteAt: (index) => (index + marked) * 2 };
}

function strictly(encoding: 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be', bytes: Buffer): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
  } catch (error) {
    // the decoder's way to say that the bytes are not in this encoding
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** Offsets counted on from the last one asked for, which is mostly the one before. */
function counted(
  start: number,
  width: (from: number, to: number, at: number) => number,
): (index: number) => number {
  let last = { index: 0, at: start };
  return (index) => {
    if (index < last.index) last = { index: 0, at: start };
    last = { index, at: last.at + width(last.index, index, last.at) };
    return last.at;
  };
}

/** GB 18030: one byte, two, or four of which the second is a digit; four may stand for two UTF-16 units. */
function chineseWidth(bytes: Buffer, start: number, units: number): number {
  let at = start;
  for (let unit = 0; unit < units && at < bytes.length; unit += 1) {
    const first = bytes[at]!;
    const second = bytes[at + 1] ?? 0;
    if (first < 0x81) at += 1;
    else if (second < 0x30 || second > 0x39) at += 2;
    else {
      // from 0x90 on: characters beyond the Basic Multilingual Plane
      if (first >= 0x90) unit += 1;
      at += 4;
    }
  }
  return at - start;
}

/** The text in this encoding; null when it holds characters that are not written here. */
export function encodeDocument(text: string, encoding: DocumentEncoding): Buffer | null {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8');
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  return /^[\0-\x7f]*$/.test(text) ? Buffer.from(text, 'latin1') : null;
}
