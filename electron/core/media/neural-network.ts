import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InferenceSession } from 'onnxruntime-web';
import { localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import { packageFolder } from './program-paths.ts';

/**
 * The only file that loads onnxruntime-web: networks in the ONNX format, in WebAssembly and one thread, so that the
 * same numbers come out on every machine and nothing is fetched.
 */

const runtimePackage = 'onnxruntime-web';
const glueFile = 'ort-wasm-simd-threaded.mjs';
const binaryFile = 'ort-wasm-simd-threaded.wasm';

/** A tensor of single-precision numbers. */
export interface Tensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

export interface Network {
  /** Names of what goes in and what comes out, in the order of the file. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Size of each dimension of the first input as the file declares it; `null`: any. */
  readonly inputDims: readonly (number | null)[] | null;
  /** The first output for a first input. Throws what the engine throws: a network that does not fit its input. */
  run(input: Tensor): Promise<Tensor>;
  /** Frees what the network holds outside the heap. */
  close(): Promise<void>;
}

export interface NeuralRuntime {
  readonly version: string;
  /** Throws when the bytes are no network that the engine can run. */
  open(model: Uint8Array): Promise<Network>;
}

type Opened = { readonly runtime: NeuralRuntime } | { readonly missing: Reason };

let opening: Promise<Opened> | undefined;

/** The engine, loaded once per process. */
export async function openNeuralRuntime(): Promise<Opened> {
  opening ??= load();
  try {
    return await opening;
  } catch (error) {
    opening = undefined;
    throw error;
  }
}

/** `onnxruntime-web 1.30.0`, without loading it. */
export async function neuralRuntimeVersion(): Promise<
  { readonly version: string } | { readonly missing: Reason }
> {
  const folder = await packageFolder(runtimePackage);
  if (folder === null) return { missing: engineMissing };
  return { version: `${runtimePackage} ${await packageVersionIn(folder)}` };
}

async function load(): Promise<Opened> {
  const folder = await packageFolder(runtimePackage);
  if (folder === null) return { missing: engineMissing };
  const { env, InferenceSession: Sessions, Tensor: Tensors } = await import('onnxruntime-web');
  env.logLevel = 'error';
  env.wasm.numThreads = 1;
  // Both from the package's folder: left alone, the runtime looks beside its own bundle.
  env.wasm.wasmPaths = { mjs: pathToFileURL(join(folder, 'dist', glueFile)).href };
  env.wasm.wasmBinary = await readFile(join(folder, 'dist', binaryFile));
  const options = { executionProviders: ['wasm'], graphOptimizationLevel: 'all' } as const;
  return {
    runtime: {
      version: `${runtimePackage} ${await packageVersionIn(folder)}`,
      async open(model) {
        const session = await Sessions.create(model, options);
        const [input, output] = [session.inputNames[0], session.outputNames[0]];
        return {
          inputs: session.inputNames,
          outputs: session.outputNames,
          inputDims: dimsOf(session),
          async run({ data, dims }) {
            if (input === undefined || output === undefined)
              throw new Error('the network has no input or output');
            const answer = await session.run({ [input]: new Tensors('float32', data, dims) });
            const { data: values, dims: shape } = answer[output]!;
            if (!(values instanceof Float32Array))
              throw new Error('the network does not answer in single precision');
            return { data: values, dims: shape };
          },
          close: () => session.release(),
        };
      },
    },
  };
}

function dimsOf(session: InferenceSession): (number | null)[] | null {
  const [first] = session.inputMetadata;
  if (first === undefined || !first.isTensor) return null;
  return first.shape.map((side) => (typeof side === 'number' && side > 0 ? side : null));
}

/** The version in a package's own manifest. */
export async function packageVersionIn(folder: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const version: unknown = Reflect.get(Object(manifest), 'version');
  return typeof version === 'string' ? version : 'unknown';
}

const engineMissing: Reason = {
  code: 'engine-missing',
  text: localized(
    `Networks cannot be run: the package ${runtimePackage} is not installed. Run the set-up again (npm start does it).`,
    `无法运行神经网络：未安装软件包 ${runtimePackage}。请重新运行安装步骤（npm start 会自动完成）。`,
  ),
};
