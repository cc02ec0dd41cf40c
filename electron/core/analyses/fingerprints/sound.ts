import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { type Answer, defineAnalysis } from '../../analysis/define.ts';
import { fingerprinter as chromaprint } from '../../trace/fingerprints/chromaprint.ts';
import { fingerprinter as landmarks } from '../../trace/fingerprints/landmarks.ts';
import { guide } from '../../trace/guides/sound.ts';
import { distinct } from '../../trace/reported.ts';
import { chromaprintText } from '../../trace/sound/chromaprint-text.ts';
import { PEAK_STEP, peakFrame } from '../../trace/sound/peaks.ts';
import { holdsSound, readChromaprint, readPeaks } from '../../trace/sound/sound-prints.ts';

/** Numbers whose code is shown (two minutes, as much as fpcalc takes by itself). */
const SHOWN = 948;
/** Bars of the plot at most. */
const BARS = 300;

const Count = z.number().int().nonnegative();
const Result = z.object({
  seconds: z.number().nonnegative(),
  /** `null`: too short or too uniform for it. */
  chromaprint: z
    .object({
      numbers: Count,
      /** The code of the first two minutes, in the form AcoustID takes. */
      code: z.string(),
    })
    .nullable(),
  /** `null`: too few peaks to be told by. */
  landmarks: z
    .object({
      peaks: Count,
      /** Peaks a second in each of so many equal parts. */
      density: z.array(z.number()),
    })
    .nullable(),
});
type Result = z.infer<typeof Result>;

const limits: Localized[] = [...landmarks.reference.limits, ...chromaprint.reference.limits];

/** The codes a sound can be traced by, and whether it has enough of its own to be traced at all. */
export const analysis = defineAnalysis<Record<string, never>, Result>({
  id: 'fingerprints.sound',
  version: 1,
  title: localized('Sound fingerprints', '声音指纹'),
  summary: localized(
    'Spectral landmarks that survive noise, rooms, telephones and changes of speed and pitch, and the Chromaprint code other services use, for finding copies of a sound.',
    '提取可承受噪声、房间、电话传输以及变速变调的频谱地标，并计算其他服务通用的 Chromaprint 编码，用于查找声音的副本。',
  ),
  guide,
  reference: { cite: `${landmarks.reference.cite}; ${chromaprint.reference.cite}`, limits },
  engines: ['ffmpeg'],
  appliesTo: holdsSound,
  parameters: z.strictObject({}),
  result: Result,

  async run({ evidence, limits: allowed, progress, signal }): Promise<Answer<Result>> {
    const source = {
      path: evidence.path,
      media: evidence.media,
      context: { limits: allowed, progress, signal },
    };
    const found = await readPeaks(source);
    progress(0.5);
    if (!found.ok && found.reason.code !== 'not-traceable')
      return { outcome: 'undetermined', reason: found.reason };
    const coded = await readChromaprint(source);
    if (!found.ok && !coded.ok) return { outcome: 'undetermined', reason: found.reason };
    const seconds = found.ok ? found.seconds : coded.ok ? coded.seconds : 0;
    const result: Result = {
      seconds,
      chromaprint: coded.ok
        ? { numbers: coded.numbers.length, code: chromaprintText(coded.numbers.subarray(0, SHOWN)) }
        : null,
      landmarks: found.ok
        ? { peaks: found.peaks.length, density: densityOf(found.peaks, found.seconds) }
        : null,
    };
    const warnings = distinct([...found.warnings, ...coded.warnings]).map(({ en }) => en);
    return { outcome: 'found', result, warnings };
  },

  figures,
  interpret,
});

function densityOf(peaks: Uint32Array, seconds: number): number[] {
  const parts = Math.min(BARS, Math.max(1, Math.ceil(seconds)));
  const counts = new Array<number>(parts).fill(0);
  for (const peak of peaks) {
    const part = Math.floor(((peakFrame(peak) * PEAK_STEP) / seconds) * parts);
    counts[Math.min(parts - 1, part)]! += 1;
  }
  return counts.map((count) => Math.round((count * parts * 100) / seconds) / 100);
}

function figures({ seconds, chromaprint: coded, landmarks: found }: Result): Figure[] {
  const made: Figure[] = [
    {
      kind: 'scalar',
      id: 'seconds',
      title: localized('Length', '时长'),
      value: Math.round(seconds * 10) / 10,
      unit: 's',
    },
  ];
  if (found !== null) {
    const { density } = found;
    made.push(
      { kind: 'scalar', id: 'peaks', title: localized('Spectral peaks', '谱峰数'), value: found.peaks },
      {
        kind: 'plot',
        id: 'density',
        title: localized('Spectral peaks in time', '谱峰随时间的分布'),
        style: 'bar',
        x: { title: localized('Time', '时间'), unit: 's' },
        y: { title: localized('Peaks per second', '每秒谱峰数') },
        series: [
          {
            name: localized('Peaks', '谱峰'),
            x: density.map((_, part) => Math.round((part * 1000 * seconds) / density.length) / 1000),
            y: density,
          },
        ],
      },
    );
  }
  if (coded !== null)
    made.push(
      {
        kind: 'scalar',
        id: 'numbers',
        title: localized('Chromaprint numbers', 'Chromaprint 数值数'),
        value: coded.numbers,
      },
      {
        kind: 'scalar',
        id: 'chromaprint',
        title: localized('Chromaprint of the first two minutes', '前两分钟的 Chromaprint'),
        value: coded.code,
      },
    );
  return made;
}

function interpret({ seconds, chromaprint: coded, landmarks: found }: Result): Finding[] {
  const common = { bearing: 'informational', strength: 'none' } as const;
  if (found === null)
    return [
      {
        ...common,
        innocent: [],
        code: 'sound.weak',
        statement: localized(
          'The sound has too few spectral peaks to be traced when it was re-recorded or changed; only its Chromaprint can be searched, and a search that finds nothing means nothing.',
          '该声音的谱峰过少，翻录或改动后无法追溯；仅可检索其 Chromaprint，检索无结果不说明任何问题。',
        ),
        limits,
        figures: ['numbers', 'chromaprint'],
      },
    ];
  const rate = (found.peaks / seconds).toFixed(1);
  return [
    {
      ...common,
      innocent: [],
      code: 'sound.usable',
      statement: localized(
        `The sound can be traced: ${found.peaks} spectral peaks, ${rate} a second.`,
        `该声音可以追溯：共 ${found.peaks} 个谱峰，每秒 ${rate} 个。`,
      ),
      limits,
      figures: ['peaks', 'density', ...(coded === null ? [] : ['numbers', 'chromaprint'])],
    },
  ];
}
