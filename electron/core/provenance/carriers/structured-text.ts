import { decodeBase64 } from './base64-text.ts';
import { addStore, type Carrier, type CarrierReading, type CarrierSearch, damaged } from './carrier.ts';
import { wholeText } from './document-text.ts';
import { storeFromBytes } from './superbox.ts';

const beginMark = '-----BEGIN C2PA MANIFEST-----';
const endMark = '-----END C2PA MANIFEST-----';
const LINE = 512;

/**
 * Text with comments or front matter (C2PA 2.4, A.9): a block between two marks that holds a `data:` address with
 * the store in base64, or the address of a store elsewhere. Comment signs at the beginning of lines are dropped.
 */
export const structuredText: Carrier = async (search, reading) => {
  const text = wholeText(search, reading);
  const blocks: { readonly begin: number; readonly end: number }[] = [];
  let end = -1;
  for (let at = text.indexOf(beginMark); at >= 0; ) {
    await search.pulse();
    if (blocks.length > search.limits.stores) {
      reading.complete = false;
      break;
    }
    if (end < at) end = text.indexOf(endMark, at + beginMark.length);
    const next = text.indexOf(beginMark, at + beginMark.length);
    if (end < 0) {
      damaged(reading, `the manifest block at offset ${at} does not end`);
      break;
    }
    if (next < 0 || end < next) blocks.push({ begin: at, end });
    else damaged(reading, `the manifest block at offset ${at} does not end before the next`);
    at = next;
  }
  const common = blocks.length > 1 ? [`${blocks.length} manifest blocks stand in the document`] : [];
  for (const { begin, end } of blocks) block(search, reading, text, begin, end, common);
};

function block(
  search: CarrierSearch,
  reading: CarrierReading,
  text: Buffer,
  begin: number,
  end: number,
  common: readonly string[],
): void {
  const stop = end + endMark.length;
  const [lineStart, lineEnd] = lines(text, begin, stop);
  const content = withoutComments(text, begin, end, lineStart);
  const head = content.toString('latin1', 0, 128);
  const address = /^\s*(?:[\w.-]+\s*[:=]\s*)?["']?(https?:\/\/\S+?)["']?\s*$/.exec(
    content.toString('utf8', 0, 4096),
  );
  if (address !== null && content.length <= 4096) {
    reading.remote ??= address[1]!;
    return;
  }
  const data = /^\s*["']?data:([\w.+-]+\/[\w.+-]+)?(?:;[\w=.-]+)*?(;base64)?,/.exec(head);
  const problems = [...common];
  if (data === null) problems.push('the block holds base64 without a data: address');
  else if (data[1] !== 'application/c2pa') problems.push(`the media type is ${data[1] ?? 'not given'}`);
  const quote = /["']\s*$/.exec(content.toString('latin1', Math.max(0, content.length - 64)));
  const { bytes, foreign } = decodeBase64(
    content.subarray(data === null ? 0 : data[0].length, content.length - (quote?.[0].length ?? 0)),
  );
  if (foreign > 0) problems.push(`${foreign} characters are not base64`);
  // what else stands on its lines is no comment, and no part of the credential
  const opens = begin - lineStart < LINE && opening.test(text.toString('latin1', lineStart, begin));
  const closes = lineEnd - stop < LINE && closing.test(text.toString('latin1', stop, lineEnd));
  if (!opens || !closes) problems.push('other text stands on the lines of the manifest block');
  const from = opens ? lineStart : begin;
  const to = closes ? lineEnd : stop;
  addStore(
    search,
    reading,
    storeFromBytes(bytes, {
      carrier: 'structured-text',
      occupied: [from === lineStart ? withLineBreak(text, from, to) : [from, to - from]],
      problems,
    }),
  );
}

/** Comment signs, quotes and words that begin a comment; nothing a program would run. */
const opening = /^\s*(?:["'\w.-]{1,64}\s*[:=]\s*)?(?:[^\w\s]{1,8}|NOTE|rem|REM|dnl)?\s*$/;
const closing = /^\s*[^\w\s]{0,8}\s*$/;

/** At the end of a file the exclusion begins with the line break before the block (A.9.4). */
function withLineBreak(text: Buffer, from: number, to: number): [number, number] {
  if (to < text.length || from === 0) return [from, to - from];
  const start = text[from - 2] === 0x0d ? from - 2 : from - 1;
  return [start, to - start];
}

/** The annex excludes whole lines from the hash: from the line of the first mark to the end of the last's. */
function lines(text: Buffer, begin: number, end: number): [number, number] {
  const before = text.lastIndexOf(0x0a, begin);
  const after = text.indexOf(0x0a, end);
  return [before + 1, after < 0 ? text.length : after + 1];
}

/** What stands between the marks, each line without the sign the first one begins with. */
function withoutComments(text: Buffer, begin: number, end: number, lineStart: number): Buffer {
  const sign = text.toString('latin1', Math.max(lineStart, begin - 64), begin).trim();
  const parts: Buffer[] = [];
  for (let at = begin + beginMark.length; at < end; ) {
    const newline = text.indexOf(0x0a, at);
    const stop = newline < 0 || newline >= end ? end : newline + 1;
    const head = text.toString('latin1', at, Math.min(stop, at + LINE));
    const indent = head.length - head.trimStart().length;
    const body = head.slice(indent);
    // lines of a block comment often begin with an asterisk
    const drop = at === begin + beginMark.length ? 0 : signLength(body, sign);
    parts.push(text.subarray(at + indent + drop, stop));
    at = stop;
  }
  return Buffer.concat(parts);
}

function signLength(line: string, sign: string): number {
  if (sign !== '' && line.startsWith(sign)) return sign.length;
  return /^\*\s/.test(line) ? 1 : 0;
}
