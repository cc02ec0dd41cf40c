import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';

/**
 * What is said where a file could be read, but is too small, too short or too even to hold a mark that could be told
 * from chance: nothing found there would be no answer (product principle 1).
 */

const code = 'too-little';

export function isTooLittle(reason: Reason | null): boolean {
  return reason?.code === code;
}

function tooLittle(en: string, zh: string): Reason {
  return { code, text: localized(`Too little to tell: ${en}`, `内容过少，无法判断：${zh}`) };
}

export const tooLittleToTell = {
  picture: (width: number, height: number, least: number): Reason =>
    tooLittle(
      `the picture is ${width} × ${height}, and a mark of ours is not read below ${least} pixels on the short side.`,
      `图像为 ${width} × ${height}，短边不足 ${least} 像素时无法读出本程序的水印。`,
    ),
  film: (least: number): Reason =>
    tooLittle(
      `the film is smaller than ${least} pixels on the short side, below which a mark of ours is not read.`,
      `视频短边不足 ${least} 像素，无法读出本程序的水印。`,
    ),
  even: tooLittle(
    'there is a single colour, and nothing in it that could carry a mark.',
    '画面为单一颜色，没有可承载水印的内容。',
  ),
  sound: (seconds: number, least: number): Reason =>
    tooLittle(
      `the sound lasts ${seconds.toFixed(1)} seconds, and a mark of ours is not read from fewer than ${least}.`,
      `声音时长 ${seconds.toFixed(1)} 秒，短于 ${least} 秒时无法读出本程序的水印。`,
    ),
  silence: tooLittle(
    'the sound is silent, and there is nothing in it that could carry a mark.',
    '声音为静音，没有可承载水印的内容。',
  ),
  words: (places: number, least: number): Reason =>
    tooLittle(
      `the text has ${places} places where a mark of ours could stand, and at least ${least} are needed to read one.`,
      `文本中可承载本程序水印的位置有 ${places} 处，至少需要 ${least} 处才能读出水印。`,
    ),
  characters: (seen: number, least: number): Reason =>
    tooLittle(
      `${seen} characters a mark of ours is made of stand in the text, and at least ${least} are needed to read one.`,
      `文本中有 ${seen} 个可组成本程序水印的字符，至少需要 ${least} 个才能读出水印。`,
    ),
  scene: tooLittle(
    'no texture of the scene is large enough and has enough in it to carry a mark.',
    '场景中没有尺寸足够且内容足以承载水印的纹理。',
  ),
  area: (width: number, height: number, least: number): Reason =>
    tooLittle(
      `the picture is ${width} × ${height}; the programs that write these marks take no fewer than ${least} pixels, so that at most a part of a marked picture can be here.`,
      `图像为 ${width} × ${height}；写入此类水印的程序不处理少于 ${least} 像素的图像，因此这至多是带水印图像的一部分。`,
    ),
  blocks: tooLittle(
    'the picture has too few blocks for a payload to repeat in it.',
    '图像分块过少，载荷无法在其中重复。',
  ),
} as const satisfies Record<string, Reason | ((...values: number[]) => Reason)>;

/** Levels of 255 between the darkest and the lightest place from which on there is something to read. */
const SPREAD = 2;

/** Is a plane of one lightness, but for the rounding of a lossy codec? */
export function isEven(samples: Float32Array | Uint8Array): boolean {
  let [lowest, highest] = [Infinity, -Infinity];
  for (let at = 0; at < samples.length; at += 1) {
    const sample = samples[at]!;
    if (sample < lowest) lowest = sample;
    if (sample > highest) highest = sample;
    if (highest - lowest >= SPREAD) return false;
  }
  return true;
}

/** What a finding says of a file that could not be judged. */
export function openStatement(reason: Reason): Localized {
  return localized(
    `Whether the file carries a mark of ours is undetermined. ${reason.text.en}`,
    `无法判定文件是否带有本程序的水印。${reason.text['zh-CN']}`,
  );
}
