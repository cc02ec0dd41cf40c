import type { Figure } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { MarkReading } from '#shared/domain/mark.ts';
import { chanceWords } from '#shared/text/mark-words.ts';
import { attemptThreshold, FOREIGN_LOG10, type ForeignAttempt, type ForeignMarks } from './define.ts';

/** Rows of the table of attempts; the rest is counted in its title. */
const MOST_ROWS = 60;

const text = (key: string, title: Localized, code = false) => ({ key, title, align: 'start' as const, code });
const number = (key: string, title: Localized) => ({ key, title, align: 'end' as const, code: false });

/** What was found, and what was tried with its numbers. */
export function foreignFigures(marks: ForeignMarks): Figure[] {
  const figures: Figure[] = [];
  if (marks.readings.length > 0) figures.push(readingsFigure(marks.readings));
  if (marks.tried.length > 0) figures.push(triedFigure(marks));
  return figures;
}

function readingsFigure(readings: readonly MarkReading[]): Figure {
  return {
    kind: 'table',
    id: 'readings',
    title: localized('Marks that were read', '读出的水印'),
    columns: [
      text('scheme', localized('Scheme', '方案'), true),
      text('payload', localized('Payload', '载荷'), true),
      text('meaning', localized('Known as', '已知含义')),
      text('statistic', localized('Statistic', '统计量')),
      number('value', localized('Value', '数值')),
      number('threshold', localized('Threshold', '阈值')),
      number('chance', localized('lg of false alarms per file', '每文件误报概率的 lg')),
      number('trials', localized('Attempts counted', '计入的尝试次数')),
    ],
    rows: readings.map((one) => ({
      cells: [
        one.codec,
        one.payload,
        one.meaning,
        one.statisticName,
        rounded(one.statistic),
        rounded(one.threshold),
        rounded(one.falseAlarmLog10),
        one.trials,
      ],
    })),
  };
}

function triedFigure({ tried, trials }: ForeignMarks): Figure {
  const sorted = [...tried].sort((a, b) => a.log10 - b.log10);
  const threshold = attemptThreshold(trials);
  return {
    kind: 'table',
    id: 'tried',
    title: localized(
      `What was tried (best ${Math.min(MOST_ROWS, sorted.length)} of ${trials})`,
      `所作尝试（共 ${trials} 次，列出最佳的 ${Math.min(MOST_ROWS, sorted.length)} 次）`,
    ),
    columns: [
      text('scheme', localized('Scheme', '方案'), true),
      text('variant', localized('Read as', '读取方式'), true),
      text('target', localized('Looked for', '查找对象')),
      text('agreement', localized('Agreement', '吻合程度')),
      number('statistic', localized('z', 'z')),
      number('value', localized('−lg p of this attempt', '本次尝试的 −lg p')),
      number('threshold', localized('Threshold', '阈值')),
    ],
    rows: sorted.slice(0, MOST_ROWS).map((one: ForeignAttempt) => ({
      cells: [
        one.scheme,
        one.variant,
        one.target,
        one.agreement,
        rounded(one.statistic),
        rounded(-one.log10),
        rounded(threshold),
      ],
      ...(-one.log10 >= threshold ? { flag: 'notice' as const } : {}),
    })),
  };
}

function rounded(value: number): number {
  // JSON has no negative zero.
  return Math.round(value * 100) / 100 + 0;
}

const forgeable = localized(
  'The mark has no secret key: anyone who has the program can put it into any file. The probability is against chance, not against intent.',
  '该水印没有保密的密钥：任何拥有该程序的人都可将其嵌入任意文件。所述概率针对偶然，不针对故意。',
);
const copied = localized(
  'A genuine picture that was passed through the program was marked as well',
  '真实图像若经该程序处理，同样会带上水印',
);

/** One finding for each mark; `supports`: the payload is what generators write by themselves. */
export function foreignFindings(
  { readings, notes }: ForeignMarks,
  generator: (reading: MarkReading) => boolean,
): Finding[] {
  const found = readings.map((one): Finding => {
    const known = one.meaning === null ? localized('', '') : bracketed(one.meaning);
    const chance = chanceWords(one.falseAlarmLog10);
    const keyed = one.key.kind === 'private';
    const limits = [one.derivation, ...(keyed ? [] : [forgeable])];
    const statement = localized(
      `An invisible mark of the scheme ${one.codec} was read: “${one.payload}”${known.en}. Chance of reading any such mark in a file without one: ${chance.en}.`,
      `读出 ${one.codec} 方案的不可见水印：“${one.payload}”${known['zh-CN']}。在没有水印的文件中读出此类水印的概率：${chance['zh-CN']}。`,
    );
    const common = { code: 'mark.read', statement, limits, figures: ['readings', 'tried'] };
    return generator(one)
      ? {
          ...common,
          bearing: 'supports',
          proposition: 'ai-generated',
          strength: 'moderate',
          innocent: [copied],
        }
      : { ...common, bearing: 'informational', strength: 'none', innocent: [] };
  });
  return [...found, ...notes.map(noteFinding)];
}

function noteFinding(statement: Localized): Finding {
  return {
    code: 'mark.note',
    statement,
    bearing: 'informational',
    strength: 'none',
    limits: [],
    innocent: [],
    figures: [],
  };
}

function bracketed(meaning: Localized): Localized {
  return localized(` (${meaning.en})`, `（${meaning['zh-CN']}）`);
}

/** What every one of these methods must say of itself. */
export const foreignLimits: readonly Localized[] = [
  localized(
    'No mark found is never evidence of anything: most files never had one, and these marks are lost by resizing, cropping and ordinary compression',
    '未发现水印不构成任何证据：多数文件从未嵌入水印，而此类水印会因缩放、裁剪和普通压缩而丢失',
  ),
  localized(
    `A mark is called found where the probability of a false alarm, over everything tried on the file, is at most 10^${FOREIGN_LOG10}`,
    `仅当对该文件全部尝试合计的误报概率不超过 10^${FOREIGN_LOG10} 时，才认定发现水印`,
  ),
];
