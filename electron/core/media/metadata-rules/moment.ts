import { exif, type MetadataFacts, shown, type Where } from './facts.ts';
import type { ComparedValue } from './rule.ts';

/** A time as metadata states it. Without an offset it is a wall-clock reading of an unknown zone. */
export interface Moment {
  /** Milliseconds of the wall clock, counted as if it were UTC. */
  readonly wall: number;
  /** Minutes east of UTC, or null when not stated. */
  readonly offset: number | null;
  /** False for a date alone. */
  readonly hasTime: boolean;
  readonly source: ComparedValue;
}

const minute = 60_000;
const hour = 60 * minute;
/** Wall clocks of two places on Earth differ by at most 26 hours (UTC−12 to UTC+14). */
export const zoneSpan = 26 * hour;

/** `2011:05:06 07:59:48.25+08:00`, also with dashes and `T`; null for blanks, zeros and impossible dates. */
export function parseMoment(text: string, source: ComparedValue): Moment | null {
  const match =
    /^(\d{4})[:-](\d\d)[:-](\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(\.\d{1,9})?)?)?\s*(Z|[+-]\d\d:?\d\d)?$/.exec(
      text.trim(),
    );
  if (match === null) return null;
  const [year, month, day, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0)) as [number, number, number, number?, number?, number?];
  if (
    year < 1800 ||
    month < 1 ||
    month > 12 ||
    day < 1 ||
    day > 31 ||
    hours > 24 ||
    minutes > 59 ||
    seconds > 60
  )
    return null;
  const fraction = match[7] === undefined ? 0 : Math.floor(Number(match[7]) * 1000);
  const wall = Date.UTC(year, month - 1, day, hours, minutes, seconds) + fraction;
  return { wall, offset: parseOffset(match[8] ?? ''), hasTime: match[4] !== undefined, source };
}

/** `+08:00` → 480; `Z` → 0; null for anything else. */
export function parseOffset(text: string): number | null {
  if (text.trim() === 'Z') return 0;
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(text.trim());
  if (match === null) return null;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === '-' ? -minutes : minutes;
}

/** Offset tags of the Exif times (since Exif 2.31). */
const offsets: ReadonlyMap<string, string> = new Map([
  ['ModifyDate', 'OffsetTime'],
  ['DateTimeOriginal', 'OffsetTimeOriginal'],
  ['CreateDate', 'OffsetTimeDigitized'],
]);

/** An Exif time with its offset tag, when the file has one. */
export function exifMoment(facts: MetadataFacts, name: string): Moment | null {
  const moment = momentOf(facts, name, exif);
  if (moment === null || moment.offset !== null) return moment;
  const offset = parseOffset(facts.text(offsets.get(name) ?? '', exif) ?? '');
  if (offset === null) return moment;
  const zone = facts.text(offsets.get(name) ?? '', exif) ?? '';
  return { ...moment, offset, source: { ...moment.source, value: `${moment.source.value} ${zone}` } };
}

export function momentOf(facts: MetadataFacts, name: string, where: Where): Moment | null {
  const tag = facts.first(name, where);
  const text = facts.text(name, where);
  return tag === undefined || text === null ? null : parseMoment(text, shown(tag));
}

export interface Lapse {
  /** `second − first` in milliseconds. */
  readonly ms: number;
  /** Both zones are known, or the difference is larger than zones can explain. */
  readonly certain: boolean;
}

/** Time from `first` to `second`, and whether time zones could explain its sign. */
export function lapse(first: Moment, second: Moment): Lapse {
  if (first.offset !== null && second.offset !== null) {
    return { ms: second.wall - second.offset * minute - (first.wall - first.offset * minute), certain: true };
  }
  const ms = second.wall - first.wall;
  const slack = first.hasTime && second.hasTime ? zoneSpan : zoneSpan + 24 * hour;
  return { ms, certain: Math.abs(ms) > slack };
}

/** `2 d 3 h`, `5 min`, `12 s`: the two largest units. */
export function spanText(ms: number): string {
  let rest = Math.round(Math.abs(ms) / 1000);
  const parts: string[] = [];
  for (const [unit, size] of [
    ['d', 86_400],
    ['h', 3_600],
    ['min', 60],
    ['s', 1],
  ] as const) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0 && parts.length < 2) parts.push(`${count} ${unit}`);
  }
  return parts.length === 0 ? '0 s' : parts.join(' ');
}
