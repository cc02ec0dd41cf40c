import type { GeometryAnswer, GeometryGroupKind, GroupEvaluation } from '../domain/geometry.ts';
import { type Localized, localized } from '../domain/localized.ts';

/** Words of what is drawn on pictures: the same on screen, in reports and in the terminal. */

export const geometryAnswerWords: Readonly<Record<GeometryAnswer, Localized>> = {
  consistent: localized('consistent', '一致'),
  inconsistent: localized('inconsistent', '不一致'),
  undetermined: localized('undetermined', '无法确定'),
};

export const geometryGroupWords: Readonly<Record<GeometryGroupKind, Localized>> = {
  light: localized('Shadows of one light', '同一光源的阴影'),
  mirror: localized('Reflections in one mirror', '同一镜面的反射'),
  parallel: localized('Parallel lines', '平行线'),
};

export const unusedMarkWords: Readonly<Record<GroupEvaluation['unused'][number]['because'], Localized>> = {
  off: localized('left out by the analyst', '由检验人排除'),
  'too-short': localized('shorter than its uncertainty', '长度小于其不确定度'),
  'too-wide': localized('half a circle or wider', '张角达到或超过半圆'),
};

/** What no answer of this kind can know, printed with each of them. */
export const geometryLimits: readonly Localized[] = [
  localized(
    'The answer is about what was drawn: a shadow joined to the wrong object, or a wrong reflection, makes a true picture inconsistent.',
    '结论针对所画标记：若阴影与物体、物体与反射的对应有误，真实图像也会显示不一致。',
  ),
  localized(
    'Straight lines must be straight in the picture: wide-angle lenses bend them, most at the edges. Correct the distortion first, or allow for it in the uncertainty.',
    '要求空间直线在画面中仍为直线：广角镜头会使其弯曲，边缘尤甚。请先校正畸变，或将其计入不确定度。',
  ),
  localized(
    'Shadows of several lights belong in groups of their own; large lights, such as windows or an overcast sky, cast no sharp shadow point.',
    '多个光源的阴影应分组标绘；窗户、阴天等大面积光源没有清晰的阴影点。',
  ),
  localized(
    'Only plane mirrors reflect along one direction: water in motion, curved glass and car bodies do not. Panes at different angles are different mirrors.',
    '只有平面镜沿同一方向反射：波动的水面、弧形玻璃和车身均不适用。不同角度的玻璃属于不同镜面。',
  ),
  localized(
    'Panoramas and stitched or heavily warped pictures have no single viewpoint.',
    '全景、拼接或经大幅变形的图像没有唯一视点。',
  ),
  localized(
    'Consistent means only that one explanation exists. A careful composite, or a generated picture, can be consistent.',
    '“一致”仅表示存在一种解释。精心合成或生成的图像也可能一致。',
  ),
];

/** Name of a mark or group as shown: its own, or its number. */
export function geometryName(name: string, index: number): string {
  return name.trim() === '' ? String(index + 1) : name.trim();
}
