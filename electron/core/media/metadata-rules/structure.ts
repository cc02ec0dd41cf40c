import { localized } from '#shared/domain/localized.ts';
import { exif, shown } from './facts.ts';
import { consistent, contradicts, inconclusive, type MetadataRule, notApplicable } from './rule.ts';

const twoHeaders: MetadataRule = {
  id: 'structure.jfif-and-exif',
  title: localized('JFIF header in a camera file', '相机文件中的 JFIF 头'),
  cite: 'CIPA DC-008-2023 (Exif 3.0): APP1 follows SOI at once; ITU-T T.871 (JFIF) §10.1: APP0 follows SOI at once; E. Kee, M. K. Johnson, H. Farid, IEEE TIFS 6(3), 2011',
  proposition: 'camera-original',
  limits: [
    localized(
      'Some cameras and telephones, Apple’s among them, write both.',
      '部分相机和手机（包括 Apple 产品）会同时写入两者。',
    ),
  ],
  innocent: [
    localized(
      'A program, website or messenger saved the picture again through a common JPEG library.',
      '软件、网站或通讯工具用通用 JPEG 库重新保存过图片。',
    ),
  ],
  check(facts) {
    const jfif = facts.first('JFIFVersion');
    if (facts.media.format !== 'jpeg' || !facts.claimsCamera()) return notApplicable;
    const make = facts.first('Make', exif)!;
    if (jfif === undefined) return consistent([shown(make)]);
    const statement = localized(
      'Both a JFIF and an Exif header are present; a camera writes Exif alone as a rule.',
      '同时存在 JFIF 与 Exif 头；相机通常只写 Exif。',
    );
    const compared = [shown(make), shown(jfif)];
    return /^apple$/i.test(make.readable.trim())
      ? inconclusive(statement, compared)
      : contradicts('weak', statement, compared);
  },
};

/** Tags a compressed Exif file must have (support level M), as ExifTool names them. */
const required = [
  'ExifVersion',
  'ComponentsConfiguration',
  'ColorSpace',
  'ExifImageWidth',
  'ExifImageHeight',
  'XResolution',
  'YResolution',
  'ResolutionUnit',
];

const missingTags: MetadataRule = {
  id: 'structure.required-tags',
  title: localized('Entries that Exif requires', 'Exif 必需条目'),
  cite: 'CIPA DC-008-2023 (Exif 3.0), tag support levels: mandatory in compressed files',
  proposition: 'camera-original',
  limits: [
    localized(
      'Firmware of cheap and of old cameras leaves out mandatory tags too.',
      '低价或老式相机的固件也会遗漏必需标签。',
    ),
  ],
  innocent: [
    localized(
      'A program rebuilt the Exif block with the tags it knows.',
      '软件仅用其已知的标签重建了 Exif 块。',
    ),
  ],
  check(facts) {
    if (facts.media.format !== 'jpeg' || !facts.claimsCamera()) return notApplicable;
    const missing = required.filter((name) => facts.first(name, exif) === undefined);
    const compared = [{ field: 'Exif', value: `${required.length - missing.length}/${required.length}` }];
    if (missing.length === 0) return consistent(compared);
    return contradicts(
      'weak',
      localized(
        `Mandatory Exif entries are missing: ${missing.join(', ')}.`,
        `缺少 Exif 必需条目：${missing.join('、')}。`,
      ),
      [...compared, ...missing.map((name) => ({ field: name, value: '—' }))],
    );
  },
};

const exposure: MetadataRule = {
  id: 'structure.exposure',
  title: localized('Exposure values agree with each other', '曝光参数相互一致'),
  cite: 'CIPA DC-008-2023 (Exif 3.0) annex on APEX units: Av = 2·log2(F), Tv = −log2(t)',
  proposition: 'as-declared',
  limits: [
    localized(
      'Both forms are rounded; one exposure value is allowed.',
      '两种记录方式均经取整；允许相差 1 EV。',
    ),
  ],
  innocent: [
    localized(
      'Firmware writes rounded or constant values into one of the two.',
      '固件可能在其中一项写入取整或固定的值。',
    ),
  ],
  check(facts) {
    const pairs: [string, string, number | null, number | null][] = [
      // ExifTool gives the APEX tags already converted to f-number and seconds.
      ['FNumber', 'ApertureValue', facts.number('FNumber', exif), facts.number('ApertureValue', exif)],
      [
        'ExposureTime',
        'ShutterSpeedValue',
        facts.number('ExposureTime', exif),
        facts.number('ShutterSpeedValue', exif),
      ],
    ];
    const usable = pairs.filter(([, , one, other]) => one !== null && other !== null && one > 0 && other > 0);
    if (usable.length === 0) return notApplicable;
    const compared = usable.flatMap(([first, second]) => [
      shown(facts.first(first, exif)!),
      shown(facts.first(second, exif)!),
    ]);
    const wrong = usable.filter(
      ([name, , one, other]) => Math.abs(Math.log2(one! / other!)) * (name === 'FNumber' ? 2 : 1) > 1,
    );
    if (wrong.length === 0) return consistent(compared);
    const names = wrong.map(([first, second]) => `${first} / ${second}`).join(', ');
    return inconclusive(
      localized(
        `Two statements of the same exposure differ by more than one step: ${names}.`,
        `同一曝光的两种记录相差超过一档：${names}。`,
      ),
      compared,
    );
  },
};

export const structureRules: readonly MetadataRule[] = [twoHeaders, missingTags, exposure];
