import { type Localized, localized } from '#shared/domain/localized.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import { annexKLuminance, scaleByQuality, tableDistance } from '#shared/numeric/jpeg-quantization.ts';
import type { PictureMeasures } from './measures.ts';
import type { PictureView } from './view.ts';

/** A step in a few words, should the second have been made from the first (`0`) or the first from the second (`1`). */
export function pictureWords(
  views: readonly [PictureView, PictureView],
  formats: readonly [MediaFormat, MediaFormat],
  measures: PictureMeasures,
  copy: 0 | 1,
): Localized {
  const source = copy === 1 ? 0 : 1;
  const { transform, beyond, changes } = measures;
  const parts: [string, string][] = [];
  const percent = (share: number): string => `${Math.max(1, Math.round(100 * share))} %`;
  if (beyond[source].scene > 0.005) {
    const left = percent(transform.cover[source]);
    parts.push([`cropped to ${left}`, `裁剪至 ${left}`]);
  }
  const scale = copy === 1 ? transform.scale : 1 / transform.scale;
  if (Math.abs(Math.log(scale)) > 0.015) parts.push([`${scale.toFixed(2)}×`, `${scale.toFixed(2)} 倍`]);
  if (transform.mirrored) parts.push(['mirrored', '镜像']);
  if (Math.abs(transform.rotation) > 0.7) {
    const angle = Math.round(copy === 1 ? transform.rotation : -transform.rotation);
    parts.push([`turned by ${angle}°`, `旋转 ${angle}°`]);
  }
  if (beyond[copy].drawn > 0.01) parts.push(['bars or a page around it', '四周加了边条或页面']);
  if (changes !== null) {
    if (changes.overlay[copy] > 0.001)
      parts.push([
        `drawn over: ${percent(changes.overlay[copy])}`,
        `叠加内容占 ${percent(changes.overlay[copy])}`,
      ]);
    if (changes.overlay[source] > 0.001)
      parts.push([
        `overlay gone: ${percent(changes.overlay[source])}`,
        `去除叠加占 ${percent(changes.overlay[source])}`,
      ]);
    if (changes.colour[copy] < 1.5 && changes.colour[source] > 4) parts.push(['made grey', '转为灰度']);
    else if (changes.tone > 5) parts.push(['recoloured', '调色']);
  }
  parts.push(savedAs(formats[copy], views[copy].steps));
  return localized(parts.map(([en]) => en).join(', '), parts.map(([, chinese]) => chinese).join('，'));
}

function savedAs(format: MediaFormat, steps: Uint16Array | null): [string, string] {
  const name = format.toUpperCase();
  if (steps === null) return [name, name];
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (let quality = 1; quality <= 100; quality += 1) {
    const distance = tableDistance(scaleByQuality(annexKLuminance, quality, 255), steps);
    if (distance < least) [best, least] = [quality, distance];
  }
  return least === 0 ? [`JPEG ${best}`, `JPEG ${best}`] : [`JPEG about ${best}`, `JPEG 约 ${best}`];
}
