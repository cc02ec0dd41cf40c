import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { DataHash } from '#core/provenance/binding/data-hash.ts';
import { checkTextHash } from '#core/provenance/binding/text-hash.ts';
import type { ByteRange } from '#shared/domain/figure.ts';
import { textWrapper } from '../../fixtures/make/store-carriers.ts';

/** The hash is taken here by its definition, over strings; what is checked is the reading of a file. */
const wrapper = textWrapper(Buffer.from('store'));
const length = Buffer.byteLength(wrapper);

function hashOf(
  text: string,
  exclusions: readonly ByteRange[],
  algorithm: string | null = 'sha256',
): DataHash {
  const hash = createHash(algorithm ?? 'sha384')
    .update(text.normalize('NFC'))
    .digest();
  return { algorithm, hash: new Uint8Array(hash), exclusions, pad: { bytes: 0, nonZero: 0 } };
}

function check(file: Buffer, at: number, size: number, hash: DataHash, more = {}) {
  const { matches, problem } = checkTextHash(file, hash, {
    algorithm: null,
    wrapper: [at, size],
    updated: false,
    ...more,
  });
  return [matches, problem];
}

describe('hash of a text with a wrapper (C2PA 2.4, 15.12.1.3.1)', () => {
  const text = 'Grüße aus 北京.';
  const at = Buffer.byteLength(text);
  const file = Buffer.from(text + wrapper);

  it('takes the algorithm of the claim, and none but those allowed', () => {
    const hash = hashOf(text, [[at, length]], null);
    expect(check(file, at, length, hash, { algorithm: 'sha384' })).toEqual([true, null]);
    expect(check(file, at, length, hash)).toEqual([null, 'algorithm-missing']);
    expect(check(file, at, length, { ...hash, algorithm: 'md5' })).toEqual([null, 'algorithm-unsupported']);
  });

  it('wants one exclusion, and that to be the wrapper', () => {
    const wrong: readonly ByteRange[][] = [
      [],
      [[at, length - 1]],
      [[at - 1, length]],
      [
        [0, 1],
        [at, length],
      ],
    ];
    for (const exclusions of wrong)
      expect(check(file, at, length, hashOf(text, exclusions))).toEqual([false, 'wrapper-not-excluded']);
    // update manifests make the wrapper longer
    const grown = hashOf(text, [[at, length - 40]]);
    expect(check(file, at, length, grown, { updated: true })).toEqual([true, null]);
  });

  it('reads UTF-16 by its mark, which is none of the text', () => {
    const little = Buffer.from(`\ufeff${text}${wrapper}`, 'utf16le');
    const start = 2 + text.length * 2;
    const hash = hashOf(text, [[at, length]]);
    expect(check(little, start, little.length - start, hash)).toEqual([true, null]);
    expect(check(Buffer.from(little).swap16(), start, little.length - start, hash)).toEqual([true, null]);
    const other = Buffer.from(`\ufeff${text.replace('北', '南')}${wrapper}`, 'utf16le');
    expect(check(other, start, other.length - start, hash)).toEqual([false, null]);
  });

  it('bytes that are no text fit nothing; a mark of UTF-8 counts as it stands', () => {
    const broken = Buffer.concat([Buffer.from([0xff, 0x41]), Buffer.from(wrapper)]);
    expect(check(broken, 2, length, hashOf('?A', [[2, length]]))).toEqual([false, 'text-not-unicode']);
    const marked = Buffer.from(`\ufeff${text}${wrapper}`);
    expect(check(marked, at + 3, length, hashOf(`\ufeff${text}`, [[at + 3, length]]))).toEqual([true, null]);
  });
});
