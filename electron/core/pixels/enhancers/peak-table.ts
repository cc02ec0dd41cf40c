import { z } from 'zod';
import type { FigureOf } from '#shared/domain/figure.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { rounded } from './words.ts';

/** A spectral peak as results keep it. */
export const Peak = z.object({
  across: z.number(),
  down: z.number(),
  period: z.number(),
  angle: z.number(),
  excess: z.number(),
  log10: z.number(),
  blocks: z.boolean(),
  harmonic: z.boolean(),
});
type Peak = z.infer<typeof Peak>;

export function peaksFigure(peaks: readonly Peak[]): FigureOf<'table'> {
  const end = (key: string, title: Localized) => ({ key, title, align: 'end' as const, code: false });
  return {
    kind: 'table',
    id: 'peaks',
    title: localized('Isolated peaks of the spectrum', '频谱中的孤立峰'),
    columns: [
      end('across', localized('Cycles per pixel across', '横向频率（周/像素）')),
      end('down', localized('Down', '纵向频率')),
      end('period', localized('Period (pixels)', '周期（像素）')),
      end('angle', localized('Direction (°)', '方向（°）')),
      end('excess', localized('Above its surroundings (dB)', '高出邻域（dB）')),
      end('log10', localized('lg of false alarms', '误报数的 lg')),
      { key: 'note', title: localized('Note', '备注'), align: 'start', code: false },
    ],
    rows: peaks.map((peak) => ({
      cells: [
        rounded(peak.across, 4),
        rounded(peak.down, 4),
        rounded(peak.period),
        rounded(peak.angle, 1),
        rounded(peak.excess, 1),
        rounded(peak.log10, 1),
        noteOf(peak),
      ],
    })),
  };
}

function noteOf({ blocks, harmonic }: Peak): Localized | null {
  if (blocks) return localized('multiple of 1/8: block coding', '1/8 的整数倍：分块编码');
  return harmonic ? localized('follows from a stronger peak', '由较强峰派生') : null;
}
