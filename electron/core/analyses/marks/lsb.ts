import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { MarkReading } from '#shared/domain/mark.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { type AnalysisContext, type Answer, defineAnalysis } from '../../analysis/define.ts';
import { FOREIGN_LOG10 } from '../../mark/foreign/define.ts';
import { findLsbMessages, lsbReading } from '../../mark/foreign/lsb-message.ts';
import { looksReplaced, lsbEstimates } from '../../mark/foreign/lsb-statistics.ts';
import { guide } from '../../mark/guides/lsb.ts';
import { decodeEvidence } from '../../media/image.ts';

const Message = z.object({
  channels: z.string(),
  scan: z.enum(['rows', 'columns']),
  first: z.enum(['high', 'low']),
  kind: z.string(),
  header: z.enum(['none', 'decimal-length', 'binary-length']),
  content: z.string(),
  length: z.number(),
  log10: z.number(),
});
const Estimate = z.object({
  channel: z.string(),
  samplePairs: z.number().nullable(),
  groups: z.number().nullable(),
  evenPairs: z.number(),
});
const Result = z.object({
  /** The same messages in the form all marks have. */
  readings: z.array(MarkReading),
  messages: z.array(Message),
  estimates: z.array(Estimate),
  /** The numbers look like replaced lowest bits. */
  hint: z.boolean(),
  trials: z.number().int(),
});
type Result = z.infer<typeof Result>;

/** Formats that can keep lowest bits; lossy WebP and TIFF with JPEG inside are read as well and show nothing. */
const formats: ReadonlySet<MediaFormat> = new Set(['png', 'tiff', 'webp', 'gif']);

const noiseLimit = localized(
  'The statistics cannot tell a message from noise that was there before: film grain, dithering, scaling up and synthetic noise look the same',
  '统计检验无法区分隐藏信息与原有噪声：胶片颗粒、抖动、放大以及合成噪声呈现相同特征',
);

export const analysis = defineAnalysis<Record<string, never>, Result>({
  id: 'marks.lsb',
  version: 1,
  title: localized('Messages in the lowest bits', '最低有效位中的信息'),
  summary: localized(
    'Reads the lowest bits of the samples in the usual orders for a text or file that begins there, and estimates from the pixels what part of them was replaced.',
    '按常见顺序读取样本的最低有效位，查找由此开始的文本或文件，并据像素估计被替换的比例。',
  ),
  guide,
  reference: {
    cite: 'Westfeld and Pfitzmann, Attacks on Steganographic Systems, IH 1999; Fridrich, Goljan and Du, Reliable Detection of LSB Steganography, ACM MM&Sec 2001; Dumitrescu, Wu and Wang, Detection of LSB Steganography via Sample Pair Analysis, IEEE Trans. Signal Process. 51 (2003)',
    limits: [
      noiseLimit,
      localized(
        'Only messages that begin with the first pixel of a channel order and are not encrypted are read; programs that scatter bits by a password (OpenStego, steghide) are not',
        '仅能读取从某一通道顺序的首个像素开始且未加密的信息；按口令分散写入的程序（OpenStego、steghide）无法读取',
      ),
      localized(
        'Any lossy step after the embedding removes the message; nothing found says nothing',
        '嵌入之后的任何有损处理都会清除信息；未发现不说明任何问题',
      ),
      localized(
        'Generation data that NovelAI keeps in the lowest bits of the alpha channel is read with the labels',
        'NovelAI 存于透明通道最低有效位的生成数据由标识分析读取',
      ),
    ],
  },
  errorRate: localized(
    'Messages: at most 10⁻⁶ per file where lowest bits are random, none in 2,079 lossless pictures. Hint: 1 in 239 lossless pictures of the corpus; it does fire on synthetic noise. See marks-of-others.md.',
    '信息：在最低有效位随机的前提下每文件不超过 10⁻⁶，2,079 幅无损图像中未误报。提示：语料库 239 幅无损图像中出现 1 次；对合成噪声会出现。参见 marks-of-others.md。',
  ),
  engines: ['sharp'],
  appliesTo: ({ format }) =>
    formats.has(format) || localized('Only for images stored without loss', '仅适用于无损存储的图像'),
  parameters: z.strictObject({}),
  result: Result,
  run,
  figures,
  interpret,
});

async function run({
  evidence,
  limits,
  signal,
}: AnalysisContext<Record<string, never>>): Promise<Answer<Result>> {
  const decoded = await decodeEvidence(evidence, limits);
  if (!decoded.ok) return { outcome: 'undetermined', reason: decoded.reason };
  const { image } = decoded;
  signal.throwIfAborted();
  const { messages, trials } = findLsbMessages(image, FOREIGN_LOG10);
  const estimates = lsbEstimates(image, signal);
  const result: Result = {
    readings: messages.map((message) => lsbReading(message, trials)),
    messages: messages.map(({ layout, ...message }) => ({ ...layout, ...message })),
    estimates,
    hint: estimates.some(looksReplaced),
    trials,
  };
  const { warnings } = image;
  if (messages.length > 0 || result.hint) return { outcome: 'found', result, warnings };
  if (warnings.length === 0) return { outcome: 'nothing-found', result, warnings };
  return { outcome: 'undetermined', reason: damaged, result, warnings };
}

const damaged: Reason = {
  code: 'picture-damaged',
  text: localized(
    'Nothing was read, but the picture is damaged and part of it could not be decoded',
    '未读出信息，但图像已损坏，部分内容无法解码',
  ),
};

const column = (key: string, title: Localized, align: 'start' | 'end' = 'start', code = false) => ({
  key,
  title,
  align,
  code,
});

function figures({ messages, estimates, trials }: Result): Figure[] {
  const all: Figure[] = [];
  if (messages.length > 0)
    all.push({
      kind: 'table',
      id: 'messages',
      title: localized(
        `Messages that were read (${trials} orders and forms tried)`,
        `读出的信息（共尝试 ${trials} 种顺序与形式）`,
      ),
      columns: [
        column('order', localized('Order', '顺序'), 'start', true),
        column('kind', localized('What', '内容类别')),
        column('length', localized('Bytes or characters', '字节数或字符数'), 'end'),
        column('content', localized('Begins', '开头'), 'start', true),
        column('chance', localized('lg of false alarms', '误报概率的 lg'), 'end'),
      ],
      rows: messages.map((one) => ({
        cells: [
          `${one.channels} ${one.scan} ${one.first}`,
          `${one.kind} (${one.header})`,
          one.length,
          one.content.slice(0, 500),
          Math.round(one.log10 * 10) / 10,
        ],
      })),
    });
  if (estimates.length > 0)
    all.push({
      kind: 'table',
      id: 'estimates',
      title: localized(
        'Part of the samples that carries replaced bits, as estimated',
        '估计被替换最低有效位的样本比例',
      ),
      columns: [
        column('channel', localized('Channel', '通道')),
        column('pairs', localized('Sample pairs (2003), %', '样本对分析（2003），%'), 'end'),
        column('groups', localized('Regular and singular groups (2001), %', 'RS 分析（2001），%'), 'end'),
        column(
          'even',
          localized('Even pairs up to (1999), % of the rows', '值对均等的起始部分（1999），占行数 %'),
          'end',
        ),
      ],
      rows: estimates.map((one) => ({
        cells: [
          channelWords[one.channel] ?? one.channel,
          percent(one.samplePairs),
          percent(one.groups),
          percent(one.evenPairs),
        ],
        ...(looksReplaced(one) ? { flag: 'notice' as const } : {}),
      })),
    });
  return all;
}

const channelWords: Readonly<Record<string, Localized>> = {
  red: localized('red', '红'),
  green: localized('green', '绿'),
  blue: localized('blue', '蓝'),
  grey: localized('grey', '灰度'),
};

function percent(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1000) / 10;
}

function interpret({ messages, hint }: Result): Finding[] {
  const found = messages.map(
    (one): Finding => ({
      code: 'lsb.message',
      statement: localized(
        `The lowest bits (${one.channels}, by ${one.scan}) hold ${one.kind === 'text' ? 'a text' : `the beginning of a ${one.kind} file`}: “${one.content.slice(0, 120)}”. Chance in random bits: ≤ 10^${Math.ceil(one.log10)}.`,
        `最低有效位（${one.channels}，按${one.scan === 'rows' ? '行' : '列'}）中存有${one.kind === 'text' ? '文本' : ` ${one.kind} 文件的开头`}：“${one.content.slice(0, 120)}”。随机比特出现此情形的概率：≤ 10^${Math.ceil(one.log10)}。`,
      ),
      bearing: 'informational',
      strength: 'none',
      limits: [
        localized(
          'The chance assumes that the lowest bits of an unmarked picture are random; regular drawings are left out for that reason',
          '该概率假定未嵌入信息的图像其最低有效位是随机的；规则图案因此不予判断',
        ),
      ],
      innocent: [],
      figures: ['messages'],
    }),
  );
  if (!hint || messages.length > 0) return found;
  return [
    {
      code: 'lsb.hint',
      statement: localized(
        'The lowest bits look as if part of them had been replaced by random ones. What they hold cannot be read.',
        '最低有效位的统计特征类似部分被随机比特替换；其内容无法读出。',
      ),
      bearing: 'informational',
      strength: 'none',
      limits: [noiseLimit],
      innocent: [
        localized('Noise of the sensor, grain or dithering', '传感器噪声、颗粒或抖动'),
        localized(
          'A picture that was narrowed from 16 to 8 bits with dither',
          '由 16 位抖动转换为 8 位的图像',
        ),
      ],
      figures: ['estimates'],
    },
  ];
}
