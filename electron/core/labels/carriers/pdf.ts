import type { ByteRange } from '#shared/domain/figure.ts';
import type { ByteReader } from '../../media/structure/byte-reader.ts';
import type { PdfValue } from '../../media/structure/pdf-values.ts';
import { defineCarrier } from '../define.ts';
import { damaged, type Gathering, gathered, keepText } from '../gathering.ts';
import { gatherXmp } from '../payload-blocks.ts';
import { type PdfRevision, type PdfWork, readPdfDocument, resolvePdf } from '../pdf/pdf-document.ts';
import { type PdfObject, pdfContent } from '../pdf/pdf-object.ts';
import { pdfStringBytes, pdfText } from '../pdf/pdf-text.ts';
import { writePdf } from '../pdf/pdf-update.ts';

/**
 * PDF (ISO 32000): the Info dictionary, where TC260-PG-20258A places the label, and the XMP packet of the document.
 * What earlier saves said and the last one replaced is read too. Pictures on the pages are not searched.
 */
export const carrier = defineCarrier({
  id: 'pdf',
  formats: ['pdf'],
  places: ['Info dictionary', 'Metadata stream XMP', 'earlier saves'],
  read: (reader, signal) =>
    gathered((gathering) => {
      const { revisions, problem, work } = readPdfDocument(reader);
      if (problem !== null) damaged(gathering, `${problem}; objects were found by searching`);
      const encrypted = revisions.some(({ trailer }) => trailer.has('Encrypt'));
      if (encrypted) damaged(gathering, 'the document is encrypted: texts in it cannot be read');
      const seen = new Set<string>();
      for (const [age, revision] of revisions.entries()) {
        signal.throwIfAborted();
        const state: State = { reader, gathering, revision, age, encrypted, seen, work };
        if (!encrypted) info(state);
        metadata(state);
      }
      if (work.left < 0) damaged(gathering, 'more references and entries than are followed');
    }),
  writes: ['text', 'xmp'],
  write: (reader, entries) => writePdf(reader, entries),
});

interface State {
  readonly reader: ByteReader;
  readonly gathering: Gathering;
  readonly revision: PdfRevision;
  /** Saves that came after this one. */
  readonly age: number;
  readonly encrypted: boolean;
  /** What a later save says already, by its content. */
  readonly seen: Set<string>;
  readonly work: PdfWork;
}

const TEXT = 4 * 1024 * 1024;
const PACKET = 16 * 1024 * 1024;

/** Place of a payload, and that a later save replaced it when one did. */
function placed({ age }: State, name: string): { readonly place: string; readonly superseded?: true } {
  return age === 0 ? { place: name } : { place: `${name} of an earlier save (superseded)`, superseded: true };
}

function info(state: State): void {
  const { gathering, revision, age } = state;
  const entry = revision.trailer.get('Info');
  const found = resolvePdf(revision, entry);
  if (entry !== undefined && found?.value.kind !== 'dictionary' && age === 0)
    damaged(gathering, 'the Info dictionary is not where the file says');
  if (found?.value.kind !== 'dictionary') return;
  for (const [key, value] of found.value.entries) {
    state.work.left -= 1;
    if (state.work.left < 0) return;
    const read = textOf(revision, value, found.object);
    if (read === 'missing' && age === 0) damaged(gathering, `Info ${key.slice(0, 100)} cannot be read`);
    if (read === null || read === 'missing' || read.text === '') continue;
    const identity = `Info ${key} ${read.text}`;
    if (state.seen.has(identity)) continue;
    state.seen.add(identity);
    keepText(gathering, { ...placed(state, 'Info dictionary'), key, ...read });
  }
}

/** A string, or a dictionary of strings as JSON text. Names and numbers say nothing here. */
function textOf(
  revision: PdfRevision,
  value: PdfValue,
  holder: PdfObject | null,
): { readonly text: string; readonly bytes: ByteRange } | 'missing' | null {
  const found = resolvePdf(revision, value);
  if (found === null) return 'missing';
  const object = found.object ?? holder;
  const text = object?.text ?? revision.text;
  if (found.value.kind === 'string') {
    const { start, end } = found.value;
    if (end - start > TEXT) return 'missing';
    const textAt = object?.textAt ?? null;
    const bytes: ByteRange = textAt === null ? (object?.bytes ?? [0, 0]) : [textAt + start, end - start];
    return { text: pdfText(pdfStringBytes(text, start, end)), bytes };
  }
  if (found.value.kind !== 'dictionary' || object === null) return null;
  const members = [...found.value.entries].flatMap(([key, member]) => {
    if (member.kind !== 'string') return [];
    return [[key, pdfText(pdfStringBytes(text, member.start, member.end))] as const];
  });
  return members.length === 0
    ? null
    : { text: JSON.stringify(Object.fromEntries(members)), bytes: object.bytes };
}

function metadata(state: State): void {
  const { reader, gathering, revision, age, encrypted, seen } = state;
  const catalog = resolvePdf(revision, revision.trailer.get('Root'));
  if (catalog?.value.kind !== 'dictionary') return;
  const entry = catalog.value.entries.get('Metadata');
  const object = resolvePdf(revision, entry)?.object ?? null;
  if (entry === undefined) return;
  if (object === null) {
    if (age === 0) damaged(gathering, 'the metadata stream is not where the file says');
    return;
  }
  const identity = `XMP ${object.bytes.join(' ')}`;
  if (seen.has(identity)) return;
  seen.add(identity);
  const content = pdfContent(reader, object, PACKET);
  if (!content.ok || !content.whole) {
    damaged(gathering, content.ok ? 'the metadata stream breaks off' : content.problem);
    if (!content.ok) return;
  }
  // metadata of an encrypted document may be left open (7.6.4.2)
  if (encrypted && !/^[\s\S]{0,8}<[?x]/.test(content.bytes.toString('latin1', 0, 16))) return;
  const bytes = object.stream ?? object.bytes;
  gatherXmp(
    gathering,
    { ...placed(state, 'Metadata stream XMP'), bytes, contiguous: content.plain },
    content.bytes,
  );
}
