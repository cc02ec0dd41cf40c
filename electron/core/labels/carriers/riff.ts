import { defineCarrier } from '../define.ts';
import { readRiffTexts } from '../riff/texts.ts';
import { writeRiff } from '../riff/write.ts';
import { readSource } from '../source.ts';

/** WAVE (RF64 and BW64 too) and AVI (OpenDML too). */
export const carrier = defineCarrier({
  id: 'riff',
  formats: ['wav', 'avi'],
  places: ['RIFF chunk AIGC', 'LIST INFO', '_PMX chunk', 'id3 chunk', 'bext chunk', 'LIST adtl'],
  read: (reader, signal) => readSource(reader, signal, readRiffTexts),
  writes: ['text', 'xmp'],
  write: writeRiff,
});
