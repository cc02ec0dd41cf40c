import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWithFfmpeg } from '../../../media/ffmpeg-writing.ts';
import type { Bench, NotRun, Picture } from '../define.ts';
import { cropped, pixelsOf, png } from './picture.ts';
import { notMade } from './refusals.ts';

/** One HEVC intra picture, 4:2:0, 8 bits, encoded and decoded again. */
export async function throughHevc(picture: Picture, factor: number, bench: Bench): Promise<Picture | NotRun> {
  const { folder, context } = bench;
  const [plain, coded, back] = ['still.png', 'still.mkv', 'back.png'].map((name) => join(folder, name));
  try {
    await writeFile(plain!, (await png(picture)).bytes);
    const encoded = await writeWithFfmpeg(
      [
        ...['-f', 'png_pipe', '-protocol_whitelist', 'file,pipe', '-i', `file:${plain}`],
        ...['-vf', 'pad=ceil(iw/2)*2:ceil(ih/2)*2', '-frames:v', '1', '-pix_fmt', 'yuv420p'],
        ...['-c:v', 'libx265', '-preset', 'medium', '-crf', String(factor)],
        ...['-x265-params', 'log-level=error:keyint=1:pools=1'],
        ...['-f', 'matroska', `file:${coded}`],
      ],
      context,
    );
    if (!encoded.ok) return notMade(encoded.reason);
    const decoded = await writeWithFfmpeg(
      [
        ...['-f', 'matroska', '-protocol_whitelist', 'file,pipe', '-i', `file:${coded}`],
        ...[
          '-frames:v',
          '1',
          '-pix_fmt',
          'rgb24',
          '-c:v',
          'png',
          '-f',
          'image2',
          '-update',
          '1',
          `file:${back}`,
        ],
      ],
      context,
    );
    if (!decoded.ok) return notMade(decoded.reason);
    const bytes = await readFile(back!);
    return cropped(
      await pixelsOf({ bytes, format: 'png' }, context.limits),
      0,
      0,
      picture.width,
      picture.height,
    );
  } finally {
    for (const path of [plain!, coded!, back!]) await rm(path, { force: true });
  }
}
