// biome-ignore-all lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
import { spawnSync } from 'node:child_process';
import { inflateSync } from 'node:zlib';
import { parseDocument } from 'htmlparser2';
import { zipEntries } from './zip.ts';

/** What of a text could come alive in a written report; empty where nothing does. Judged apart from the writers. */

/** Characters no report may hold as they are: controls but line feed, direction, and what cannot be seen. */
const raw =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\u{e0000}-\u{e007f}]/u;
const rawWithoutTab = new RegExp(raw.source.replace('\\u0009', '\\u0008'), 'u');

interface Node {
  readonly type: string;
  readonly name?: string;
  readonly attribs?: Readonly<Record<string, string>>;
  readonly children?: readonly Node[];
}

const allowed = new Set(
  (
    'html head meta title style body main header h1 h2 h3 h4 dl dt dd nav ul li a span bdi p code table caption thead tbody tr th td ' +
    'article section strong figure figcaption img div footer'
  ).split(' '),
);

export function liveInHtml(bytes: Buffer): string[] {
  const text = bytes.toString('utf8');
  const found = rawWithoutTab.test(text) ? ['a raw control or direction character'] : [];
  const stack = [...(parseDocument(text).children as unknown as Node[])];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type === 'script') found.push('a script');
    if (node.type === 'tag' && node.name !== undefined && !allowed.has(node.name))
      found.push(`an element ${node.name}`);
    for (const [name, value] of Object.entries(node.attribs ?? {})) {
      if (/^on/i.test(name)) found.push(`a handler ${name}`);
      if (/^(?:href|src|action|data|content)$/.test(name) && /^\s*(?:javascript|vbscript|file):/i.test(value))
        found.push(`an address ${value.slice(0, 40)}`);
      if (name === 'src' && !value.startsWith('data:image/')) found.push('a source outside');
    }
    stack.push(...(node.children ?? []));
  }
  for (const [, data] of text.matchAll(/data:image\/svg\+xml;base64,([A-Za-z0-9+/=]+)/g))
    found.push(...liveInSvg(Buffer.from(data!, 'base64').toString('utf8')));
  return found;
}

function liveInSvg(svg: string): string[] {
  const found = raw.test(svg) ? ['a raw control character in a drawing'] : [];
  const stack = [...(parseDocument(svg, { xmlMode: true }).children as unknown as Node[])];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (/^(script|foreignObject|a|use|animate|set|style|iframe)$/i.test(node.name ?? ''))
      found.push(`a drawing with ${node.name}`);
    for (const [name, value] of Object.entries(node.attribs ?? {}))
      if (/^on/i.test(name) || (/href$/i.test(name) && !value.startsWith('data:image/')))
        found.push(`a drawing with ${name}`);
    stack.push(...(node.children ?? []));
  }
  return found;
}

export function liveInPdf(bytes: Buffer): string[] {
  const text = bytes.toString('latin1');
  const streams = [...text.matchAll(/stream\r?\n/g)].map((match) => {
    const start = match.index + match[0].length;
    try {
      return inflateSync(bytes.subarray(start, text.indexOf('endstream', start)), {
        finishFlush: 2,
      }).toString('latin1');
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return '';
    }
  });
  // Names of objects stand outside of strings and packed streams; a string may say anything.
  let objects = text.replace(/stream\r?\n[\s\S]*?endstream/g, '');
  // Parentheses in a string nest (ISO 32000-2, 7.3.4.2): from the innermost outwards.
  for (let before = ''; before !== objects; ) {
    before = objects;
    objects = objects.replace(/\((?:\\[\s\S]|[^\\()])*\)/g, '');
  }
  const found =
    /\/(?:JavaScript|JS|OpenAction|AA|Launch|SubmitForm|ImportData|EmbeddedFile|RichMedia|AcroForm)\b/.test(
      objects,
    )
      ? ['an action or attachment']
      : [];
  if (streams.some((stream) => stream.includes('/JavaScript'))) found.push('a packed action');
  return found;
}

/** @param text what pdftotext reads */
export function liveInPdfText(text: string): string[] {
  // pdftotext ends pages with form feeds, Typst joins the dots of the contents (U+2060), and pdftotext puts its own embedding marks around right-to-left words.
  return /[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028\u2029\u202d\u202e\u2061-\u2069]/u.test(
    text,
  )
    ? ['a raw control or direction character']
    : [];
}

export function liveInDocx(bytes: Buffer): string[] {
  const entries = zipEntries(bytes);
  const found = entries.flatMap(({ name, bytes: part }) => {
    if (/\.(?:bin|vba|exe|js|html?)$/i.test(name) || /embeddings|activeX/i.test(name))
      return [`a part ${name}`];
    if (!/\.(?:xml|rels)$/.test(name)) return [];
    const text = part.toString('utf8');
    const found = raw.test(text) ? [`a raw control character in ${name}`] : [];
    if (/TargetMode="External"/.test(text.replace(/<w:t[ >][^<]*<\/w:t>/g, '')))
      found.push('a link out of the document');
    for (const [, field] of text.matchAll(/<w:instrText[^>]*>([^<]*)</g))
      if (!/^\s*(?:PAGE|NUMPAGES)\s*$/.test(field ?? '')) found.push(`a field ${field}`);
    if (/<w:(?:altChunk|object|control|fldSimple|subDoc)\b/.test(text)) found.push('an embedded object');
    return found;
  });
  const texts = entries.filter(({ name }) => /\.(?:xml|rels)$/.test(name));
  return [...found, ...notWellFormed(texts.map(({ name, bytes: part }) => [name, part.toString('utf8')]))];
}

const expat = `import sys, json, xml.parsers.expat as e
for name, text in json.load(sys.stdin):
    try: e.ParserCreate().Parse(text.encode('utf-8'), True)
    except Exception as fault: print(name, fault)`;

/** Judged by another language's parser (expat), where there is one; all parts in one process. */
function notWellFormed(parts: readonly (readonly [name: string, text: string])[]): string[] {
  const { error, status, stdout, stderr } = spawnSync('python3', ['-c', expat], {
    input: JSON.stringify(parts),
    encoding: 'utf8',
  });
  if (error !== undefined) return [];
  return status === 0 ? stdout.split('\n').filter((line) => line !== '') : [stderr];
}

export function liveInJson(bytes: Buffer): string[] {
  const text = bytes.toString('utf8');
  JSON.parse(text);
  // JSON escapes controls itself (RFC 8259, 7); a raw one would be another program's.
  return /[\u0000-\u001f]/.test(text.replace(/\n/g, '')) ? ['a raw control character'] : [];
}
