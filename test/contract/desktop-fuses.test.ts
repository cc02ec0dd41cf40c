import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { burnFuses } from '#hosts/desktop/fuses.ts';

/** Electron's fuse wire as its documentation describes it: a sentinel, a version, a length, one character per fuse. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

test('the fuses are burned into a binary and read back', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-fuses-'));
  const binary = join(folder, 'electron');
  const shipped = '101110010';
  await writeFile(
    binary,
    Buffer.concat([
      Buffer.alloc(500, 7),
      Buffer.from(sentinel),
      Buffer.from([1, shipped.length]),
      Buffer.from(shipped),
      Buffer.alloc(500, 9),
    ]),
  );
  await burnFuses(binary);
  const bytes = await readFile(binary);
  const wire = bytes
    .subarray(bytes.indexOf(sentinel) + sentinel.length + 2)
    .subarray(0, shipped.length)
    .toString();
  // In order: RunAsNode off, cookie encryption on, NODE_OPTIONS off, inspect off, ASAR integrity on, only ASAR on, (snapshot as shipped), file privileges off.
  expect([wire.slice(0, 6), wire[6], wire[7]]).toEqual(['010011', shipped[6], '0']);
  await rm(folder, { recursive: true });
});
