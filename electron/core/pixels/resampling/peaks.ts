import { binomialTailLog10 } from '../../mark/code/binomial-tail.ts';
import { firstLine, lastLine, lineChance } from './line-spectrum.ts';
import { ringChance, spectrumStride, tileSide } from './tile-spectrum.ts';

/** A frequency many tiles agree on. */
export interface Peak {
  /** Cycles per pixel: across 0…½, down −½…½. */
  readonly u: number;
  readonly v: number;
  readonly map: 'predictability' | 'derivative';
  /** Tiles that vote for it, of those asked. */
  readonly votes: number;
  readonly of: number;
  /** lg of the number of false alarms. */
  readonly log10: number;
  /** Found in a window of tiles only, not in the whole picture. */
  readonly local: boolean;
  /** Number of the vote. */
  readonly vote: number;
}

export interface PeakOptions {
  /** The file is a JPEG, so frequencies that are multiples of ⅛ say nothing. */
  readonly jpeg: boolean;
  /** lg of the number of false alarms up to which a frequency counts. */
  readonly log10: number;
}

/** What each tile votes for: places in the half spectrum, then lines across and down. */
export type TileVotes = Uint32Array | null;

export interface TileGrid {
  readonly columns: number;
  readonly rows: number;
  readonly votes: readonly TileVotes[];
}

const places = tileSide * spectrumStride;
const lineCount = lastLine + 1;
const voteCount = places + 2 * lineCount;
/** Frequencies nearer to 0 than this many bins are the content's own. */
const lowest = 8;

export function voteForLine(line: number, axis: 'x' | 'y'): number {
  return places + line + (axis === 'x' ? 0 : lineCount);
}

export function countVotes(votes: readonly TileVotes[]): Uint16Array {
  const counts = new Uint16Array(voteCount);
  for (const tile of votes) if (tile !== null) for (const vote of tile) counts[vote]! += 1;
  return counts;
}

/** Frequency of a vote in bins, from −half to half. */
function binsOf(vote: number): readonly [u: number, v: number] {
  if (vote >= places) {
    const line = vote - places;
    return line < lineCount ? [line, 0] : [0, line - lineCount];
  }
  const v = Math.floor(vote / spectrumStride);
  return [vote % spectrumStride, v > tileSide / 2 ? v - tileSide : v];
}

/** Is it tested at all? Of the two conjugates at the ends of the half spectrum one is. */
function tested(vote: number, harmonics: boolean): boolean {
  const [u, v] = binsOf(vote);
  if (vote < places) {
    if ((u === 0 || u === tileSide / 2) && v < 0) return false;
    if (Math.hypot(u, v) < lowest) return false;
  } else if (u + v < firstLine) return false;
  return !(harmonics && (onBlockGrid(u) || onBlockGrid(v)));
}

/**
 * Within a bin of ⅛, ¼ … ½: blocks of eight pixels leave lines there, as what they change differs from block to block
 * in the other direction.
 */
function onBlockGrid(bins: number): boolean {
  const eighth = tileSide / 8;
  const nearest = eighth * Math.round(bins / eighth);
  return nearest !== 0 && Math.abs(bins - nearest) <= 1;
}

export function peaksOf(
  grid: TileGrid,
  counts: Uint16Array,
  tiles: number,
  { jpeg, log10 }: PeakOptions,
): { readonly peaks: Peak[]; readonly tests: number; readonly jpegHarmonics: boolean } {
  const harmonics = jpeg || blocksSeen(counts, tiles);
  const windows = windowsOf(grid);
  const usable = new Uint8Array(voteCount);
  let frequencies = 0;
  for (let vote = 0; vote < voteCount; vote += 1)
    if (tested(vote, harmonics)) {
      usable[vote] = 1;
      frequencies += 1;
    }
  const tests = frequencies * (1 + windows.length);
  const found = new Map<number, Peak>();
  const take = (vote: number, votes: number, of: number, local: boolean): void => {
    const chance = vote < places ? ringChance : lineChance;
    if (votes <= of * chance * 1.5) return;
    // One half of the false alarms for the whole picture, the other for all windows together.
    const share = Math.log10(2 * frequencies * (local ? windows.length : 1));
    const own = binomialTailLog10(of, votes, chance) + share;
    if (own > log10 || own >= (found.get(vote)?.log10 ?? 1)) return;
    const [u, v] = binsOf(vote);
    const map = vote < places ? 'predictability' : 'derivative';
    found.set(vote, { u: u / tileSide, v: v / tileSide, map, votes, of, log10: own, local, vote });
  };
  for (let vote = 0; vote < voteCount; vote += 1)
    if (usable[vote] === 1 && counts[vote]! > 1) take(vote, counts[vote]!, tiles, false);
  for (const window of windows) {
    const local = countVotes(window);
    for (let vote = 0; vote < voteCount; vote += 1)
      if (local[vote]! >= 4 && usable[vote] === 1) take(vote, local[vote]!, window.length, true);
  }
  return { peaks: separate([...found.values()]), tests, jpegHarmonics: harmonics };
}

/**
 * An odd multiple of ⅛ stands out along an axis, exactly: blocks of eight pixels, or a factor of eighths. One axis is
 * enough, as weak compression may show on one only.
 */
function blocksSeen(counts: Uint16Array, tiles: number): boolean {
  return [tileSide / 8, (3 * tileSide) / 8].some((at) =>
    [
      [at, ringChance],
      [at * spectrumStride, ringChance],
      [voteForLine(at, 'x'), lineChance],
      [voteForLine(at, 'y'), lineChance],
    ].some(([vote, chance]) => binomialTailLog10(tiles, counts[vote!]!, chance!) < -4),
  );
}

/** Readable tiles of every 3 × 3 window that has at least six of them. */
function windowsOf({ columns, rows, votes }: TileGrid): TileVotes[][] {
  const windows: TileVotes[][] = [];
  for (let y = 1; y < rows - 1; y += 1)
    for (let x = 1; x < columns - 1; x += 1) {
      const readable = around(x, y, columns, rows).map((at) => votes[at] ?? null);
      const some = readable.filter((one) => one !== null);
      if (some.length >= 6) windows.push(some);
    }
  return windows;
}

function around(x: number, y: number, columns: number, rows: number): number[] {
  const all: number[] = [];
  for (let down = Math.max(0, y - 1); down <= Math.min(rows - 1, y + 1); down += 1)
    for (let across = Math.max(0, x - 1); across <= Math.min(columns - 1, x + 1); across += 1)
      all.push(down * columns + across);
  return all;
}

/** The strongest of neighbouring frequencies of each map, at most 24. */
function separate(peaks: readonly Peak[]): Peak[] {
  const kept: Peak[] = [];
  for (const peak of [...peaks].sort((one, other) => one.log10 - other.log10)) {
    if (kept.length === 24) break;
    const close = kept.some(
      (one) =>
        one.map === peak.map &&
        Math.abs(Math.abs(one.u) - Math.abs(peak.u)) < 3.5 / tileSide &&
        apart(one.v, peak.v) < 3.5 / tileSide,
    );
    if (!close) kept.push(peak);
  }
  return kept;
}

function apart(one: number, other: number): number {
  const distance = Math.abs(one - other);
  return Math.min(distance, 1 - distance);
}

/** For every tile −lg of the chance that it and its neighbours vote so often for the peaks; NaN: silent. */
export function tileEvidence({ columns, rows, votes }: TileGrid, peaks: readonly Peak[]): Float32Array {
  const evidence = new Float32Array(columns * rows);
  const plane = peaks.filter(({ map }) => map === 'predictability');
  const [asked, chance] = plane.length > 0 ? [plane, ringChance] : [peaks, lineChance];
  const own = votes.map((tile) => asked.filter(({ vote }) => tile?.includes(vote) === true).length);
  for (let y = 0; y < rows; y += 1)
    for (let x = 0; x < columns; x += 1) {
      const at = y * columns + x;
      if (votes[at] === null) {
        evidence[at] = Number.NaN;
        continue;
      }
      const some = around(x, y, columns, rows).filter((one) => votes[one] !== null);
      const sum = some.reduce((total, one) => total + own[one]!, 0);
      evidence[at] = -binomialTailLog10(some.length * asked.length, sum, chance);
    }
  return evidence;
}
