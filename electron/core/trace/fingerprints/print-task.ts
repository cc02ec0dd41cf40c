import { rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { Media } from '#shared/domain/media.ts';
import { identify } from '../../intake/identify.ts';
import type { TaskContext } from '../../media/task-context.ts';
import type { Print } from './define.ts';
import { fingerprinters } from './fingerprinters.ts';
import { MethodAnswer, writePrints } from './print-file.ts';

export const PrintInput = z.object({
  path: z.string(),
  /** `null`: to be found out. */
  media: Media.nullable(),
  /** Where the file of prints goes. */
  out: z.string(),
});

export const PrintOutput = z.object({
  answers: z.array(MethodAnswer),
});
export type PrintOutput = z.infer<typeof PrintOutput>;

/** In a worker: all prints of a file, by every method that applies to such a file. */
export async function printFile(raw: unknown, context: TaskContext): Promise<PrintOutput> {
  const { path, media: told, out } = PrintInput.parse(raw);
  const media = told ?? (await identify(path, null));
  const answers: MethodAnswer[] = [];
  const prints: Print[] = [];
  const chosen = [];
  for (const load of fingerprinters.values()) {
    const method = await load();
    if (method.appliesTo(media) === true) chosen.push(method);
  }
  for (const [index, fingerprinter] of chosen.entries()) {
    const { method, version } = fingerprinter;
    const share = (fraction: number): void => context.progress((index + fraction) / chosen.length);
    const answer = await fingerprinter.print({ path, media, context: { ...context, progress: share } });
    context.signal.throwIfAborted();
    const warnings = [...answer.warnings];
    if (answer.ok) {
      answers.push({ method, version, state: 'printed', reason: null, warnings });
      prints.push(...answer.prints);
    } else {
      const state = answer.reason.code === 'not-traceable' ? 'not-traceable' : 'undetermined';
      answers.push({ method, version, state, reason: answer.reason.text, warnings });
    }
  }
  // A second attempt after a crash finds what the first one left.
  await rm(out, { force: true });
  await writeFile(out, writePrints({ answers, prints }), { flag: 'wx' });
  return { answers };
}
