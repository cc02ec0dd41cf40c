import { type Localized, localized } from '#shared/domain/localized.ts';
import type { MarkReading } from '#shared/domain/mark.ts';
import type { Media } from '#shared/domain/media.ts';
import { decodeImage, decodesImage } from '../../media/image.ts';
import { sharesOf } from '../code/false-alarm.ts';
import type { DetectAnswer, DetectRequest, MarkCodec } from '../define.ts';
import { embedPicture, packs } from '../picture/embed-picture.ts';
import { LEAST_SHORT_SIDE } from '../picture/layout.ts';
import { pictureMarkReading } from '../picture/mark-reading.ts';
import { pictureKey } from '../picture/picture-key.ts';
import { viewOf } from '../picture/picture-plane.ts';
import { noFormat, refusals, SMALLEST_SIDE } from '../picture/picture-words.ts';
import { readSpectrumOf } from '../picture/read-plane.ts';
import { isEven, tooLittleToTell } from '../too-little.ts';

/** A repeated pattern in the lightness of a picture, with pilots that give back how the suspect was turned and scaled. */
export const assayImage1: MarkCodec = {
  name: 'assay-image-1',
  title: localized('Invisible mark in a picture', '图像不可见水印'),
  reference: {
    cite: 'Tiled spread spectrum after M. Kutter (SPIE 3528, 1998) with a Fourier template after S. Pereira and T. Pun (IEEE Trans. Image Process. 9(6), 2000); own design',
    limits: localized(
      'Made for recompression, resizing, cropping, rotation, mirroring and screenshots. It does not survive regeneration by a diffusion model or a neural codec, and whoever has the key can remove it.',
      '针对重新压缩、缩放、裁剪、旋转、镜像和截屏而设计。无法经受扩散模型或神经编解码器的重新生成；持有密钥者可将其清除。',
    ),
  },
  embedsInto,
  reads: (media) => media.kind === 'image' && media.format !== 'svg' && decodesImage(media.format),
  embed: embedPicture,
  detect,
};

/** As far as is known before the picture is opened. */
function embedsInto(media: Media): true | Localized {
  if (media.kind !== 'image' || !packs(media)) return noFormat(media.format);
  const { width = SMALLEST_SIDE, height = SMALLEST_SIDE } = media;
  return Math.min(width, height) < SMALLEST_SIDE ? refusals['picture-too-small'] : true;
}

async function detect({ path, media, keys, identifiers, context }: DetectRequest): Promise<DetectAnswer> {
  const { limits, signal } = context;
  const decoded = await decodeImage(path, { format: media.format, limits });
  if (!decoded.ok) return { state: 'undetermined', reason: decoded.reason, warnings: [] };
  const { image } = decoded;
  const { warnings } = image;
  const readings: MarkReading[] = [];
  const searched = Math.min(image.width, image.height) >= LEAST_SHORT_SIDE;
  const view = viewOf(image);
  const shares = sharesOf(keys.length, identifiers);
  for (const [index, key] of (searched ? keys : []).entries()) {
    signal.throwIfAborted();
    const { reading } = readSpectrumOf(view.spectrum, pictureKey(key), {
      effort: 'search',
      identifiers,
      shares,
    });
    if (reading !== null) readings.push(pictureMarkReading(reading, key, view));
    context.progress((index + 1) / keys.length);
  }
  if (readings.length > 0) return { state: 'marked', readings, warnings };
  if (warnings.length > 0)
    return {
      state: 'undetermined',
      reason: {
        code: 'picture-damaged',
        text: localized(
          'The picture is damaged; no mark was found in what could be read of it.',
          '图像已损坏；在可读取的部分中未发现水印。',
        ),
      },
      warnings,
    };
  if (!searched) {
    const reason = tooLittleToTell.picture(image.width, image.height, LEAST_SHORT_SIDE);
    return { state: 'undetermined', reason, warnings };
  }
  if (isEven(view.plane.data)) return { state: 'undetermined', reason: tooLittleToTell.even, warnings };
  return { state: 'none-found', warnings };
}
