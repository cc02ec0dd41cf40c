import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import { localized } from '#shared/domain/localized.ts';
import { errorCode } from '../../case/problem.ts';
import { defaultLimits } from '../../media/limits.ts';
import { LARGEST_MODEL, type MarkModel, modelFolder, readMarkModels } from '../../media/mark-models.ts';
import type { Ports } from '../../ports.ts';
import { problem } from '../../problems.ts';
import { replaceFile } from '../../replace-file.ts';
import { ModelCheck } from './model-task.ts';
import { type NeuralScheme, neuralScheme } from './neural-schemes.ts';

/** Detector networks of others in this installation, the host's side. */
export interface ModelStore {
  list(): Promise<MarkModel[]>;
  /** Takes a copy, after a worker has run it once. What was taken is known by its hash from then on. */
  import(path: string, scheme: string): Promise<Result<MarkModel & { readonly bits: number }>>;
  remove(sha256: string): Promise<Result<Record<string, never>>>;
}

/** @param folder of the marks, which the workers read as well */
export function createModelStore(folder: string, ports: Pick<Ports, 'workers' | 'clock' | 'id'>): ModelStore {
  const place = join(folder, modelFolder);
  const list = async () =>
    (await readMarkModels([folder])).models.map(({ path: _, ...model }): MarkModel => model);
  return {
    list,
    async import(path, name) {
      const scheme = neuralScheme(name);
      if (scheme === null) return fail('bad-request', unknownScheme, name);
      const draft = join(place, `${ports.id()}.part`);
      try {
        await mkdir(place, { recursive: true, mode: 0o700 });
        const copied = await copy(resolve(path), draft);
        if (copied === null) return fail('bad-request', tooLarge, path);
        const checked = await ports.workers.run(
          'mark-model-check',
          { path: draft, ...copied, scheme: name },
          ModelCheck,
          { priority: 'interactive', limits },
        );
        if (!checked.ok) return problem('marking-failed', checked.failure.message);
        if (!checked.value.ok) {
          const { text, detail } = checked.value.reason;
          return fail('bad-request', text, detail);
        }
        const model = described(scheme, basename(path), copied, ports.clock());
        await rename(draft, join(place, `${model.sha256}.onnx`));
        await replaceFile(join(place, `${model.sha256}.json`), `${JSON.stringify(model)}\n`, 0o600);
        return succeed({ ...model, bits: checked.value.bits });
      } catch (error) {
        const code = errorCode(error);
        if (code === '') throw error;
        return problem(code === 'ENOSPC' ? 'disk-full' : 'input-output', `${code} ${path}`);
      } finally {
        await rm(draft, { force: true });
      }
    },
    async remove(sha256) {
      const known = (await list()).filter((model) => model.sha256.startsWith(sha256.toLowerCase()));
      const [model] = known;
      if (model === undefined || known.length > 1 || sha256.length < 8)
        return fail('bad-request', noSuchModel, sha256);
      await rm(join(place, `${model.sha256}.json`), { force: true });
      await rm(join(place, `${model.sha256}.onnx`), { force: true });
      return succeed({});
    },
  };
}

const limits = { ...defaultLimits, timeMs: 120_000, memoryBytes: 3 * 1024 * 1024 * 1024 };

function described(
  scheme: NeuralScheme,
  name: string,
  { sha256, size }: { readonly sha256: string; readonly size: number },
  now: Date,
): MarkModel {
  return {
    version: 1,
    sha256,
    scheme: scheme.name,
    name: name.slice(0, 200),
    size,
    importedAt: now.toISOString(),
    pin: scheme.pins.includes(sha256) ? 'published' : 'own',
  };
}

/** A copy and the hash of exactly what was copied; `null`: empty or too large. */
async function copy(
  from: string,
  to: string,
): Promise<{ readonly sha256: string; readonly size: number } | null> {
  const { size: expected } = await stat(from);
  if (expected === 0 || expected > LARGEST_MODEL) return null;
  const hash = createHash('sha256');
  let size = 0;
  const target: FileHandle = await open(to, 'wx', 0o600);
  try {
    for await (const chunk of createReadStream(from) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > LARGEST_MODEL) return null;
      hash.update(chunk);
      await target.writeFile(chunk);
    }
    await target.sync();
  } finally {
    await target.close();
  }
  return { sha256: hash.digest('hex'), size };
}

const unknownScheme = localized(
  'There is no such scheme; the help of this command lists them.',
  '没有此方案；可用方案见本命令的帮助。',
);
const tooLarge = localized(
  'The file is empty or larger than 512 MB, so it was not taken.',
  '文件为空或大于 512 MB，未导入。',
);
const noSuchModel = localized(
  'No imported network, or more than one, has a hash that begins so.',
  '没有以此开头的哈希对应的已导入网络，或不止一个。',
);
