import { createRequire } from 'node:module';
import { localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { EngineState } from './engines.ts';
import { packageVersionIn } from './neural-network.ts';
import { packageFolder } from './program-paths.ts';

/**
 * The only file that knows OpenCV, as compiled to WebAssembly by the package below: corners with binary descriptors,
 * homographies, warping. One thread, seeded, so that the same pictures give the same numbers on every machine.
 * Nothing of its memory leaves this file: every matrix is freed, what comes out are copies.
 */

const visionPackage = '@techstark/opencv-js';

/** An 8-bit picture of one channel, row by row. */
export interface GreyPlane {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Corners of a plane, in the order the engine found them. */
export interface Corners {
  readonly count: number;
  /** `x, y` for each, pixels of the plane, centre of the first pixel at 0. */
  readonly points: Float32Array;
  /** How distinct each is (Harris); comparable within one plane only. */
  readonly responses: Float32Array;
  /** `count × 32` bytes: rotated BRIEF of 256 tests. */
  readonly descriptors: Uint8Array;
}

/** `count` agreeing point pairs. */
export interface FoundHomography {
  /** Row-major 3×3, last entry 1. */
  readonly matrix: Float64Array;
  /** 1 for each pair that agrees. */
  readonly agreeing: Uint8Array;
}

export interface Vision {
  /** `@techstark/opencv-js 4.12.0 …`. */
  readonly version: string;
  /**
   * ORB: corners on a pyramid of eight levels with 256-bit descriptors (Rublee et al., ICCV 2011). None in a plane with
   * fewer rows or columns than a corner has surroundings: it has too little structure, however long it is.
   *
   * @param most number of corners
   * @param contrast grey levels by which the ring about a corner must differ from it (FAST)
   */
  corners(plane: GreyPlane, most: number, contrast: number): Corners;
  /**
   * The homography most pairs agree with, by MAGSAC++ (Barath et al., CVPR 2020); where that gives none, by plain
   * RANSAC. Never a mirroring one: its sampler refuses such samples; mirror one side's points first.
   *
   * @param from `x, y` for each pair
   * @param to `x, y` for each pair
   * @param tolerance pixels of `to`
   */
  homography(from: Float32Array, to: Float32Array, tolerance: number): FoundHomography | null;
  /**
   * Resample interleaved 8-bit samples by a homography from source to target pixels, smoothly; 0 where the source has
   * nothing. Does not smooth when shrinking: shrink first.
   *
   * @returns `target.width × target.height × channels` bytes
   */
  warp(
    source: {
      readonly width: number;
      readonly height: number;
      readonly channels: 1 | 3;
      readonly data: Uint8Array;
    },
    matrix: ArrayLike<number>,
    target: { readonly width: number; readonly height: number },
  ): Uint8Array;
}

type Opened = { readonly vision: Vision } | { readonly missing: Reason };

let opening: Promise<Opened> | undefined;

/** The engine, loaded once per process; takes most of a second and 130 MB. In a worker only. */
export async function openVision(): Promise<Opened> {
  opening ??= load();
  try {
    return await opening;
  } catch (error) {
    opening = undefined;
    throw error;
  }
}

/** Version for the run key, without loading it. */
export async function visionState(): Promise<EngineState> {
  const folder = await packageFolder(visionPackage);
  return folder === null ? { missing: engineMissing.text } : { version: await packageVersionIn(folder) };
}

async function load(): Promise<Opened> {
  const folder = await packageFolder(visionPackage);
  if (folder === null) return { missing: engineMissing };
  const { cv } = await loadModule();
  return { vision: visionOf(cv, `${visionPackage} ${await packageVersionIn(folder)}`) };
}

/**
 * The module has a `then` that calls back with the module itself, so that nothing ever comes of waiting for it: it is
 * required, not imported, and handed on wrapped. Loading it also takes over this process's failure handling (and would
 * print its ten megabytes of source when something else fails); that is given back.
 */
async function loadModule(): Promise<{ readonly cv: OpenCv }> {
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const before = events.map((event) => new Set(process.listeners(event as 'uncaughtException')));
  const require = createRequire(import.meta.url);
  const cv = require('@techstark/opencv-js') as OpenCv;
  for (const [index, event] of events.entries()) {
    for (const listener of process.listeners(event as 'uncaughtException')) {
      if (!before[index]!.has(listener)) process.removeListener(event, listener);
    }
  }
  if (typeof cv.Mat !== 'function') {
    await new Promise<void>((resolve) => {
      cv.onRuntimeInitialized = resolve;
    });
  }
  return { cv };
}

function visionOf(cv: OpenCv, version: string): Vision {
  return {
    version,
    corners: (plane, most, contrast) =>
      freeing((kept) => {
        if (Math.min(plane.width, plane.height) <= 2 * BORDER) return noCorners;
        const mat = kept(new cv.Mat(plane.height, plane.width, cv.CV_8UC1));
        mat.data.set(plane.data);
        const found = kept(new cv.KeyPointVector());
        const descriptors = kept(new cv.Mat());
        const orb = kept(new cv.ORB(most));
        orb.setFastThreshold(contrast);
        orb.detectAndCompute(mat, kept(new cv.Mat()), found, descriptors, false);
        return copied(found, descriptors);
      }),
    homography: (from, to, tolerance) =>
      freeing((kept) => {
        if (from.length < 8) return null;
        const source = kept(new cv.Mat(from.length / 2, 1, cv.CV_32FC2));
        source.data32F.set(from);
        const target = kept(new cv.Mat(to.length / 2, 1, cv.CV_32FC2));
        target.data32F.set(to);
        for (const method of [cv.USAC_MAGSAC, cv.RANSAC]) {
          const mask = kept(new cv.Mat());
          cv.setRNGSeed(SEED);
          const found = kept(
            cv.findHomography(source, target, method, tolerance, mask, ITERATIONS, CONFIDENCE),
          );
          if (found.rows !== 3) continue;
          return { matrix: Float64Array.from(found.data64F), agreeing: Uint8Array.from(mask.data) };
        }
        return null;
      }),
    warp: ({ width, height, channels, data }, matrix, target) =>
      freeing((kept) => {
        const type = channels === 3 ? cv.CV_8UC3 : cv.CV_8UC1;
        const source = kept(new cv.Mat(height, width, type));
        source.data.set(data);
        const transform = kept(new cv.Mat(3, 3, cv.CV_64FC1));
        for (let at = 0; at < 9; at += 1) transform.data64F[at] = matrix[at]!;
        const out = kept(new cv.Mat());
        const size = new cv.Size(target.width, target.height);
        const outside = new cv.Scalar(0, 0, 0, 0);
        cv.warpPerspective(source, out, transform, size, cv.INTER_LINEAR, cv.BORDER_CONSTANT, outside);
        return Uint8Array.from(out.data);
      }),
  };
}

/** Any fixed number: the engine's own generator goes on from call to call otherwise. */
const SEED = 20_190_406;
/** More samples than a share of inliers of one in eight needs at that confidence. */
const ITERATIONS = 10_000;
const CONFIDENCE = 0.9995;

/** Pixels at each side in which ORB looks for no corner; coarse levels of thinner planes would have no row at all. */
const BORDER = 31;

const noCorners: Corners = {
  count: 0,
  points: new Float32Array(),
  responses: new Float32Array(),
  descriptors: new Uint8Array(),
};

/** Shrinking from one level of ORB's pyramid to the next. */
const PYRAMID_STEP = 1.2;

function copied(found: KeyPoints, descriptors: Mat): Corners {
  const count = found.size();
  const points = new Float32Array(2 * count);
  const responses = new Float32Array(count);
  for (let index = 0; index < count; index += 1) {
    const { pt, octave, response } = found.get(index);
    // A level's pixel x stands for (x + ½)·s − ½ of the plane; ORB gives x·s.
    const shift = (PYRAMID_STEP ** octave - 1) / 2;
    points[2 * index] = pt.x + shift;
    points[2 * index + 1] = pt.y + shift;
    responses[index] = response;
  }
  return {
    count,
    points,
    responses,
    descriptors: count === 0 ? new Uint8Array() : Uint8Array.from(descriptors.data),
  };
}

/** Runs `work` and frees what it kept, also when it throws. */
function freeing<T>(work: (kept: <K extends Kept>(item: K) => K) => T): T {
  const items: Kept[] = [];
  const kept = <K extends Kept>(item: K): K => {
    items.push(item);
    return item;
  };
  try {
    return work(kept);
  } catch (error) {
    // The engine throws addresses of its own memory.
    throw typeof error === 'number' ? new Error(`${visionPackage} gave up (${error})`) : error;
  } finally {
    for (const item of items) item.delete();
  }
}

const engineMissing: Reason = {
  code: 'engine-missing',
  text: localized(
    `Local features cannot be compared: the package ${visionPackage} is not installed. Run the set-up again (npm start does it).`,
    `无法比对局部特征：未安装软件包 ${visionPackage}。请重新运行安装步骤（npm start 会自动完成）。`,
  ),
};

/** What lives in the engine's memory. */
interface Kept {
  delete(): void;
}

interface Mat extends Kept {
  readonly rows: number;
  /** Views of the engine's memory: stale as soon as anything else is allocated. */
  readonly data: Uint8Array;
  readonly data32F: Float32Array;
  readonly data64F: Float64Array;
}

interface KeyPoints extends Kept {
  size(): number;
  get(index: number): {
    readonly pt: { readonly x: number; readonly y: number };
    readonly octave: number;
    readonly response: number;
  };
}

interface Orb extends Kept {
  setFastThreshold(contrast: number): void;
  detectAndCompute(image: Mat, mask: Mat, corners: KeyPoints, descriptors: Mat, given: boolean): void;
}

/** What is used of the module; its own declarations are of another version and wide. */
interface OpenCv {
  onRuntimeInitialized: () => void;
  readonly Mat: new (rows?: number, columns?: number, type?: number) => Mat;
  readonly KeyPointVector: new () => KeyPoints;
  readonly ORB: new (most: number) => Orb;
  readonly Size: new (width: number, height: number) => object;
  readonly Scalar: new (...values: number[]) => object;
  readonly CV_8UC1: number;
  readonly CV_8UC3: number;
  readonly CV_32FC2: number;
  readonly CV_64FC1: number;
  readonly USAC_MAGSAC: number;
  readonly RANSAC: number;
  readonly INTER_LINEAR: number;
  readonly BORDER_CONSTANT: number;
  setRNGSeed(seed: number): void;
  findHomography(
    from: Mat,
    to: Mat,
    method: number,
    tolerance: number,
    mask: Mat,
    iterations: number,
    confidence: number,
  ): Mat;
  warpPerspective(
    source: Mat,
    out: Mat,
    transform: Mat,
    size: object,
    interpolation: number,
    border: number,
    outside: object,
  ): void;
}
