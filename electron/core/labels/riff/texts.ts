import { damaged } from '../gathering.ts';
import { readId3 } from '../id3/read.ts';
import { addText, addXmp, likelyText, type Source, step, take } from '../source.ts';
import { plainText } from '../text-decoding.ts';
import { type Chunk, chunksIn, type Form, formsOf, listType } from './chunks.ts';

const DEPTH = 8;
/** Chunks of media data and indexes: nothing to read in them. */
const media: ReadonlySet<string> = new Set(['data', 'fmt ', 'fact', 'JUNK', 'junk', 'PAD ', 'FLLR', 'idx1']);
/** XML that is no XMP packet: iXML, ADM (EBU Tech 3285 s5). */
const documents: ReadonlySet<string> = new Set(['iXML', 'axml', 'aXML', 'IDIT', 'ISFT', 'strn', 'DISP']);

/** Texts of a WAVE or AVI file. */
export function readRiffTexts(source: Source): void {
  const { reader, gathering } = source;
  const forms = formsOf(reader);
  if (forms.length === 0) damaged(gathering, 'no RIFF header');
  for (const form of forms) {
    if (form.missing > 0)
      damaged(gathering, `the RIFF chunk at offset ${form.start} runs ${form.missing} bytes past the file`);
    readChunks(source, form, `RIFF ${form.type.trim()} chunk`, form.body, form.end, 0);
  }
  // the outermost chunk is the file: what goes on behind it may have been pushed out by a wrong size
  const last = forms.at(-1);
  if (last !== undefined && last.end < reader.size && !reader.filled(0, last.end, reader.size))
    damaged(gathering, `bytes behind the RIFF chunk, at offset ${last.end}`);
}

function readChunks(
  source: Source,
  form: Form,
  place: string,
  from: number,
  to: number,
  depth: number,
): void {
  const { reader, gathering } = source;
  const walk = chunksIn(reader, from, to, form);
  let next = walk.next();
  for (; next.done !== true; next = walk.next()) {
    const chunk = next.value;
    if (!step(source)) return;
    if (chunk.missing > 0)
      damaged(gathering, `chunk ${chunk.name} at offset ${chunk.start} runs past its parent`);
    const list = listType(reader, chunk);
    if (list === null) readChunk(source, place, chunk, form);
    else if (list === 'movi' || list === 'rec ') continue;
    else if (depth >= DEPTH) damaged(gathering, `lists are nested deeper than ${DEPTH}`);
    else readChunks(source, form, `LIST ${list}`, chunk.body + 4, chunk.end, depth + 1);
  }
  if (next.value !== null) damaged(gathering, next.value);
}

function readChunk(source: Source, place: string, { name, body, end }: Chunk, form: Form): void {
  const { reader } = source;
  const length = end - body;
  if (media.has(name) || length === 0) return;
  if (place === 'LIST INFO' || name.toUpperCase() === 'AIGC' || documents.has(name)) {
    const bytes = take(source, [body, length], name);
    const text = bytes === null ? '' : plainText(name === 'DISP' ? bytes.subarray(4) : bytes);
    if (text !== '') addText(source, place, name, [body, length], text);
  } else if (name === '_PMX' || name === 'XMP ') addXmp(source, `${name} chunk`, [body, length]);
  else if (name === 'id3 ' || name === 'ID3 ') readId3(source, body, end);
  else if (name === 'bext') broadcast(source, body, length);
  else if (place === 'LIST adtl' && length > 4) {
    // labels and notes of cue points: number of the point, text
    const text = name === 'ltxt' ? null : likelyText(reader.bytes(body + 4, Math.min(length - 4, 65536)));
    if (text !== null) addText(source, place, name, [body + 4, length - 4], text);
  } else if (form.type === 'WAVE' && length <= 65536 && place.startsWith('RIFF')) {
    const text = likelyText(reader.bytes(body, length));
    if (text?.includes('{') === true) addText(source, place, name, [body, length], text);
  }
}

/** Broadcast Wave (EBU Tech 3285): description, originator, its reference, coding history. */
function broadcast(source: Source, body: number, length: number): void {
  const fields: readonly (readonly [name: string, from: number, to: number])[] = [
    ['Description', 0, 256],
    ['Originator', 256, 288],
    ['OriginatorReference', 288, 320],
    ['CodingHistory', 602, length],
  ];
  for (const [name, from, to] of fields) {
    if (from >= length) continue;
    const bytes = take(source, [body + from, Math.min(to, length) - from], 'bext');
    const end = bytes?.indexOf(0) ?? -1;
    const text = bytes === null ? '' : plainText(end === -1 ? bytes : bytes.subarray(0, end));
    if (text !== '')
      addText(source, 'bext chunk', name, [body + from, end === -1 ? (bytes?.length ?? 0) : end], text);
  }
}
