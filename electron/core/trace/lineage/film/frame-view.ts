import type { TaskContext } from '../../../media/task-context.ts';
import { videoFrames } from '../../../media/video-frames.ts';
import type { Vision } from '../../../media/vision.ts';
import { lightOf } from '../../align/picture/light.ts';
import { structureOf } from '../../align/picture/refine.ts';
import type { FilmReading } from '../../film/read-film.ts';
import { KeptByFile } from '../../kept-by-file.ts';
import { leastFeatures, localFeatures } from '../../picture/local-features.ts';
import { workingPlanes } from '../../picture/planes.ts';
import type { PictureView } from '../picture/view.ts';

/** Longer side of the frames that are compared, pixels. */
const side = 1280;
const keptBytes = 192 * 1024 * 1024;

const kept = new KeptByFile<PictureView | null>(keptBytes, (view) =>
  view === null ? 0 : 20 * view.fine.width * view.fine.height + 3_000_000,
);

/**
 * A frame of a film as pictures are compared with one another.
 *
 * @param index of the frame, by the rate the film was read at
 * @returns `null`: too plain, or not to be had
 */
export async function frameView(
  { film, rate }: FilmReading,
  index: number,
  vision: Vision,
  context: TaskContext,
): Promise<PictureView | null> {
  return await kept.get(film.path, `${index} ${rate}`, async () => {
    const request = { from: Math.max(0, (index - 0.5) / rate), count: 1, rate, side };
    const answer = await videoFrames(film.path, film.media, request, context);
    context.signal.throwIfAborted();
    const rgb = answer.ok ? answer.frames[0] : undefined;
    if (rgb === undefined) return null;
    const frame = { width: film.width, height: film.height, orientation: 1 };
    const { small, grey } = await workingPlanes(rgb);
    const features = localFeatures(frame, grey, vision);
    if (features.plain.count < leastFeatures) return null;
    const light = lightOf(rgb);
    const whole = rgb.width === frame.width && rgb.height === frame.height;
    return {
      planes: { frame, rgb, dark: null, small, grey, warnings: [] },
      ...{ features, fine: rgb, light, structure: structureOf(light) },
      ...{ stored: whole ? light : null, steps: null },
    };
  });
}
