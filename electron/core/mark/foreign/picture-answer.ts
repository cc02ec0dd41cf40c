import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { decodesImage, type StillImage } from '../../media/image.ts';
import { tooLittleToTell } from '../too-little.ts';
import type { ForeignMarks } from './define.ts';

/** Still pictures that can be decoded; a drawing has no pixels before it is drawn. */
export function picturesOnly({ kind, format }: Media): true | Localized {
  if (format === 'svg') return localized('A drawing has no pixels of its own', '矢量图没有自身的像素');
  if (kind === 'image' && decodesImage(format)) return true;
  return localized('Only for still images that can be decoded', '仅适用于可解码的静态图像');
}

export const noColours: Reason = {
  code: 'colour-family',
  text: localized(
    'These marks are defined for red, green and blue; this picture is stored in other inks or coordinates',
    '此类水印针对红、绿、蓝样本定义；该图像以其他油墨或色彩坐标存储',
  ),
};

type ForeignAnswer =
  | {
      readonly outcome: 'found' | 'nothing-found';
      readonly result: ForeignMarks;
      readonly warnings: readonly string[];
    }
  | {
      readonly outcome: 'undetermined';
      readonly reason: Reason;
      readonly result: ForeignMarks;
      readonly warnings: readonly string[];
    };

/**
 * Nothing was found only where the whole picture could be decoded and holds enough for a mark.
 *
 * @param lack of this picture for this detector; a single colour is one for all
 */
export function foreignAnswer(
  result: ForeignMarks,
  image: StillImage,
  lack: Reason | null = null,
): ForeignAnswer {
  const { warnings } = image;
  if (result.readings.length > 0) return { outcome: 'found', result, warnings };
  if (warnings.length > 0) return { outcome: 'undetermined', reason: damaged, result, warnings };
  const reason = lack ?? (isSingleColour(image) ? tooLittleToTell.even : null);
  return reason === null
    ? { outcome: 'nothing-found', result, warnings }
    : { outcome: 'undetermined', reason, result, warnings };
}

function isSingleColour({ data, channels, bitDepth, hasAlpha }: StillImage): boolean {
  const spread = bitDepth === 16 ? 514 : 2;
  for (let channel = 0; channel < channels - (hasAlpha ? 1 : 0); channel += 1) {
    let [lowest, highest] = [data[channel]!, data[channel]!];
    for (let at = channel; at < data.length; at += channels) {
      lowest = Math.min(lowest, data[at]!);
      highest = Math.max(highest, data[at]!);
      if (highest - lowest >= spread) return false;
    }
  }
  return true;
}

const damaged: Reason = {
  code: 'picture-damaged',
  text: localized(
    'No mark was read, but the picture is damaged and part of it could not be decoded',
    '未读出水印，但图像已损坏，部分内容无法解码',
  ),
};
