import { type Playing, playings } from './constellation.ts';
import { ASKED_PARTNERS, ENTERED_PARTNERS, LANDMARK_CODES, landmarks } from './landmark-pairs.ts';
import { peakFrame } from './peaks.ts';

/** What is not sorted in yet, and the share of all it may be. */
const LEAST_TAIL = 65_536;
const TAIL_SHARE = 0.25;
/** Frames of a suspect that are looked up at once (12 s), and pieces looked up in every way of playing. */
const WINDOW = 750;
const SCANNED = 8;
/** Frames of a counter of one offset; every landmark counts in two that overlap by half. */
const OFFSET_CELL = 8;
const COUNTERS = 1 << 20;
/** Twentieths of a semitone and frames by which a landmark may differ from the one it is looked up for. */
const PITCH_SLACK = 4 * 0.8;
const LAG_SLACK = 2.1;

/**
 * Frame and place within the cells in 32 bits: 23 of frame (37 hours), three each of pitch and step, five quarters of a
 * unit each, three of lag.
 */
function packed(frame: number, pitch: number, step: number, lag: number): number {
  return frame * 512 + Math.floor(pitch * 0.8) * 64 + Math.floor(step * 0.8) * 8 + lag;
}

/**
 * Landmarks of many sounds, looked up by code: 8 bytes for each, about a megabyte for an hour. What was entered last
 * stands in chains and is sorted in from time to time.
 */
export class LandmarkIndex {
  #starts = new Uint32Array(LANDMARK_CODES + 1);
  #owners = new Uint32Array(0);
  #places = new Uint32Array(0);
  readonly #heads = new Int32Array(LANDMARK_CODES).fill(-1);
  #tail = new Int32Array(4096 * 4);
  #tailed = 0;
  /** Entry of each owner number; −1: removed. */
  readonly #entries: number[] = [];
  readonly #numbers = new Map<number, number>();
  #dead = 0;

  /** Sounds in the index. */
  get size(): number {
    return this.#numbers.size;
  }

  /** Landmarks in the index, also those of removed sounds that are not cleared away yet. */
  get landmarks(): number {
    return this.#owners.length + this.#tailed;
  }

  /** @param peaks as `PeakFinder` gives them. */
  add(id: number, peaks: Uint32Array): void {
    this.remove(id);
    const owner = this.#entries.length;
    this.#entries.push(id);
    this.#numbers.set(id, owner);
    landmarks(
      peaks,
      { partners: ENTERED_PARTNERS, playing: playings[0]!, both: false },
      (code, frame, pitch, step, lag) => {
        if ((this.#tailed + 1) * 4 > this.#tail.length) {
          const grown = new Int32Array(this.#tail.length * 2);
          grown.set(this.#tail);
          this.#tail = grown;
        }
        const place = packed(frame, pitch, step, lag);
        this.#tail.set([this.#heads[code]!, owner, place, code], this.#tailed * 4);
        this.#heads[code] = this.#tailed;
        this.#tailed += 1;
      },
    );
    if (this.#tailed > Math.max(LEAST_TAIL, this.#owners.length * TAIL_SHARE)) this.#sortIn();
  }

  remove(id: number): void {
    const owner = this.#numbers.get(id);
    if (owner === undefined) return;
    this.#numbers.delete(id);
    this.#entries[owner] = -1;
    this.#dead += 1;
    if (this.#dead > 16 && this.#dead > this.#entries.length / 4) this.#sortIn();
  }

  /** Entries by falling votes: landmarks that agree on one offset and one way of playing, in the best window. */
  search(peaks: Uint32Array, most: number): { readonly id: number; readonly votes: number }[] {
    const best = new Uint32Array(this.#entries.length);
    const counts = new Uint16Array(COUNTERS);
    const windows = windowsOf(peaks);
    const every = Math.max(1, windows.length / SCANNED);
    const scanned = new Set(Array.from({ length: SCANNED }, (_, at) => Math.floor(at * every)));
    for (const [index, window] of windows.entries())
      for (const playing of scanned.has(index) ? playings : playings.slice(0, 1)) {
        counts.fill(0);
        this.#vote(window, playing, counts, best);
      }
    return [...best]
      .map((votes, owner) => ({ id: this.#entries[owner]!, votes }))
      .filter(({ id, votes }) => id >= 0 && votes > 2)
      .sort((first, second) => second.votes - first.votes || first.id - second.id)
      .slice(0, most);
  }

  #vote(peaks: Uint32Array, playing: Playing, counts: Uint16Array, best: Uint32Array): void {
    const [starts, owners, places, heads, tail] = [
      this.#starts,
      this.#owners,
      this.#places,
      this.#heads,
      this.#tail,
    ];
    landmarks(peaks, { partners: ASKED_PARTNERS, playing, both: true }, (code, frame, pitch, step, lag) => {
      // Places within the cells are kept in steps of five quarters; the middle of a step stands for it.
      const [wantedPitch, wantedStep] = [pitch * 0.8 - 0.5, step * 0.8 - 0.5];
      const vote = (owner: number, place: number): void => {
        if (Math.abs((place & 7) - lag) > LAG_SLACK) return;
        if (Math.abs(((place >>> 6) & 7) - wantedPitch) > PITCH_SLACK) return;
        if (Math.abs(((place >>> 3) & 7) - wantedStep) > PITCH_SLACK) return;
        const offset = (place >>> 9) - frame;
        for (let half = 0; half < 2; half += 1) {
          const cell = Math.floor((offset + half * (OFFSET_CELL / 2)) / OFFSET_CELL) * 2 + half;
          // Two that share a counter by chance add votes to a lead, which is looked at closely anyway.
          const at = (Math.imul(owner, 0x9e3779b1) ^ Math.imul(cell, 0x85ebca6b)) >>> 12;
          counts[at]! += 1;
          if (counts[at]! > best[owner]!) best[owner] = counts[at]!;
        }
      };
      for (let at = starts[code]!; at < starts[code + 1]!; at += 1) vote(owners[at]!, places[at]!);
      for (let at = heads[code]!; at >= 0; at = tail[at * 4]!) vote(tail[at * 4 + 1]!, tail[at * 4 + 2]!);
    });
  }

  /** Sort the tail in by code, in order of entry, and leave out what was removed. */
  #sortIn(): void {
    const kept = new Int32Array(this.#entries.length);
    let owners = 0;
    for (const [owner, id] of this.#entries.entries()) {
      kept[owner] = id < 0 ? -1 : owners;
      if (id < 0) continue;
      this.#entries[owners] = id;
      this.#numbers.set(id, owners);
      owners += 1;
    }
    this.#entries.length = owners;
    const sizes = new Uint32Array(LANDMARK_CODES + 1);
    this.#each((code, owner) => {
      if (kept[owner]! >= 0) sizes[code + 1]! += 1;
    });
    for (let code = 0; code < LANDMARK_CODES; code += 1) sizes[code + 1]! += sizes[code]!;
    const next = sizes.slice();
    const total = sizes[LANDMARK_CODES]!;
    const [newOwners, newPlaces] = [new Uint32Array(total), new Uint32Array(total)];
    this.#each((code, owner, place) => {
      if (kept[owner]! < 0) return;
      newOwners[next[code]!] = kept[owner]!;
      newPlaces[next[code]!] = place >>> 0;
      next[code]! += 1;
    });
    [this.#starts, this.#owners, this.#places] = [sizes, newOwners, newPlaces];
    this.#heads.fill(-1);
    this.#tail = new Int32Array(4096 * 4);
    this.#tailed = 0;
    this.#dead = 0;
  }

  #each(give: (code: number, owner: number, place: number) => void): void {
    for (let code = 0; code < LANDMARK_CODES; code += 1)
      for (let at = this.#starts[code]!; at < this.#starts[code + 1]!; at += 1)
        give(code, this.#owners[at]!, this.#places[at]!);
    for (let at = 0; at < this.#tailed; at += 1)
      give(this.#tail[at * 4 + 3]!, this.#tail[at * 4 + 1]!, this.#tail[at * 4 + 2]!);
  }
}

/** Pieces of twelve seconds, the last one longer; half of each belongs to its neighbour. */
function windowsOf(peaks: Uint32Array): Uint32Array[] {
  const windows: Uint32Array[] = [];
  let from = 0;
  while (from < peaks.length) {
    const start = peakFrame(peaks[from]!);
    let [to, half] = [from, from];
    while (to < peaks.length && peakFrame(peaks[to]!) < start + WINDOW) to += 1;
    while (half < to && peakFrame(peaks[half]!) < start + WINDOW / 2) half += 1;
    windows.push(peaks.subarray(from, to));
    if (to === peaks.length) break;
    from = Math.max(half, from + 1);
  }
  return windows;
}
