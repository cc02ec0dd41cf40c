import { createHash } from 'node:crypto';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { numberOf, type PdfValue } from '../../media/structure/pdf-values.ts';
import type { LabelEntry, Piece, WriteAnswer, XmpAssignment } from '../define.ts';
import { mergeXmp } from '../xmp-merge.ts';
import { type PdfRevision, readPdfDocument, resolvePdf } from './pdf-document.ts';
import { type PdfObject, pdfContent } from './pdf-object.ts';
import type { PdfSections } from './pdf-sections.ts';
import { pdfLiteral, pdfStringBytes, pdfText } from './pdf-text.ts';

/** An object as the update defines it. */
interface NewObject {
  readonly number: number;
  readonly generation: number;
  readonly body: Buffer;
}

interface Update {
  readonly reader: ByteReader;
  readonly revision: PdfRevision;
  readonly objects: NewObject[];
  /** First object number that is not in use. */
  next: number;
  /** Numbers of the catalog and the Info dictionary, for the trailer. */
  readonly root: PdfObject;
  info: { readonly number: number; readonly generation: number } | null;
}

const PACKET = 16 * 1024 * 1024;

/**
 * Entries written as one incremental update (ISO 32000-2, 7.5.6): every byte of the source stays, changed objects,
 * a cross-reference section of the kind the file has, and a trailer follow. Nothing is appended when the document
 * says all of it already.
 */
export function writePdf(reader: ByteReader, entries: readonly LabelEntry[]): WriteAnswer {
  const { revisions, sections } = readPdfDocument(reader);
  const revision = revisions[0];
  const root = revision === undefined ? null : resolvePdf(revision, revision.trailer.get('Root'));
  if (sections === null || revision === undefined || root?.object == null) return refusals.damaged;
  if (revisions.some(({ trailer }) => trailer.has('Encrypt'))) return refusals.encrypted;
  if (reader.search(Buffer.from('/ByteRange'), 0, reader.size) >= 0) return refusals.signed;
  const sizes = sections.list.map(({ trailer }) => numberOf(trailer.get('Size')) ?? 0);
  const update: Update = {
    reader,
    revision,
    objects: [],
    next: Math.max(1, ...sizes.filter((size) => Number.isSafeInteger(size) && size < 1e9)),
    root: root.object,
    info: null,
  };
  const texts = entries.filter((entry) => entry.kind === 'text');
  const problem =
    setInfo(update, texts) ??
    setXmp(
      update,
      entries.flatMap((entry) => (entry.kind === 'xmp' ? entry.properties : [])),
    );
  if (problem !== null) return problem;
  const places = entries.map(({ kind }) => (kind === 'text' ? 'Info dictionary' : 'Metadata stream XMP'));
  const pieces: Piece[] = [{ from: 'source', bytes: [0, reader.size] }];
  if (update.objects.length === 0) return { ok: true, plan: { pieces, places } };
  const data = updateBytes(update, sections);
  return { ok: true, plan: { pieces: [...pieces, { from: 'memory', data }], places } };
}

type TextEntry = Extract<LabelEntry, { kind: 'text' }>;

function setInfo(update: Update, texts: readonly TextEntry[]): WriteAnswer | null {
  const { revision } = update;
  const entry = revision.trailer.get('Info');
  const found = resolvePdf(revision, entry);
  if (entry !== undefined && (found?.object == null || found.value.kind !== 'dictionary'))
    return texts.length === 0 ? null : refusals.damaged;
  const object = found?.object ?? null;
  if (object !== null) update.info = { number: object.number, generation: object.generation };
  const edits: { from: number; to: number; text: string }[] = [];
  for (const { key, value } of texts) {
    const old = found?.value.kind === 'dictionary' ? found.value.entries.get(key) : undefined;
    if (object === null || old === undefined) {
      const end = object === null ? 0 : object.valueRange[1] - 2;
      edits.push({ from: end, to: end, text: `\n${pdfName(key)} ${pdfLiteral(value)}` });
      continue;
    }
    const current = resolvePdf(revision, old);
    if (current?.value.kind !== 'string') return refusals.damaged;
    const { start, end } = current.value;
    const holder = current.object ?? object;
    if (pdfText(pdfStringBytes(holder.text, start, end)) === value) continue;
    if (current.object === null) edits.push({ from: start, to: end, text: pdfLiteral(value) });
    else define(update, holder, Buffer.from(pdfLiteral(value), 'latin1'));
  }
  if (edits.length === 0) return null;
  if (object !== null) define(update, object, edited(object, edits));
  else {
    update.info = { number: update.next, generation: 0 };
    const body = `<<${edits.map(({ text }) => text).join('')}\n>>`;
    update.objects.push({ ...update.info, body: Buffer.from(body, 'latin1') });
    update.next += 1;
  }
  return null;
}

function setXmp(update: Update, properties: readonly XmpAssignment[]): WriteAnswer | null {
  if (properties.length === 0) return null;
  const { reader, revision, root } = update;
  if (root.value.kind !== 'dictionary') return refusals.damaged;
  const entry = root.value.entries.get('Metadata');
  const object = resolvePdf(revision, entry)?.object ?? null;
  if (entry !== undefined && object === null) return refusals.damaged;
  const content = object === null ? null : pdfContent(reader, object, PACKET);
  if (content !== null && !(content.ok && content.whole)) return refusals.damaged;
  const merged = mergeXmp(content?.ok === true ? content.bytes : null, properties);
  if (!merged.ok) return merged;
  if (content?.ok === true && content.bytes.equals(merged.packet)) return null;
  const body = Buffer.concat([
    Buffer.from(`<< /Type /Metadata /Subtype /XML /Length ${merged.packet.length} >>\nstream\n`, 'latin1'),
    merged.packet,
    Buffer.from('\nendstream', 'latin1'),
  ]);
  if (object !== null) define(update, object, body);
  else {
    const end = root.valueRange[1] - 2;
    const reference = { from: end, to: end, text: `\n/Metadata ${update.next} 0 R` };
    define(update, root, edited(root, [reference]));
    update.objects.push({ number: update.next, generation: 0, body });
    update.next += 1;
  }
  return null;
}

function define(update: Update, { number, generation }: PdfObject, body: Buffer): void {
  update.objects.push({ number, generation, body });
}

/** The object's text with some ranges replaced; in order, and not overlapping. */
function edited(
  { text, valueRange: [start, end] }: PdfObject,
  edits: readonly { readonly from: number; readonly to: number; readonly text: string }[],
): Buffer {
  const parts: string[] = [];
  let at = start;
  for (const { from, to, text: fresh } of edits.toSorted((a, b) => a.from - b.from)) {
    parts.push(text.slice(at, from), fresh);
    at = to;
  }
  const last = text.slice(at, end);
  // nothing may run together with what follows
  return Buffer.from([...parts, parts.length > 0 && last === '>>' ? '\n' : '', last].join(''), 'latin1');
}

/** A key as a name: what is not a regular character is written by its number (7.3.5). */
function pdfName(key: string): string {
  let name = '/';
  for (const byte of Buffer.from(key, 'utf8')) {
    const sign = String.fromCharCode(byte);
    name += /[A-Za-z0-9_.:+-]/.test(sign) ? sign : `#${byte.toString(16).padStart(2, '0')}`;
  }
  return name;
}

function updateBytes(update: Update, sections: PdfSections): Buffer {
  const { reader, root, info } = update;
  const parts: Buffer[] = [];
  let at = reader.size;
  const put = (data: Buffer | string): void => {
    const bytes = typeof data === 'string' ? Buffer.from(data, 'latin1') : data;
    parts.push(bytes);
    at += bytes.length;
  };
  if (!/[\r\n]$/.test(reader.latin1(Math.max(0, reader.size - 1), 1))) put('\n');
  const places: { readonly number: number; readonly generation: number; readonly offset: number }[] = [];
  for (const { number, generation, body } of update.objects) {
    places.push({ number, generation, offset: at - sections.shift });
    put(`${number} ${generation} obj\n`);
    put(body);
    put('\nendobj\n');
  }
  const stream = sections.list[0]?.form === 'stream';
  const start = at - sections.shift;
  if (stream) {
    places.push({ number: update.next, generation: 0, offset: start });
    update.next += 1;
  }
  places.sort((a, b) => a.number - b.number);
  const trailer = [
    `/Size ${update.next}`,
    `/Root ${root.number} ${root.generation} R`,
    ...(info === null ? [] : [`/Info ${info.number} ${info.generation} R`]),
    `/Prev ${sections.start}`,
    ...identifiers(update, parts),
  ].join(' ');
  if (stream) {
    const records = Buffer.alloc(places.length * 9);
    for (const [index, { offset, generation }] of places.entries()) {
      records.writeUInt8(1, index * 9);
      records.writeUIntBE(offset, index * 9 + 1, 6);
      records.writeUInt16BE(generation, index * 9 + 7);
    }
    const index = places.map(({ number }) => `${number} 1`).join(' ');
    const number = update.next - 1;
    put(
      `${number} 0 obj\n<< /Type /XRef /W [1 6 2] /Index [${index}] /Length ${records.length} ${trailer} >>`,
    );
    put('\nstream\n');
    put(records);
    put('\nendstream\nendobj\n');
  } else {
    put('xref\n');
    for (const { number, generation, offset } of places)
      put(`${number} 1\n${String(offset).padStart(10, '0')} ${String(generation).padStart(5, '0')} n \n`);
    put(`trailer\n<< ${trailer} >>\n`);
  }
  put(`startxref\n${start}\n%%EOF\n`);
  return Buffer.concat(parts);
}

/** The first identifier stays, the second one changes with each save (14.4). */
function identifiers({ revision }: Update, parts: readonly Buffer[]): string[] {
  const old: PdfValue | undefined = revision.trailer.get('ID');
  const [first] = old?.kind === 'array' ? old.items : [];
  if (first?.kind !== 'string' || revision.text === '') return [];
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return [`/ID [${revision.text.slice(first.start, first.end)} <${hash.digest('hex').slice(0, 32)}>]`];
}

const refuse = (reason: Localized): WriteAnswer => ({ ok: false, reason });

const refusals = {
  damaged: refuse(
    localized(
      'The cross-references of this PDF are damaged or its metadata is not where they say; save it again with its own program, then label it',
      '该 PDF 的交叉引用已损坏，或元数据不在其所指位置；请先用原程序重新保存，再写入标识',
    ),
  ),
  encrypted: refuse(
    localized(
      'The PDF is encrypted; remove the protection with its password, then label it',
      '该 PDF 已加密；请先凭密码解除保护，再写入标识',
    ),
  ),
  signed: refuse(
    localized(
      'The PDF is digitally signed; a label added now would show as a change after signing, so have it labelled before it is signed',
      '该 PDF 带有数字签名；此时写入标识会显示为签名后的改动，请在签名之前写入标识',
    ),
  ),
} as const;
