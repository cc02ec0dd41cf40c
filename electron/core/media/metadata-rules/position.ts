import { localized } from '#shared/domain/localized.ts';
import { exif, shown } from './facts.ts';
import { exifMoment } from './moment.ts';
import { consistent, inconclusive, type MetadataRule, notApplicable } from './rule.ts';

const limit = localized(
  'Positions can be set by hand or by a program at any time.',
  '位置信息可随时由人工或软件设定。',
);

/** Signed decimal degrees from the Exif pair, or null. */
function degrees(value: number | null, reference: string | null, negative: string): number | null {
  if (value === null) return null;
  return reference?.toUpperCase().startsWith(negative) ? -Math.abs(value) : value;
}

const possible: MetadataRule = {
  id: 'position.possible',
  title: localized('Position that can exist', '位置有效'),
  cite: 'CIPA DC-008-2023 (Exif 3.0), tags GPSLatitude (0…90), GPSLongitude (0…180), with their references',
  proposition: 'as-declared',
  limits: [limit],
  innocent: [
    localized('Devices write zeros before the first satellite fix.', '设备在首次卫星定位前会写入零值。'),
    localized('A program copied a position without its references.', '软件复制位置时遗漏了方向标识。'),
  ],
  check(facts) {
    const latitude = facts.number('GPSLatitude', exif);
    const longitude = facts.number('GPSLongitude', exif);
    const tags = ['GPSLatitude', 'GPSLatitudeRef', 'GPSLongitude', 'GPSLongitudeRef'].flatMap(
      (name) => facts.first(name, exif) ?? [],
    );
    if (latitude === null || longitude === null) return notApplicable;
    const compared = tags.map(shown);
    if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
      return inconclusive(
        localized('The position lies outside the Earth’s coordinates.', '位置超出地球坐标范围。'),
        compared,
      );
    }
    if (latitude === 0 && longitude === 0) {
      return inconclusive(
        localized(
          'The position is exactly 0° N, 0° E: a value left open.',
          '位置恰为北纬 0°、东经 0°：实为未填写的值。',
        ),
        compared,
      );
    }
    if (tags.length < 4) {
      return inconclusive(
        localized('Hemisphere references of the position are missing.', '位置缺少南北或东西半球标识。'),
        compared,
      );
    }
    return consistent(compared);
  },
};

const zoneOfPlace: MetadataRule = {
  id: 'position.time-zone',
  title: localized('Time zone against longitude', '时区与经度'),
  cite: 'CIPA DC-008-2023 (Exif 3.0), tags OffsetTimeOriginal and GPSLongitude; IANA time zones: civil time differs from solar time by at most 3½ hours, an hour of summer time included',
  proposition: 'as-declared',
  limits: [
    limit,
    localized('Four hours between civil and solar time are allowed.', '允许民用时与太阳时相差 4 小时。'),
  ],
  innocent: [localized('The camera stayed on home time during a journey.', '旅途中相机仍使用出发地时间。')],
  check(facts) {
    const moment = exifMoment(facts, 'DateTimeOriginal');
    const longitude = degrees(facts.number('GPSLongitude', exif), facts.text('GPSLongitudeRef', exif), 'W');
    if (moment?.offset === null || moment === null || longitude === null || Math.abs(longitude) > 180)
      return notApplicable;
    const compared = [moment.source, shown(facts.first('GPSLongitude', exif)!)];
    const solar = longitude / 15;
    const civil = moment.offset / 60;
    // Around the date line offsets of +13 and −11 are the same hour of another day.
    const apart = Math.abs(((civil - solar + 36) % 24) - 12);
    if (apart <= 4) return consistent(compared);
    return inconclusive(
      localized(
        `The stated time zone is ${apart.toFixed(1)} hours from the solar time of the stated place.`,
        `所述时区与所述地点的太阳时相差 ${apart.toFixed(1)} 小时。`,
      ),
      compared,
    );
  },
};

export const positionRules: readonly MetadataRule[] = [possible, zoneOfPlace];
