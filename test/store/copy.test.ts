import { closeSync, openSync, writeSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ChunkSource } from '#core/case/chunks.ts';
import { copyIn, makeIncoming } from '#core/intake/copy.ts';
import { copyDiffers } from '#core/intake/reasons.ts';
import { newCase } from './support/case.ts';

const size = 3 * 1024 * 1024;

function zeros(): ChunkSource {
  let left = size;
  return async (buffer) => {
    const filled = Math.min(left, buffer.length);
    buffer.fill(0, 0, filled);
    left -= filled;
    return filled;
  };
}

test('a copy that is not what was read is refused, be it one bit or one byte more', async () => {
  const { folder } = await newCase();
  const changes = [
    { at: null, byte: 0 },
    { at: size / 2, byte: 1 },
    { at: size, byte: 0 },
  ];
  for (const [index, { at, byte }] of changes.entries()) {
    const incoming = await makeIncoming(folder, `copy-${index}`, size);
    const copied = copyIn(zeros(), incoming, {
      size,
      onBytes() {
        // It is written, and not yet read back.
        if (at === null) return;
        const handle = openSync(incoming.path, 'r+');
        writeSync(handle, Buffer.from([byte]), 0, 1, at);
        closeSync(handle);
      },
    });
    if (at === null) expect(await copied).toMatchObject({ size });
    else await expect(copied).rejects.toMatchObject({ why: copyDiffers });
  }
});
