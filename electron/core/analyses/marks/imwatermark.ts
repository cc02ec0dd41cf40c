import { z } from 'zod';
import { localized } from '#shared/domain/localized.ts';
import { type Answer, defineAnalysis } from '../../analysis/define.ts';
import { ForeignMarks } from '../../mark/foreign/define.ts';
import { foreignFigures, foreignFindings, foreignLimits } from '../../mark/foreign/foreign-figures.ts';
import { detectImwatermark, lackForImwatermark } from '../../mark/foreign/imwatermark-detector.ts';
import { expectedPayload } from '../../mark/foreign/known-payloads.ts';
import { foreignAnswer, noColours, picturesOnly } from '../../mark/foreign/picture-answer.ts';
import { rgbPicture } from '../../mark/foreign/rgb-picture.ts';
import { guide } from '../../mark/guides/imwatermark.ts';
import { decodeEvidence } from '../../media/image.ts';

const Parameters = z.strictObject({
  /** A payload to look for besides the known ones: 16 to 1024 binary digits, or a text of 2 to 128 bytes. */
  payload: z
    .string()
    .max(1024)
    .refine((text) => expectedPayload(text) !== null, 'a payload has 16 to 1024 bits or 2 to 128 bytes')
    .nullable()
    .default(null),
});
type Parameters = z.infer<typeof Parameters>;

export const analysis = defineAnalysis<Parameters, ForeignMarks>({
  id: 'marks.imwatermark',
  version: 2,
  title: localized('Marks of Stable Diffusion and FLUX', 'Stable Diffusion 与 FLUX 的水印'),
  summary: localized(
    'Reads the picture as invisible-watermark does (dwtDct and dwtDctSvd) and holds it against what Stable Diffusion 1, 2 and XL and FLUX put in, or against a payload you expect.',
    '按 invisible-watermark（dwtDct 与 dwtDctSvd）的方式读取图像，与 Stable Diffusion 1、2、XL 及 FLUX 写入的载荷或所给定的载荷比对。',
  ),
  guide,
  reference: {
    cite: 'ShieldMnt, invisible-watermark 0.2 (maxDct.py, dwtDctSvd.py); payloads: CompVis stable-diffusion, Stability-AI generative-models, huggingface diffusers, black-forest-labs flux (2022–2025); bound: Hoeffding, J. Am. Stat. Assoc. 58 (1963)',
    url: 'https://github.com/ShieldMnt/invisible-watermark',
    limits: [
      ...foreignLimits,
      localized(
        'A picture is read at the size and place it has: any scaling, cropping, rotation or mirroring hides the mark',
        '按图像现有尺寸和位置读取：任何缩放、裁剪、旋转或镜像都会使水印无法读出',
      ),
      localized(
        'Most user interfaces and services do not put these marks in; only scripts and libraries of the makers do',
        '多数图形界面和在线服务不会写入此类水印，仅模型发布方的脚本和程序库会写入',
      ),
    ],
  },
  errorRate: localized(
    'By construction at most 10⁻⁶ per file; none in 2,105 unmarked pictures. Marked by the programs themselves, 18 of 18 photographs were found for each payload as PNG, 13 to 18 as WebP 90, 7 to 17 as JPEG 95. See marks-of-others.md.',
    '按推导每文件不超过 10⁻⁶；2,105 幅无水印图像中未误报。由原程序嵌入水印的 18 幅照片，各载荷在 PNG 中均检出 18 幅，WebP 90 检出 13 至 18 幅，JPEG 95 检出 7 至 17 幅。参见 marks-of-others.md。',
  ),
  engines: ['sharp', 'heif'],
  appliesTo: picturesOnly,
  parameters: Parameters,
  result: ForeignMarks,
  async run({ evidence, limits, parameters, signal }): Promise<Answer<ForeignMarks>> {
    const decoded = await decodeEvidence(evidence, limits);
    if (!decoded.ok) return { outcome: 'undetermined', reason: decoded.reason };
    signal.throwIfAborted();
    const picture = rgbPicture(decoded.image);
    if (picture === null) return { outcome: 'undetermined', reason: noColours };
    const expected = parameters.payload === null ? null : expectedPayload(parameters.payload);
    const lack = lackForImwatermark(picture);
    return foreignAnswer(detectImwatermark(picture, expected, signal), decoded.image, lack);
  },
  figures: foreignFigures,
  interpret: (marks) => foreignFindings(marks, (reading) => reading.meaning !== null),
});
