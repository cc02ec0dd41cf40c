import { createHash } from 'node:crypto';
import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Sha256 } from '#shared/domain/evidence.ts';
import { errorCode } from '../case/problem.ts';
import type { EngineState } from './engines.ts';
import { markFolders } from './mark-ring.ts';

/**
 * Fingerprints of cameras the examiner made, one file each in the folder of the installation, called after its SHA-256:
 * eight letters, the length of a description (32 bits, little-endian), the description as JSON, then one signed byte a
 * pixel. The hash holds description and values together; a file that has changed since is not used.
 */
export const cameraFolder = 'cameras';
const magic = Buffer.from('ASSAYCAM', 'latin1');
/** Bytes of the longest description: a hash for each of several thousand references. */
const longestDescription = 512 * 1024;
/** Longest side of what a fingerprint holds; larger frames are cut to their middle. */
export const LONGEST_SIDE = 4096;
export const MOST_REFERENCES = 2000;

const side = z.number().int().min(1);
export const CameraDescription = z.strictObject({
  version: z.literal(1),
  name: z.string().min(1).max(200),
  /** As the first reference says it, in Exif. */
  make: z.string().max(100).nullable(),
  model: z.string().max(100).nullable(),
  /** Stored size of the references. */
  frame: z.strictObject({ width: side, height: side }),
  /** What of the frame the fingerprint covers. */
  left: z.number().int().min(0),
  top: z.number().int().min(0),
  width: side.max(LONGEST_SIDE),
  height: side.max(LONGEST_SIDE),
  /** Of the noise the denoiser looked for, grey levels. */
  sigma: z.number().positive(),
  /** Value of one step of the bytes that follow. */
  step: z.number().nonnegative(),
  references: z.array(Sha256).min(1).max(MOST_REFERENCES),
});
export type CameraDescription = z.infer<typeof CameraDescription>;

export interface KeptCamera extends CameraDescription {
  readonly sha256: string;
  readonly path: string;
}

/** Values of a fingerprint and what is known of it, as a file. */
export function cameraFile(description: Omit<CameraDescription, 'step'>, values: Float32Array): Buffer {
  let energy = 0;
  for (const value of values) energy += value * value;
  // Five standard deviations on either side: what is cut off is one value in two million.
  const step = (5 * Math.sqrt(energy / values.length)) / 127;
  const data = new Int8Array(values.length);
  if (step > 0)
    for (let at = 0; at < data.length; at += 1)
      data[at] = Math.max(-127, Math.min(127, Math.round(values[at]! / step)));
  const text = Buffer.from(JSON.stringify(CameraDescription.parse({ ...description, step })), 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  return Buffer.concat([magic, length, text, Buffer.from(data.buffer)]);
}

/** Fingerprints of the installation in the order of their hashes; only descriptions are read. */
export async function readCameras(
  folders: readonly string[] = markFolders(),
): Promise<{ readonly cameras: readonly KeptCamera[]; readonly problems: readonly string[] }> {
  const cameras = new Map<string, KeptCamera>();
  const problems: string[] = [];
  for (const { name, path } of await cameraFiles(folders)) {
    const description = await describedIn(path);
    if (description === null) problems.push(`${name} among the camera fingerprints is none`);
    else {
      const sha256 = name.slice(0, 64);
      cameras.set(sha256, { ...description, sha256, path });
    }
  }
  return { cameras: [...cameras.values()], problems };
}

/** The values, if the file is still the one that was made; otherwise `null`. */
export async function cameraValues(camera: KeptCamera): Promise<Float32Array | null> {
  const bytes = await readFile(camera.path);
  if (createHash('sha256').update(bytes).digest('hex') !== camera.sha256) return null;
  const count = camera.width * camera.height;
  const start = bytes.length - count;
  const values = new Float32Array(count);
  for (let at = 0; at < count; at += 1) values[at] = bytes.readInt8(start + at) * camera.step;
  return values;
}

/** What takes part in run keys: which fingerprints are there. */
export async function camerasState(folders: readonly string[] = markFolders()): Promise<EngineState> {
  const names = (await cameraFiles(folders)).map(({ name }) => name.slice(0, 64));
  if (names.length === 0) return { version: 'none' };
  const hash = createHash('sha256')
    .update([...new Set(names)].join('\n'))
    .digest('hex');
  return { version: `${names.length}: ${hash.slice(0, 16)}` };
}

async function describedIn(path: string): Promise<CameraDescription | null> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(12);
    const { bytesRead } = await file.read(head, 0, 12, 0);
    const length = head.readUInt32LE(8);
    if (bytesRead < 12 || !head.subarray(0, 8).equals(magic) || length > longestDescription) return null;
    const text = Buffer.alloc(length);
    await file.read(text, 0, length, 12);
    const parsed = CameraDescription.safeParse(jsonOrNull(text.toString('utf8')));
    if (!parsed.success) return null;
    const { width, height } = parsed.data;
    return size === 12 + length + width * height ? parsed.data : null;
  } finally {
    await file.close();
  }
}

async function cameraFiles(
  folders: readonly string[],
): Promise<{ readonly name: string; readonly path: string }[]> {
  const found: { name: string; path: string }[] = [];
  for (const folder of folders) {
    const place = join(folder, cameraFolder);
    for (const name of await namesIn(place))
      if (/^[0-9a-f]{64}\.camera$/.test(name)) found.push({ name, path: join(place, name) });
  }
  return found.sort((one, other) => (one.name < other.name ? -1 : 1));
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
