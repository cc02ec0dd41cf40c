import { defineCarrier } from '../define.ts';
import { readScript } from '../flv/script-data.ts';
import { damaged } from '../gathering.ts';
import { readSource, type Source, step, take } from '../source.ts';

/** Flash Video (Adobe FLV specification 10.1, annex E): strings of its script tags. Read only: no one writes FLV now. */
export const carrier = defineCarrier({
  id: 'flv',
  formats: ['flv'],
  places: ['onMetaData', 'onXMPData'],
  read: (reader, signal) => readSource(reader, signal, readTags),
});

const SCRIPT = 18;

function readTags(source: Source): void {
  const { reader, gathering } = source;
  if (!reader.matches(0, 'FLV')) {
    damaged(gathering, 'no FLV header');
    return;
  }
  // each tag stands behind the size of the one before
  let at = Math.max(9, reader.u32(5)) + 4;
  while (at + 11 <= reader.size) {
    if (!step(source)) return;
    const type = reader.u8(at) & 0x1f;
    const length = reader.u24(at + 1);
    const body = at + 11;
    if (type !== 8 && type !== 9 && type !== SCRIPT) {
      damaged(gathering, `no tag at offset ${at}`);
      return;
    }
    if (body + length > reader.size)
      damaged(gathering, `the tag at offset ${at} runs past the end of the file`);
    if (type === SCRIPT) {
      const bytes = take(source, [body, length], 'script tag');
      if (bytes !== null) readScript(source, bytes, body);
    }
    at = body + length + 4;
  }
  if (at < reader.size && !reader.filled(0, at, reader.size))
    damaged(gathering, `the file ends inside a tag, at offset ${at}`);
}
