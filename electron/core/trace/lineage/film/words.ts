import type { TimeTransform } from '#shared/domain/comparison.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { FilmReading } from '../../film/read-film.ts';
import { partWords } from '../alignment-signs.ts';
import type { Signs } from '../evidence.ts';
import { soundParts } from '../sound/words.ts';
import type { FilmMeasures } from './measures.ts';
import { differentFrames } from './signs.ts';

/** A step in a few words, should the second have been made from the first (`1`) or the first from the second (`0`). */
export function filmWords(
  films: readonly [FilmReading, FilmReading],
  { cover }: TimeTransform,
  signs: Signs,
  measures: FilmMeasures | null,
  copy: 0 | 1,
): Localized {
  const source = copy === 1 ? 0 : 1;
  const part = partWords(cover[source]);
  const parts: [en: string, chinese: string][] = [[part.en, part['zh-CN']]];
  const percent = (share: number): string => `${Math.max(1, Math.round(100 * share))} %`;
  const usual = measures?.usual ?? null;
  if (usual !== null && measures !== null) {
    const { transform, beyond, changes } = usual;
    if (beyond[source].scene > 0.01) {
      const left = percent(transform.cover[source]);
      parts.push([`cropped to ${left}`, `裁剪至 ${left}`]);
    }
    const scale = copy === 1 ? measures.scale : 1 / measures.scale;
    if (Math.abs(Math.log(scale)) > 0.015) parts.push([`${scale.toFixed(2)}×`, `${scale.toFixed(2)} 倍`]);
    if (beyond[copy].drawn > 0.01) parts.push(['bars or a page around it', '四周加了边条或页面']);
    const drawn = changes?.overlay[copy] ?? 0;
    if (drawn > 0.002) parts.push([`drawn over: ${percent(drawn)}`, `叠加内容占 ${percent(drawn)}`]);
  }
  if ((signs.grey?.[copy] ?? 0) > 0.5) parts.push(['made grey', '转为灰度']);
  if ((signs.rate?.[copy] ?? 0) > 0.1) {
    const frames = differentFrames(films[copy]).toFixed(0);
    parts.push([`${frames} frames a second`, `每秒 ${frames} 帧`]);
  }
  if ((signs.silent?.[copy] ?? 0) > 0) parts.push(['sound left out', '去除声音']);
  else if ((signs.silent?.[source] ?? 0) > 0) parts.push(['sound added', '添加声音']);
  else for (const [en, chinese] of soundParts(signs, copy)) parts.push([`sound: ${en}`, `声音：${chinese}`]);
  return localized(parts.map(([en]) => en).join(', '), parts.map(([, chinese]) => chinese).join('，'));
}
