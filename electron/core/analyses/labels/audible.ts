import { z } from 'zod';
import { AudibleLabels, type RhythmLabel, type SoundPlace } from '#shared/domain/explicit-label.ts';
import type { Figure } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { type Answer, defineAnalysis } from '../../analysis/define.ts';
import { soundLabels } from '../../labels/explicit/sound-labels.ts';
import { guide } from '../../labels/guides/audible.ts';
import { hasDemuxer } from '../../media/video.ts';

const Parameters = z.strictObject({
  /** Sound up to this long is listened to whole, seconds; of longer sound the ends and stretches between. */
  whole: z.number().min(60).max(7200).default(600),
});
type Parameters = z.infer<typeof Parameters>;

const speechNotHeard = localized(
  'Speech is not listened to: a spoken label is neither found nor excluded',
  '不识别语音内容：语音形式的标识既不能发现，也不能排除',
);

export const analysis = defineAnalysis<Parameters, AudibleLabels>({
  id: 'labels.audible',
  version: 1,
  title: localized('Audible AI labels', '声音中的人工智能标识'),
  summary: localized(
    'Listens for the rhythm short long, short short (Morse A I) that labels sound as made with artificial intelligence, and measures its place, tempo, pitch and level.',
    '查找声明音频由人工智能生成的“短长 短短”节奏标识（摩尔斯码 A I），并测量其位置、速度、音高和电平。',
  ),
  guide,
  reference: {
    cite: 'GB 45438-2025, clause 5.3; proportions of the signs: ITU-R M.1677-1, International Morse code; spectrum: Allen and Rabiner, Proceedings of the IEEE 65(11), 1977',
    limits: [
      localized(
        'Absence of a label is not evidence that media is not synthetic',
        '没有标识并不能证明媒体不是合成内容',
      ),
      speechNotHeard,
      localized(
        'The rhythm is found when it is keyed in a steady tone between 200 and 4000 Hz with dots of 50 to 260 ms; knocks, chords and melodies in this rhythm are not',
        '仅能发现以 200 至 4000 赫兹稳定单音、点长 50 至 260 毫秒发出的节奏；敲击声、和弦或旋律形式的节奏不能发现',
      ),
      localized(
        'The standard gives the pattern and no timings; the proportions of Morse code are looked for, within wide tolerances',
        '标准只给出节奏型而未规定时长；此处按摩尔斯码的比例并在较宽容差内查找',
      ),
    ],
  },
  errorRate: localized(
    'Laid under real sound: 142 of 144 found at 6 dB above it and more, 57 of 72 as loud as it, 45 of 72 at −6 dB, 43 of 72 at −10 dB, 12 of 72 at −15 dB. None found in 131 real sounds of 123 s in all: too little for a rate of false alarms. See explicit-labels.md.',
    '叠加于真实声音之下：电平高出 6 分贝及以上时 144 个中发现 142 个，等响时 72 个中发现 57 个，−6 分贝时 45 个，−10 分贝时 43 个，−15 分贝时 12 个。在 131 段真实声音（共 123 秒）中未发现误报，但样本过少，不足以给出误报率。参见 explicit-labels.md。',
  ),
  engines: ['ffmpeg'],
  limits: { timeMs: 120_000 },
  appliesTo: ({ kind, format }) =>
    ((kind === 'audio' || kind === 'video') && hasDemuxer(format)) ||
    localized('There is no sound in it that can be decoded', '文件中没有可解码的声音'),
  parameters: Parameters,
  result: AudibleLabels,
  async run({ evidence, limits, parameters, signal, progress }): Promise<Answer<AudibleLabels>> {
    const { path, media } = evidence;
    const reading = await soundLabels({ path, media, limits, signal, progress, whole: parameters.whole });
    const warnings = [...reading.warnings];
    if (!reading.ok) return { outcome: 'undetermined', reason: reading.reason, warnings };
    const { result, unheard } = reading;
    if (result.rhythms.length > 0) return { outcome: 'found', result, warnings };
    return {
      outcome: 'undetermined',
      reason:
        unheard > 0
          ? {
              code: 'partly-heard',
              text: localized(
                'No rhythm label was found in the parts that were listened to; speech was not listened to',
                '在已检查的部分未发现节奏标识；未识别语音内容',
              ),
              detail: `${Math.round(unheard)} s of ${Math.round(result.duration)} s`,
            }
          : {
              code: 'speech-not-heard',
              text: localized(
                'No rhythm label was found; a spoken label cannot be excluded, because speech is not listened to',
                '未发现节奏标识；因未识别语音内容，不能排除语音形式的标识',
              ),
            },
      result,
      warnings,
    };
  },
  figures,
  interpret,
});

const places: Readonly<Record<SoundPlace, Localized>> = {
  start: localized('start', '起始'),
  middle: localized('middle', '中间'),
  end: localized('end', '末尾'),
};

const column = (key: string, en: string, chinese: string) => ({
  key,
  title: localized(en, chinese),
  align: 'end' as const,
  code: false,
});

function figures({ rhythms }: AudibleLabels): Figure[] {
  if (rhythms.length === 0) return [];
  return [
    {
      kind: 'table',
      id: 'rhythm-labels',
      title: localized('Rhythm labels', '节奏标识'),
      columns: [
        column('from', 'From, s', '起点（秒）'),
        column('to', 'To, s', '终点（秒）'),
        { ...column('place', 'Place', '位置'), align: 'start' },
        column('dot', 'Dot, ms', '点长（毫秒）'),
        column('frequency', 'Frequency, Hz', '频率（赫兹）'),
        column('level', 'Above its gaps, dB', '高于间隙（分贝）'),
      ],
      rows: rhythms.map(({ from, to, place, dot, frequency, level }) => ({
        cells: [from, to, places[place], Math.round(dot * 1000), frequency, level],
      })),
    },
    {
      kind: 'timeline',
      id: 'rhythm-times',
      title: localized('Where rhythm labels sound', '节奏标识出现的时段'),
      unit: 'seconds',
      events: rhythms.map(({ from, to }) => ({ lane: '· –   · ·', label: '· –   · ·', at: from, until: to })),
    },
  ];
}

function interpret({ rhythms }: AudibleLabels): Finding[] {
  if (rhythms.length > 0) return rhythms.map(found);
  return [
    {
      code: 'no-rhythm-label',
      statement: localized(
        'No rhythm label was found in the sound; absence is not evidence that the media is not synthetic',
        '未在声音中发现节奏标识；没有标识并不能证明媒体不是合成内容',
      ),
      bearing: 'informational',
      strength: 'none',
      limits: [speechNotHeard],
      innocent: [],
      figures: [],
    },
  ];
}

function found({ from, to, place, frequency }: RhythmLabel): Finding {
  const span = `${from.toFixed(2)}–${to.toFixed(2)} s`;
  return {
    code: 'rhythm-label',
    statement: localized(
      `The rhythm short long, short short (Morse A I) sounds at ${frequency} Hz, ${span}, at the ${places[place].en}: the label of GB 45438-2025 for generated sound`,
      `在${places[place]['zh-CN']}处（${from.toFixed(2)} 至 ${to.toFixed(2)} 秒）以 ${frequency} 赫兹出现“短长 短短”节奏（摩尔斯码 A I），即 GB 45438-2025 规定的生成合成音频标识`,
    ),
    bearing: 'supports',
    proposition: 'ai-generated',
    strength: 'weak',
    limits: [
      localized(
        'Anyone can add the rhythm to a sound: it is a claim, and nothing binds it to the file',
        '任何人都可以在声音中加入该节奏：这只是一种声明，与文件本身并无绑定关系',
      ),
    ],
    innocent: [
      localized(
        'A recording of Morse code, a signal tone or a piece of music can hold the same rhythm',
        '摩尔斯电码录音、提示音或音乐中可能出现相同节奏',
      ),
    ],
    figures: ['rhythm-labels', 'rhythm-times'],
  };
}
