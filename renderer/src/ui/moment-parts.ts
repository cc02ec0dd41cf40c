/** A moment as it is typed: a day, and a time with its offset when that is known too. */
export interface MomentParts {
  /** `2026-03-09`, or empty. */
  readonly day: string;
  /** `14:05` or `14:05:33`; empty: only the day is known. */
  readonly time: string;
  /** `+08:00`. */
  readonly offset: string;
}

const shape = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(Z|[+-]\d{2}:\d{2}))?$/;

/** The parts of an ISO 8601 date or date and time; `offset` stands in where it has none. */
export function momentParts(moment: string, offset: string): MomentParts {
  const found = shape.exec(moment);
  return {
    day: found?.[1] ?? '',
    time: found?.[2] ?? '',
    offset: found?.[3] === undefined ? offset : found[3] === 'Z' ? '+00:00' : found[3],
  };
}

/** Back into ISO 8601. A time without a day says nothing. */
export function momentOf({ day, time, offset }: MomentParts): string {
  if (day === '') return '';
  if (time === '') return day;
  return `${day}T${time.length === 5 ? `${time}:00` : time}${offset}`;
}

/** Offsets in use on Earth, from west to east. */
export const offsets: readonly string[] = (
  '-12 -11 -10 -9:30 -9 -8 -7 -6 -5 -4 -3:30 -3 -2 -1 +0 +1 +2 +3 +3:30 +4 +4:30 +5 +5:30 +5:45 +6 +6:30 ' +
  '+7 +8 +8:45 +9 +9:30 +10 +10:30 +11 +12 +12:45 +13 +14'
)
  .split(' ')
  .map((short) => {
    const [hours = '0', minutes = '00'] = short.slice(1).split(':');
    return `${short[0]}${hours.padStart(2, '0')}:${minutes}`;
  });

/** The offset of a place from its `Date.getTimezoneOffset()`, minutes west of UTC. */
export function offsetOf(minutesWest: number): string {
  const size = Math.abs(minutesWest);
  const hours = String(Math.floor(size / 60)).padStart(2, '0');
  return `${minutesWest > 0 ? '-' : '+'}${hours}:${String(size % 60).padStart(2, '0')}`;
}
