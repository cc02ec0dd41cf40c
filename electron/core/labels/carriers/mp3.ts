import { defineCarrier } from '../define.ts';
import { damaged } from '../gathering.ts';
import { readId3 } from '../id3/read.ts';
import { soundAt } from '../id3/sound.ts';
import { readTrailers } from '../id3/trailers.ts';
import { writeId3 } from '../id3/write.ts';
import { readSource } from '../source.ts';

/** MPEG audio: its tags stand around the frames. */
export const carrier = defineCarrier({
  id: 'mp3',
  formats: ['mp3', 'aac'],
  places: ['ID3v2', 'ID3v2 PRIV XMP', 'APEv2', 'ID3v1', 'Lyrics3'],
  read: (reader, signal) =>
    readSource(reader, signal, (source) => {
      const behind = readId3(source, 0, reader.size);
      if (!soundAt(reader, behind))
        damaged(
          source.gathering,
          `neither sound nor a tag where the sound should begin, at offset ${behind}`,
        );
      readTrailers(source, behind);
    }),
  writes: ['text', 'xmp'],
  write: writeId3,
});
