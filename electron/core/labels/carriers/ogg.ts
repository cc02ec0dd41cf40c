import { defineCarrier } from '../define.ts';
import { readSource } from '../source.ts';
import { readOggTexts } from '../vorbis/ogg.ts';
import { writeOgg } from '../vorbis/ogg-write.ts';

/** Ogg (RFC 3533): comments of Vorbis, Opus, FLAC, Theora, Speex and others, in every logical stream. */
export const carrier = defineCarrier({
  id: 'ogg',
  formats: ['ogg'],
  places: ['Vorbis comment'],
  read: (reader, signal) => readSource(reader, signal, readOggTexts),
  writes: ['text'],
  write: writeOgg,
});
