import { describe, expect, test } from 'vitest';
import { bchErrors, bchParityBits } from '#core/mark/foreign/bch.ts';
import { NumpyRandom } from '#core/mark/foreign/numpy-random.ts';
import { decodeTrustmark, encodeTrustmark } from '#core/mark/foreign/trustmark.ts';

describe('TrustMark payloads, as adobe/trustmark codes them', () => {
  // DataLayer(100, False, mode).encode_binary(['110' * 30][:capacity]) of adobe/trustmark, one for each schema.
  const packets: Readonly<Record<string, string>> = {
    BCH_SUPER:
      '1101101101101101101101101101101101101101100100000010101100011011111011001101011101010100100010100000',
    BCH_4:
      '1101101101101101101101101101101101101101101101101101101101101101101101101010010001001001011100100010',
    BCH_3:
      '1101101101101101101101101101101101101101101101101101101101101101101101101101000101011101100001100011',
  };
  const capacity: Readonly<Record<string, number>> = { BCH_SUPER: 40, BCH_4: 68, BCH_3: 75 };

  test.each(Object.entries(packets))('%s', (name, packet) => {
    const data = Uint8Array.from('110'.repeat(30).slice(0, capacity[name]), Number);
    expect(encodeTrustmark(data, name).join('')).toBe(packet);
    expect(decodeTrustmark(Uint8Array.from(packet, Number))).toMatchObject({ schema: name, corrected: 0 });
  });

  test('as many errors are corrected as the schema says, and more are not taken for a payload', () => {
    const right = encodeTrustmark(
      Uint8Array.from({ length: 61 }, (_, at) => ((at * 7) % 3) & 1),
      'BCH_5',
    );
    for (let errors = 0; errors <= 5; errors += 1) {
      const received = Uint8Array.from(right);
      for (let at = 0; at < errors; at += 1) received[(at * 17 + errors) % 96]! ^= 1;
      expect(decodeTrustmark(received)).toMatchObject({ corrected: errors, bits: right });
    }
    expect([3, 4, 5, 8].map(bchParityBits)).toEqual([21, 28, 35, 56]);
    expect(
      bchErrors(
        Uint8Array.from({ length: 96 }, (_, at) => (at % 5 === 0 ? 1 : 0)),
        3,
      ),
    ).toBeNull();
  });

  test('random answers decode about as often as the stated chance says', () => {
    // In BCH_3 147,537 of 2²¹ words are within three errors of a word of the code, and one ending in sixteen names it.
    const random = new NumpyRandom(7);
    let decoded = 0;
    for (let draw = 0; draw < 20_000; draw += 1) {
      const bits = Uint8Array.from({ length: 100 }, () => random.word() >>> 31);
      bits.set([0, 0, 1, 1], 96);
      if (decodeTrustmark(bits) !== null) decoded += 1;
    }
    // 96 places for the code and 5 filled ones that may not be wrong: 0.0703 expected, standard error 0.0018.
    expect(decoded / 20_000).toBeGreaterThan(0.0703 - 0.008);
    expect(decoded / 20_000).toBeLessThan(0.0703 + 0.008);
  });
});
