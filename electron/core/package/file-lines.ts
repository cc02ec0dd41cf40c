import { open } from 'node:fs/promises';
import { readFlags } from '../case/chunks.ts';

const sliceBytes = 1024 * 1024;

/** No record of ours is this long; a line that never ends must not fill the memory. */
const longestLine = 64 * 1024 * 1024;

/**
 * Lines of a text file as bytes, ended by a line feed and nothing else; the last element is what stands after the last
 * line feed, empty in a whole file. The file may be larger than the memory: of a line that is too long the beginning is
 * the last element.
 */
export async function* fileLines(path: string): AsyncGenerator<Buffer> {
  const handle = await open(path, readFlags);
  try {
    let parts: Buffer[] = [];
    let held = 0;
    for (;;) {
      const slice = Buffer.allocUnsafeSlow(sliceBytes);
      const { bytesRead } = await handle.read(slice, 0, sliceBytes);
      let start = 0;
      for (let end = slice.indexOf(10); end !== -1 && end < bytesRead; end = slice.indexOf(10, start)) {
        yield Buffer.concat([...parts, slice.subarray(start, end)]);
        parts = [];
        held = 0;
        start = end + 1;
      }
      parts.push(slice.subarray(start, bytesRead));
      held += bytesRead - start;
      if (bytesRead === 0 || held > longestLine) break;
    }
    yield Buffer.concat(parts);
  } finally {
    await handle.close();
  }
}
