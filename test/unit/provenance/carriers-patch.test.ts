import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { findStores } from '#core/provenance/carriers/find-stores.ts';
import { patchStore } from '#core/provenance/carriers/patch.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import {
  gifWith,
  id3With,
  jpegSegments,
  jpegWith,
  makeStore,
  movieWith,
  pdfWith,
  pngWith,
  svgWith,
  textWrapper,
  tiffWith,
  webpWith,
} from '../../fixtures/make/store-carriers.ts';
import { withFile } from '../../support/stores.ts';

const store = makeStore();
const signal = new AbortController().signal;
/** Places across borders of segments and sub-blocks, and the last byte. */
const edits = [
  { at: 8 + 995, bytes: Uint8Array.from({ length: 1300 }, (_, at) => at % 251) },
  { at: 250, bytes: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) },
  { at: store.length - 1, bytes: Uint8Array.of(0xaa) },
];
const expected = Buffer.from(store);
for (const { at, bytes } of edits) expected.set(bytes, at);

describe('bytes of a store changed in the file', () => {
  it.each<readonly [MediaFormat, Buffer]>([
    ['jpeg', jpegWith(...jpegSegments(store))],
    ['png', pngWith(store)],
    ['gif', gifWith(store)],
    ['tiff', tiffWith(store, false, false)],
    ['webp', webpWith(store)],
    ['mp4', movieWith(store)],
    ['mp3', id3With(store, 4, false)],
    ['svg', svgWith(store)],
    [
      'svg',
      Buffer.from(
        svgWith(store)
          .toString()
          .replace(/[A-Za-z0-9+/]{70}/g, '$&\n  '),
      ),
    ],
  ])('%s', async (format, file) => {
    await withFile(file, async (path) => {
      const [found] = (await findStores(path, { format }, { signal })).stores;
      expect(Buffer.from(found!.bytes).equals(store)).toBe(true);
      const outcome = await patchStore(path, found!, edits);
      expect(outcome).toMatchObject({ done: true });
      const after = await findStores(path, { format }, { signal });
      expect(after.damage).toBeNull();
      expect(after.stores[0]!.problems).toEqual([]);
      expect(Buffer.from(after.stores[0]!.bytes).equals(expected)).toBe(true);
      // nothing else of the file has changed
      const written = await readFile(path);
      expect(written.length).toBe(file.length);
      for (const [start, length] of found!.occupied) {
        written.fill(0, start, start + length);
        file.fill(0, start, start + length);
      }
      expect(written.equals(file)).toBe(true);
    });
  });

  it.each<readonly [string, MediaFormat, Buffer]>([
    ['variation selectors', 'text', Buffer.from(`a${textWrapper(store)}`)],
    ['deflate', 'pdf', pdfWith(store, 'deflate')],
    ['unsynchronisation', 'mp3', id3With(store, 3, true)],
  ])('refused where the length depends on the bytes: %s', async (_name, format, file) => {
    await withFile(file, async (path) => {
      const [found] = (await findStores(path, { format }, { signal })).stores;
      expect(await patchStore(path, found!, edits)).toMatchObject({ done: false });
      expect((await readFile(path)).equals(file)).toBe(true);
    });
  });

  it('refused outside the content, and in a file that has changed since', async () => {
    await withFile(pngWith(store), async (path) => {
      const [found] = (await findStores(path, { format: 'png' }, { signal })).stores;
      const one = Uint8Array.of(1);
      expect(await patchStore(path, found!, [{ at: 3, bytes: one }])).toMatchObject({ done: false });
      expect(await patchStore(path, found!, [{ at: store.length, bytes: one }])).toMatchObject({
        done: false,
      });
      await writeFile(path, pngWith(makeStore(5000, 12)));
      expect(await patchStore(path, found!, [{ at: 100, bytes: one }])).toMatchObject({ done: false });
    });
  });
});
