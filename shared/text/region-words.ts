import { type Language, type Localized, localized } from '../domain/localized.ts';
import type { AnalystRegion, TraceKind } from '../domain/region.ts';
import { samePlace } from '../numeric/region-shape.ts';

/** Words of regions: the same on screen, in reports and in the terminal. */

export const traceKindWords: Readonly<Record<TraceKind, Localized>> = {
  compression: localized('JPEG compression', 'JPEG 压缩'),
  noise: localized('noise', '噪声'),
  sensor: localized('sensor pattern', '传感器固有噪声'),
  interpolation: localized('interpolation', '插值'),
  filtering: localized('filtering', '滤波'),
  tone: localized('tone', '影调'),
  copies: localized('repeated content', '重复内容'),
  previews: localized('embedded pictures', '内嵌图像'),
};

/** How many witnesses there are; methods of one kind look at the same trace. */
export function seenBy(kinds: number, methods: number): Localized {
  if (methods === 0) return localized('Seen by no method', '没有方法指出');
  const en = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`;
  return localized(
    `Seen by ${en(kinds, 'kind of trace', 'kinds of trace')}, ${en(methods, 'method', 'methods')}`,
    `${kinds} 类痕迹、${methods} 种方法指出`,
  );
}

/** The same, with the names of the kinds. */
export function seenByKinds(kinds: readonly TraceKind[], methods: number): Localized {
  const count = seenBy(kinds.length, methods);
  const named = (language: Language) => kinds.map((kind) => traceKindWords[kind][language]);
  return localized(
    `${count.en}: ${named('en').join(', ')}`,
    `${count['zh-CN']}：${named('zh-CN').join('、')}`,
  );
}

/** The same for a region of the analyst, of those methods whose regions lie on the same place. */
export function seenByOverlaps(
  overlaps: readonly {
    readonly analysis: string;
    readonly kind: TraceKind;
    readonly covered: number;
    readonly within: number;
  }[],
): Localized {
  const there = overlaps.filter(({ covered, within }) => samePlace(covered, within));
  return seenBy(
    new Set(there.map(({ kind }) => kind)).size,
    new Set(there.map(({ analysis }) => analysis)).size,
  );
}

/** Its name, or its number. */
export function regionName({ name }: Pick<AnalystRegion, 'name'>, index: number): Localized {
  const own = name.trim();
  return own === '' ? localized(`Region ${index + 1}`, `区域 ${index + 1}`) : localized(own, own);
}

/** What agreement does not mean, printed wherever it is shown. */
export const regionLimits: readonly Localized[] = [
  localized(
    'Agreement is no verdict and no probability: it says that several methods point at one place, not why. Ordinary content (sky, text, screens, stickers, strong texture) can stand out to several methods at once.',
    '多种方法一致并非结论，也不是概率：它只说明多种方法指向同一处，不说明原因。普通内容（天空、文字、屏幕、贴纸、强纹理）也可能同时引起多种方法的反应。',
  ),
  localized(
    'Methods of one kind look at the same trace and are counted as one kind. Different kinds are not independent in the sense of statistics either: one act, such as blurring or pasting, changes several traces, and so does one harmless cause.',
    '同一类方法考察的是同一种痕迹，只计为一类。不同类别在统计意义上也并非相互独立：模糊、粘贴等一次操作会改变多种痕迹，一个无害的原因也可能如此。',
  ),
  localized(
    'Where no method points at a place, nothing follows: methods that could not speak about this file are silent everywhere, and most traces vanish when a picture is resized or saved anew.',
    '没有方法指出某处，不能得出任何推论：无法对该文件作出判断的方法处处沉默，图像缩放或重新保存后大多数痕迹都会消失。',
  ),
  localized(
    'Outlines are as coarse as the windows of the methods, often tens of pixels; they are no masks.',
    '轮廓的精细程度取决于各方法的窗口，常为数十像素；它们不是精确的掩膜。',
  ),
  localized(
    'Means inside and outside of a drawn region describe a map. A region drawn where a map is bright has a bright mean: the difference proves nothing beyond the map.',
    '标注区域内外的均值只是对热图的描述。在热图明亮处画区域，均值自然偏高：这一差异并不比热图本身说明更多。',
  ),
];
