import { localized } from '#shared/domain/localized.ts';
import type { MetadataFacts } from './facts.ts';
import { lapse, type Moment, momentOf, parseMoment, spanText } from './moment.ts';
import { consistent, contradicts, inconclusive, type MetadataRule, notApplicable } from './rule.ts';

const movie = { group: 'QuickTime', place: 'QuickTime' };
const minute = 60_000;

const limit = localized(
  'Zero times are passed over; cameras write local time or UTC here, whatever the standard says.',
  '零值时间不参与比较；无论标准如何规定，相机在此处可能写入本地时间或 UTC。',
);

/** Creation times of the movie, its tracks and their media, zeros left out. */
function creationTimes(facts: MetadataFacts): readonly Moment[] {
  const found = ['CreateDate', 'TrackCreateDate', 'MediaCreateDate'].flatMap((name) =>
    facts.all(name, { group: 'QuickTime' }).flatMap((tag) => {
      if (tag.name === 'CreateDate' && tag.place !== 'QuickTime') return [];
      return parseMoment(tag.readable, { field: `${tag.place}:${tag.name}`, value: tag.readable }) ?? [];
    }),
  );
  return found.slice(0, 40);
}

const tracksAgree: MetadataRule = {
  id: 'movie.tracks-agree',
  title: localized('Creation times of movie and tracks', '影片与各轨道的创建时间'),
  cite: 'ISO/IEC 14496-12:2022 §8.2.2 mvhd, §8.3.2 tkhd, §8.4.2 mdhd: creation_time',
  proposition: 'camera-original',
  limits: [limit],
  innocent: [
    localized(
      'Sound or subtitles were added, or clips were joined without re-encoding.',
      '添加了声音或字幕，或在不重新编码的情况下拼接了片段。',
    ),
    localized(
      'The camera opens its tracks one after another in a long recording.',
      '长时间录制时相机会先后创建各轨道。',
    ),
  ],
  check(facts) {
    const times = creationTimes(facts);
    if (times.length < 2) return notApplicable;
    const compared = times.slice(0, 8).map((time) => time.source);
    const walls = times.map((time) => time.wall);
    const spread = Math.max(...walls) - Math.min(...walls);
    if (spread <= minute) return consistent(compared);
    return contradicts(
      'weak',
      localized(
        `The parts of the movie were created up to ${spanText(spread)} apart.`,
        `影片各部分的创建时间最多相差 ${spanText(spread)}。`,
      ),
      compared,
    );
  },
};

const changedBeforeCreated: MetadataRule = {
  id: 'movie.changed-before-created',
  title: localized('Movie not changed before it was created', '影片修改时间不早于创建时间'),
  cite: 'ISO/IEC 14496-12:2022 §8.2.2 mvhd: creation_time, modification_time',
  proposition: 'as-declared',
  limits: [limit],
  innocent: [
    localized(
      'A program keeps the creation time of another file it copied metadata from.',
      '软件沿用了元数据来源文件的创建时间。',
    ),
  ],
  check(facts) {
    const created = momentOf(facts, 'CreateDate', movie);
    const changed = momentOf(facts, 'ModifyDate', movie);
    if (created === null || changed === null) return notApplicable;
    const compared = [created.source, changed.source];
    const { ms, certain } = lapse(created, changed);
    if (ms >= -1000) return consistent(compared);
    const statement = localized(
      `The movie says it was last changed ${spanText(ms)} before it was created.`,
      `影片所称修改时间比创建时间早 ${spanText(ms)}。`,
    );
    return certain ? contradicts('moderate', statement, compared) : inconclusive(statement, compared);
  },
};

const recordedAgainstCreated: MetadataRule = {
  id: 'movie.recorded-against-created',
  title: localized('Recording time against creation of the file', '录制时间与文件创建时间'),
  cite: 'Apple, QuickTime File Format: com.apple.quicktime.creationdate; ISO/IEC 14496-12:2022 §8.2.2 creation_time (UTC)',
  proposition: 'camera-original',
  limits: [limit],
  innocent: [
    localized(
      'The telephone exported or trimmed the clip later and kept the recording time.',
      '手机之后导出或剪短了片段，并保留了录制时间。',
    ),
  ],
  check(facts) {
    const recorded = momentOf(facts, 'CreationDate', { group: 'QuickTime' });
    const created = momentOf(facts, 'CreateDate', movie);
    if (recorded === null || created === null || recorded.offset === null) return notApplicable;
    const compared = [recorded.source, created.source];
    const { ms } = lapse(recorded, { ...created, offset: created.offset ?? 0 });
    // A file written at the end of a long recording is created later than it begins.
    if (ms >= -10 * minute && ms <= 12 * 60 * minute) return consistent(compared);
    return inconclusive(
      localized(
        `The file was created ${spanText(ms)} away from the recording it names.`,
        `文件创建时间与其所称录制时间相差 ${spanText(ms)}。`,
      ),
      compared,
    );
  },
};

export const movieRules: readonly MetadataRule[] = [
  tracksAgree,
  changedBeforeCreated,
  recordedAgainstCreated,
];
