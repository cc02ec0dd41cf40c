import { z } from 'zod';
import { VisibleLabels } from '#shared/domain/explicit-label.ts';
import { localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import { hasTransparency } from '#shared/numeric/plane.ts';
import { type AnalysisContext, type Answer, defineAnalysis } from '../../analysis/define.ts';
import { filmLabels } from '../../labels/explicit/film-labels.ts';
import { type StillReading, stillLabels, withoutRepeats } from '../../labels/explicit/still-labels.ts';
import { visibleFigures } from '../../labels/explicit/visible-figures.ts';
import { visibleFindings } from '../../labels/explicit/visible-findings.ts';
import { guide } from '../../labels/guides/visible.ts';
import { decodeEvidence, decodesImage } from '../../media/image.ts';
import { rgbPlane } from '../../media/text-lines/rgb-plane.ts';
import { openTextRecognition, type TextRecogniser } from '../../media/text-recognition.ts';
import { hasDemuxer } from '../../media/video.ts';

const Parameters = z.strictObject({
  /** Longer side of the plane in which text is looked for, pixels, for sides as 4 to 3; others get as many pixels. */
  side: z.int().min(320).max(4096).default(1088),
  /** Lines of text read in one picture or frame at most. */
  lines: z.int().min(1).max(1000).default(80),
  /** Seconds of a film's opening that are looked through closely. */
  opening: z.number().min(1).max(30).default(4),
});
type Parameters = z.infer<typeof Parameters>;

export const analysis = defineAnalysis<Parameters, VisibleLabels>({
  id: 'labels.visible',
  version: 1,
  title: localized('Visible AI labels', '可见的人工智能标识'),
  summary: localized(
    'Reads the text in a picture or in the opening of a film, in English and Chinese, tells the lines that label it as made with artificial intelligence, and measures their height, place, contrast and time on screen.',
    '识别图像或视频起始画面中的中英文文字，找出声明由人工智能生成的标识，并测量其高度、位置、对比度和显示时长。',
  ),
  guide,
  reference: {
    cite: 'GB 45438-2025, clauses 5.2 and 5.4; text detection: Liao et al., Real-time Scene Text Detection with Differentiable Binarization, AAAI 2020; recognition: Du et al., SVTR, IJCAI 2022 (PP-OCRv4 models); contrast: WCAG 2.2, 1.4.3',
    limits: [
      localized(
        'Absence of a label is not evidence that media is not synthetic',
        '没有标识并不能证明媒体不是合成内容',
      ),
      localized(
        'English and Chinese are read; accents of other Latin scripts are lost, other scripts are not read at all',
        '可识别英文和中文；其他拉丁文字的变音符号会丢失，其余文字不识别',
      ),
      localized(
        'What “text height” measures is not settled in GB 45438-2025: height of the ink and height of the line’s box are both given',
        'GB 45438-2025 未明确“文字高度”的量取方式：同时给出字迹高度与行框高度',
      ),
      localized(
        'Symbols without letters, ornamental letters, text below about 12 pixels and text on strongly patterned ground are missed',
        '无文字的图形符号、艺术字、约 12 像素以下的文字以及复杂背景上的文字可能漏检',
      ),
      localized(
        'Of a film, the opening is looked through closely, and two frames each in the middle and at the end; of a picture with several pages, the first',
        '视频仅密集检查起始部分，并在中间和末尾各查看两帧；多页图像仅检查第一页',
      ),
    ],
  },
  errorRate: localized(
    'On 200 pictures with drawn labels: 116 of 119 found at 4 % of the shortest side and more, 70 of 81 below (1.5 to 3 %); height of the ink within one row in nine of ten, on photographs within −23 and +11 %. On 143 real pictures no label was invented (95 %: at most 2.1 %). See explicit-labels.md.',
    '在 200 幅绘有标识的图像上：高度不低于最短边 4% 的标识 119 个中发现 116 个，1.5% 至 3% 的 81 个中发现 70 个；十分之九的字迹高度误差不超过一行像素，照片背景上为 −23% 至 +11%。在 143 幅真实图像上未误报标识（95% 上限为 2.1%）。参见 explicit-labels.md。',
  ),
  engines: ['sharp', 'heif', 'ffmpeg', 'text-recognition'],
  limits: { timeMs: 180_000, outputBytes: 512 * 1024 * 1024 },
  appliesTo({ kind, format }) {
    // Letters of a drawing depend on the fonts of the machine, and can be read in the file as they are.
    if (format === 'svg')
      return localized('The text of a drawing is not drawn here', '矢量图中的文字不在此渲染识别');
    const readable = (kind === 'image' && decodesImage(format)) || (kind === 'video' && hasDemuxer(format));
    return readable || localized('There are no pictures in it that can be decoded', '文件中没有可解码的画面');
  },
  parameters: Parameters,
  result: VisibleLabels,
  async run(context): Promise<Answer<VisibleLabels>> {
    const opened = await openTextRecognition();
    if ('missing' in opened) return { outcome: 'undetermined', reason: opened.missing };
    context.signal.throwIfAborted();
    return context.evidence.media.kind === 'video'
      ? await readFilm(context, opened.recogniser)
      : await readStill(context, opened.recogniser);
  },
  figures: visibleFigures,
  interpret: visibleFindings,
});

type Context = AnalysisContext<Parameters>;

async function readStill(context: Context, recogniser: TextRecogniser): Promise<Answer<VisibleLabels>> {
  const { evidence, limits, parameters, signal } = context;
  const decoded = await decodeEvidence(evidence, limits);
  if (!decoded.ok) return { outcome: 'undetermined', reason: decoded.reason };
  const { image } = decoded;
  context.progress(0.2);
  const options = { ...parameters, signal };
  let reading: StillReading = await stillLabels(rgbPlane(image), recogniser, options);
  // White letters on nothing show only on a dark page.
  if (hasTransparency(image))
    reading = withoutRepeats(reading, await stillLabels(rgbPlane(image, 0), recogniser, options));
  const { orientation } = image;
  const result = orientation === 1 ? reading.result : { ...reading.result, orientation };
  const gaps: Gap[] = [];
  if (image.warnings.length > 0) gaps.push('damaged');
  if (reading.unread > 0) gaps.push('lines');
  if (image.pages > 1) gaps.push('pages');
  return answer(result, gaps, [...image.warnings]);
}

async function readFilm(context: Context, recogniser: TextRecogniser): Promise<Answer<VisibleLabels>> {
  const { evidence, limits, parameters, signal, progress } = context;
  const { path, media } = evidence;
  const reading = await filmLabels(recogniser, {
    ...{ path, media, limits, signal, progress },
    ...{ opening: parameters.opening, lines: parameters.lines },
  });
  const warnings = [...reading.warnings];
  if (!reading.ok) return { outcome: 'undetermined', reason: reading.reason, warnings };
  const gaps: Gap[] = [];
  if (reading.warnings.length > 0) gaps.push('damaged');
  if (reading.unread > 0) gaps.push('lines');
  return answer(reading.result, gaps, warnings);
}

const gaps = {
  damaged: localized(
    'No visible label was read, but the picture is damaged and parts of it may not be shown',
    '未识别到可见标识，但画面数据有损坏，部分内容可能未能显示',
  ),
  lines: localized(
    'No visible label was read, but the picture holds more text than was read',
    '未识别到可见标识，但画面文字过多，未全部识别',
  ),
  pages: localized(
    'No visible label was read on the first page or frame; the others were not looked at',
    '第一页（帧）未识别到可见标识，其余页（帧）未检查',
  ),
} as const;
type Gap = keyof typeof gaps;

/** Nothing was found only where everything was looked at. */
function answer(
  result: VisibleLabels,
  missing: readonly Gap[],
  warnings: readonly string[],
): Answer<VisibleLabels> {
  if (result.labels.length > 0) return { outcome: 'found', result, warnings };
  const [gap] = missing;
  if (gap === undefined) return { outcome: 'nothing-found', result, warnings };
  const reason: Reason = { code: `partly-read-${gap}`, text: gaps[gap] };
  return { outcome: 'undetermined', reason, result, warnings };
}
