import { defineCarrier } from '../define.ts';
import { damaged } from '../gathering.ts';
import { readId3 } from '../id3/read.ts';
import { chunksIn } from '../riff/chunks.ts';
import { addText, addXmp, readSource, type Source, step, take } from '../source.ts';
import { plainText } from '../text-decoding.ts';

/** AIFF and AIFF-C (EA IFF 85): text chunks, ID3, XMP in an application chunk. Read only: no rule names the format. */
export const carrier = defineCarrier({
  id: 'aiff',
  formats: ['aiff'],
  places: ['FORM chunk', 'ID3v2', 'APPL XMP'],
  read: (reader, signal) => readSource(reader, signal, readForm),
});

const texts: ReadonlySet<string> = new Set(['NAME', 'AUTH', '(c) ', 'ANNO', 'AIGC']);

function readForm(source: Source): void {
  const { reader, gathering } = source;
  if (!reader.matches(0, 'FORM')) {
    damaged(gathering, 'no FORM header');
    return;
  }
  const stated = 8 + reader.u32(4);
  if (stated > reader.size)
    damaged(gathering, `the FORM chunk runs ${stated - reader.size} bytes past the file`);
  else if (!reader.filled(0, stated, reader.size))
    damaged(gathering, `bytes behind the FORM chunk, at offset ${stated}`);
  const walk = chunksIn(reader, 12, Math.min(stated, reader.size), { little: false, sizes: new Map() });
  let next = walk.next();
  for (; next.done !== true; next = walk.next()) {
    const { name, start, body, end, missing } = next.value;
    if (!step(source)) return;
    if (missing > 0) damaged(gathering, `chunk ${name} at offset ${start} runs past its parent`);
    if (texts.has(name)) {
      const bytes = take(source, [body, end - body], name);
      const text = bytes === null ? '' : plainText(bytes);
      if (text !== '') addText(source, 'FORM chunk', name, [body, end - body], text);
    } else if (name === 'COMT') comments(source, body, end);
    else if (name === 'ID3 ') readId3(source, body, end);
    else if (name === 'APPL' && reader.matches(body, 'XMP '))
      addXmp(source, 'APPL XMP', [body + 4, end - body - 4]);
  }
  if (next.value !== null) damaged(gathering, next.value);
}

/** Count, then time, marker, length and text of each comment, padded to even length. */
function comments(source: Source, body: number, end: number): void {
  let at = body + 2;
  while (at + 8 <= end && step(source)) {
    const length = source.reader.u16(at + 6);
    if (at + 8 + length > end) {
      damaged(source.gathering, `the comment at offset ${at} runs past its chunk`);
      return;
    }
    const bytes = take(source, [at + 8, length], 'COMT');
    const text = bytes === null ? '' : plainText(bytes);
    if (text !== '') addText(source, 'FORM chunk', 'COMT', [at + 8, length], text);
    at += 8 + length + (length & 1);
  }
}
