import { encode } from 'cborg';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CborValue, cborItemRange, decodeCbor, rangeWithin } from '#core/provenance/jumbf/cbor.ts';
import { valuePreview } from '#core/provenance/jumbf/cbor-values.ts';

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const bounds = (depth: number, items = 1000) => ({ depth, items });
const tag = (number: number, value: CborValue) => ({ tag: number, value });
const map = (...entries: readonly (readonly [CborValue, CborValue])[]) => new Map(entries);

/** RFC 8949 appendix A, all but the simple values without a meaning. */
const vectors: readonly (readonly [string, CborValue])[] = [
  ['00', 0],
  ['01', 1],
  ['0a', 10],
  ['17', 23],
  ['1818', 24],
  ['1819', 25],
  ['1864', 100],
  ['1903e8', 1000],
  ['1a000f4240', 1_000_000],
  ['1b000000e8d4a51000', 1_000_000_000_000],
  ['1bffffffffffffffff', 18446744073709551615n],
  ['c249010000000000000000', tag(2, hex('010000000000000000'))],
  ['3bffffffffffffffff', -18446744073709551616n],
  ['c349010000000000000000', tag(3, hex('010000000000000000'))],
  ['20', -1],
  ['29', -10],
  ['3863', -100],
  ['3903e7', -1000],
  ['f90000', 0],
  ['f98000', -0],
  ['f93c00', 1],
  ['fb3ff199999999999a', 1.1],
  ['f93e00', 1.5],
  ['f97bff', 65504],
  ['fa47c35000', 100000],
  ['fa7f7fffff', 3.4028234663852886e38],
  ['fb7e37e43c8800759c', 1e300],
  ['f90001', 2 ** -24],
  ['f90400', 0.00006103515625],
  ['f9c400', -4],
  ['fbc010666666666666', -4.1],
  ['f97c00', Number.POSITIVE_INFINITY],
  ['f97e00', Number.NaN],
  ['f9fc00', Number.NEGATIVE_INFINITY],
  ['fa7f800000', Number.POSITIVE_INFINITY],
  ['fa7fc00000', Number.NaN],
  ['faff800000', Number.NEGATIVE_INFINITY],
  ['fb7ff0000000000000', Number.POSITIVE_INFINITY],
  ['fb7ff8000000000000', Number.NaN],
  ['fbfff0000000000000', Number.NEGATIVE_INFINITY],
  ['f4', false],
  ['f5', true],
  ['f6', null],
  ['f7', undefined],
  ['c074323031332d30332d32315432303a30343a30305a', tag(0, '2013-03-21T20:04:00Z')],
  ['c11a514b67b0', tag(1, 1363896240)],
  ['c1fb41d452d9ec200000', tag(1, 1363896240.5)],
  ['d74401020304', tag(23, hex('01020304'))],
  ['d818456449455446', tag(24, hex('6449455446'))],
  ['d82076687474703a2f2f7777772e6578616d706c652e636f6d', tag(32, 'http://www.example.com')],
  ['40', hex('')],
  ['4401020304', hex('01020304')],
  ['60', ''],
  ['6161', 'a'],
  ['6449455446', 'IETF'],
  ['62225c', '"\\'],
  ['62c3bc', '\u00fc'],
  ['63e6b0b4', '\u6c34'],
  ['64f0908591', '\u{10151}'],
  ['80', []],
  ['83010203', [1, 2, 3]],
  ['8301820203820405', [1, [2, 3], [4, 5]]],
  [
    '98190102030405060708090a0b0c0d0e0f101112131415161718181819',
    Array.from({ length: 25 }, (_, at) => at + 1),
  ],
  ['a0', map()],
  ['a201020304', map([1, 2], [3, 4])],
  ['a26161016162820203', map(['a', 1], ['b', [2, 3]])],
  ['826161a161626163', ['a', map(['b', 'c'])]],
  [
    'a56161614161626142616361436164614461656145',
    map(['a', 'A'], ['b', 'B'], ['c', 'C'], ['d', 'D'], ['e', 'E']),
  ],
  ['5f42010243030405ff', hex('0102030405')],
  ['7f657374726561646d696e67ff', 'streaming'],
  ['9fff', []],
  ['9f018202039f0405ffff', [1, [2, 3], [4, 5]]],
  ['9f01820203820405ff', [1, [2, 3], [4, 5]]],
  ['83018202039f0405ff', [1, [2, 3], [4, 5]]],
  ['83019f0203ff820405', [1, [2, 3], [4, 5]]],
  [
    '9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff',
    Array.from({ length: 25 }, (_, at) => at + 1),
  ],
  ['bf61610161629f0203ffff', map(['a', 1], ['b', [2, 3]])],
  ['826161bf61626163ff', ['a', map(['b', 'c'])]],
  ['bf6346756ef563416d7421ff', map(['Fun', true], ['Amt', -2])],
];

/** RFC 8949 appendix F.1: bytes that are not well-formed. */
const malformed = `18 19 1a 1b 1901 1a0102 1b01020304050607 38 58 78 98 9a01ff00 b8 d8 f8 f900 fa0000 fb000000
  41 61 5affffffff00 5bffffffffffffffff010203 7affffffff00 7b7fffffffffffffff010203
  81 818181818181818181 8200 a1 a20102 a100 a2000000 c0
  5f4100 7f6100 9f 9f0102 bf bf01020102 819f 9f8000 9f9f9f9f9fffffffff 9f819f819f9fffffff
  1c 1d 1e 3c 3d 3e 5c 5d 5e 7c 7d 7e 9c 9d 9e bc bd be dc dd de fc fd fe
  f800 f801 f818 f81f 5f00ff 5f21ff 5f6100ff 5f80ff 5fa0ff 5fc000ff 5fe0ff 7f4100ff
  5f5f4100ffff 7f7f6100ffff ff 81ff 8200ff a1ff a1ff00 a100ff a20000ff 9f81ff 9f829f819f9fffffffff
  bf00ff bf000000ff 1f 3f df`.split(/\s+/);

describe('CBOR', () => {
  it.each(vectors)('%s as in RFC 8949', (input, value) => {
    expect(decodeCbor(hex(input))).toMatchObject({ value, end: input.length / 2 });
  });

  it.each(malformed)('%s is not well-formed', (input) => {
    expect(decodeCbor(hex(input))).toEqual({ problem: expect.stringMatching(/^CBOR: .+ at offset \d+$/) });
  });

  it('reads what another encoder writes', () => {
    const simple = fc.oneof(
      fc.string(),
      fc.maxSafeInteger(),
      // The other encoder writes −0 as 0.
      fc.double({ noNaN: true }).map((number) => number + 0),
      fc.boolean(),
      fc.constant(null),
      fc.uint8Array(),
      fc.bigInt({ min: 1n << 53n, max: (1n << 64n) - 1n }),
    );
    const { value: any } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        simple,
        fc.array(tie('value')),
        fc
          .uniqueArray(fc.tuple(fc.string(), tie('value')), { selector: ([key]) => key })
          .map((entries) => new Map(entries)),
      ),
    }));
    fc.assert(
      fc.property(any, (value) => {
        const encoded = encode(value);
        expect(decodeCbor(encoded)).toMatchObject({ value: value as CborValue, end: encoded.length });
      }),
    );
  });

  it('refuses a key that occurs twice, however it is written', () => {
    const twice = [
      'a2 6161 01 6161 02',
      'a2 01 00 1801 00',
      'bf 6161 01 7f 6161 ff 02 ff',
      'a2 4101 00 5f 4101 ff 00',
      'a2 8101 00 8101 00',
      'a2 f6 00 f6 00',
    ];
    for (const input of twice) {
      expect(decodeCbor(hex(input))).toEqual({ problem: expect.stringContaining('occurs twice') });
    }
    expect(decodeCbor(hex('a2 4161 00 6161 00'))).toHaveProperty('value');
  });

  it('refuses text that is not UTF-8 and keeps a byte order mark', () => {
    expect(decodeCbor(hex('62c328'))).toEqual({ problem: 'CBOR: text is not UTF-8 at offset 0' });
    expect(decodeCbor(hex('63efbbbf'))).toMatchObject({ value: '\ufeff' });
  });

  it('stays within its bounds', () => {
    expect(decodeCbor(hex('8181818100'), bounds(4))).toHaveProperty('value');
    expect(decodeCbor(hex('818181818100'), bounds(4))).toHaveProperty('problem');
    expect(decodeCbor(hex('c1c1c1c1c100'), bounds(4))).toHaveProperty('problem');
    expect(decodeCbor(hex('8400000000'), bounds(4, 5))).toMatchObject({ items: 5 });
    expect(decodeCbor(hex('8400000000'), bounds(4, 4))).toHaveProperty('problem');
    // A million nested arrays, tags and open strings: no stack is used up.
    for (const byte of [0x81, 0x9f, 0xc1, 0xa1, 0x5f]) {
      expect(decodeCbor(new Uint8Array(1_000_000).fill(byte))).toHaveProperty('problem');
    }
  });

  it('never throws and never reads beyond the input', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const reading = decodeCbor(bytes);
        if ('value' in reading) expect(reading.end).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 5000 },
    );
  });

  it('gives byte strings as views, so that their place is known', () => {
    const whole = Uint8Array.from([9, 9, 9, ...encode({ a: new Uint8Array([1, 2, 3]) }), 9]);
    const reading = decodeCbor(whole.subarray(3));
    const bytes = 'value' in reading && (reading.value as Map<string, Uint8Array>).get('a');
    expect(bytes).toBeInstanceOf(Uint8Array);
    expect(rangeWithin(whole, bytes as Uint8Array)).toEqual([whole.indexOf(1), 3]);
    expect(rangeWithin(whole.subarray(8), bytes as Uint8Array)).toBeNull();
    expect(rangeWithin(whole, Uint8Array.of(1, 2, 3))).toBeNull();
  });

  it('finds where an entry is encoded', () => {
    const bytes = encode({ list: [10, { deep: 'text' }], b: 1 });
    const at = (...path: (string | number)[]) => {
      const range = cborItemRange(bytes, path);
      return range && Buffer.from(bytes.subarray(range[0], range[0] + range[1])).toString('hex');
    };
    expect(at('list', 1, 'deep')).toBe(Buffer.from(encode('text')).toString('hex'));
    expect(at('list', 0)).toBe('0a');
    expect(at()).toBe(Buffer.from(bytes).toString('hex'));
    expect(at('list', 2)).toBeNull();
    expect(at('none')).toBeNull();
    expect(cborItemRange(hex('d2 9f 01 ff'), [0])).toEqual([2, 1]);
    expect(cborItemRange(hex('9f 01 ff'), [1])).toBeNull();
  });

  it('shows a value in bounded text', () => {
    const reading = decodeCbor(hex('a3 6161 c1 05 6162 4401020304 6163 82 f6 6122'));
    expect('value' in reading && valuePreview(reading.value)).toBe(
      `{"a": 1(5), "b": h'01020304', "c": [null, "\\""]}`,
    );
    expect(valuePreview(new Uint8Array(40))).toBe(`h'${'00'.repeat(32)}…' (40 bytes)`);
    expect(
      valuePreview(
        Array.from({ length: 10_000 }, () => 'long text'),
        100,
      ),
    ).toHaveLength(101);
    expect(valuePreview('x'.repeat(1_000_000), 10)).toHaveLength(11);
  });
});
