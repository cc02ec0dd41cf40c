import type { Change, TimeTransform } from '#shared/domain/comparison.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { LoudSpan } from './residual.ts';

/** Seconds of a gap that is worth a line; borders of pieces are about this exact. */
const LEAST_GAP = 0.5;
const LEAST_SPEED = 0.003;
const LEAST_SEMITONES = 0.12;

type TimePiece = TimeTransform['pieces'][number];

/** What was done to the second, by the pieces it is made of and the stretches that are louder or quieter than they were. */
export function soundChanges(
  { pieces }: TimeTransform,
  [firstSeconds, secondSeconds]: readonly [number, number],
  loud: readonly LoudSpan[],
): Change[] {
  const changes = [
    ...cuts(pieces, firstSeconds),
    ...insertions(pieces, secondSeconds),
    ...moves(pieces),
    ...pieces.flatMap((piece) => resampling(piece, pieces.length === 1)),
    ...loud.map(overlay),
  ];
  return changes.sort((one, other) => weightOf(other) - weightOf(one));
}

/** Seconds that were touched; a change of playing touches much but hides nothing. */
function weightOf({ kind, place, strength }: Change): number {
  const seconds = place.kind === 'span' ? place.seconds[1] - place.seconds[0] : 0;
  return kind === 'resampled' ? strength : 100 + seconds;
}

function cuts(pieces: readonly TimePiece[], length: number): Change[] {
  const spans = uncovered(
    pieces.map(({ first }) => first),
    length,
  );
  return spans.map(([from, to]) => {
    const [start, end] = [from < LEAST_GAP, to > length - LEAST_GAP];
    const en = start ? 'The beginning' : end ? 'The end' : 'A part';
    const zh = start ? '开头' : end ? '结尾' : '其中一段';
    return change('cut', 'first', [from, to], to - from, {
      en: `${en} of the first, ${clock(from)} to ${clock(to)} (${seconds(from, to)} s), is not in the second`,
      zh: `第一份的${zh} ${clock(from)} 至 ${clock(to)}（${seconds(from, to)} 秒）不在第二份中`,
    });
  });
}

function insertions(pieces: readonly TimePiece[], length: number): Change[] {
  const spans = uncovered(
    pieces.map(({ second }) => second),
    length,
  );
  return spans.map(([from, to]) =>
    change('inserted', 'second', [from, to], to - from, {
      en: `${clock(from)} to ${clock(to)} of the second (${seconds(from, to)} s) comes from nowhere in the first`,
      zh: `第二份的 ${clock(from)} 至 ${clock(to)}（${seconds(from, to)} 秒）在第一份中没有来源`,
    }),
  );
}

function moves(pieces: readonly TimePiece[]): Change[] {
  return pieces.flatMap((piece, index) => {
    const before = pieces[index - 1];
    if (before === undefined || piece.first[0] >= before.first[1] - LEAST_GAP) return [];
    return change('moved', 'second', piece.second, piece.second[1] - piece.second[0], {
      en: `${clock(piece.second[0])} to ${clock(piece.second[1])} of the second repeats or comes from earlier in the first (${clock(piece.first[0])}) than what stands before it`,
      zh: `第二份的 ${clock(piece.second[0])} 至 ${clock(piece.second[1])} 为重复内容，或取自第一份中比其前文更早的位置（${clock(piece.first[0])}）`,
    });
  });
}

function resampling({ second, speed, semitones }: TimePiece, whole: boolean): Change[] {
  const faster = Math.abs(speed - 1) >= LEAST_SPEED;
  const shifted = semitones !== null && Math.abs(semitones) >= LEAST_SEMITONES;
  if (!faster && !shifted) return [];
  const percent = `${speed > 1 ? '+' : '−'}${(Math.abs(speed - 1) * 100).toFixed(1)} %`;
  const pitch = `${(semitones ?? 0) > 0 ? '+' : '−'}${Math.abs(semitones ?? 0).toFixed(2)}`;
  const [en, zh] = whole
    ? ['The second', '第二份']
    : [
        `${clock(second[0])} to ${clock(second[1])} of the second`,
        `第二份的 ${clock(second[0])} 至 ${clock(second[1])}`,
      ];
  const words =
    faster && shifted
      ? {
          en: `${en} runs at another speed (${percent}), pitch ${pitch} semitones`,
          zh: `${zh}变速播放（${percent}），音高 ${pitch} 个半音`,
        }
      : faster
        ? {
            en: `${en} is stretched in time (${percent}) at the same pitch`,
            zh: `${zh}在音高不变的情况下变速（${percent}）`,
          }
        : {
            en: `${en} is at another pitch (${pitch} semitones) at the same speed`,
            zh: `${zh}在速度不变的情况下变调（${pitch} 个半音）`,
          };
  return [change('resampled', 'second', second, Math.abs(speed - 1) * 100 + Math.abs(semitones ?? 0), words)];
}

function overlay({ from, to, decibels }: LoudSpan): Change {
  const amount = Math.abs(decibels).toFixed(0);
  return decibels > 0
    ? change('overlaid', 'second', [from, to], decibels, {
        en: `From ${clock(from)} to ${clock(to)} of the second something louder than the original by ${amount} dB lies over it`,
        zh: `第二份的 ${clock(from)} 至 ${clock(to)} 叠加了比原声高 ${amount} dB 的内容`,
      })
    : change('removed', 'second', [from, to], -decibels, {
        en: `From ${clock(from)} to ${clock(to)} the second is ${amount} dB quieter than the original: muted or taken away`,
        zh: `第二份的 ${clock(from)} 至 ${clock(to)} 比原声低 ${amount} dB：被静音或去除`,
      });
}

function change(
  kind: Change['kind'],
  where: Change['in'],
  [from, to]: readonly [number, number],
  strength: number,
  words: { readonly en: string; readonly zh: string },
): Change {
  const statement: Localized = localized(words.en, words.zh);
  return { kind, in: where, place: { kind: 'span', seconds: [from, to] }, from: null, strength, statement };
}

function uncovered(spans: readonly (readonly [number, number])[], length: number): [number, number][] {
  const found: [number, number][] = [];
  let at = 0;
  for (const [from, to] of spans.toSorted(([one], [other]) => one - other)) {
    if (from - at >= LEAST_GAP) found.push([at, from]);
    at = Math.max(at, to);
  }
  if (length - at >= LEAST_GAP) found.push([at, length]);
  return found;
}

/** `1:02:03.4`, `2:03.4`. */
export function clock(time: number): string {
  const tenths = Math.round(time * 10);
  const [hours, minutes] = [Math.floor(tenths / 36_000), Math.floor(tenths / 600) % 60];
  const rest = `${String(Math.floor(tenths / 10) % 60).padStart(2, '0')}.${tenths % 10}`;
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

function seconds(from: number, to: number): string {
  return (to - from).toFixed(1);
}
