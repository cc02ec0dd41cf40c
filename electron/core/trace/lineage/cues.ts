import type { LineageCue } from '#shared/domain/lineage.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { type SignName, signNames } from './evidence.ts';
import { contribution, type Verdict } from './fusion.ts';
import type { LineageModel } from './weights.ts';

/** What a sign says of the file that bears it, in both languages; `{it}` is that file. */
const sentences: Readonly<Record<SignName, readonly [en: string, chinese: string]>> = {
  crop: [
    'In the other picture the scene goes on beyond the edges of {it}: {it} was cropped.',
    '另一图像中的场景延伸到{it}的边缘之外：{it}经过裁剪。',
  ],
  frame: [
    '{it} has bars, a page or an app around what the other picture shows.',
    '{it}在另一图像的内容四周带有边条、页面或应用界面。',
  ],
  overlay: [
    'Something is drawn over {it} that is not in the other picture: a logo, text, a sticker.',
    '{it}上叠加了另一图像中没有的内容：徽标、文字或贴纸。',
  ],
  restored: [
    'Part of {it} is smooth where the other picture has structure: something may have been painted out.',
    '{it}的某处平滑，而另一图像该处有结构：可能有内容被涂抹去除。',
  ],
  soft: ['{it} has less fine structure of what both show.', '在共同内容上，{it}的细节更少。'],
  reduced: [
    '{it} has fewer pixels, and the other picture has fine detail that enlarging {it} could not have brought: {it} was reduced.',
    '{it}像素较少，而另一图像具有放大{it}所无法产生的精细细节：{it}经过缩小。',
  ],
  enlarged: [
    '{it} has more pixels, but nothing in them that enlarging the other picture would not bring: it was enlarged.',
    '{it}像素较多，但其中没有超出放大另一图像所能得到的细节：它经过放大。',
  ],
  sharpened: [
    'Fine structure is stronger in {it}: it may have been sharpened.',
    '{it}的细微结构更强：可能经过锐化。',
  ],
  generation: [
    "Traces of the other file's JPEG compression are found in the pixels of {it}: it was saved after that.",
    '在{it}的像素中发现另一文件的 JPEG 压缩痕迹：它是在其后另存的。',
  ],
  quality: ['{it} is saved as JPEG with coarser steps.', '{it}以更粗的 JPEG 量化步长保存。'],
  clipped: [
    'Parts of {it} are pure black or white where the other picture has gradations.',
    '{it}的部分区域为纯黑或纯白，而另一图像在该处有层次。',
  ],
  grey: ['{it} is grey, the other picture has colours.', '{it}为灰度，另一图像有颜色。'],
  screen: [
    '{it} has the size of a screen and bars around the picture.',
    '{it}具有屏幕尺寸，且图像四周有边条。',
  ],
  shorter: [
    '{it} holds only a part of the duration of the other. It was cut from there, or the other was put together with it.',
    '{it}只包含另一文件时长的一部分：由其剪取，或另一文件系用它拼接而成。',
  ],
  excerpt: [
    '{it} holds only a part of the wording of the other. It was taken from there, or the other was written around it.',
    '{it}只包含另一文本的一部分：由其摘录，或另一文本系在其基础上扩写。',
  ],
  torn: [
    '{it} begins or ends within a sentence that goes on in the other text.',
    '{it}在句中开始或结束，而该句在另一文本中完整。',
  ],
  hidden: [
    '{it} lacks hidden characters that stand in the same wording of the other text.',
    '{it}缺少另一文本相同文字中的隐藏字符。',
  ],
  bitrate: ['{it} spends fewer bits on each second.', '{it}每秒所用的比特更少。'],
  worn: [
    'Frames of {it} have less of the fine structure that the same frames of the other film have.',
    '与另一视频的相同画面相比，{it}的画面细节更少。',
  ],
  rate: [
    '{it} shows fewer different frames each second: frames were left out or repeated.',
    '{it}每秒的不同画面更少：有画面被丢弃或重复。',
  ],
  silent: ['{it} has no sound track; the other film has one.', '{it}没有声轨，而另一视频有。'],
  narrow: [
    '{it} lacks high or low tones that move with the rest of the sound in the other file: a lower sampling rate, a codec or a telephone cuts them off.',
    '{it}缺少另一文件中随声音一同起伏的高频或低频成分：可能因采样率降低、编码或电话频带而被截去。',
  ],
  filled: [
    'Pauses of {it} are filled with noise or reverberation that the other file does not have.',
    '{it}的停顿处充满另一文件所没有的噪声或混响。',
  ],
  mono: [
    'Both channels of {it} are the same; in the other file they differ.',
    '{it}的左右声道相同，而另一文件的左右声道不同。',
  ],
  lossy: [
    '{it} is stored by a lossy codec; the other file is not, and is more than what {it} decodes to.',
    '{it}以有损编码保存；另一文件为无损，且并非{it}解码后的直接结果。',
  ],
  capture: [
    '{it} lacks the fields a camera or recorder writes; the other file has them.',
    '{it}缺少相机或录音设备写入的字段，而另一文件具有。',
  ],
  label: [
    '{it} lacks the label of generated content that the other file carries.',
    '{it}缺少另一文件所带的生成内容标识。',
  ],
  credential: [
    '{it} lacks the Content Credential that the other file carries.',
    '{it}缺少另一文件所带的内容凭证。',
  ],
  ingredient: [
    'The signed credential of {it} names the other file as what it was made from.',
    '{it}的签名凭证写明它由另一文件制成。',
  ],
  dated: ['By a trusted timestamp or credential, {it} is the later one.', '根据可信时间戳或凭证，{it}在后。'],
  published: [
    '{it} is said to have been published later. This is a claim, not a measurement.',
    '据称{it}发布在后。这是声称，并非测量结果。',
  ],
};

/** Less than this adds nothing worth telling, log odds. */
const leastWeight = 0.05;

/**
 * What speaks for and against "the second was made from the first", the weightiest first.
 *
 * @param turned the edge runs from the second file of the verdict to the first
 */
export function cuesOf({ signs }: Verdict, turned: boolean, model: LineageModel): LineageCue[] {
  const source = turned ? 1 : 0;
  const cues: LineageCue[] = [];
  for (const name of signNames) {
    const sign = signs[name];
    if (sign === undefined) continue;
    const [from, to] = [sign[source], sign[1 - source]!];
    const weight = model.edge.direction * contribution(name, signs, source, model);
    if (Math.abs(weight) < leastWeight && Math.max(from, to) < 0.2) continue;
    const says = Math.abs(weight) < leastWeight ? 'silent' : weight > 0 ? 'forward' : 'backward';
    cues.push({ cue: name, says, value: to - from, weight, statement: statementOf(name, to >= from) });
  }
  return cues.sort((one, other) => Math.abs(other.weight) - Math.abs(one.weight));
}

function statementOf(name: SignName, onCopy: boolean): Localized {
  const [en, chinese] = sentences[name];
  const [one, other] = onCopy ? ['the presumed copy', '推定的副本'] : ['the presumed source', '推定的来源'];
  const sentence = en.replaceAll('{it}', one);
  return localized(sentence.charAt(0).toUpperCase() + sentence.slice(1), chinese.replaceAll('{it}', other));
}
