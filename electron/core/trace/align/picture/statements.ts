import type { PictureTransform } from '#shared/domain/comparison.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Exposure } from './exposure.ts';
import { isSoftened, type PartChange } from './part-changes.ts';
import { percentOf } from './place-words.ts';
import type { Tone } from './tone.ts';

/** The sentence for a changed part. `from`: where it came from, in words. */
export function partStatement(
  { kind, measures, source }: PartChange,
  place: Localized,
  from: Localized | null,
  share: number,
): Localized {
  const [en, zh] = [
    `${place.en} (${percentOf(share)} of the picture)`,
    `${place['zh-CN']}（占画面 ${percentOf(share)}）`,
  ];
  switch (kind) {
    case 'moved':
      return localized(
        `Moved: what is now ${en} was ${from?.en ?? 'elsewhere'} in the original.`,
        `移动：现位于${zh}的内容，在原件中位于${from?.['zh-CN'] ?? '别处'}。`,
      );
    case 'recoloured': {
      const [light, blue, red] = measures.shift.map((value) => Math.round(value)) as [number, number, number];
      const numbers = [light, blue, red].map((value) => (value > 0 ? `+${value}` : `${value}`)).join(' / ');
      return localized(
        `Recoloured ${en}: the structure is that of the original, its colours are not (light / blue / red ${numbers} levels).`,
        `改色：${zh}结构与原件一致，但颜色不同（亮度／蓝色差／红色差 ${numbers} 级）。`,
      );
    }
    case 'removed':
      return localized(
        `Removed ${en}: the original shows something here that the suspect covers with its surroundings.`,
        `移除：原件${zh}原有的内容，在待查文件中被周围画面取代。`,
      );
    case 'overlaid':
      return measures.fill < 0.6
        ? localized(
            `Laid over ${en}: lettering or a drawing in few colours that is not in the original.`,
            `叠加：${zh}有原件中没有的文字或色彩单一的图形。`,
          )
        : localized(
            `Laid over ${en}: an area of few colours that hides what the original shows there.`,
            `叠加：${zh}有色彩单一的色块，遮住了原件该处的内容。`,
          );
    case 'added':
      return source === null
        ? localized(
            `Added ${en}: something that the original does not show.`,
            `添加：${zh}有原件中没有的内容。`,
          )
        : localized(
            `Added ${en}: a copy of what the original shows ${from?.en ?? 'elsewhere'}.`,
            `添加：${zh}的内容复制自原件${from?.['zh-CN'] ?? '别处'}。`,
          );
    default:
      if (isSoftened(measures))
        return localized(
          `Made unclear ${en}: the coarse light of the original is kept, its detail is gone, as blurring or pixelating leaves it.`,
          `模糊处理：${zh}保留了原件的大致明暗，细节已消失，如同经过模糊或马赛克处理。`,
        );
      return localized(
        `Changed ${en}: the original shows something else here.`,
        `改动：${zh}与原件该处的内容不同。`,
      );
  }
}

export function croppedStatement(place: Localized, share: number): Localized {
  return localized(
    `Cut off ${place.en}: ${percentOf(share)} of the original is not in the suspect.`,
    `裁切：原件${place['zh-CN']}有 ${percentOf(share)} 的画面不在待查文件中。`,
  );
}

/** @param flat is it of one colour or few? */
export function marginStatement(place: Localized, share: number, flat: boolean): Localized {
  return flat
    ? localized(
        `Border or bar ${place.en}: ${percentOf(share)} of the suspect lies outside the original and is of few colours.`,
        `边框或色条：待查文件${place['zh-CN']}有 ${percentOf(share)} 的画面在原件范围之外，色彩单一。`,
      )
    : localized(
        `Added around ${place.en}: ${percentOf(share)} of the suspect lies outside the original and shows other things.`,
        `外围添加：待查文件${place['zh-CN']}有 ${percentOf(share)} 的画面在原件范围之外，为其他内容。`,
      );
}

/** For what is perhaps another photograph of the scene: nobody can tell then what was put in or taken out. */
export function everywhereStatement({ measured, detailed, miss }: Exposure): Localized {
  return localized(
    `The difference is everywhere: of ${detailed} places with fine detail ${measured} could be laid on each other, and these lie ${miss.toFixed(2)} px beside one map, more than their noise explains. This may be another photograph of the same scene; the parts below need not have been edited.`,
    `差异遍布全图：在 ${detailed} 处有细节的位置中，可相互叠合的有 ${measured} 处，它们偏离统一变换 ${miss.toFixed(2)} 像素，超出噪声所能解释的程度。这可能是同一场景的另一张照片；下列部位未必经过编辑。`,
  );
}

export function toneStatement({ strength, grey, uneven, coefficients }: Tone): Localized {
  const middle = coefficients.map((c) => {
    const own = 0.5;
    const value =
      c[0]! + (c[1]! + c[2]! + c[3]!) * own + (c[4] ?? 0) * own * own + (c[5] ?? 0) * Math.sqrt(own);
    return Math.round(255 * Math.min(1, Math.max(0, value)));
  });
  const rgb = middle.join(', ');
  if (grey)
    return localized(
      'The colours of the whole picture were taken away: it is grey.',
      '整幅画面已去色，成为灰度图像。',
    );
  const light = uneven
    ? localized(' Brightness also falls off over the picture.', '亮度在画面内也不均匀。')
    : localized(' ', ' ');
  return localized(
    `Colours or brightness of the whole picture were changed, by ${strength.toFixed(1)} levels on average; middle grey (128, 128, 128) became (${rgb}).${light.en}`.trim(),
    `整幅画面的颜色或亮度有变化，平均 ${strength.toFixed(1)} 级；中灰（128, 128, 128）变为（${rgb}）。${light['zh-CN']}`.trim(),
  );
}

export function resampledStatement({ scale, rotation, mirrored, aspect }: PictureTransform): Localized {
  const en: string[] = [];
  const zh: string[] = [];
  const size = `${Math.round(scale * 1000) / 10} %`;
  if (Math.abs(scale - 1) > sizeReach) {
    en.push(`${scale < 1 ? 'reduced' : 'enlarged'} to ${size}`);
    zh.push(`${scale < 1 ? '缩小' : '放大'}至 ${size}`);
  }
  if (Math.abs(aspect - 1) > sizeReach) {
    en.push(`stretched (width to height ${aspect.toFixed(2)})`);
    zh.push(`比例拉伸（宽高比 ${aspect.toFixed(2)}）`);
  }
  if (mirrored) {
    en.push('mirrored');
    zh.push('镜像');
  }
  if (Math.abs(rotation) > turnReach) {
    en.push(`turned by ${rotation.toFixed(1)}° clockwise`);
    zh.push(`顺时针旋转 ${rotation.toFixed(1)}°`);
  }
  return localized(`The whole picture was ${en.join(', ')}.`, `整幅画面：${zh.join('，')}。`);
}

const sizeReach = 0.01;
const turnReach = 0.2;

/** Was the whole picture enlarged, stretched, turned or mirrored? */
export function wasResampled({ scale, rotation, mirrored, aspect }: PictureTransform): boolean {
  return (
    mirrored ||
    Math.abs(scale - 1) > sizeReach ||
    Math.abs(aspect - 1) > sizeReach ||
    Math.abs(rotation) > turnReach
  );
}
