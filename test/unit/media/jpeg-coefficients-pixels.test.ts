import { readFile } from 'node:fs/promises';
import sharp, { type JpegOptions } from 'sharp';
import { describe, expect, it } from 'vitest';
import {
  type CoefficientPlane,
  decodedPlane,
  type JpegCoefficients,
  readJpegCoefficients,
  roundedSamples,
} from '#core/media/jpeg-coefficients.ts';
import { inverseDct8x8 } from '#shared/numeric/dct.ts';
import { jpegSegment } from '../../fixtures/make/jpeg.ts';
import {
  jpegOf,
  plannedJpeg,
  progressiveScans,
  sequentialScans,
} from '../../fixtures/make/jpeg-of-coefficients.ts';
import { patternImage } from '../../fixtures/make/raster.ts';
import { corpus, corpusPresent } from '../../support/corpus.ts';

const limits = { pixels: 20_000_000 };

function read(file: Uint8Array): JpegCoefficients {
  const outcome = readJpegCoefficients(file, 0, limits);
  if (!outcome.ok) throw new Error(outcome.reason.detail);
  return outcome.jpeg;
}

/** The file with Adobe's word that nothing was transformed: libjpeg then gives the components as they are. */
function untransformed(file: Uint8Array): Buffer {
  const adobe = jpegSegment(0xee, Buffer.from([...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, 0]));
  return Buffer.concat([file.subarray(0, 2), adobe, file.subarray(2)]);
}

/** Largest difference between our samples of the components that are not subsampled and libjpeg's. */
async function largestDifference(file: Uint8Array): Promise<number> {
  const jpeg = read(file);
  expect(jpeg.warnings).toEqual([]);
  const { data, info } = await sharp(untransformed(file)).raw().toBuffer({ resolveWithObject: true });
  let largest = 0;
  for (const [channel, plane] of jpeg.components.entries()) {
    if (plane.width !== jpeg.width || plane.height !== jpeg.height) continue;
    const samples = roundedSamples(decodedPlane(plane, 8), 8);
    for (let at = 0; at < jpeg.width * jpeg.height; at += 1) {
      const own = samples[Math.floor(at / jpeg.width) * plane.blocksWide * 8 + (at % jpeg.width)]!;
      largest = Math.max(largest, Math.abs(own - data[at * info.channels + channel]!));
    }
  }
  return largest;
}

describe('samples beside those of libjpeg', () => {
  const source = patternImage(75, 53).raw().toBuffer();
  const encode = async (options: JpegOptions) =>
    sharp(await source, { raw: { width: 75, height: 53, channels: 3 } })
      .jpeg(options)
      .toBuffer();

  it.each([false, true])('agree within rounding at all qualities (progressive: %s)', async (progressive) => {
    for (let quality = 1; quality <= 100; quality += quality < 90 ? 6 : 1) {
      for (const chromaSubsampling of ['4:4:4', '4:2:0']) {
        const file = await encode({
          quality,
          progressive,
          chromaSubsampling,
          optimiseCoding: quality % 2 === 0,
        });
        expect(await largestDifference(file)).toBeLessThanOrEqual(1);
      }
    }
  });

  it('agree for the forms that only the encoder of these tests writes', async () => {
    const small = { largest: 60, step: () => 2 };
    for (const [seed, sampling] of (
      [
        [[1, 1]],
        [
          [4, 1],
          [1, 1],
          [1, 1],
        ],
        [
          [1, 2],
          [1, 1],
          [1, 2],
        ],
        [
          [2, 2],
          [2, 1],
          [1, 2],
        ],
        [
          [2, 2],
          [1, 1],
          [1, 1],
        ],
      ] as const
    ).entries()) {
      const picture = plannedJpeg([61, 45], sampling, { ...small, seed });
      for (const restartInterval of [0, 2]) {
        for (const form of [
          { progressive: false, scans: sequentialScans(sampling.length, false) },
          { progressive: true, scans: progressiveScans(sampling.length, 2) },
        ]) {
          const file = jpegOf(picture, { ...form, restartInterval });
          expect(await largestDifference(file)).toBeLessThanOrEqual(1);
        }
      }
    }
  });

  it('come from the typical tables when a file leaves its own out', async () => {
    const whole = await encode({ optimiseCoding: false });
    let bare = whole;
    for (
      let at = bare.indexOf(Buffer.from([0xff, 0xc4]));
      at >= 0;
      at = bare.indexOf(Buffer.from([0xff, 0xc4]))
    ) {
      bare = Buffer.concat([bare.subarray(0, at), bare.subarray(at + 2 + bare.readUInt16BE(at + 2))]);
    }
    expect(bare.length).toBeLessThan(whole.length - 400);
    expect(read(bare).components).toEqual(read(whole).components);
  });
});

describe('the inverse transform', () => {
  it.each([8, 12] as const)('is that of Annex A.3.3 before rounding, %i bits', (precision) => {
    const { components } = read(
      jpegOf(plannedJpeg([40, 24], [[1, 1]], { precision, seed: 8 }), {
        progressive: false,
        scans: sequentialScans(1, true),
      }),
    );
    const plane = components[0] as CoefficientPlane;
    const samples = decodedPlane(plane, precision);
    const out = new Float64Array(64);
    for (let block = 0; block < plane.blocksWide * plane.blocksHigh; block += 1) {
      const scaled = Float64Array.from(
        plane.coefficients.subarray(block * 64, block * 64 + 64),
        (value, at) => value * plane.steps[at]!,
      );
      inverseDct8x8(scaled, out);
      const top = Math.floor(block / plane.blocksWide) * 8;
      const left = (block % plane.blocksWide) * 8;
      for (let at = 0; at < 64; at += 1) {
        const wanted = out[at]! + (precision === 8 ? 128 : 2048);
        const sample = samples[(top + (at >> 3)) * plane.blocksWide * 8 + left + (at & 7)]!;
        expect(Math.abs(sample - wanted)).toBeLessThan(1e-6 * Math.max(1000, Math.abs(wanted)));
      }
    }
  });

  it('rounds and clamps as a decoder does', () => {
    const samples = Float32Array.of(-3, 0.4, 0.6, 254.5, 300, 5000);
    expect([...roundedSamples(samples, 8)]).toEqual([0, 0, 1, 255, 255, 255]);
    expect([...roundedSamples(samples, 12)]).toEqual([0, 0, 1, 255, 300, 4095]);
  });
});

/**
 * FNV-1a over the coefficients of each component, block after block without those that pad the picture, natural
 * order, and over its steps: made by libjpeg-turbo 2.1.5's `jpeg_read_coefficients` in a C program.
 */
const digests: readonly (readonly [file: string, digest: string])[] = [
  ['photos/Nikon_D200_1_17226.JPG', 'a0595609:52bfb565 9dadff57:6a69ee22 31f8472d:6a69ee22'],
  ['photos/Nikon_D70_0_19445.JPG', '7976f986:b99d4a7d f7bacd3c:2ac7d66f 9c901619:2ac7d66f'],
  [
    'c2pa-public-testfiles/image/jpeg/nikon-20221019-building.jpeg',
    '4ddd34f4:9a929783 eac23256:ccfc6d93 15022265:ccfc6d93',
  ],
  [
    'c2pa-public-testfiles/image/jpeg/truepic-20230212-landscape.jpg',
    '5cf5ad86:bb22f6cc ed2cd185:dbd05a49 788187a4:dbd05a49',
  ],
  [
    'c2pa-public-testfiles/image/jpeg/adobe-20220124-CII.jpg',
    '5d184614:9a929783 6bdb7efe:ccfc6d93 33e7bda9:ccfc6d93',
  ],
  ['c2pa-public-testfiles/image/jpeg/adobe-20220124-XCA.jpg', '6d2c46dc:9a929783'],
  [
    'c2pa-rs-fixtures/sdk/tests/fixtures/ocsp_with_assertion.jpg',
    '907f0354:2a5dfb63 38b3b3d8:31b3609f 753fd30a:31b3609f',
  ],
  ['c2pa-rs-fixtures/sdk/tests/fixtures/cloud.jpg', 'c45192d5:401e2816 c0bbf0d7:ac8758f3 88a2a6f9:ac8758f3'],
  ['metadata-goldens/FujiFilm MX1700.jpg', '8df41495:94861c23 fce26e4e:569ac3df 8306ddb9:569ac3df'],
  ['pdq-tmk/pdq/data/bridge-mods/sharpen-a-lot.jpg', '75590a6f:9c5da9d2 4b197b9e:41d6ba57 8dfdaf3f:41d6ba57'],
  [
    'pdq-tmk/pdq/data/reg-test-input/dih/bridge-7-flip-plus-1.jpg',
    '12bdebc1:99389453 d185d687:79abdc5e 4764bc36:79abdc5e',
  ],
  [
    'pdq-tmk/pdq/data/misc-images/modes/CMYK.jpg',
    'dcbb9457:9a929783 c07af1f8:9a929783 d18d6c1b:9a929783 9718a5c5:9a929783',
  ],
  [
    'malformed/go-fuzz/323ac0779011f0e5581a.jpeg',
    'c3ce0f6d:aa7c41dd e62d0c12:aa7c41dd 18ad4910:aa7c41dd 3470e701:aa7c41dd',
  ],
];

describe.skipIf(!corpusPresent)('pictures of the corpus', () => {
  it('have the coefficients libjpeg reads', async () => {
    for (const [file, digest] of digests) {
      const { components, decoded } = read(await readFile(corpus(...file.split('/'))));
      expect([file, decoded, components.map(planeDigest).join(' ')]).toEqual([file, 1, digest]);
    }
  });
});

function planeDigest({ coefficients, steps, width, height, blocksWide }: CoefficientPlane): string {
  let hash = 0x811c9dc5;
  const across = Math.ceil(width / 8);
  for (let row = 0; row < Math.ceil(height / 8); row += 1) {
    const start = row * blocksWide * 64;
    for (let at = start; at < start + across * 64; at += 1) {
      hash = Math.imul(hash ^ (coefficients[at]! & 0xffff), 0x01000193);
    }
  }
  const table = steps.reduce((sum, step) => Math.imul(sum ^ step, 0x01000193), 0x811c9dc5);
  const hexadecimal = (value: number) => (value >>> 0).toString(16).padStart(8, '0');
  return `${hexadecimal(hash)}:${hexadecimal(table)}`;
}
