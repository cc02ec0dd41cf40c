import { afterEach, describe, expect, it, vi } from 'vitest';
import { TileCache } from '../../../renderer/src/viewer/tile-cache.ts';

interface FakeTile {
  readonly address: string;
  readonly width: number;
  readonly height: number;
  closed: boolean;
  close(): void;
}

/** A loader whose answers the test gives one by one. */
function fakeLoader() {
  const asked: { address: string; signal: AbortSignal; give: () => FakeTile; fail: () => void }[] = [];
  const load = (address: string, signal: AbortSignal) =>
    new Promise<ImageBitmap>((resolve, reject) => {
      const tile: FakeTile = {
        address,
        width: 256,
        height: 256,
        closed: false,
        close() {
          tile.closed = true;
        },
      };
      signal.addEventListener('abort', () => reject(new Error('aborted')));
      asked.push({
        address,
        signal,
        give: () => {
          resolve(tile as unknown as ImageBitmap);
          return tile;
        },
        fail: () => reject(new Error('broken')),
      });
    });
  return { asked, load };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const tileBytes = 256 * 256 * 4;

afterEach(() => vi.restoreAllMocks());

describe('tile cache', () => {
  it('loads what is visible first, the nearest first, only a few at once', async () => {
    const { asked, load } = fakeLoader();
    const cache = new TileCache({ parallel: 2, load });
    cache.want({}, [
      { address: 'ahead', distance: 0.1, ahead: true },
      { address: 'far', distance: 3 },
      { address: 'near', distance: 1 },
    ]);
    expect(asked.map((one) => one.address)).toEqual(['near', 'far']);
    asked[0]?.give();
    await settle();
    expect(asked.map((one) => one.address)).toEqual(['near', 'far', 'ahead']);
    expect(cache.get('near')).toBeDefined();
    expect(cache.get('far')).toBeUndefined();
  });

  it('cancels what nobody wants any more and throws its answer away', async () => {
    const { asked, load } = fakeLoader();
    const cache = new TileCache({ load });
    const owner = {};
    cache.want(owner, [{ address: 'a', distance: 0 }]);
    cache.want(owner, [{ address: 'b', distance: 0 }]);
    await settle();
    expect(asked[0]?.signal.aborted).toBe(true);
    expect(asked[1]?.signal.aborted).toBe(false);
    expect(cache.get('a')).toBeUndefined();
    expect(cache.failed('a')).toBe(false);
  });

  it('keeps within its bytes, closes the least recently drawn', async () => {
    const { asked, load } = fakeLoader();
    const cache = new TileCache({ budget: 2 * tileBytes, load });
    cache.want(
      {},
      ['a', 'b', 'c'].map((address, distance) => ({ address, distance })),
    );
    const tiles = asked.map((one) => one.address === 'c' || one.give());
    await settle();
    cache.get('a');
    asked[2]?.give();
    await settle();
    expect(cache.bytes).toBe(2 * tileBytes);
    expect((tiles[1] as FakeTile).closed).toBe(true);
    expect(cache.get('a')).toBeDefined();
    expect(cache.get('c')).toBeDefined();
  });

  it('tries a broken tile twice, then says so, and again when told to', async () => {
    vi.spyOn(console, 'warn').mockReturnValue(undefined);
    const { asked, load } = fakeLoader();
    const cache = new TileCache({ load });
    const changed = vi.fn();
    cache.onChange(changed);
    cache.want({}, [{ address: 'a', distance: 0 }]);
    asked[0]?.fail();
    await settle();
    expect(cache.failed('a')).toBe(false);
    asked[1]?.fail();
    await settle();
    expect(cache.failed('a')).toBe(true);
    expect(asked).toHaveLength(2);
    expect(changed).toHaveBeenCalledTimes(2);
    cache.retry();
    asked[2]?.give();
    await settle();
    expect(cache.failed('a')).toBe(false);
    expect(cache.get('a')).toBeDefined();
  });

  it('closes everything at the end', async () => {
    const { asked, load } = fakeLoader();
    const cache = new TileCache({ load });
    cache.want({}, [
      { address: 'a', distance: 0 },
      { address: 'b', distance: 1 },
    ]);
    const tile = asked[0]?.give();
    await settle();
    cache.close();
    expect(tile?.closed).toBe(true);
    expect(asked[1]?.signal.aborted).toBe(true);
    expect(cache.bytes).toBe(0);
  });
});
