import { localized } from '#shared/domain/localized.ts';

/** Sentences of `assay geometry`. */
export const geometryText = {
  geometry: localized(
    'Hold marked shadows, reflections and parallel lines of a picture against each other',
    '检验图像中标绘的阴影、反射与平行线是否相互一致',
  ),
  help: localized(
    `
The constraints file holds what an analyst drew, in stored pixels: groups of marks that share one light, one mirror or one
direction, and how far a drawn point may be off. It is the "geometry" of a record in the case; resources/docs/geometry.md
describes it. The answer is consistent, inconsistent or undetermined; none of them says whether a picture is genuine.

Examples:
  assay geometry street.jpg --constraints shadows.json
  assay geometry street.jpg --constraints shadows.json --json`,
    `
约束文件为检验人所画内容（存储像素坐标）：属于同一光源、同一镜面或同一方向的标记分组，以及每个标点的允许误差。
它即案件记录中的“geometry”，格式见 resources/docs/geometry.md。结论为一致、不一致或无法确定，均不表示图像真伪。

示例：
  assay geometry street.jpg --constraints shadows.json
  assay geometry street.jpg --constraints shadows.json --json`,
  ),
  optionConstraints: localized('JSON file with the marks', '标记的 JSON 文件'),
  noConstraints: localized('The constraints cannot be read:', '无法读取约束文件：'),
  unknownField: localized('no such field:', '没有此字段：'),
  uncertainty: localized('Every drawn point may be off by (pixels):', '每个标点的允许误差（像素）：'),
  leftOut: localized('not used:', '未使用：'),
  camera: localized('Camera', '相机'),
  limits: localized('What this cannot know:', '局限：'),
} as const;
