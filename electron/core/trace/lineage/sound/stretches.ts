import type { TimeTransform } from '#shared/domain/comparison.ts';
import type { Media } from '#shared/domain/media.ts';
import type { TaskContext } from '../../../media/task-context.ts';
import { inputArguments, runFfmpeg } from '../../../media/video.ts';
import { KeptByFile } from '../../kept-by-file.ts';

/** Samples per second of everything that is measured here: that of most films, above that of most sounds. */
export const stretchRate = 48_000;
/** Stretches looked at, and seconds of each at most and at least. */
const mostStretches = 4;
const longest = 8;
const shortest = 0.8;
/** A stretch that runs at another speed cannot be laid sample by sample. */
const mostDrift = 0.0015;
const keptBytes = 128 * 1024 * 1024;

/** The same seconds of two sounds. */
export interface CommonStretch {
  readonly first: number;
  readonly second: number;
  readonly seconds: number;
}

/** Stretches spread over what two sounds have in common at one speed; on whole tenths of the first, so that pairs share them. */
export function commonStretches({ pieces }: Pick<TimeTransform, 'pieces'>): CommonStretch[] {
  const even = pieces.filter(
    ({ speed, semitones }) => Math.abs(speed - 1) <= mostDrift && Math.abs(semitones ?? 0) < 0.1,
  );
  const total = even.reduce((sum, { second }) => sum + second[1] - second[0], 0);
  const wanted = Math.min(mostStretches, Math.max(1, Math.floor(total / longest)));
  const out: CommonStretch[] = [];
  for (const { first, second } of even) {
    const length = Math.min(second[1] - second[0], first[1] - first[0]);
    const count = Math.max(1, Math.round((wanted * length) / total));
    for (let index = 0; index < count && out.length < mostStretches; index += 1) {
      const room = length / count;
      const seconds = Math.min(longest, room - 0.2);
      if (seconds < shortest) continue;
      const from = Math.ceil((first[0] + index * room + (room - seconds) / 2) * 10) / 10;
      out.push({ first: from, second: from - first[0] + second[0], seconds });
    }
  }
  return out;
}

/** Both channels of a stretch as they were decoded; of sounds with one channel both are the same. */
export interface Stretch {
  readonly left: Float32Array;
  readonly right: Float32Array;
}

const kept = new KeptByFile<Stretch | null>(keptBytes, (one) =>
  one === null ? null : 2 * one.left.byteLength,
);

/** Decode a stretch; `null`: there is nothing, or it cannot be decoded. */
export async function readStretch(
  path: string,
  media: Media,
  from: number,
  seconds: number,
  context: TaskContext,
): Promise<Stretch | null> {
  const part = `${from.toFixed(3)} ${seconds.toFixed(3)}`;
  return await kept.get(path, part, () => decode(path, media, from, seconds, context));
}

async function decode(
  path: string,
  media: Media,
  from: number,
  seconds: number,
  { limits, signal }: TaskContext,
): Promise<Stretch | null> {
  const input = inputArguments(path, media.format);
  if (input === null) return null;
  const args = [
    ...['-nostdin', '-v', 'error', '-threads', '1'],
    ...(from > 0 ? ['-ss', from.toFixed(3)] : []),
    ...['-t', seconds.toFixed(3), ...input, '-map', '0:a:0', '-vn', '-sn', '-dn'],
    ...['-ac', '2', '-ar', String(stretchRate), '-c:a', 'pcm_s16le', '-f', 's16le', '-'],
  ];
  const { result } = await runFfmpeg('ffmpeg', args, limits, signal);
  signal.throwIfAborted();
  if (!result.ok || result.stdout.byteLength < 4) return null;
  const { stdout } = result;
  const count = stdout.byteLength >> 2;
  const view = new DataView(stdout.buffer, stdout.byteOffset, stdout.byteLength);
  const [left, right] = [new Float32Array(count), new Float32Array(count)];
  for (let at = 0; at < count; at += 1) {
    left[at] = view.getInt16(4 * at, true) / 32_768;
    right[at] = view.getInt16(4 * at + 2, true) / 32_768;
  }
  return { left, right };
}
