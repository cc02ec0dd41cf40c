import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { decodeConvolution, encodeConvolution } from '#core/mark/code/convolution.ts';
import { crc16 } from '#core/mark/code/crc16.ts';
import {
  BLIND_IDENTIFIERS,
  falseAlarmLog10,
  REQUIRED_LOG10,
  rademacherStatistic,
  sharesOf,
  thresholdFor,
} from '#core/mark/code/false-alarm.ts';
import { KeyStream } from '#core/mark/code/key-stream.ts';
import { CODED_BITS, decodePayload, encodePayload } from '#core/mark/code/payload-code.ts';
import { parseMarkKey, publicMarkKey } from '#core/mark/key.ts';

function gaussian(random: KeyStream): () => number {
  return () =>
    Math.sqrt(-2 * Math.log(random.fraction() + 1e-12)) * Math.cos(2 * Math.PI * random.fraction());
}

describe('the code of identifiers', () => {
  test('the check sum gives the published value of CRC-16/XMODEM', () => {
    expect(crc16(Buffer.from('123456789'))).toBe(0x31c3);
  });

  test('the convolutional code has the free distance it is said to have: 33', () => {
    // Dijkstra over the states: the lightest way that leaves the zero path and comes back to it.
    const states = 1 << 12;
    const weightOf = (from: number, bit: number): number => {
      const registers = Array.from({ length: 12 }, (_, index) => (from >> (11 - index)) & 1);
      // `encodeConvolution` from the zero state over the register's own history, last step only.
      const coded = encodeConvolution(Uint8Array.from([...registers.reverse(), bit]));
      return coded.subarray(12 * 4, 13 * 4).reduce((sum, value) => sum + value, 0);
    };
    const weights = Array.from({ length: states }, (_, state) => [weightOf(state, 0), weightOf(state, 1)]);
    const distance = new Float64Array(states).fill(Infinity);
    const start = 1 << 11;
    distance[start] = weights[0]![1]!;
    const done = new Uint8Array(states);
    for (;;) {
      let state = -1;
      for (let other = 1; other < states; other += 1)
        if (!done[other] && (state < 0 || distance[other]! < distance[state]!)) state = other;
      if (state < 0 || !Number.isFinite(distance[state]!)) break;
      done[state] = 1;
      for (const bit of [0, 1]) {
        const next = (bit << 11) | (state >> 1);
        distance[next] = Math.min(distance[next]!, distance[state]! + weights[state]![bit]!);
      }
    }
    expect(distance[0]).toBe(33);
  });

  test('the list comes out best first, without repeats, and its metrics are those of the messages', () => {
    const random = new KeyStream(publicMarkKey, 'test list');
    const normal = gaussian(random);
    const soft = Float64Array.from({ length: (10 + 12) * 4 }, normal);
    const listed = [...decodeConvolution(soft, 10)];
    expect(listed).toHaveLength(1024);
    expect(new Set(listed.map(({ message }) => message.join(''))).size).toBe(1024);
    for (const [index, { message, metric }] of listed.entries()) {
      const fit = encodeConvolution(message).reduce((sum, bit, at) => sum + (bit ? -1 : 1) * soft[at]!, 0);
      expect(metric).toBeCloseTo(fit, 3);
      if (index > 0) expect(metric).toBeLessThanOrEqual(listed[index - 1]!.metric + 1e-3);
    }
  });

  test('an identifier comes back through noise at which every bit alone is a guess', () => {
    const random = new KeyStream(publicMarkKey, 'test noise');
    const normal = gaussian(random);
    let right = 0;
    for (let round = 0; round < 20; round += 1) {
      const payload = (BigInt(random.word()) << 32n) | BigInt(random.word());
      const soft = Float64Array.from(encodePayload(payload), (bit) => bit * 0.75 + normal());
      if (decodePayload(soft)[0] === payload) right += 1;
    }
    expect(right).toBeGreaterThanOrEqual(19);
    for (const payload of [0n, 1n, (1n << 64n) - 1n])
      expect(decodePayload(Float64Array.from(encodePayload(payload)))[0]).toBe(payload);
    expect(CODED_BITS).toBe(368);
  });
});

describe('the check sum', () => {
  test('turns away what noise decodes to: of 25 × 32 messages none', () => {
    const random = gaussian(new KeyStream(publicMarkKey, 'test noise'));
    for (let round = 0; round < 25; round += 1)
      expect(decodePayload(Float64Array.from({ length: CODED_BITS }, random))).toEqual([]);
  });
});

describe('false alarms', () => {
  test('random signs keep below the bound they are said to keep below, whatever the values', () => {
    const random = new KeyStream(publicMarkKey, 'test tail');
    // Values as unfriendly as can be: a few are huge.
    const values = Float64Array.from({ length: 400 }, (_, index) =>
      index % 40 === 0 ? 50 : random.fraction(),
    );
    const rounds = 20_000;
    const seen = Array.from({ length: rounds }, () => rademacherStatistic(values, random.signs(400)));
    for (const statistic of [1, 2, 3, 3.5]) {
      const share = seen.filter((value) => value >= statistic).length / rounds;
      expect(Math.log10(share || 1 / rounds / 10)).toBeLessThanOrEqual(falseAlarmLog10(statistic, 1) + 0.02);
    }
  });

  test('threshold and probability are each the other turned round', () => {
    for (const [log10, trials] of [
      [-9, 1],
      [-9, 50 * 2 ** 64],
      [-6, 1e5],
    ] as const)
      expect(falseAlarmLog10(thresholdFor(log10, trials), trials)).toBeCloseTo(log10, 9);
    expect(falseAlarmLog10(0, 1)).toBe(0);
    expect(falseAlarmLog10(Number.NaN, 1)).toBe(0);
  });

  test('a file has one chance in 10⁹, divided among keys, carriers and routes', () => {
    expect(REQUIRED_LOG10).toBe(-9);
    expect(BLIND_IDENTIFIERS).toBe(2 ** 64);
    expect(sharesOf(1, new BigUint64Array(0))).toBe(1);
    expect(sharesOf(3, new BigUint64Array(0), 2)).toBe(6);
    expect(sharesOf(3, new BigUint64Array(7), 2)).toBe(12);
  });
});

describe('keys', () => {
  test('a key stream is AES-256-CTR under HKDF, and other purposes give other streams', () => {
    const words = Array.from(
      { length: 2000 },
      (
        (stream) => () =>
          stream.word()
      )(new KeyStream(publicMarkKey, 'a')),
    );
    expect(
      Array.from(
        { length: 2000 },
        (
          (stream) => () =>
            stream.word()
        )(new KeyStream(publicMarkKey, 'a')),
      ),
    ).toEqual(words);
    expect(new KeyStream(publicMarkKey, 'b').word()).not.toBe(words[0]);
    const order = new KeyStream(publicMarkKey, 'c').permutation(1000);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, index) => index));
    expect([...order.subarray(0, 5)]).not.toEqual([0, 1, 2, 3, 4]);
    const signs = new KeyStream(publicMarkKey, 'd').signs(10_000);
    expect(Math.abs(signs.reduce((sum, sign) => sum + sign, 0))).toBeLessThan(400);
  });

  test('a key file holds 32 bytes or 64 hexadecimal digits, nothing else', () => {
    const bytes = createHash('sha256').update('mine').digest();
    const fingerprint = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
    expect(parseMarkKey(bytes)?.name).toEqual({ kind: 'private', fingerprint });
    expect(parseMarkKey(Buffer.from(`${bytes.toString('hex')}\n`))?.name.fingerprint).toBe(fingerprint);
    expect(parseMarkKey(Buffer.from('secret'))).toBeNull();
    expect(parseMarkKey(Buffer.alloc(33))).toBeNull();
    expect(parseMarkKey(Buffer.alloc(0))).toBeNull();
  });
});
