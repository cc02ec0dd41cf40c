import { z } from 'zod';
import { LabellingRequest } from '#shared/domain/labelling.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { labelWords } from '../explicit/label-words.ts';

/** A labelling request with its files: absolute paths; `out` must not exist. */
export const LabelOrder = LabellingRequest.extend({
  source: z.string().min(1),
  out: z.string().min(1),
  /** The copy will be signed afterwards, with the source as its parent. */
  sign: z.boolean().default(false),
});
export type LabelOrder = z.infer<typeof LabelOrder>;

/** What in an order contradicts a standard or itself, in words; `null`: nothing. */
export function orderFault({ labels, visible, audible, written }: LabelOrder): Localized | null {
  if (labels.length === 0 && visible === null && audible === null && written === null) return nothingAsked;
  if (new Set(labels.map(({ standard }) => standard)).size < labels.length) return twice;
  if ([visible, audible, written].filter((one) => one !== null).length > 1) return oneAtATime;
  for (const text of [visible?.text, written?.text]) {
    if (text === undefined) continue;
    const elements = labelWords(text, { recognised: false })?.elements;
    if (elements?.ai !== true || !elements.generation) return lacksElement(text);
    if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)) return oneLine;
  }
  for (const label of labels) {
    if (label.standard !== 'gb45438-aigc') continue;
    const { producer, produceId, propagator, propagateId } = label;
    if (half(producer, produceId)) return pair('producer');
    if (half(propagator, propagateId)) return pair('propagator');
  }
  return null;
}

/** One without the other, or one of nothing but spaces: GB 45438-2025 Annex E d), e) asks for both to say something. */
function half(name: string | undefined, id: string | undefined): boolean {
  return (name === undefined) !== (id === undefined) || name?.trim() === '' || id?.trim() === '';
}

const nothingAsked = localized(
  'Say what is to be written: a label in the metadata, a visible one, one to be heard, or a sentence.',
  '请说明要写入的内容：元数据标识、显式文字标识、可听标识或说明文字。',
);
const twice = localized('Each standard can be asked for once.', '每种标准只能指定一次。');
const oneAtATime = localized(
  'A file is a picture or film, a sound, or a text: ask for one kind of label meant for people.',
  '一个文件只能是图像或视频、音频、文本之一：请只选择一种显式标识。',
);
const oneLine = localized('The text of a label is one line.', '标识文字只能为一行。');

function lacksElement(text: string): Localized {
  return localized(
    `“${text}” lacks an element: a label needs an AI element (人工智能 or AI) and a generation element (生成 or 合成), as in “AI生成” (GB 45438-2025 clause 5).`,
    `“${text}”缺少要素：标识应同时包含人工智能要素（“人工智能”或“AI”）和生成合成要素（“生成”和/或“合成”），例如“AI生成”（GB 45438-2025 第 5 章）。`,
  );
}

function pair(role: 'producer' | 'propagator'): Localized {
  return role === 'producer'
    ? localized(
        'A producer needs both a name or code and a content number (--producer with --id, or with --produce-id when marking). Neither is ever made up.',
        '生成合成服务提供者须同时给出名称或编码以及内容编号（--producer 和 --id；添加水印时为 --produce-id）。二者均不会由本程序编造。',
      )
    : localized(
        'A platform needs both a name or code and a content number (--propagator and --propagator-id).',
        '内容传播服务提供者须同时给出名称或编码以及内容编号（--propagator 和 --propagator-id）。',
      );
}
