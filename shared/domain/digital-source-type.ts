import { type Localized, localized } from './localized.ts';

/**
 * IPTC NewsCodes "Digital Source Type" and the two terms C2PA adds, with the class an AI label is drawn
 * from (C2PA Asset Rubrics 1.0; IPTC Photo Metadata 2025.1).
 */
export type SourceClass =
  | 'generative'
  | 'partly-generative'
  | 'possibly-generative'
  | 'algorithmic'
  | 'captured'
  | 'human'
  | 'digitised'
  | 'blank';

export interface SourceType {
  readonly code: string;
  readonly uri: string;
  readonly class: SourceClass;
  readonly title: Localized;
  /** Withdrawn from the vocabulary; still found in files. */
  readonly retired: boolean;
}

const iptc = 'http://cv.iptc.org/newscodes/digitalsourcetype/';
const c2pa = 'http://c2pa.org/digitalsourcetype/';

function type(code: string, kind: SourceClass, en: string, chinese: string, retired = false): SourceType {
  return { code, uri: iptc + code, class: kind, title: localized(en, chinese), retired };
}

export const sourceTypes: readonly SourceType[] = [
  type('trainedAlgorithmicMedia', 'generative', 'Created using generative AI', '使用生成式人工智能创建'),
  type(
    'compositeWithTrainedAlgorithmicMedia',
    'partly-generative',
    'Edited using generative AI',
    '使用生成式人工智能编辑',
  ),
  type(
    'compositeSynthetic',
    'partly-generative',
    'Composite including generative AI elements',
    '含生成式人工智能元素的合成内容',
  ),
  type('composite', 'possibly-generative', 'Composite of elements', '多元素合成'),
  type('screenCapture', 'possibly-generative', 'Screen capture', '屏幕截图或录屏'),
  type('virtualRecording', 'possibly-generative', 'Recording of a virtual event', '虚拟活动录制'),
  type(
    'algorithmicMedia',
    'algorithmic',
    'Created by an algorithm without training data',
    '由非训练算法生成',
  ),
  type('algorithmicallyEnhanced', 'algorithmic', 'Altered or enhanced by an algorithm', '经算法增强或修改'),
  type('dataDrivenMedia', 'algorithmic', 'Visualisation of data', '数据驱动的媒体'),
  type('digitalCapture', 'captured', 'Digital capture of a real scene', '数字设备实景拍摄'),
  type(
    'computationalCapture',
    'captured',
    'Multi-frame computational capture of a real scene',
    '多帧计算摄影实景拍摄',
  ),
  type('compositeCapture', 'captured', 'Composite of captured elements', '多个拍摄素材的合成'),
  type('negativeFilm', 'digitised', 'Digitised from a negative', '由底片数字化'),
  type('positiveFilm', 'digitised', 'Digitised from a positive', '由正片数字化'),
  type('print', 'digitised', 'Digitised from a print', '由印刷品数字化'),
  type('humanEdits', 'human', 'Edited by a human', '人工编辑'),
  type('minorHumanEdits', 'human', 'Minor edits by a human', '少量人工编辑', true),
  type(
    'digitalCreation',
    'human',
    'Created by a human with non-generative tools',
    '人工使用非生成式工具创作',
  ),
  type('digitalArt', 'possibly-generative', 'Digital art', '数字艺术', true),
  type('softwareImage', 'human', 'Created by software', '由软件制作', true),
  {
    code: 'trainedAlgorithmicData',
    uri: `${c2pa}trainedAlgorithmicData`,
    class: 'generative',
    title: localized('Data created by a trained algorithm', '由训练算法生成的数据'),
    retired: false,
  },
  {
    code: 'empty',
    uri: `${c2pa}empty`,
    class: 'blank',
    title: localized('Blank canvas', '空白画布'),
    retired: false,
  },
];

/** How a value departs from the vocabulary's URI, or `exact`. */
export type SourceTypeForm =
  | 'exact'
  | 'https'
  | 'letter-case'
  | 'trailing-slash'
  | 'bare-code'
  | 'schema-org'
  | 'unknown';

export interface SourceTypeReading {
  readonly form: SourceTypeForm;
  /** `null`: no term of the vocabulary can be recognised in the value. */
  readonly type: SourceType | null;
}

/** Recognise a term, tolerating the spellings met in the wild; `form` tells which. */
export function readSourceType(value: string): SourceTypeReading {
  const trimmed = value.trim();
  const exact = sourceTypes.find((known) => known.uri === trimmed);
  if (exact !== undefined) return { form: 'exact', type: exact };
  const lower = trimmed.toLowerCase();
  const schema = /^https?:\/\/schema\.org\/(\w+)digitalsource$/.exec(lower)?.[1];
  if (schema !== undefined) {
    const type = sourceTypes.find((known) => known.code.toLowerCase() === schema) ?? null;
    return { form: type === null ? 'unknown' : 'schema-org', type };
  }
  const bare = sourceTypes.find((known) => known.code.toLowerCase() === lower.replace(/^digsrctype:/, ''));
  if (bare !== undefined) return { form: 'bare-code', type: bare };
  const http = (uri: string): string => uri.replace(/^https:/, 'http:');
  const plain = (uri: string): string => uri.replace(/\/$/, '');
  const attempts: readonly (readonly [SourceTypeForm, (uri: string) => boolean])[] = [
    ['https', (uri) => uri === http(trimmed)],
    ['trailing-slash', (uri) => uri === plain(trimmed)],
    ['letter-case', (uri) => uri.toLowerCase() === lower],
    ['https', (uri) => uri.toLowerCase() === plain(http(lower))],
  ];
  for (const [form, fits] of attempts) {
    const type = sourceTypes.find((known) => fits(known.uri));
    if (type !== undefined) return { form, type };
  }
  return { form: 'unknown', type: null };
}

/** Does the term say that a generative model made or changed (part of) the content? */
export function declaresGenerative(kind: SourceClass): boolean {
  return kind === 'generative' || kind === 'partly-generative';
}

/**
 * Codes of current terms a value may have been meant for: those that hold all its words, or are held by it, and those
 * a few letters away; nearest first, five at most.
 */
export function nearSourceTypes(value: string): readonly string[] {
  const end = (value.trim().replace(/\/+$/, '').split(/[/:]/).at(-1) ?? '').slice(0, 64);
  const meant = end.toLowerCase();
  if (meant.length < 3) return [];
  const words = end
    .split(/(?=[A-Z])|[^A-Za-z]+/)
    .filter(({ length }) => length > 2)
    .map((word) => word.toLowerCase());
  return sourceTypes
    .filter(({ retired }) => !retired)
    .map(({ code }) => {
      const known = code.toLowerCase();
      const akin = (words.length > 0 && words.every((word) => known.includes(word))) || meant.includes(known);
      return { code, akin, distance: editDistance(meant, known) };
    })
    .filter(({ code, akin, distance }) => akin || distance <= Math.max(2, Math.floor(code.length / 3)))
    .sort((left, right) => left.distance - right.distance)
    .slice(0, 5)
    .map(({ code }) => code);
}

/** Letters to insert, delete or replace (V. I. Levenshtein, 1966). */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...left].entries()) {
    const next = [at + 1];
    for (let to = 1; to <= right.length; to += 1)
      next.push(Math.min(next[to - 1]! + 1, row[to]! + 1, row[to - 1]! + (letter === right[to - 1] ? 0 : 1)));
    row = next;
  }
  return row[right.length]!;
}
