import { defineCarrier } from '../define.ts';
import { readSource } from '../source.ts';
import { readFlacTexts, writeFlac } from '../vorbis/flac.ts';

/** FLAC (RFC 9639): its comment block, and ID3 tags around the stream. */
export const carrier = defineCarrier({
  id: 'flac',
  formats: ['flac'],
  places: ['Vorbis comment', 'APPLICATION block', 'ID3v2', 'ID3v1', 'APEv2'],
  read: (reader, signal) => readSource(reader, signal, readFlacTexts),
  writes: ['text'],
  write: writeFlac,
});
