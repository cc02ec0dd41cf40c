import { localized } from '#shared/domain/localized.ts';
import { exif, iptc, type MetadataFacts, shown, xmp } from './facts.ts';
import { exifMoment, lapse, type Moment, momentOf, parseMoment, parseOffset, spanText } from './moment.ts';
import {
  type ComparedValue,
  consistent,
  contradicts,
  inconclusive,
  type MetadataRule,
  notApplicable,
  type Verdict,
} from './rule.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

const clockLimit = localized(
  'Cameras have no trustworthy clock: it is set by hand, may be wrong by years and may be changed at will.',
  '相机没有可信时钟：时间由人工设定，可能相差数年，也可随意更改。',
);
const otherZone = localized(
  'The program that saved the file wrote its own time zone, or the camera stood on another one.',
  '保存文件的软件写入了自己的时区，或相机设置在另一时区。',
);
const clockSet = localized(
  'The clock was corrected between the two, or the capture time was adjusted for a wrong clock.',
  '两次记录之间校正过时钟，或因时钟有误而调整过拍摄时间。',
);

/** `later` must not lie before `earlier`. */
function order(earlier: Moment | null, later: Moment | null, what: { en: string; zh: string }): Verdict {
  if (earlier === null || later === null) return notApplicable;
  const compared = [earlier.source, later.source];
  const { ms, certain } = lapse(earlier, later);
  if (ms >= -second) return consistent(compared);
  const statement = localized(`${what.en} by ${spanText(ms)}.`, `${what.zh} ${spanText(ms)}。`);
  return certain ? contradicts('moderate', statement, compared) : inconclusive(statement, compared);
}

const modifiedBeforeOriginal: MetadataRule = {
  id: 'time.modified-before-original',
  title: localized('Last change not before capture', '修改时间不早于拍摄时间'),
  cite: 'CIPA DC-008-2023 (Exif 3.0), tags DateTime and DateTimeOriginal',
  proposition: 'as-declared',
  limits: [clockLimit],
  innocent: [otherZone, clockSet],
  check: (facts) =>
    order(exifMoment(facts, 'DateTimeOriginal'), exifMoment(facts, 'ModifyDate'), {
      en: 'The file says it was last changed before it was captured,',
      zh: '文件声称的最后修改时间早于拍摄时间，相差',
    }),
};

const digitisedBeforeOriginal: MetadataRule = {
  id: 'time.digitised-before-original',
  title: localized('Digitised not before capture', '数字化时间不早于拍摄时间'),
  cite: 'CIPA DC-008-2023 (Exif 3.0), tags DateTimeDigitized and DateTimeOriginal',
  proposition: 'as-declared',
  limits: [clockLimit],
  innocent: [clockSet, otherZone],
  check: (facts) =>
    order(exifMoment(facts, 'DateTimeOriginal'), exifMoment(facts, 'CreateDate'), {
      en: 'The picture says it was digitised before it was taken,',
      zh: '图像声称的数字化时间早于拍摄时间，相差',
    }),
};

const profileAfterChange: MetadataRule = {
  id: 'time.profile-after-change',
  title: localized('Colour profile not younger than the file', '色彩特性文件不晚于最后修改时间'),
  cite: 'ICC.1:2022 §7.2.8 profile creation date; CIPA DC-008-2023 (Exif 3.0), tag DateTime',
  proposition: 'as-declared',
  limits: [clockLimit],
  innocent: [
    localized(
      'A program that converts colours embeds a profile it makes at that moment and leaves the Exif times alone.',
      '转换颜色的软件会嵌入当时生成的特性文件，而不改动 Exif 时间。',
    ),
  ],
  check: (facts) =>
    order(
      momentOf(facts, 'ProfileDateTime', { group: 'ICC_Profile' }),
      exifMoment(facts, 'ModifyDate') ?? exifMoment(facts, 'DateTimeOriginal'),
      {
        en: 'The embedded colour profile was made after the last change the file admits to,',
        zh: '嵌入的色彩特性文件晚于文件所称的最后修改时间，相差',
      },
    ),
};

const satelliteTime: MetadataRule = {
  id: 'time.satellite',
  title: localized('Satellite time against camera time', '卫星授时与相机时间'),
  cite: 'CIPA DC-008-2023 (Exif 3.0), tags GPSDateStamp, GPSTimeStamp (UTC); IANA time zones: offsets of whole quarter hours, UTC−12 to UTC+14',
  proposition: 'as-declared',
  limits: [
    localized(
      'GPS time is that of the last position fix, which may be minutes old; ten minutes are allowed.',
      'GPS 时间为最近一次定位的时间，可能滞后数分钟；允许 10 分钟误差。',
    ),
  ],
  innocent: [
    localized(
      'The camera clock was wrong, or no new position was found for a long time.',
      '相机时钟不准，或长时间未取得新的定位。',
    ),
    localized('The position was added later from a recorded track.', '位置由轨迹记录事后添加。'),
  ],
  check(facts) {
    const camera = exifMoment(facts, 'DateTimeOriginal');
    const date = facts.first('GPSDateStamp', exif);
    const time = facts.first('GPSTimeStamp', exif);
    if (camera === null || date === undefined || time === undefined) return notApplicable;
    const source: ComparedValue = {
      field: 'GPS:GPSDateStamp GPSTimeStamp',
      value: `${date.readable} ${time.readable} UTC`,
    };
    const satellite = parseMoment(`${date.readable} ${time.readable.replace(/^(\d):/, '0$1:')}Z`, source);
    if (satellite === null) return notApplicable;
    const compared = [camera.source, source];
    const allowed = 10 * minute;
    const difference = camera.wall - satellite.wall;
    if (camera.offset !== null) {
      const error = difference - camera.offset * minute;
      if (Math.abs(error) <= allowed) return consistent(compared);
      const statement = localized(
        `Camera time and satellite time differ by ${spanText(error)} after the stated time zone is taken into account.`,
        `计入所述时区后，相机时间与卫星时间仍相差 ${spanText(error)}。`,
      );
      return Math.abs(error) > 24 * hour
        ? contradicts('moderate', statement, compared)
        : inconclusive(statement, compared);
    }
    const statement = localized(
      `No time zone on Earth explains the ${spanText(difference)} between camera time and satellite time.`,
      `相机时间与卫星时间相差 ${spanText(difference)}，地球上任何时区都无法解释。`,
    );
    if (difference < -12 * hour - allowed || difference > 14 * hour + allowed)
      return contradicts('weak', statement, compared);
    return consistent(compared);
  },
};

const offsetForm: MetadataRule = {
  id: 'time.offset-form',
  title: localized('Time zone offsets possible and alike', '时区偏移有效且一致'),
  cite: 'CIPA DC-008-2023 (Exif 3.0), tags OffsetTime, OffsetTimeOriginal, OffsetTimeDigitized: "±HH:MM"',
  proposition: 'as-declared',
  limits: [clockLimit],
  innocent: [
    localized(
      'A program wrote its own offset beside the camera’s when it saved the file.',
      '软件保存文件时在相机的偏移之外写入了自己的偏移。',
    ),
    localized('The firmware writes the tag in its own way.', '固件按自己的方式写入该标签。'),
  ],
  check(facts) {
    const tags = ['OffsetTime', 'OffsetTimeOriginal', 'OffsetTimeDigitized'].flatMap(
      (name) => facts.first(name, exif) ?? [],
    );
    if (tags.length === 0) return notApplicable;
    const compared = tags.map(shown);
    const values = tags.map((tag) => parseOffset(tag.readable));
    if (values.some((value) => value === null || value < -12 * 60 || value > 14 * 60 || value % 15 !== 0)) {
      return inconclusive(
        localized(
          'A time zone offset has a form or value that no time zone has.',
          '时区偏移的格式或数值不属于任何时区。',
        ),
        compared,
      );
    }
    const original = facts.first('OffsetTimeOriginal', exif);
    const digitised = facts.first('OffsetTimeDigitized', exif);
    if (original !== undefined && digitised !== undefined && original.readable !== digitised.readable) {
      return inconclusive(
        localized('Capture and digitisation state different time zones.', '拍摄时间与数字化时间的时区不同。'),
        compared,
      );
    }
    return consistent(compared);
  },
};

const subSeconds: MetadataRule = {
  id: 'time.sub-seconds',
  title: localized('Fractions of a second of capture and digitisation', '拍摄与数字化的亚秒值'),
  cite: 'CIPA DC-008-2023 (Exif 3.0), tags SubSecTimeOriginal, SubSecTimeDigitized',
  proposition: 'as-declared',
  limits: [clockLimit],
  innocent: [
    localized('Some firmware reads its clock once for each tag.', '某些固件会为每个标签分别读取时钟。'),
  ],
  check(facts) {
    const original = facts.first('SubSecTimeOriginal', exif);
    const digitised = facts.first('SubSecTimeDigitized', exif);
    const time = facts.text('DateTimeOriginal', exif);
    if (original === undefined || digitised === undefined || time === null) return notApplicable;
    if (time !== facts.text('CreateDate', exif)) return notApplicable;
    const compared = [shown(original), shown(digitised)];
    if (original.readable.trim() === digitised.readable.trim()) return consistent(compared);
    return inconclusive(
      localized(
        'Capture and digitisation agree to the second but not in the fraction, which one instant cannot do.',
        '拍摄与数字化时间的秒数相同而亚秒值不同，同一时刻不可能如此。',
      ),
      compared,
    );
  },
};

const formatsAgree: MetadataRule = {
  id: 'time.formats-agree',
  title: localized('Capture time alike in Exif, XMP and IPTC', 'Exif、XMP 与 IPTC 中的拍摄时间一致'),
  cite: 'Metadata Working Group, Guidelines for Handling Image Metadata 2.0 (2010): date and time of creation',
  proposition: 'as-declared',
  limits: [clockLimit],
  innocent: [
    otherZone,
    localized(
      'A program changed one of the copies and left the others.',
      '某软件只更改了其中一份而保留了其余。',
    ),
  ],
  check(facts) {
    const moments = captureTimes(facts);
    const [first, ...others] = moments;
    if (first === undefined || others.length === 0) return notApplicable;
    const compared = moments.map((moment) => moment.source);
    let worst = 0;
    let certain = false;
    for (const other of others) {
      const dateOnly = !first.hasTime || !other.hasTime;
      const distance = lapse(first, other);
      // A wall clock with and one without offset may be the same reading: compare the readings.
      const ms = Math.min(Math.abs(distance.ms), Math.abs(other.wall - first.wall));
      if (ms <= (dateOnly ? 24 * hour : second)) continue;
      if (ms > worst) worst = ms;
      certain ||= distance.certain;
    }
    if (worst === 0) return consistent(compared);
    const statement = localized(
      `The copies of the capture time differ by up to ${spanText(worst)}: one was changed without the others.`,
      `各处记录的拍摄时间最多相差 ${spanText(worst)}：其中一处被单独更改。`,
    );
    return certain ? contradicts('moderate', statement, compared) : inconclusive(statement, compared);
  },
};

function captureTimes(facts: MetadataFacts): readonly Moment[] {
  const iptcDate = facts.first('DateCreated', iptc);
  const iptcTime = facts.first('TimeCreated', iptc);
  const fromIptc =
    iptcDate === undefined
      ? null
      : parseMoment(`${iptcDate.readable}${iptcTime === undefined ? '' : ` ${iptcTime.readable}`}`, {
          field: 'IPTC:DateCreated TimeCreated',
          value: `${iptcDate.readable} ${iptcTime?.readable ?? ''}`.trim(),
        });
  return [
    exifMoment(facts, 'DateTimeOriginal'),
    momentOf(facts, 'DateTimeOriginal', xmp),
    momentOf(facts, 'DateCreated', { group: 'XMP', place: 'XMP-photoshop' }),
    fromIptc,
  ].filter((moment) => moment !== null);
}

export const timeRules: readonly MetadataRule[] = [
  modifiedBeforeOriginal,
  digitisedBeforeOriginal,
  profileAfterChange,
  satelliteTime,
  offsetForm,
  subSeconds,
  formatsAgree,
];
