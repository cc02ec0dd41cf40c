import { z } from 'zod';
import { localized } from '#shared/domain/localized.ts';
import { type Answer, defineAnalysis } from '../../analysis/define.ts';
import { detectBlindWatermark, lackForBlindWatermark } from '../../mark/foreign/blind-watermark-detector.ts';
import { ForeignMarks } from '../../mark/foreign/define.ts';
import { foreignFigures, foreignFindings, foreignLimits } from '../../mark/foreign/foreign-figures.ts';
import { foreignAnswer, noColours, picturesOnly } from '../../mark/foreign/picture-answer.ts';
import { rgbPicture } from '../../mark/foreign/rgb-picture.ts';
import { guide } from '../../mark/guides/blind-watermark.ts';
import { decodeEvidence } from '../../media/image.ts';

const Parameters = z.strictObject({
  /** Password of the picture (`password_img`), a number; 1 is what the program uses when none is given. */
  passwordImage: z.int().min(0).max(0xffffffff).default(1),
  /** Password of the payload (`password_wm`). */
  passwordMark: z.int().min(0).max(0xffffffff).default(1),
  /** Bits of the payload (`wm_shape`); every length from 8 to 4096 is tried when it is not given. */
  length: z.int().min(1).max(1_000_000).nullable().default(null),
});
type Parameters = z.infer<typeof Parameters>;

export const analysis = defineAnalysis<Parameters, ForeignMarks>({
  id: 'marks.blind-watermark',
  version: 2,
  title: localized('Marks of blind_watermark', 'blind_watermark 的水印'),
  summary: localized(
    'Reads the picture as blind_watermark does, under the passwords given or those the program uses by itself, and tells whether a payload of some length repeats in it.',
    '按 blind_watermark 的方式，用给定密码或该程序的默认密码读取图像，判断其中是否重复嵌有某一长度的载荷。',
  ),
  guide,
  reference: {
    cite: 'guofei9987, blind_watermark 0.4.4 (2023); MT19937: Matsumoto and Nishimura, ACM TOMACS 8 (1998); bound: Hoeffding, J. Am. Stat. Assoc. 58 (1963)',
    url: 'https://github.com/guofei9987/blind_watermark',
    limits: [
      ...foreignLimits,
      localized(
        'Without the password of the picture nothing can be read; only the standard password 1 is tried unless another is given',
        '不知道图像密码则无法读取；除非另行给定，仅尝试默认密码 1',
      ),
      localized(
        'A picture is read at the size and place it has; crops and scaled copies must first be brought back by other means',
        '按图像现有尺寸和位置读取；裁剪或缩放过的副本须先以其他方式还原',
      ),
      localized(
        'That a text comes out is no part of the test; a wrong password of the payload gives the same certainty and other bits',
        '能否解出文本不参与检验；载荷密码错误时把握相同，但比特不同',
      ),
    ],
  },
  errorRate: localized(
    'By construction at most 10⁻⁶ per file and password; none in 2,260 unmarked pictures. See marks-of-others.md.',
    '按推导每文件、每密码不超过 10⁻⁶；2,260 幅无水印图像中未误报。参见 marks-of-others.md。',
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
    const lack = lackForBlindWatermark(picture, parameters);
    return foreignAnswer(detectBlindWatermark(picture, parameters, signal), decoded.image, lack);
  },
  figures: foreignFigures,
  interpret: (marks) => foreignFindings(marks, () => false),
});
