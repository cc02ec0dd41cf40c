// biome-ignore-all lint/suspicious/noControlCharactersInRegex: control characters are what tells binary from text
import type { MediaFormat } from '#shared/domain/media.ts';

/** Byte values that do not occur in text of any ASCII-compatible encoding. */
const binary = /[\0-\x08\x0e-\x1a\x1c-\x1f]/;
const controls = /[\0-\x08\x0e-\x1a\x1c-\x1f]/g;
/** Dumps and logs carry a control character here and there; valid UTF-8 with so few is still text. */
const STRAY = 0.02;

/**
 * The text of a file's beginning, or null when the bytes are not text. UTF-8, UTF-16 with mark or by its
 * zero bytes, GB 18030 (which includes GBK and GB 2312), else any encoding that is mostly ASCII.
 *
 * @param head beginning of the file
 * @param whole is that all of it? A character may be cut at the end of a part.
 */
export function decodeText(head: Uint8Array, whole: boolean): string | null {
  if (head.length === 0) return null;
  if (head[0] === 0xff && head[1] === 0xfe) return decode('utf-16le', head, whole);
  if (head[0] === 0xfe && head[1] === 0xff) return decode('utf-16be', head, whole);
  const utf8 = decode('utf-8', head, whole, STRAY);
  if (utf8 !== null) return utf8;
  const wide = utf16Order(head);
  if (wide !== null) return decode(wide, head, whole);
  const chinese = decode('gb18030', head, whole);
  if (chinese !== null && looksChinese(chinese)) return chinese;
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.length).toString('latin1');
  if (binary.test(bytes)) return null;
  const high = bytes.replace(/[\0-\x7f]/g, '').length;
  return high / bytes.length < 0.3 ? bytes : null;
}

function decode(encoding: string, bytes: Uint8Array, whole: boolean, stray = 0): string | null {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: !whole });
    const wrong = binary.test(text) ? (text.match(controls)?.length ?? 0) : 0;
    return wrong <= stray * text.length ? text : null;
  } catch (error) {
    // the decoder's way to say that the bytes are not in this encoding
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** ASCII in UTF-16 has every other byte zero. */
function utf16Order(head: Uint8Array): string | null {
  const pairs = Math.min(512, head.length >> 1);
  if (pairs < 4 || head.length % 2 !== 0) return null;
  let even = 0;
  let odd = 0;
  for (let index = 0; index < pairs; index += 1) {
    if (head[2 * index] === 0) even += 1;
    if (head[2 * index + 1] === 0) odd += 1;
  }
  if (even === 0 && odd > pairs * 0.5) return 'utf-16le';
  return odd === 0 && even > pairs * 0.5 ? 'utf-16be' : null;
}

/** GB 18030 accepts much that is not Chinese: most characters beyond ASCII must be common ones. */
function looksChinese(text: string): boolean {
  const beyond = text.match(/[^\0-\x7f]/gu) ?? [];
  const chinese = beyond.filter((character) =>
    /[\u3001-\u301f\u4e00-\u9fff\uff01-\uff5e\u2014\u2018-\u201d\u2026]/.test(character),
  );
  return beyond.length >= 4 && chinese.length / beyond.length > 0.9;
}

/** What kind of text it is. `whole` tells whether `text` is the entire file. */
export function textKind(text: string, whole: boolean): MediaFormat {
  const start = text.replace(/^\ufeff/, '').trimStart();
  return (
    markupKind(start) ??
    jsonKind(start, whole) ??
    sceneKind(start) ??
    (isMarkdown(start) ? 'markdown' : isTable(start, whole) ? 'csv' : 'text')
  );
}

function markupKind(start: string): MediaFormat | null {
  if (!start.startsWith('<')) return null;
  if (/^<\?xpacket begin=|^<x:xmpmeta[\s>]/.test(start)) return 'xmp';
  let rest = start;
  // declaration, processing instructions, comments and document type come before the first element
  for (let step = 0; step < 64; step += 1) {
    const skipped = rest.replace(
      /^(<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!DOCTYPE(?!\s+html)[^>[]*(\[[\s\S]*?\]\s*)?>)\s*/i,
      '',
    );
    if (skipped === rest) break;
    rest = skipped;
  }
  const element = /^<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s/>]/.exec(rest);
  const name = element?.[2]?.toLowerCase();
  if (name === 'xmpmeta') return 'xmp';
  if (name === 'svg') return 'svg';
  if (/^<!doctype\s+html/i.test(rest)) return 'html';
  if (
    name !== undefined &&
    /^(html|head|body|script|title|table|div|p|h1|a|img|iframe|style|meta)$/.test(name) &&
    element?.[1] === undefined &&
    !/^<\?xml/.test(start)
  )
    return 'html';
  if (name === 'html') return 'html';
  return element !== null || start.startsWith('<?xml') ? 'xml' : null;
}

function jsonKind(start: string, whole: boolean): MediaFormat | null {
  if (!/^(\{\s*["}]|\[\s*(["[\]{\d-]|true|false|null))/.test(start)) return null;
  if (whole) {
    const value = parse(start);
    if (value === undefined) {
      // one object per line is JSON too
      const lines = start.split('\n').filter((line) => line.trim() !== '');
      if (lines.length > 1 && lines.slice(0, 20).every((line) => parse(line) !== undefined)) return 'json';
      // an object with a mistake or a cut end is not plain prose either
      return /^\{\s*"(?:[^"\\]|\\.)*"\s*:/.test(start) ? 'json' : null;
    }
    return isScene(value) ? 'gltf' : 'json';
  }
  if (/"asset"\s*:\s*\{[^{}]*"version"\s*:\s*"[12]\./.test(start)) return 'gltf';
  return /^(\{\s*"(?:[^"\\]|\\.)*"\s*:|\[)/.test(start) ? 'json' : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** glTF 2.0, 3.2: `asset.version` is the one required property. */
function isScene(value: unknown): boolean {
  const asset = typeof value === 'object' && value !== null && 'asset' in value ? value.asset : null;
  const version = typeof asset === 'object' && asset !== null && 'version' in asset ? asset.version : null;
  return typeof version === 'string' && /^[12]\.\d/.test(version);
}

function sceneKind(start: string): MediaFormat | null {
  if (/^solid\b[^\n]*\r?\n\s*facet\s+normal\s/.test(start)) return 'stl';
  if (/^; FBX \d/.test(start)) return 'fbx';
  const number = String.raw`[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?`;
  const vertices =
    start.match(new RegExp(String.raw`^v[ \t]+${number}[ \t]+${number}[ \t]+${number}`, 'gm')) ?? [];
  const others = /^(f[ \t]+\d+(\/\d*)*[ \t]|vn[ \t]|vt[ \t]|mtllib |usemtl |o |g )/m.test(start);
  return vertices.length >= 3 && others ? 'obj' : null;
}

/** Two signs of Markdown (CommonMark), one of which plain text and scripts seldom show. */
function isMarkdown(start: string): boolean {
  if (start.startsWith('#!')) return false;
  const strong = [
    /^#{1,6} \S/m,
    /\[[^\]\n]+\]\([^)\s]+\)/,
    /^(```|~~~)/m,
    /\*\*\S[^*\n]*\*\*/,
    /^\|?\s*:?-{3,}:?\s*\|/m,
  ];
  const weak = [/^[-*+] \S/m, /^\d+\. \S/m, /^> \S/m, /`[^`\n]+`/, /^#{2,6} \S/m, /^(={3,}|-{3,})$/m];
  const signs = strong.filter((sign) => sign.test(start)).length;
  return signs >= 2 || (signs === 1 && weak.some((sign) => sign.test(start)));
}

/** The same number of separators on every line (RFC 4180), quotes respected. */
function isTable(start: string, whole: boolean): boolean {
  const lines = start.split(/\r?\n/);
  const full = (whole ? lines : lines.slice(0, -1)).filter((line) => line !== '').slice(0, 50);
  if (full.length < 2) return false;
  return [',', ';', '\t'].some((separator) => {
    const counts = full.map((line) => line.replace(/"([^"]|"")*"/g, '').split(separator).length - 1);
    const first = counts[0]!;
    return first >= (full.length === 2 ? 2 : 1) && counts.every((count) => count === first);
  });
}
