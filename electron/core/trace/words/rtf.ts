/** Groups whose text is no part of the document. */
const silent = new Set(
  'fonttbl colortbl stylesheet info pict object themedata colorschememapping latentstyles datastore listtable listoverridetable rsidtbl generator xmlnstbl filetbl revtbl fldinst nonshppict header headerl headerr footer footerl footerr'.split(
    ' ',
  ),
);
const signs: ReadonlyMap<string, string> = new Map([
  ['par', '\n'],
  ['line', '\n'],
  ['sect', '\n'],
  ['page', '\n'],
  ['row', '\n'],
  ['cell', '\t'],
  ['tab', '\t'],
  ['emdash', '\u2014'],
  ['endash', '\u2013'],
  ['lquote', '\u2018'],
  ['rquote', '\u2019'],
  ['ldblquote', '\u201c'],
  ['rdblquote', '\u201d'],
  ['bullet', '\u2022'],
  ['zwj', '\u200d'],
  ['zwnj', '\u200c'],
  ['zwbo', '\u200b'],
  ['zwnbo', '\u2060'],
  ['ltrmark', '\u200e'],
  ['rtlmark', '\u200f'],
]);
/** Windows code pages by what the platform's decoder calls them. */
const pages: ReadonlyMap<number, string> = new Map([
  [874, 'windows-874'],
  [932, 'shift_jis'],
  [936, 'gb18030'],
  [949, 'euc-kr'],
  [950, 'big5'],
  ...[1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258].map((page) => [page, `windows-${page}`] as const),
]);

const DEPTH = 2000;

interface Group {
  readonly silent: boolean;
  /** Characters that stand in for one `\u`, to be passed over. */
  readonly substitutes: number;
}

export interface RtfText {
  readonly text: string;
  /** Groups that close too often, too seldom or go deeper than is read. */
  readonly damaged: boolean;
}

/** The text of a Rich Text document (RTF Specification 1.9.1), without tables, pictures, headers and field codes. */
export function rtfText(bytes: Buffer): RtfText {
  const source = bytes.toString('latin1');
  const parts: string[] = [];
  const open: Group[] = [];
  let group: Group = { silent: false, substitutes: 1 };
  let [skip, damaged, at] = [0, false, 0];
  let decoder = new TextDecoder('windows-1252');
  let pending: number[] = [];
  const flush = (): void => {
    if (pending.length > 0) parts.push(decoder.decode(Uint8Array.from(pending)));
    pending = [];
  };
  const put = (text: string): void => {
    if (skip > 0) skip -= 1;
    else if (!group.silent) {
      flush();
      parts.push(text);
    }
  };
  const putByte = (byte: number): void => {
    if (skip > 0) skip -= 1;
    else if (!group.silent) pending.push(byte);
  };
  // `\*` marks a destination that a reader who does not know it passes over; none of them is known here.
  const word = (name: string, value: number | null): void => {
    if (silent.has(name)) group = { ...group, silent: true };
    else if (name === 'uc') group = { ...group, substitutes: Math.max(0, Math.min(16, value ?? 1)) };
    else if (name === 'ansicpg') {
      const label = pages.get(value ?? 0);
      if (label !== undefined) decoder = new TextDecoder(label);
    } else if (name === 'bin') at += Math.max(0, value ?? 0);
    else if (name === 'u' && value !== null) {
      skip = 0;
      put(String.fromCharCode(value & 0xffff));
      skip = group.substitutes;
    } else {
      const sign = signs.get(name);
      if (sign !== undefined) put(sign);
    }
  };
  while (at < source.length) {
    const sign = source[at]!;
    at += 1;
    if (sign === '{') {
      if (open.length >= DEPTH) {
        damaged = true;
        break;
      }
      open.push(group);
      skip = 0;
    } else if (sign === '}') {
      flush();
      const outer = open.pop();
      if (outer === undefined) damaged = true;
      else group = outer;
      skip = 0;
    } else if (sign !== '\\') {
      if (sign !== '\r' && sign !== '\n') putByte(sign.charCodeAt(0));
    } else {
      control.lastIndex = at;
      const match = control.exec(source);
      if (match !== null) {
        at = control.lastIndex;
        word(match[1]!, match[2] === undefined ? null : Number(match[2]));
        continue;
      }
      const symbol = source[at] ?? '';
      at += 1;
      if (symbol === "'") {
        const byte = Number.parseInt(source.slice(at, at + 2), 16);
        at += 2;
        if (Number.isFinite(byte)) putByte(byte);
      } else if (symbol === '*') group = { ...group, silent: true };
      else if (symbol === '~') put('\u00a0');
      else if (symbol === '-') put('\u00ad');
      else if (symbol === '_') put('\u2011');
      else if (symbol === '\n' || symbol === '\r') put('\n');
      else if ('\\{}'.includes(symbol)) put(symbol);
    }
  }
  flush();
  return { text: parts.join(''), damaged: damaged || open.length > 0 || !source.startsWith('{\\rtf') };
}

const control = /([a-zA-Z]{1,32})(-?\d{1,10})? ?/y;
