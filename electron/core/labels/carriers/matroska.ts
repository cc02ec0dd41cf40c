import { defineCarrier } from '../define.ts';
import { readMatroska } from '../matroska/read.ts';
import { writeMatroska } from '../matroska/write.ts';
import { readSource } from '../source.ts';

/** Matroska and WebM (RFC 9559): Tags wherever they stand, and names in Info and Tracks. */
export const carrier = defineCarrier({
  id: 'matroska',
  formats: ['matroska', 'webm'],
  places: ['Tags', 'Info', 'TrackEntry'],
  read(reader, signal) {
    const state = { panorama: false };
    const reading = readSource(reader, signal, (source) => readMatroska(source, state));
    return state.panorama ? { ...reading, panorama: true } : reading;
  },
  writes: ['text'],
  write: writeMatroska,
});
