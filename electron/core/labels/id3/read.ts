import { damaged } from '../gathering.ts';
import { type Source, step, take } from '../source.ts';
import { readFrame } from './frames.ts';
import { framesOf, synchronised, tagAt } from './tag.ts';

const TAGS = 32;

/** ID3v2 tags one behind the other from `at` on. Returns the offset behind the last one. */
export function readId3(source: Source, at: number, limit: number): number {
  const { reader, gathering } = source;
  let position = at;
  for (let count = 0; count < TAGS && position < limit; count += 1) {
    const tag = tagAt(reader, position);
    if (tag === null) return position;
    const { version, flags, body, end } = tag;
    if (end > Math.min(limit, reader.size))
      damaged(gathering, `the ID3v2 tag at offset ${position} runs past its end`);
    if (version < 2 || version > 4 || (version === 2 && flags & 0x40))
      damaged(gathering, `the ID3v2 tag at offset ${position} is of a kind that is not read (${version})`);
    else {
      const length = Math.min(end, limit, reader.size) - body;
      const raw = take(source, [body, length], 'ID3v2 tag');
      // before 2.4 the whole tag is unsynchronised at once, frame headers included
      if (raw !== null) readFrames(source, raw, body, version, flags);
    }
    position = Math.min(tag.whole, limit);
  }
  return position;
}

function readFrames(source: Source, raw: Buffer, body: number, version: number, flags: number): void {
  const plain = synchronised(raw, body, version < 4 && (flags & 0x80) !== 0);
  const { frames, first, at } = framesOf(plain.bytes, version, flags);
  if (first > plain.bytes.length)
    damaged(source.gathering, `the extended header of the ID3v2 tag at offset ${body - 10} runs past it`);
  for (const frame of frames) {
    if (!step(source)) return;
    if (frame.missing > 0) damaged(source.gathering, `the ID3v2 frame ${frame.name} runs past its tag`);
    readFrame(source, plain, version, flags, frame);
  }
  if (plain.bytes.subarray(at).some((byte) => byte !== 0))
    damaged(source.gathering, `the ID3v2 tag at offset ${body - 10} holds bytes that are no frame`);
}
