/** A tag of XML or HTML, by byte offsets. Nothing is built from it: documents of strangers are only looked through. */
export interface MarkupTag {
  readonly kind: 'start' | 'end' | 'empty';
  /** With its prefix, as written. */
  readonly name: string;
  /** What stands between the name and the closing bracket, at most 4 KiB. */
  readonly rest: string;
  readonly start: number;
  readonly end: number;
}

const ATTRIBUTES = 4096;

/** Tags in order; comments, CDATA sections, declarations and processing instructions are skipped. */
export function* tagsOf(text: Buffer): Generator<MarkupTag> {
  let at = 0;
  while (true) {
    const start = text.indexOf('<', at);
    if (start < 0) return;
    const next = text[start + 1];
    if (next === 0x21 || next === 0x3f) {
      const end = skip(text, start);
      if (end < 0) return;
      at = end;
      continue;
    }
    const end = tagEnd(text, start + 1);
    if (end < 0) return;
    const inside = text.toString('latin1', start + 1, Math.min(end - 1, start + 1 + ATTRIBUTES));
    const match = /^(\/?)([A-Za-z_\x80-\xff][\w:.\-\x80-\xff]*)/.exec(inside);
    if (match === null) {
      at = start + 1;
      continue;
    }
    const kind = match[1] === '/' ? 'end' : text[end - 2] === 0x2f ? 'empty' : 'start';
    yield { kind, name: match[2]!, rest: inside.slice(match[0].length), start, end };
    at = end;
  }
}

/** Byte after the closing bracket; brackets inside quotes do not count. */
function tagEnd(text: Buffer, from: number): number {
  let quote = 0;
  for (let at = from; at < text.length; at += 1) {
    const byte = text[at]!;
    if (quote !== 0) {
      if (byte === quote) quote = 0;
    } else if (byte === 0x22 || byte === 0x27) quote = byte;
    else if (byte === 0x3e) return at + 1;
    else if (byte === 0x3c) return at;
  }
  return -1;
}

function skip(text: Buffer, start: number): number {
  const head = text.toString('latin1', start, start + 9);
  const [open, close] = head.startsWith('<!--')
    ? ['<!--', '-->']
    : head.startsWith('<![CDATA[')
      ? ['<![CDATA[', ']]>']
      : head.startsWith('<?')
        ? ['<?', '?>']
        : ['<!', '>'];
  const end = text.indexOf(close, start + open.length);
  return end < 0 ? -1 : end + close.length;
}

/** Value of an attribute in what follows a tag's name, or null. */
export function attribute(rest: string, name: string): string | null {
  const match = new RegExp(`(?:^|[\\s"'])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(
    rest,
  );
  return match === null ? null : (match[1] ?? match[2] ?? match[3] ?? null);
}
