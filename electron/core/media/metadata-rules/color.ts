import { localized } from '#shared/domain/localized.ts';
import { exif, shown } from './facts.ts';
import { consistent, contradicts, inconclusive, type MetadataRule, notApplicable } from './rule.ts';

const icc = { group: 'ICC_Profile' };

const profileOfEditor: MetadataRule = {
  id: 'color.editor-profile',
  title: localized('Colour profile of a camera or of a program', '色彩特性文件来自相机还是软件'),
  cite: 'ICC.1:2022 §7.2.17 profile creator, §9.2.41 profileDescriptionTag; Adobe RGB (1998) Color Image Encoding',
  proposition: 'camera-original',
  limits: [
    localized(
      'Most cameras embed no profile and state their colour space in Exif; a few embed a profile made by Adobe or HP.',
      '多数相机不嵌入特性文件，仅在 Exif 中说明色彩空间；少数相机会嵌入 Adobe 或 HP 制作的特性文件。',
    ),
  ],
  innocent: [
    localized(
      'A colour-managed program added the profile when it saved or exported the picture.',
      '支持色彩管理的软件在保存或导出时添加了特性文件。',
    ),
  ],
  check(facts) {
    const profile = facts.first('ProfileDescription', icc) ?? facts.first('ProfileCreator', icc);
    if (profile === undefined || !facts.claimsCamera()) return notApplicable;
    const tags = ['ProfileDescription', 'ProfileCreator', 'ProfileCMMType', 'ProfileCopyright'].flatMap(
      (name) => facts.first(name, icc) ?? [],
    );
    const found = tags.filter((tag) =>
      /adobe|ADBE|gimp|GIMP|photoshop|krita|argll|artifex|facebook|^c2$|littlecms|lcms|imagemagick|corel/i.test(
        `${tag.readable} ${String(tag.raw)}`,
      ),
    );
    if (found.length === 0) return consistent(tags.slice(0, 3).map(shown));
    return contradicts(
      'weak',
      localized(
        'The embedded colour profile is one that programs embed, not cameras.',
        '嵌入的色彩特性文件通常由软件而非相机写入。',
      ),
      found.map(shown),
    );
  },
};

const spaceAgainstProfile: MetadataRule = {
  id: 'color.space-profile',
  title: localized('Exif colour space against the profile', 'Exif 色彩空间与特性文件'),
  cite: 'CIPA DC-008-2023 (Exif 3.0), tags ColorSpace and InteroperabilityIndex; JEITA CP-3461 (DCF 2.0) optional colour space; ICC.1:2022 §9.2.41',
  proposition: 'as-declared',
  limits: [localized('Compared by the profile’s name only.', '仅按特性文件名称比较。')],
  innocent: [
    localized(
      'A program converted the colours and did not correct the Exif tag.',
      '软件转换了颜色但未更正 Exif 标签。',
    ),
  ],
  check(facts) {
    const space = facts.first('ColorSpace', exif);
    const description = facts.first('ProfileDescription', icc);
    if (space === undefined || description === undefined) return notApplicable;
    const compared = [shown(space), shown(description)];
    const isStandard = /srgb/i.test(description.readable);
    const isWide = /adobe ?rgb|prophoto|display p3|dci|wide ?gamut|rec\.? ?2020|apple rgb|colormatch/i.test(
      description.readable,
    );
    if (!isStandard && !isWide) return notApplicable;
    if (String(space.raw) !== '1' || isStandard) return consistent(compared);
    return inconclusive(
      localized(
        'Exif says sRGB, the embedded profile says a wider colour space.',
        'Exif 标明 sRGB，而嵌入的特性文件为更广的色域。',
      ),
      compared,
    );
  },
};

const channelsOf: ReadonlyMap<string, number> = new Map([
  ['RGB', 3],
  ['GRAY', 1],
  ['CMYK', 4],
]);

const channelsAgainstProfile: MetadataRule = {
  id: 'color.channels-profile',
  title: localized('Channels of the profile against the image', '特性文件通道数与图像'),
  cite: 'ICC.1:2022 §7.2.6 data colour space field; ITU-T T.81 B.2.2 number of components',
  proposition: 'as-declared',
  limits: [
    localized(
      'Applies to JPEG, whose header states the number of components.',
      '适用于文件头标明分量数的 JPEG。',
    ),
  ],
  innocent: [
    localized(
      'A program turned the picture grey or to print colours and kept the old profile.',
      '软件将图片转为灰度或印刷色后保留了旧特性文件。',
    ),
  ],
  check(facts) {
    const data = facts.first('ColorSpaceData', icc);
    const components = facts.first('ColorComponents', { group: 'File' });
    const expected = channelsOf.get((data?.readable ?? '').trim());
    if (data === undefined || components === undefined || expected === undefined) return notApplicable;
    const compared = [shown(data), shown(components)];
    if (Number(components.raw) === expected) return consistent(compared);
    return contradicts(
      'weak',
      localized(
        'The colour profile is for another number of channels than the picture has.',
        '色彩特性文件的通道数与图像不符。',
      ),
      compared,
    );
  },
};

const interoperability: MetadataRule = {
  id: 'color.interoperability',
  title: localized('Colour space against the interoperability index', '色彩空间与互操作性索引'),
  cite: 'JEITA CP-3461 (DCF 2.0): R98 with ColorSpace 1 (sRGB), R03 with ColorSpace 65535 (Adobe RGB)',
  proposition: 'as-declared',
  limits: [localized('The index is optional.', '该索引为可选项。')],
  innocent: [
    localized(
      'A program converted the colours and changed one of the two tags.',
      '软件转换颜色时只更改了其中一个标签。',
    ),
  ],
  check(facts) {
    const space = facts.first('ColorSpace', exif);
    const index = facts.first('InteropIndex', exif);
    if (space === undefined || index === undefined) return notApplicable;
    const compared = [shown(space), shown(index)];
    const pair = `${String(space.raw)} ${String(index.raw).slice(0, 3)}`;
    if (pair !== '1 R03' && pair !== '65535 R98' && pair !== '2 R98') return consistent(compared);
    // Phones with Display P3 keep R98, as DCF has no word for it.
    if (pair === '65535 R98') return notApplicable;
    return inconclusive(
      localized(
        'The two statements of the colour space contradict each other.',
        '两处色彩空间说明相互矛盾。',
      ),
      compared,
    );
  },
};

export const colorRules: readonly MetadataRule[] = [
  profileOfEditor,
  spaceAgainstProfile,
  channelsAgainstProfile,
  interoperability,
];
