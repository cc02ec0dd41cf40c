import type { FigureOf } from '#shared/domain/figure.ts';

export type TimelineEvent = FigureOf<'timeline'>['events'][number];

export interface PlacedEvent {
  readonly event: TimelineEvent;
  /** Place in the figure's list. */
  readonly index: number;
  /** Seconds (from the start, or since 1970); `null` when the text is no date. */
  readonly at: number | null;
  readonly until: number | null;
}

/** Seconds of a moment as it stands in the figure. */
export function momentOf(value: number | string | undefined, unit: 'seconds' | 'date'): number | null {
  if (value === undefined) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (unit === 'seconds') {
    const seconds = Number(value);
    return value.trim() !== '' && Number.isFinite(seconds) ? seconds : null;
  }
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : time / 1000;
}

/** Events by lane, lanes in the order of their first event. */
export function lanesOf(figure: FigureOf<'timeline'>): ReadonlyMap<string, readonly PlacedEvent[]> {
  const lanes = new Map<string, PlacedEvent[]>();
  figure.events.forEach((event, index) => {
    const at = momentOf(event.at, figure.unit);
    const placed = { event, index, at, until: momentOf(event.until, figure.unit) };
    const lane = lanes.get(event.lane);
    if (lane === undefined) lanes.set(event.lane, [placed]);
    else lane.push(placed);
  });
  return lanes;
}

const secondsIn = {
  minute: 60,
  hour: 3600,
  day: 86_400,
  month: 30.44 * 86_400,
  year: 365.25 * 86_400,
} as const;

/** A moment for the axis, as fine as the span asks for; dates in UTC. */
export function axisMoment(seconds: number, span: number, unit: 'seconds' | 'date'): string {
  if (unit === 'seconds') return span < 10 ? `${Number(seconds.toFixed(3))} s` : clock(seconds);
  const iso = new Date(seconds * 1000).toISOString();
  if (span > 3 * secondsIn.year) return iso.slice(0, 4);
  if (span > 3 * secondsIn.day) return iso.slice(0, 10);
  return span > 3 * secondsIn.minute ? iso.slice(0, 16).replace('T', ' ') : iso.slice(11, 19);
}

function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}
