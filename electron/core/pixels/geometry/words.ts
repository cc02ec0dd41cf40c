import type { GeometryGroup, GroupEvaluation } from '#shared/domain/geometry.ts';
import { counted, type Localized, localized } from '#shared/domain/localized.ts';
import { geometryName } from '#shared/text/geometry-words.ts';

type Said = Omit<GroupEvaluation, 'explanation'>;
type Spread = readonly [number, number, number];

/** Why a group got its answer, in sentences that stand by themselves. */
export function explainGroup(group: GeometryGroup, said: Said, uncertainty: number): Localized[] {
  const names = namesOf(group);
  if (said.answer === 'inconsistent') return contradiction(group, said, uncertainty, names);
  const sentences = said.used.length < 3 ? [tooFew(group)] : [agreement(group, said, uncertainty)];
  if (said.answer === 'undetermined' && said.used.length >= 3) sentences.push(tooWide(said));
  if (said.answer === 'consistent' && said.chance !== null) sentences.push(tested(said.chance));
  if (said.agreesFrom !== null && said.used.length >= 3) sentences.push(agreesFrom(said.agreesFrom));
  const side = group.kind === 'light' && said.answer === 'consistent' ? lightSide(said) : null;
  return [...sentences, ...(side === null ? [] : [side])];
}

const common = {
  light: localized('one light', '同一光源'),
  mirror: localized('one plane mirror', '同一平面镜'),
  parallel: localized('one direction in space', '空间中的同一方向'),
} as const;

function contradiction(
  group: GeometryGroup,
  said: Said,
  uncertainty: number,
  names: ReadonlyMap<string, string>,
): Localized[] {
  const list = (marks: readonly string[], comma: string) =>
    marks.map((mark) => `“${names.get(mark) ?? mark}”`).join(comma);
  const { en, 'zh-CN': zh } = common[group.kind];
  const found = [
    localized(
      `No point fits ${counted(said.used.length, 'mark', 'marks')} at once when every drawn point may be ${pixels(uncertainty)} off: as drawn they cannot have ${en} in common. These contradict each other, and none can be left out: ${list(said.conflict, ', ')}.`,
      `在每个标点允许 ${pixelsChinese(uncertainty)}误差的前提下，${said.used.length} 个标记没有公共点：按所画位置不可能属于${zh}。相互矛盾且缺一不可的最小冲突集：${list(said.conflict, '、')}。`,
    ),
  ];
  if (said.remedies.length > 0)
    found.push(
      localized(
        `The rest agree without ${said.remedies.map((set) => list(set, ' and ')).join(', or without ')}.`,
        `去掉${said.remedies.map((set) => list(set, '和')).join('，或去掉')}后，其余标记一致。`,
      ),
    );
  found.push(
    said.agreesFrom === null
      ? localized(
          'No drawing error up to the largest that was tried explains it.',
          '在尝试过的最大标绘误差内均无法解释这一矛盾。',
        )
      : localized(
          `They would agree only if points were drawn ${pixels(said.agreesFrom)} off.`,
          `只有当标点误差达到 ${pixelsChinese(said.agreesFrom)}时才会一致。`,
        ),
  );
  return found;
}

function agreement(group: GeometryGroup, said: Said, uncertainty: number): Localized {
  const { en, 'zh-CN': zh } = common[group.kind];
  return localized(
    `${counted(said.used.length, 'mark has', 'marks have')} a point in common when every drawn point may be ${pixels(uncertainty)} off: ${en} is possible.`,
    `在每个标点允许 ${pixelsChinese(uncertainty)}误差的前提下，${said.used.length} 个标记有公共点：可能属于${zh}。`,
  );
}

function tooFew(group: GeometryGroup): Localized {
  return group.kind === 'parallel'
    ? localized(
        'Two lines always meet somewhere: at least three are needed.',
        '任意两条直线总会相交：至少需要三条线。',
      )
    : localized(
        'Two marks nearly always agree: at least three are needed.',
        '两个标记几乎总能一致：至少需要三个标记。',
      );
}

function tooWide({ chance }: Said): Localized {
  return chance === null
    ? localized('No mark is tested by the others.', '没有任何标记受到其余标记的检验。')
    : localized(
        `The marks are too wide to say more: one of arbitrary direction would have agreed with the others in ${percent(chance)} of cases.`,
        `标记过宽，无法进一步判断：方向任意的标记有 ${percent(chance)} 的可能与其余标记一致。`,
      );
}

function tested(chance: number): Localized {
  return localized(
    `At the mark most tested by the others, an arbitrary direction would have agreed in ${percent(chance)} of cases.`,
    `在受其余标记检验最严的标记处，任意方向恰好一致的可能为 ${percent(chance)}。`,
  );
}

function agreesFrom(least: number): Localized {
  return localized(
    `They agree from a drawing error of ${pixels(least)} on.`,
    `标绘误差达到 ${pixelsChinese(least)}即可一致。`,
  );
}

/** A light far to the side may be on either side of the camera. */
function lightSide({ sides }: Said): Localized | null {
  if (sides.length === 2)
    return localized(
      'The light may be in front of the camera or behind it.',
      '光源可能在相机前方，也可能在后方。',
    );
  if (sides[0] === 'front') return localized('The light is in front of the camera.', '光源在相机前方。');
  return sides[0] === 'behind' ? localized('The light is behind the camera.', '光源在相机后方。') : null;
}

export type CameraReason =
  | { readonly code: 'group-inconsistent' | 'too-few' | 'no-camera' }
  | { readonly code: 'camera-uncertain'; readonly share: number }
  | {
      readonly code: 'camera' | 'too-uncertain';
      readonly x: Spread;
      readonly y: Spread;
      readonly focal: Spread;
      readonly offCentre: Spread;
    };

export function explainCamera(reason: CameraReason, uncertainty: number): Localized[] {
  switch (reason.code) {
    case 'group-inconsistent':
      return [
        localized(
          'One of the three groups contradicts itself; what camera they ask for is not defined.',
          '三组中有一组自相矛盾，无法确定相应的相机。',
        ),
      ];
    case 'too-few':
      return [localized('Each of the three groups needs at least two lines.', '三组中每组至少需要两条线。')];
    case 'no-camera':
      return [
        localized(
          `No camera with square pixels sees these three directions at right angles, with every drawn point up to ${pixels(uncertainty)} off.`,
          `在每个标点允许 ${pixelsChinese(uncertainty)}误差的前提下，不存在能使这三个方向互相垂直的方形像素相机。`,
        ),
      ];
    case 'camera-uncertain':
      return [
        localized(
          `For ${percent(reason.share)} of the drawings within ${pixels(uncertainty)} there is no camera: the lines are too uncertain, or nearly parallel in the picture.`,
          `在 ${pixelsChinese(uncertainty)}误差范围内，${percent(reason.share)} 的画法没有对应的相机：线条过于不确定，或在画面中近乎平行。`,
        ),
      ];
    default:
      return [
        ...(reason.code === 'camera'
          ? []
          : [
              localized(
                'The lines are too uncertain to tell the camera.',
                '线条过于不确定，无法确定相机参数。',
              ),
            ]),
        ...cameraWords(reason, uncertainty),
      ];
  }
}

function cameraWords(
  {
    x,
    y,
    focal,
    offCentre,
  }: { readonly x: Spread; readonly y: Spread; readonly focal: Spread; readonly offCentre: Spread },
  uncertainty: number,
): Localized[] {
  return [
    localized(
      `Focal length ${range(focal)} pixels, principal point x ${range(x)}, y ${range(y)} (95 % of 2000 drawings within ${pixels(uncertainty)}).`,
      `焦距 ${range(focal)} 像素，主点 x ${range(x)}、y ${range(y)}（${pixelsChinese(uncertainty)}误差范围内 2000 次抽样的 95%）。`,
    ),
    localized(
      `The principal point is ${range(offCentre)} pixels from the middle of the picture. Far off means cropping, a shifted lens, or a part from another picture.`,
      `主点距画面中心 ${range(offCentre)} 像素。偏离较大意味着裁剪、移轴镜头，或来自其他图像的部分。`,
    ),
  ];
}

function namesOf(group: GeometryGroup): ReadonlyMap<string, string> {
  return new Map(group.marks.map(({ id, name }, index) => [id, geometryName(name, index)]));
}

function range([low, middle, high]: Spread): string {
  return `${Math.round(middle)} (${Math.round(low)} … ${Math.round(high)})`;
}

function percent(part: number): string {
  const value = part * 100;
  return `${value < 10 ? Number(value.toFixed(1)) : Math.round(value)} %`;
}

function pixels(value: number): string {
  const shown = Number(value.toFixed(value < 10 ? 2 : 0));
  return `${shown} ${shown === 1 ? 'pixel' : 'pixels'}`;
}

function pixelsChinese(value: number): string {
  return `${Number(value.toFixed(value < 10 ? 2 : 0))} 像素`;
}
