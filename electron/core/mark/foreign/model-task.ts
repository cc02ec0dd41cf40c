import { z } from 'zod';
import { localized } from '#shared/domain/localized.ts';
import { Reason } from '#shared/domain/run.ts';
import { modelBytes } from '../../media/mark-models.ts';
import { openNeuralRuntime } from '../../media/neural-network.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { neuralScheme } from './neural-schemes.ts';

const Input = z.object({
  path: z.string(),
  sha256: z.string(),
  size: z.number().int().positive(),
  scheme: z.string(),
});

/** Whether a network can be run under a scheme, and how many bits it answers with. */
export const ModelCheck = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), bits: z.number().int() }),
  z.object({ ok: z.literal(false), reason: Reason }),
]);
export type ModelCheck = z.infer<typeof ModelCheck>;

/** In a worker: open a network that is to be imported and ask it about an even picture. */
export async function checkModel(raw: unknown, context: TaskContext): Promise<ModelCheck> {
  const { path, sha256, size, scheme: name } = Input.parse(raw);
  const scheme = neuralScheme(name);
  if (scheme === null)
    return refusal('unknown-scheme', localized('There is no such scheme', '没有此方案'), name);
  const engine = await openNeuralRuntime();
  if ('missing' in engine) return { ok: false, reason: engine.missing };
  const bytes = await modelBytes({ path, sha256, size });
  if (bytes === null) return refusal('file-changed', changed, path);
  context.signal.throwIfAborted();
  try {
    const network = await engine.runtime.open(bytes);
    const side = network.inputDims?.at(-1) ?? null;
    const even = { width: 256, height: 256, data: new Uint8Array(256 * 256 * 3).fill(128), grey: true };
    const votes = scheme.votes(await network.run(scheme.input(even, side)));
    await network.close();
    return votes === null ? refusal('other-scheme', otherScheme, name) : { ok: true, bits: votes.length };
  } catch (error) {
    // The engine throws for bytes that are no network and for inputs that do not fit: both are the file's fault.
    return refusal(
      'not-a-network',
      notANetwork,
      error instanceof Error ? error.message.slice(0, 500) : String(error),
    );
  }
}

function refusal(code: string, text: Reason['text'], detail: string): ModelCheck {
  return { ok: false, reason: { code, text, detail } };
}

const changed = localized('The file changed while it was imported', '文件在导入过程中发生变化');
const otherScheme = localized(
  'The network answers with another number of values than this scheme has bits',
  '网络输出的数值个数与该方案的比特数不符',
);
const notANetwork = localized(
  'The file is no network in the ONNX format that can be run under this scheme',
  '该文件不是可按此方案运行的 ONNX 网络',
);
