import type { Change, TimeTransform } from '#shared/domain/comparison.ts';
import { localized } from '#shared/domain/localized.ts';
import type { LaidFilms, LaidPiece } from './laid-films.ts';

/** Shorter gaps are rounding, milliseconds; with key frames only, gaps are known no better than this. */
const leastGap = 300;
const leastKeyGap = 4000;
/** Speeds nearer to 1 than this are called 1, and in short pieces those that drift by less than this, milliseconds. */
const leastSpeed = 0.004;
const leastDrift = 60;

export interface Lengths {
  /** Milliseconds. */
  readonly first: number;
  readonly second: number;
}

export function timeTransform({ pieces }: LaidFilms, { first, second }: Lengths): TimeTransform {
  const seconds = ([from, until]: readonly [number, number]): [number, number] => [
    Math.round(from) / 1000,
    Math.round(until) / 1000,
  ];
  return {
    kind: 'time',
    pieces: pieces.map((piece) => ({
      first: seconds(piece.first),
      second: seconds(piece.second),
      ...{ speed: Math.round(piece.speed * 10_000) / 10_000, semitones: null, votes: piece.votes },
    })),
    cover: [covered(pieces, 'first', first), covered(pieces, 'second', second)],
  };
}

/** What is missing, what was put in, what runs at another speed. */
export function timeChanges(laid: LaidFilms, lengths: Lengths): Change[] {
  const least = laid.by === 'corners' ? leastKeyGap : leastGap;
  const words = (seconds: readonly [number, number]): string =>
    `${seconds[0].toFixed(1)}–${seconds[1].toFixed(1)} s`;
  const cut = gaps(laid.pieces, 'first', lengths.first, least).map((span): Change => {
    return {
      ...{ kind: 'cut', in: 'first', place: { kind: 'span', seconds: span }, from: null },
      strength: span[1] - span[0],
      statement: localized(
        `Cut out: ${words(span)} of the first film are not in the second.`,
        `剪除：第一部视频的 ${words(span)} 不在第二部中。`,
      ),
    };
  });
  const inserted = gaps(laid.pieces, 'second', lengths.second, least).map((span): Change => {
    return {
      ...{ kind: 'inserted', in: 'second', place: { kind: 'span', seconds: span }, from: null },
      strength: span[1] - span[0],
      statement: localized(
        `Put in: ${words(span)} of the second film do not come from the first, or were changed beyond recognition.`,
        `插入：第二部视频的 ${words(span)} 并非来自第一部，或已被改动至无法识别。`,
      ),
    };
  });
  const faster = laid.pieces
    .filter(({ second, speed }) => {
      const drift = leastDrift / Math.max(1, second[1] - second[0]);
      return Math.abs(speed - 1) >= Math.max(leastSpeed, drift);
    })
    .map(({ second, speed }): Change => {
      const span: [number, number] = [second[0] / 1000, second[1] / 1000];
      const percent = (Math.abs(speed - 1) * 100).toFixed(1);
      return {
        ...{ kind: 'resampled', in: 'second', place: { kind: 'span', seconds: span }, from: null },
        strength: Math.abs(speed - 1) * 10,
        statement: localized(
          `${words(span)} run ${percent} % ${speed > 1 ? 'faster' : 'slower'} than in the first film.`,
          `${words(span)} 的播放速度比第一部视频${speed > 1 ? '快' : '慢'} ${percent}%。`,
        ),
      };
    });
  const order = laid.pieces.some(
    ({ first }, index) => index > 0 && first[0] < laid.pieces[index - 1]!.first[0],
  );
  const moved: Change = {
    ...{ kind: 'moved', in: 'second', place: { kind: 'whole' }, from: null, strength: 1 },
    statement: localized(
      'Pieces of the first film stand in another order in the second.',
      '第一部视频的片段在第二部中顺序不同。',
    ),
  };
  return [...inserted, ...cut, ...(order ? [moved] : []), ...faster].sort(
    (one, other) => other.strength - one.strength,
  );
}

/** Stretches of a film that no piece covers, seconds. */
function gaps(
  pieces: readonly LaidPiece[],
  film: 'first' | 'second',
  length: number,
  least: number,
): [number, number][] {
  const found: [number, number][] = [];
  let end = 0;
  const close = (from: number): void => {
    if (from - end >= least) found.push([Math.round(end) / 1000, Math.round(from) / 1000]);
  };
  for (const piece of pieces.toSorted((one, other) => one[film][0] - other[film][0])) {
    close(piece[film][0]);
    end = Math.max(end, piece[film][1]);
  }
  close(length);
  return found;
}

function covered(pieces: readonly LaidPiece[], film: 'first' | 'second', length: number): number {
  const missing = gaps(pieces, film, length, 0).reduce((sum, [from, until]) => sum + until - from, 0);
  return Math.max(0, Math.min(1, 1 - (missing * 1000) / Math.max(1, length)));
}
