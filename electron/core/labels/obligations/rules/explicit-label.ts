import type { LabelElements } from '#shared/domain/explicit-label.ts';
import { localized } from '#shared/domain/localized.ts';
import type { DutySupport } from '#shared/domain/obligation.ts';
import { type Asked, type Judgement, judged, remarked } from '../define.ts';
import type { DutyFacts, Reading } from '../facts.ts';
import { absenceCounts, notKnown, openPremise, premiseGiven, premiseSentence } from '../premise.ts';
import { readingSupport } from '../support.ts';

/** GB 45438-2025, clause 5: every text label has an AI element and a generation element. */
export function bothElements({ elements }: { readonly elements: LabelElements }): boolean {
  return elements.ai && elements.generation;
}

/** An absence that was looked for: a shortcoming of content that is generated, else no breach by itself. */
export function absent(reading: Reading<unknown>, asked: Asked, worst: 'fail' | 'warn'): Judgement {
  const support = [readingSupport(reading, localized('Looked for, not found', '已查找，未发现'))];
  const nothing = localized('No label of this kind was found.', '未发现此类标识。');
  return premiseGiven(asked)
    ? judged(worst, [nothing, premiseSentence], support)
    : judged('undetermined', [nothing, openPremise], support);
}

/** GB 45438-2025, 5.1: at the start, the end or a suitable middle; a corner mark may hold the AI element alone. */
export function writtenLabel(facts: DutyFacts, asked: Asked): Judgement {
  const reading = facts.written;
  if (reading.state === 'unknown') return notKnown(reading);
  const { labels, unread } = reading.value;
  const whole = labels.find((label) => label.form === 'sentence' && bothElements(label));
  const support = (found: string): DutySupport[] => [
    readingSupport(reading, localized(`“${found}”`, `“${found}”`)),
  ];
  if (whole !== undefined) {
    const pass = judged(
      'pass',
      localized(
        `A label with both elements stands at the ${whole.place} of the text.`,
        `文本${places[whole.place]}有含两项要素的标识。`,
      ),
      support(whole.text),
    );
    return whole.place === 'middle'
      ? remarked(
          pass,
          localized(
            'Whether a place in the middle is suitable is not measured.',
            '中间位置是否适当未作测量。',
          ),
        )
      : pass;
  }
  const corner = labels.find(({ form }) => form === 'corner-mark');
  if (corner !== undefined) {
    return judged(
      'undetermined',
      localized(
        'A corner mark was found. It may hold the AI element alone, but whether it is one as the standard means it cannot be told from the text.',
        '发现角标形式的文字。角标可仅含人工智能要素，但仅凭文本无法判断其是否属于标准所指的角标。',
      ),
      support(corner.text),
    );
  }
  if (!absenceCounts(reading) || unread.length > 0) {
    return judged(
      'undetermined',
      [
        localized(
          'No label was found, but parts of the document were not read.',
          '未发现标识，但文档有部分内容未读取。',
        ),
        ...unread,
      ],
      [readingSupport(reading, localized('Text that was read', '已读取的文本'))],
    );
  }
  const [partial] = labels;
  if (partial === undefined) return absent(reading, asked, 'fail');
  return judged(
    premiseGiven(asked) ? 'fail' : 'warn',
    [
      localized(
        'A label was found that lacks one of the two elements (AI; generated or synthesised).',
        '发现标识，但缺少两项要素（人工智能；生成或合成）之一。',
      ),
      ...(premiseGiven(asked) ? [premiseSentence] : []),
    ],
    support(partial.text),
  );
}

const places = { start: '起始处', middle: '中间', end: '末尾' } as const;

/** GB 45438-2025, 5.3: a spoken label or the rhythm `短长 短短`, at the start, the end or a suitable middle. */
export function soundLabel(facts: DutyFacts): Judgement {
  const reading = facts.audible;
  if (reading.state === 'unknown') return notKnown(reading);
  const rhythm = reading.value.rhythms[0];
  if (rhythm !== undefined) {
    const from = rhythm.from.toFixed(1);
    const to = rhythm.to.toFixed(1);
    return judged(
      'pass',
      [
        localized(
          `The rhythm short long, short short (Morse A I) was found from ${from} s to ${to} s, at the ${rhythm.place} of the sound.`,
          `在 ${from} 秒至 ${to} 秒发现“短长 短短”节奏（摩尔斯码 AI），位于音频${places[rhythm.place]}。`,
        ),
      ],
      [readingSupport(reading, localized(`Rhythm at ${from} s`, `${from} 秒处的节奏`))],
    );
  }
  return judged(
    'undetermined',
    [
      localized('No rhythm label was found.', '未发现节奏标识。'),
      reading.value.speech === 'listened'
        ? localized(
            'Speech was listened to by a model that may miss words.',
            '已由语音模型识别语音，但可能遗漏词语。',
          )
        : localized(
            'A spoken label would meet the clause as well, and speech was not listened to.',
            '语音标识同样满足条款，而语音内容未经识别。',
          ),
    ],
    [readingSupport(reading, localized('Rhythms looked for', '已查找节奏标识'))],
  );
}

/** GB 45438-2025, 5.5: on the opening screen of the scene, which is not rendered here. */
export function sceneLabel({ publication }: DutyFacts): Judgement {
  const open = localized(
    'The opening screen of a virtual scene is made by the program that shows it; a label there cannot be read from the file.',
    '虚拟场景的起始画面由展示程序呈现，无法从文件中读取其上的标识。',
  );
  const text = publication?.publication.displayed.text ?? '';
  return judged(
    'undetermined',
    text === ''
      ? [
          open,
          localized(
            'Record what was displayed, with a screenshot.',
            '请在发布情况记录中登记所显示的标识并附截图。',
          ),
        ]
      : [
          open,
          localized(
            `Recorded as displayed: “${text}”. Compare it with the screenshot.`,
            `记录的显示内容：“${text}”。请与截图核对。`,
          ),
        ],
  );
}

/** Is anything meant for people found in the file itself, whatever the national form? */
export type Perceived =
  | { readonly state: 'found'; readonly support: readonly DutySupport[] }
  | { readonly state: 'none'; readonly support: readonly DutySupport[] }
  | { readonly state: 'open'; readonly judgement: Judgement };

export function perceived(facts: DutyFacts): Perceived {
  const reading =
    facts.kind === 'audio' ? facts.audible : facts.kind === 'text' ? facts.written : facts.visible;
  if (facts.kind === 'scene' || facts.kind === 'panorama')
    return { state: 'open', judgement: sceneLabel(facts) };
  if (reading.state === 'unknown') return { state: 'open', judgement: notKnown(reading) };
  const count =
    'rhythms' in reading.value ? reading.value.rhythms.length : reading.value.labels.filter(named).length;
  if (count > 0) {
    return {
      state: 'found',
      support: [readingSupport(reading, localized('Label meant for people', '面向公众的标识'))],
    };
  }
  if (facts.kind === 'audio') return { state: 'open', judgement: soundLabel(facts) };
  if (!absenceCounts(reading)) return { state: 'open', judgement: notKnown(reading) };
  return {
    state: 'none',
    support: [readingSupport(reading, localized('Looked for, not found', '已查找，未发现'))],
  };
}

function named({ elements }: { readonly elements: LabelElements }): boolean {
  return elements.ai;
}
