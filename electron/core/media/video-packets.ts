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
  /** Most frequent distance between presentation times, and how many differ from it by more than a tenth. */
  readonly step: number | null;
  readonly irregular: number;
  /** Longest distance between presentation times, and where it begins. */
  readonly longestStep: number | null;
  readonly longestStepAt: number | null;
  /** Decoding times that do not rise. */
  readonly backward: number;
}

export type PacketAnswer =
  | {
      readonly ok: true;
      readonly streams: ReadonlyMap<number, PacketCount>;
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly reason: Reason };

/** Containers in which each packet has a decoding time of its own. */
const storeDecodingTimes: ReadonlySet<string> = new Set([
  'mp4',
  'mov',
  'm4a',
  'mpeg-ts',
  'mpeg-ps',
  'flv',
  'asf',
]);
const MOST_STREAMS = 256;

/** Read every packet header of a file, without decoding, and count. */
export async function countPackets(
  path: string,
  media: Media,
  limits: Limits,
  signal: AbortSignal,
): Promise<PacketAnswer> {
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
  const stored = storeDecodingTimes.has(media.format);
  return {
    ok: true,
    streams: new Map([...counts].map(([stream, tally]) => [stream, tally.count(stored)])),
    warnings,
  };
}

function seconds(word: string | undefined): number | null {
  const value = Number(word);
  return word === undefined || word === '' || word === 'N/A' || !Number.isFinite(value) ? null : value;
}

/** Most presentation times kept per stream for their distances: 18 hours at 30 frames per second. */
const MOST_TIMES = 2_000_000;

/** Running count of one stream. */
class Tally {
  #packets = 0;
  #keys = 0;
  #bytes = 0;
  #discarded = 0;
  #end: number | null = null;
  #lastDecoding: number | null = null;
  #backward = 0;
  #times = new Float64Array(1024);
  #timeCount = 0;

  add(pts: number | null, dts: number | null, duration: number | null, size: number, flags: string): void {
    this.#packets += 1;
    this.#bytes += size;
    if (flags.startsWith('K')) this.#keys += 1;
    if (flags.charAt(1) === 'D') this.#discarded += 1;
    else if (pts !== null) {
      this.#end = Math.max(this.#end ?? pts, pts + (duration ?? 0));
      this.#keep(pts);
    }
    if (dts === null) return;
    if (this.#lastDecoding !== null && dts <= this.#lastDecoding) this.#backward += 1;
    this.#lastDecoding = dts;
  }

  #keep(time: number): void {
    if (this.#timeCount >= MOST_TIMES) return;
    if (this.#timeCount === this.#times.length) {
      const larger = new Float64Array(this.#times.length * 2);
      larger.set(this.#times);
      this.#times = larger;
    }
    this.#times[this.#timeCount] = time;
    this.#timeCount += 1;
  }

  /** @param decodingTimes does this container store decoding times? Elsewhere ffprobe makes them up. */
  count(decodingTimes: boolean): PacketCount {
    const times = this.#times.subarray(0, this.#timeCount).sort();
    const steps = new Map<number, number>();
    let longest: { readonly step: number; readonly at: number } | null = null;
    for (let index = 1; index < times.length; index += 1) {
      const step = times[index]! - times[index - 1]!;
      if (longest === null || step > longest.step) longest = { step, at: times[index - 1]! };
      const key = Math.round(step * 1e6);
      steps.set(key, (steps.get(key) ?? 0) + 1);
    }
    let usual: number | null = null;
    for (const [key, count] of steps) if (usual === null || count > (steps.get(usual) ?? 0)) usual = key;
    // Time bases round, Matroska's to a millisecond: a tenth and two roundings are no irregularity.
    const slack = usual === null ? 0 : Math.max(usual * 0.1, 2_100);
    let irregular = 0;
    for (const [key, count] of steps) if (usual !== null && Math.abs(key - usual) > slack) irregular += count;
    return {
      packets: this.#packets,
      keyPackets: this.#keys,
      bytes: this.#bytes,
      discarded: this.#discarded,
      start: times[0] ?? null,
      end: this.#end,
      step: usual === null ? null : usual / 1e6,
      irregular,
      longestStep: longest === null ? null : Math.round(longest.step * 1e6) / 1e6,
      longestStepAt: longest?.at ?? null,
      backward: decodingTimes ? this.#backward : 0,
    };
  }
}
