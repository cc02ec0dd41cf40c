import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readShuffledBlocks } from '#core/mark/foreign/blind-watermark.ts';
import { detectBlindWatermark } from '#core/mark/foreign/blind-watermark-detector.ts';
import { lowBandRow } from '#core/mark/foreign/blue-difference.ts';
import { blockVariants, readBlocks } from '#core/mark/foreign/imwatermark.ts';
import { detectImwatermark } from '#core/mark/foreign/imwatermark-detector.ts';
import { expectedPayload, knownPayloads } from '#core/mark/foreign/known-payloads.ts';
import { NumpyRandom } from '#core/mark/foreign/numpy-random.ts';
import { signTest, withoutColumns } from '#core/mark/foreign/sign-test.ts';
import { twoSingularValues } from '#core/mark/foreign/singular-values.ts';
import { softBindingAlgorithm, softBindingAlgorithms } from '#core/mark/foreign/soft-binding-list.ts';
import { embedBlindWatermark } from '../fixtures/make/blind-watermark.ts';
import { embedDwtDct, plainPicture, type Rgb } from '../fixtures/make/foreign-marks.ts';
import { structuredKinds, structuredPicture } from '../fixtures/make/structured-pictures.ts';

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const coloured = (picture: Rgb) => ({ ...picture, grey: false });
const SDXL = '101100111110110010010000011110111011000110011110';
const FLUX = '1010101111111010000111100111001111010100101110';

/**
 * Digests of what the programs themselves give for `plainPicture`, run once by hand with Debian 12's python3-opencv
 * 4.6.0, NumPy 1.24.2 and PyWavelets 1.1.1: `cv2.cvtColor(image, cv2.COLOR_BGR2YUV)`, `pywt.dwt2(U, 'haar')` and
 * `EmbedMaxDct.decode_frame` / `EmbedDwtDctSvd.decode_frame` with a length larger than the number of blocks
 * (invisible-watermark 0.2.0), and `WaterMarkCore(password_img).extract_raw` (blind_watermark 0.4.4).
 */
describe('invisible-watermark, as its own program reads', () => {
  const picture = coloured(plainPicture(264, 268, 7));
  const bands: Readonly<Record<string, string>> = {
    'bgr float32': '593bea3dccace9121a8d855c827e4612b85fb3c7cbd015e2451116d7dcd67ff7',
    'bgr uint8': '067c05a3d611fb1fa55bea988d445cbb886b232caa4529919a0d69156d3deedd',
    'rgb float32': '35f79cc1f478083e12bae16e822b03fd2cc6edbd467b747346f90019f3858ec5',
    'rgb uint8': '0a8218c54e4ec545a2cec539c96ffd44536d6cae2dd509a3df62ddafbcdb7d6c',
  };
  const decisions: Readonly<Record<string, readonly [string, string]>> = {
    'bgr float32': [
      '4b5798e30f27e8e50aa12a29a54cfe3e95e541da7394a39d6322488a8e0e3458',
      'd94ac7bfbce735ba0f1089ef1ad196ec9bbd9714584e1740f0f29bf89c6a5610',
    ],
    'bgr uint8': [
      'fa2169dd0b72b92fd84e5659749f81367602a603608c91d92e73dab04a5ba659',
      'd87e7b038146dbf22ddc539137542fd40f993e342b528350128ae0725504edbc',
    ],
    'rgb float32': [
      '5c15995ae92e5f6d858d4f62a89f04c9f63cc2d784083db0e9f7294aec03bbbd',
      'df12859c1efc6899668703e7465e3ccdbbcc80a17933870e56435efda229ec68',
    ],
    'rgb uint8': [
      '7d493234b33cdaac2b11edda891f6add89746333e9181723fdac8dfeb86d8a39',
      'c190b42d79bca11fd56fd8422b4d9cad17343c862d679572c2d0fe706c6b1f1e',
    ],
  };

  test('the picture is the one the digests are of', () => {
    expect(sha(picture.data)).toBe('ded8dd520f8483d31ced65d292b611c4b122267ab2222d626c6dfc0c65db963a');
  });

  test.each(blockVariants.map((variant) => [`${variant.order} ${variant.depth}`, variant] as const))(
    '%s: coefficients to the last bit, and the bit of every block under both methods',
    (name, variant) => {
      const band = new Float64Array(33 * 33 * 16);
      for (let row = 0; row < 33; row += 1)
        lowBandRow(picture, row, variant.order, variant.depth, band.subarray(row * 528, (row + 1) * 528));
      const stored = variant.depth === 'uint8' ? band : Float32Array.from(band);
      expect(sha(new Uint8Array(stored.buffer))).toBe(bands[name]);
      const { bits } = readBlocks(picture, variant, Number.POSITIVE_INFINITY);
      expect([sha(bits.dwtDct), sha(bits.dwtDctSvd)]).toEqual(decisions[name]);
    },
  );

  test.each([
    ['Stable Diffusion XL', SDXL, '6cf0fc5c99dac851c6836de65cc762a1d9112743a06c7fd78dd61d74e1bb2d4a'],
    ['FLUX', FLUX, '9bf38d6e33b2b7bd59b961c37f5f00a14de3793239cda218d91e2b67535c6ceb'],
  ])('the marked picture of %s is the program’s own to the byte, and its mark is read', (_, bits, digest) => {
    const marked = embedDwtDct(plainPicture(320, 256, 11), Array.from(bits, Number));
    expect(sha(marked.data)).toBe(digest);
    const { readings, trials } = detectImwatermark(coloured(marked), null);
    expect(trials).toBe(40);
    expect(readings.map(({ codec, payload }) => [codec, payload])).toEqual([['dwtDct', bits]]);
    expect(readings[0]!.falseAlarmLog10).toBeLessThan(-6);
  });

  test('a payload that was given is found, and not called one of the known ones', () => {
    const expected = expectedPayload('Assay number 5')!;
    const marked = embedDwtDct(plainPicture(512, 384, 3), [...expected.bits]);
    const [found] = detectImwatermark(coloured(marked), expected).readings;
    expect(found).toMatchObject({ payload: 'Assay number 5', meaning: null });
    expect(detectImwatermark(coloured(marked), null).readings).toEqual([]);
  });

  test('FLUX repeats 46 bits, because Python drops the zeros in front', () => {
    expect(knownPayloads.map(({ id, bits }) => [id, bits.length])).toEqual([
      ['stable-diffusion-1', 136],
      ['stable-diffusion-2', 32],
      ['stable-diffusion-xl', 48],
      ['flux', 46],
      ['flux-48', 48],
    ]);
    expect(expectedPayload('0101')).not.toBeNull();
    expect(expectedPayload('x')).toBeNull();
  });

  test('no known payload is seen in patterns, letters, halftones, shades and noise', () => {
    for (const kind of structuredKinds) {
      const { readings, tried } = detectImwatermark(coloured(structuredPicture(kind, 256, 21)), null);
      expect([kind, readings]).toEqual([kind, []]);
      expect(tried.length).toBe(40);
    }
    const grey = detectImwatermark({ ...structuredPicture('noise', 256, 1), grey: true }, null);
    expect(grey).toMatchObject({ readings: [], trials: 0 });
  });
});

describe('the chance of a payload', () => {
  test('is what counting all payloads gives', () => {
    const votes = Float64Array.from([3, -7, 5, 5, -1, 4, 6, -5, 8, 4, -3, 7, 6, -4, 5, 6]);
    const payload = Int8Array.from(votes, (vote, at) =>
      at === 4 || at === 0 ? -Math.sign(vote) : Math.sign(vote),
    );
    const reached = votes.reduce((sum, vote, at) => sum + vote * payload[at]!, 0);
    let as = 0;
    for (let code = 0; code < 1 << 16; code += 1)
      if (votes.reduce((sum, vote, at) => sum + vote * ((code >> at) & 1 ? 1 : -1), 0) >= reached) as += 1;
    const { log10 } = signTest(votes, payload);
    // Far from its own threshold Hoeffding's bound stands instead; from z = 3 on the count itself, within its grid.
    expect(signTest(votes, payload).statistic).toBeGreaterThan(3);
    expect(10 ** log10).toBeGreaterThanOrEqual(as / 65_536 - 1e-12);
    expect(10 ** log10).toBeLessThan(as / 65_536 + 0.0002);
  });

  test('of a perfect fit is one in all payloads', () => {
    const bits = Int8Array.from(SDXL, (bit) => (bit === '1' ? 1 : -1));
    const { log10 } = signTest(
      Float64Array.from(bits, (bit) => bit * 25),
      bits,
    );
    expect(log10).toBeCloseTo(-48 * Math.log10(2), 6);
  });

  test('does not see what repeats from byte to byte', () => {
    const regular = Float64Array.from({ length: 64 }, (_, at) => (at % 8 === 3 ? 100 : -40));
    expect(withoutColumns(regular, 8).every((vote) => Math.abs(vote) < 1e-9)).toBe(true);
    expect(withoutColumns(Float64Array.of(5, 5, 5, 5), 1)).toEqual(new Float64Array(4));
  });
});

describe('blind_watermark, as its own program reads', () => {
  test('the generator is MT19937: the ten thousandth number the C++ standard names', () => {
    const random = new NumpyRandom(5489);
    for (let at = 1; at < 10_000; at += 1) random.word();
    expect(random.word()).toBe(4123659995);
  });

  test('shuffles and fractions are those of numpy.random.RandomState', () => {
    // np.random.RandomState(5).shuffle(np.arange(12)) and RandomState(1).random((1, 16)).argsort(axis=1)
    expect([...new NumpyRandom(5).shuffled(12)]).toEqual([7, 5, 2, 9, 11, 4, 8, 1, 0, 10, 6, 3]);
    const random = new NumpyRandom(1);
    const values = Array.from({ length: 16 }, () => random.fraction());
    const order = values.map((_, at) => at).sort((a, b) => values[a]! - values[b]!);
    expect(order).toEqual([2, 14, 5, 4, 6, 12, 3, 7, 8, 0, 10, 9, 15, 11, 1, 13]);
  });

  test('what every block says under a password is what extract_raw says, odd sides included', () => {
    const picture = coloured(plainPicture(263, 269, 7));
    const { password, total } = readShuffledBlocks(picture, 42, Number.POSITIVE_INFINITY);
    expect(total).toBe(1089);
    // The three planes added up, in quarters, one byte for each block.
    expect(sha(Uint8Array.from(password, (value) => Math.round(value * 4)))).toBe(
      '27c1776ade0391c3070ee82f63114ee579dea700f98e26899550b678a4832071',
    );
  });

  const { picture, length } = embedBlindWatermark(plainPicture(320, 256, 11), 'Assay 第五号', 20260415, 5);

  test('a text is read with its passwords, whether its length is given or not', () => {
    for (const given of [length, null]) {
      const request = { passwordImage: 20260415, passwordMark: 5, length: given };
      const { readings } = detectBlindWatermark(coloured(picture), request);
      expect(readings.map(({ payload }) => payload)).toEqual(['Assay 第五号']);
      expect(readings[0]!.falseAlarmLog10).toBeLessThan(-6);
    }
  });

  test('another password of the picture reads nothing, another one of the payload no text', () => {
    const other = { passwordImage: 1, passwordMark: 5, length: null };
    expect(detectBlindWatermark(coloured(picture), other).readings).toEqual([]);
    const mixed = { passwordImage: 20260415, passwordMark: 6, length };
    expect(detectBlindWatermark(coloured(picture), mixed).readings[0]!.payload).toMatch(/^[01]{119}$/);
  });

  test('patterns, flat pictures and noise do not repeat under a password', () => {
    for (const kind of structuredKinds) {
      const request = { passwordImage: 1, passwordMark: 1, length: null };
      expect(detectBlindWatermark(coloured(structuredPicture(kind, 256, 5)), request).readings).toEqual([]);
    }
  });

  test('singular values are those of a matrix that was made from them', () => {
    // Two rotations around 40 and 7: u·diag·vᵀ with known values.
    const block = new Float64Array(16);
    const [a, b] = [0.6, 0.8];
    for (const [value, u, v] of [
      [40, [a, b, 0, 0], [0, a, -b, 0]],
      [7, [-b, a, 0, 0], [0, b, a, 0]],
      [1, [0, 0, 1, 0], [0, 0, 0, 1]],
    ] as const)
      for (let at = 0; at < 16; at += 1) block[at]! += value * u[at >> 2]! * v[at & 3]!;
    const out = new Float64Array(2);
    twoSingularValues(block, 0, 4, out);
    expect(out[0]).toBeCloseTo(40, 10);
    expect(out[1]).toBeCloseTo(7, 10);
  });
});

test('C2PA’s list of soft-binding algorithms of 15 April 2026 has 32 names', () => {
  expect(new Set(softBindingAlgorithms.map(({ algorithm }) => algorithm)).size).toBe(32);
  expect(softBindingAlgorithm('com.adobe.trustmark.P')?.local).toBe('with-model');
  expect(softBindingAlgorithm('com.digimarc.validate.1')?.local).toBe('vendor-only');
  expect(softBindingAlgorithm('com.google.synthid')).toBeNull();
});
