import { type Localized, localized } from '#shared/domain/localized.ts';
import type { MarkQuality } from '#shared/domain/mark.ts';
import type { Reason } from '#shared/domain/run.ts';
import { writeWithFfmpeg } from '../../media/ffmpeg-writing.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { inputArguments, runFfmpeg } from '../../media/video.ts';
import type { EmbedRequest } from '../define.ts';
import { compareFilms } from './film-comparison.ts';
import type { FilmFacts } from './film-facts.ts';
import { readFilm } from './film-reader.ts';
import * as words from './words.ts';

export interface CheckRequest extends EmbedRequest {
  readonly facts: FilmFacts;
}

export type CheckAnswer =
  | { readonly ok: true; readonly quality: readonly MarkQuality[]; readonly notes: readonly Localized[] }
  | { readonly ok: false; readonly reason: Reason };

/** Frames PSNR is measured on, and seconds a second encoding is tried on. */
const MEASURED_FRAMES = 60;
const TRIED_SECONDS = 10;

/**
 * Hold a finished copy against its source: every stream, time and tag is still there, the mark can be read, and it can
 * still be read when the film is compressed as strongly as platforms do.
 */
export async function checkCopy(
  request: CheckRequest,
  scratch: string[],
  context: TaskContext,
): Promise<CheckAnswer> {
  const { path, target, media, payload, key } = request;
  const compared = await compareFilms(path, target, media, context);
  if (!compared.ok) return compared;
  if (compared.differences.length > 0)
    return { ok: false, reason: { code: 'not-kept', text: words.notKept(compared.differences) } };
  context.progress(0.3);
  const none = new BigUint64Array();
  const quiet: TaskContext = { ...context, progress: () => undefined };
  const own = await readFilm(target, media, [key], none, quiet);
  if (!own.readings.some((reading) => reading.payload === payload))
    return { ok: false, reason: { code: 'not-readable', text: words.notReadable } };
  context.progress(0.5);
  const notes: Localized[] = [];
  const again = `${target}.again.mp4`;
  scratch.push(again);
  const survives = await readAfterEncoding(request, again, quiet);
  if (survives === false) notes.push(words.weak);
  context.progress(0.8);
  const psnr = await measuredPsnr(request, context);
  context.progress(1);
  const quality: MarkQuality[] = [];
  if (psnr !== null) quality.push({ name: 'psnr', title: psnrTitle, value: psnr, unit: 'dB' });
  const [reading] = own.readings;
  quality.push({ name: 'statistic', title: statisticTitle, value: reading?.statistic ?? 0, unit: '' });
  return { ok: true, quality, notes };
}

const psnrTitle = localized('PSNR of the brightness, encoding included', '亮度 PSNR（含编码）');
const statisticTitle = localized('Statistic of the copy when read', '副本读取时的统计量');

/** `null`: it could not be tried here. */
async function readAfterEncoding(
  { target, media, payload, key }: CheckRequest,
  again: string,
  context: TaskContext,
): Promise<boolean | null> {
  const made = await writeWithFfmpeg(
    [
      ...['-y', '-t', String(TRIED_SECONDS), ...(inputArguments(target, media.format) ?? [])],
      ...['-map', '0:V:0', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '30', '-pix_fmt', 'yuv420p'],
      ...['-f', 'mp4', `file:${again}`],
    ],
    { limits: context.limits, signal: context.signal },
  );
  if (!made.ok) return null;
  const film = { ...media, format: 'mp4' as const };
  const answer = await readFilm(again, film, [key], new BigUint64Array(), context);
  return answer.readings.some((reading) => reading.payload === payload);
}

/** PSNR of the brightness between the film and its copy in frames from the middle on; `null`: not measured. */
async function measuredPsnr(
  { path, target, media, facts }: CheckRequest,
  { limits, signal }: TaskContext,
): Promise<number | null> {
  const from = (facts.seconds / 2).toFixed(3);
  const piece = (file: string): string[] => [
    ...['-ss', from, '-noautorotate'],
    ...(inputArguments(file, media.format) ?? []),
  ];
  const args = [
    // Times as they stand, so that the same frames meet.
    ...['-nostdin', '-v', 'info', '-nostats', '-copyts', ...piece(path), ...piece(target)],
    ...[
      '-filter_complex',
      '[0:V:0]settb=1/1000[a];[1:V:0]settb=1/1000[b];[a][b]psnr',
      '-frames:v',
      String(MEASURED_FRAMES),
      '-f',
      'null',
      '-',
    ],
  ];
  const { result } = await runFfmpeg('ffmpeg', args, limits, signal);
  signal.throwIfAborted();
  const said = result.ok ? /PSNR y:([\d.]+)/.exec(result.stderr)?.[1] : undefined;
  return said === undefined ? null : Number(said);
}
