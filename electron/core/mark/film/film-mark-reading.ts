import type { MarkPresence, MarkReading, MarkSegment } from '#shared/domain/mark.ts';
import { markReading } from '../picture/mark-reading.ts';
import type { FilmReading } from './film-reader.ts';

/** Parts of a film's length that are told apart. */
const COLUMNS = 12;
/** A known identifier shows in a frame from this z on: one frame in a thousand without it reaches it. */
const SHOWS_FROM = 3.1;

/** What is reported of a mark in the picture of a film. */
export function filmMarkReading(reading: FilmReading): MarkReading {
  const { payload, statistic, falseAlarmLog10, trials, route, alignments, key, scale } = reading;
  const plane = { payload, statistic, falseAlarmLog10, trials, route, alignment: alignments[0]! };
  return {
    ...markReading(plane, key, scale),
    codec: 'assay-video-1',
    segment: segmentOf(reading),
    presence: presenceOf(reading),
  };
}

/** From the first to the last key frame that shows the mark, each standing for the time to its neighbours. */
export function segmentOf({ frames, seconds }: Pick<FilmReading, 'frames' | 'seconds'>): MarkSegment {
  const first = frames.findIndex(({ statistic }) => statistic >= SHOWS_FROM);
  const last = frames.findLastIndex(({ statistic }) => statistic >= SHOWS_FROM);
  if (first < 0) return { from: 0, to: seconds };
  const from = first === 0 ? 0 : frames[first]!.at;
  const to = last === frames.length - 1 ? Math.max(seconds, frames[last]!.at) : frames[last + 1]!.at;
  return { from, to };
}

/** Twelfths of the film: how strongly its key frames show the mark, against the strong ones; `null` where there is none. */
export function presenceOf({ frames, seconds }: Pick<FilmReading, 'frames' | 'seconds'>): MarkPresence {
  const sorted = frames.map(({ statistic }) => statistic).sort((one, other) => one - other);
  const usual = Math.max(SHOWS_FROM, sorted[Math.floor(sorted.length * 0.75)] ?? 0);
  const cells: (number | null)[] = Array.from({ length: COLUMNS }, () => null);
  for (const { at, statistic } of frames) {
    const column = Math.min(COLUMNS - 1, Math.floor((at / Math.max(seconds, 1e-9)) * COLUMNS));
    const value = Math.min(1, Math.max(0, statistic / usual));
    cells[column] = Math.max(cells[column] ?? 0, value);
  }
  return { columns: COLUMNS, rows: 1, cells };
}
