import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { Limits } from './limits.ts';
import { inputArguments, probeComplaints, runFfmpeg } from './video.ts';

/** What the packets of one stream say, counted over the whole file. Times in seconds. */
export interface PacketCount {
  readonly packets: number;
  readonly keyPackets: number;
  readonly bytes: number;
  /** Packets whose presentation an edit list or a codec delay leaves out. */
  readonly discarded: number;
  /** First presentation time and end of the last. */
  readonly start: number | null;
  readonly end: number | null;
  /** Most frequent distance between decoding times, and how many differ from it by more than a tenth. */
  readonly step: number | null;
  readonly irregular: number;
  /** Longest distance between decoding times, and where it begins. */
  readonly longestStep: number | null;
  readonly longestStepAt: number | null;
  /** Decoding times that do not rise. */
  readonly backward: number;
}

export type PacketAnswer =
  | { readonly ok: true; readonly streams: ReadonlyMap<number, PacketCount>; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly reason: Reason };

/** Different distances kept per stream; more than this many are counted as irregular anyway. */
const MOST_STEPS = 2_000;
const MOST_STREAMS = 256;

/** Read every packet header of a file, without decoding, and count. */
export async function countPackets(path: string, media: Media, limits: Limits, signal: AbortSignal): Promise<PacketAnswer> {
  const input = inputArguments(path, media.format) ?? [];
  const entries = 'packet=stream_index,pts_time,dts_time,duration_time,size,flags';
  const args = ['-v', 'warning', '-show_entries', entries, '-of', 'compact=p=0:nk=1', ...input];
  const counts = new Map<number, Tally>();
  let rest = '';
  const take = (line: string): void => {
    const words = line.split('|');
    const stream = Number(words[0]);
    // Side data print lines of their own, which begin with no number.
    if (words.length < 6 || words[0] === '' || !Number.isInteger(stream)) return;
    let tally = counts.get(stream);
    if (tally === undefined) {
      if (counts.size >= MOST_STREAMS) return;
      tally = new Tally();
      counts.set(stream, tally);
    }
    tally.add(seconds(words[1]), seconds(words[2]), seconds(words[3]), Number(words[4]) || 0, words[5] ?? '');
  };
  const { result, reason } = await runFfmpeg('ffprobe', args, limits, signal, (chunk) => {
    const lines = (rest + Buffer.from(chunk).toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(take);
  });
  if (!result.ok) return { ok: false, reason: reason! };
  take(rest);
  const warnings = probeComplaints(result.stderr, path);
  return { ok: true, streams: new Map([...counts].map(([stream, tally]) => [stream, tally.count()])), warnings };
}

function seconds(word: string | undefined): number | null {
  const value = Number(word);
  return word === undefined || word === '' || word === 'N/A' || !Number.isFinite(value) ? null : value;
}

/** Running count of one stream. */
class Tally {
  #packets = 0;
  #keys = 0;
  #bytes = 0;
  #discarded = 0;
  #start: number | null = null;
  #end: number | null = null;
  #last: number | null = null;
  #backward = 0;
  #longest: { readonly step: number; readonly at: number } | null = null;
  /** Distances in microseconds and how often each occurred. */
  readonly #steps = new Map<number, number>();
  #otherSteps = 0;

  add(pts: number | null, dts: number | null, duration: number | null, size: number, flags: string): void {
    this.#packets += 1;
    this.#bytes += size;
    if (flags.startsWith('K')) this.#keys += 1;
    if (flags.charAt(1) === 'D') this.#discarded += 1;
    else if (pts !== null) {
      this.#start = Math.min(this.#start ?? pts, pts);
      this.#end = Math.max(this.#end ?? pts, pts + (duration ?? 0));
    }
    const time = dts ?? pts;
    if (time === null) return;
    if (this.#last !== null) this.#addStep(time - this.#last, this.#last);
    this.#last = time;
  }

  #addStep(step: number, at: number): void {
    if (step <= 0) {
      this.#backward += 1;
      return;
    }
    if (this.#longest === null || step > this.#longest.step) this.#longest = { step, at };
    const key = Math.round(step * 1e6);
    const known = this.#steps.get(key);
    if (known !== undefined || this.#steps.size < MOST_STEPS) this.#steps.set(key, (known ?? 0) + 1);
    else this.#otherSteps += 1;
  }

  count(): PacketCount {
    let usual: number | null = null;
    for (const [key, times] of this.#steps) if (usual === null || times > (this.#steps.get(usual) ?? 0)) usual = key;
    let irregular = this.#otherSteps;
    // Time bases round: a tenth, and a millisecond at least, is no irregularity.
    const slack = usual === null ? 0 : Math.max(usual * 0.1, 1_100);
    for (const [key, times] of this.#steps) if (usual !== null && Math.abs(key - usual) > slack) irregular += times;
    return {
      packets: this.#packets,
      keyPackets: this.#keys,
      bytes: this.#bytes,
      discarded: this.#discarded,
      start: this.#start,
      end: this.#end,
      step: usual === null ? null : usual / 1e6,
      irregular,
      longestStep: this.#longest?.step ?? null,
      longestStepAt: this.#longest?.at ?? null,
      backward: this.#backward,
    };
  }
}
