import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { AttackFamily } from '#shared/domain/mark-survival.ts';
import { toRgb8 } from '#shared/numeric/plane.ts';
import { identify } from '../intake/identify.ts';
import { decodeEvidence, decodeImage, type StillImage } from '../media/image.ts';
import type { TaskContext } from '../media/task-context.ts';
import type { Attack, AttackedFile, Bench, NotRun } from './attacks/define.ts';
import { seedOf } from './attacks/tools/noise.ts';
import { asPicture, png } from './attacks/tools/picture.ts';
import * as ownCodecs from './codecs/index.ts';
import { attackNamed } from './suites.ts';
import { type ReadingCodecs, readLayers } from './survive-reading.ts';
import { AttackInput, type AttackOutput, type LayerReading, ReadInput } from './survive-tasks.ts';

/** Families that move pixels or put others around them: held pixel against pixel they say nothing. */
const moving: ReadonlySet<AttackFamily> = new Set<AttackFamily>(['geometry', 'capture', 'combination']);

/** In a worker: what the unattacked file carries. */
export async function readUnattacked(
  raw: unknown,
  context: TaskContext,
  codecs: ReadingCodecs = ownCodecs,
): Promise<LayerReading> {
  const { path, sha256, media, folder, search } = ReadInput.parse(raw);
  return inFolder(folder, () => {
    const decode = () => decodeEvidence({ path, sha256, media }, context.limits);
    return readLayers({ path, sha256, media, folder, decode }, search, context, codecs);
  });
}

/** In a worker: attack a copy and read what it still carries. Nothing of the copy is left behind. */
export async function attackAndRead(
  raw: unknown,
  context: TaskContext,
  codecs: ReadingCodecs = ownCodecs,
): Promise<AttackOutput> {
  const { path, sha256, media, folder, search, attack: id, step } = AttackInput.parse(raw);
  const attack = attackNamed(id);
  if (attack === null) throw new Error(`No attack is called ${id}`);
  return inFolder(folder, async () => {
    const made = await attacked(attack, step, { path, sha256, media }, folder, context);
    context.signal.throwIfAborted();
    if ('reason' in made) return { ok: false, reason: made.reason };
    context.progress(0.5);
    const copy = {
      path: made.path,
      sha256: await hashOf(made.path),
      media: await identify(made.path, null),
      folder,
    };
    const { format } = copy.media;
    const decoded =
      copy.media.kind === 'image' ? await decodeImage(copy.path, { format, limits: context.limits }) : null;
    const decode = async () => decoded ?? decodeImage(copy.path, { format, limits: context.limits });
    const reading = await readLayers({ ...copy, decode }, search, context, codecs);
    let psnr: number | null = null;
    if (decoded?.ok === true && media.kind === 'image' && !moving.has(attack.family)) {
      const before = await decodeEvidence({ path, sha256, media }, context.limits);
      if (before.ok) psnr = await peakSignalToNoise(before.image, decoded.image);
    }
    return { ok: true, reading, psnr };
  });
}

async function attacked(
  attack: Attack,
  strength: string,
  source: { readonly path: string; readonly sha256: string; readonly media: LayerReading['media'] },
  folder: string,
  context: TaskContext,
): Promise<AttackedFile | NotRun> {
  const bench: Bench = { folder, seed: seedOf(`${attack.id}:${strength}`), context };
  if (attack.works === 'files') {
    const step = attack.ladder.find(({ id }) => id === strength);
    if (step === undefined) throw new Error(`${attack.id} has no strength ${strength}`);
    return step.produce(source, bench);
  }
  const step = attack.ladder.find(({ id }) => id === strength);
  if (step === undefined) throw new Error(`${attack.id} has no strength ${strength}`);
  const decoded = await decodeEvidence(source, context.limits);
  if (!decoded.ok) return { reason: decoded.reason };
  const made = await step.apply(await asPicture(decoded.image), bench);
  if ('reason' in made) return made;
  const { bytes } = 'bytes' in made ? made : await png(made);
  const path = join(folder, 'copy');
  await writeFile(path, bytes);
  return { path };
}

/** Over all samples of both as everyone sees them; `null`: of different sizes, or equal in every sample. */
async function peakSignalToNoise(before: StillImage, after: StillImage): Promise<number | null> {
  const upright = before.orientation === 1 ? null : await asPicture(before);
  const [width, height] = upright === null ? [before.width, before.height] : [upright.width, upright.height];
  if (width !== after.width || height !== after.height) return null;
  const left = upright?.data ?? toRgb8(before);
  const right = toRgb8(after);
  let sum = 0;
  for (let at = 0; at < left.length; at += 1) {
    const difference = left[at]! - right[at]!;
    sum += difference * difference;
  }
  return sum === 0 ? null : 10 * Math.log10((255 * 255 * left.length) / sum);
}

/** A folder for one task, gone with it; what a crashed attempt left is removed first. */
async function inFolder<T>(folder: string, act: () => Promise<T>): Promise<T> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  try {
    return await act();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
