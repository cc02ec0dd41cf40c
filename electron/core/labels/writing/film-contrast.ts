import type { MediaFormat } from '#shared/domain/media.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { inputArguments, runFfmpeg } from '../../media/video.ts';
import type { LabelPlate } from './label-plate.ts';

/** Contrast of the label in a frame of the new film: mean of its ink against mean of its plate. */
export async function filmContrast(
  path: string,
  format: MediaFormat,
  { x, y, width, height, ink }: LabelPlate,
  at: number,
  { limits, signal }: TaskContext,
): Promise<number> {
  const args = [
    ...['-nostdin', '-v', 'error', '-ss', at.toFixed(3), ...(inputArguments(path, format) ?? [])],
    ...['-map', '0:V:0', '-frames:v', '1', '-vf', `crop=${width}:${height}:${x}:${y}:exact=1,format=gray`],
    ...['-f', 'rawvideo', 'pipe:1'],
  ];
  const { result } = await runFfmpeg('ffmpeg', args, limits, signal);
  signal.throwIfAborted();
  if (!result.ok || result.stdout.length < ink.length) return 0;
  const mean = (wanted: (coverage: number) => boolean): number => {
    let [sum, count] = [0, 0];
    ink.forEach((coverage, pixel) => {
      if (!wanted(coverage)) return;
      sum += result.stdout[pixel]!;
      count += 1;
    });
    const value = sum / Math.max(1, count) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return (mean((coverage) => coverage === 255) + 0.05) / (mean((coverage) => coverage === 0) + 0.05);
}
