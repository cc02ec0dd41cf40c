import { localized } from '#shared/domain/localized.ts';

/** Sentences of `assay regions`. */
export const regionsText = {
  regions: localized(
    'Show where several methods point at the same place of a picture',
    '列出多种方法在图像上共同指出的位置',
  ),
  help: localized(
    `
Runs the methods for still images and puts together what points at the same place. Methods that look at the same trace are
counted as one kind of trace. No score is made of it; resources/docs/regions.md has the rule.
A case is read as it is: nothing is run, and the analyst's own regions are printed as well.

Examples:
  assay regions photo.jpg
  assay regions trial.case --json`,
    `
运行静态图像方法，并汇总指向同一位置的方法。考察同一痕迹的方法只计为一类痕迹。不给出任何评分；规则见
resources/docs/regions.md。给出案件时只读取已有记录，不运行分析，并列出检验人自行标注的区域。

示例：
  assay regions photo.jpg
  assay regions trial.case --json`,
  ),
  none: localized('No method points at a place.', '没有方法指出任何位置。'),
  noPicture: localized('Not a picture of known size.', '不是已知尺寸的图像。'),
  place: localized(
    'x {left}–{right}, y {top}–{bottom}, {area} pixels',
    'x {left}–{right}，y {top}–{bottom}，{area} 像素',
  ),
  silent: localized('Pointed at nothing:', '未指出任何位置：'),
  own: localized('Marked by the analyst:', '检验人标注：'),
  limits: localized('What this does not mean:', '不能由此得出的结论：'),
} as const;
