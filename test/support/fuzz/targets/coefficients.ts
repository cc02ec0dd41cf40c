import { readJpegCoefficients } from '#core/media/jpeg-coefficients.ts';
import {
  jpegOf,
  plannedJpeg,
  progressiveScans,
  sequentialScans,
} from '../../../fixtures/make/jpeg-of-coefficients.ts';
import { type FuzzTarget, must } from '../target.ts';

const limits = { pixels: 40_000 };

/** The entropy decoder of JPEG, sequential and progressive. */
export const target: FuzzTarget = {
  name: 'coefficients',
  tokens: [
    '\xff\xd8',
    '\xff\xc0',
    '\xff\xc1',
    '\xff\xc2',
    '\xff\xc4',
    '\xff\xda',
    '\xff\xdb',
    '\xff\xdd',
    '\xff\xd0',
    '\xff\xd7',
    '\xff\xd9',
    '\xff\x00',
  ],
  async seeds() {
    const colour = plannedJpeg(
      [40, 24],
      [
        [2, 2],
        [1, 1],
        [1, 1],
      ],
      { seed: 3 },
    );
    const grey = plannedJpeg([32, 24], [[1, 1]], { seed: 4 });
    return [
      jpegOf(grey, { progressive: false, scans: sequentialScans(1, true) }),
      jpegOf(grey, { progressive: false, scans: sequentialScans(1, true), restartInterval: 4 }),
      jpegOf(grey, { progressive: true, scans: progressiveScans(1, 1) }),
      jpegOf(colour, { progressive: false, scans: sequentialScans(3, true) }),
      jpegOf(colour, { progressive: false, scans: sequentialScans(3, false), restartInterval: 2 }),
      jpegOf(colour, { progressive: true, scans: progressiveScans(3, 1), restartInterval: 3 }),
    ].map((bytes) => ({ hint: 'jpeg', bytes }));
  },
  read({ bytes }) {
    const outcome = readJpegCoefficients(bytes, 0, limits);
    if (!outcome.ok) return;
    const { components, decoded, warnings } = outcome.jpeg;
    must(decoded >= 0 && decoded <= 1, `a share of ${decoded}`);
    must(decoded === 1 || warnings.length > 0, 'what is missing is told');
    for (const { blocksWide, blocksHigh, coefficients: values } of components)
      must(values.length === blocksWide * blocksHigh * 64, 'a plane is whole');
  },
};
