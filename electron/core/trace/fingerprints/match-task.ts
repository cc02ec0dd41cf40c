import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { FingerprintMatch, FingerprintMethod } from '#shared/domain/fingerprint.ts';
import type { TaskContext } from '../../media/task-context.ts';
import type { Print } from './define.ts';
import { fingerprinters } from './fingerprinters.ts';
import { readPrints } from './print-file.ts';

export const MatchInput = z.object({
  /** File of prints of the suspect. */
  suspect: z.string(),
  /** Files of prints it is compared with, by what the asker calls them. */
  known: z.array(z.object({ id: z.string(), path: z.string() })),
  /** Number of items in the whole search, for the expected number of false matches. */
  searched: z.number().int().positive(),
});

export const MatchOutput = z.object({
  answers: z.array(
    z.object({
      id: z.string(),
      /** Methods by which both have codes. */
      compared: z.array(FingerprintMethod),
      matches: z.array(FingerprintMatch),
    }),
  ),
});
export type MatchOutput = z.infer<typeof MatchOutput>;

/** In a worker: how the prints of a suspect compare with those of others, by every method both have. */
export async function matchPrints(raw: unknown, context: TaskContext): Promise<MatchOutput> {
  const { suspect, known, searched } = MatchInput.parse(raw);
  const own = readPrints(await readFile(suspect));
  if (own === null) throw new Error('the prints of the suspect cannot be read');
  const answers: MatchOutput['answers'] = [];
  for (const [index, { id, path }] of known.entries()) {
    context.signal.throwIfAborted();
    const other = readPrints(await readFile(path));
    const found = other === null ? nothing : await compare(own.prints, other.prints, searched);
    answers.push({ id, ...found });
    context.progress((index + 1) / known.length);
  }
  return { answers };
}

const nothing = { compared: [], matches: [] };

async function compare(
  suspect: readonly Print[],
  known: readonly Print[],
  searched: number,
): Promise<Omit<MatchOutput['answers'][number], 'id'>> {
  const compared: FingerprintMethod[] = [];
  const matches: FingerprintMatch[] = [];
  for (const [method, load] of fingerprinters) {
    const of = (prints: readonly Print[]) => prints.filter((print) => print.method === method);
    const [own, other] = [of(suspect), of(known)];
    if (own.length === 0 || other.length === 0) continue;
    const fingerprinter = await load();
    // Codes of another version of the method say nothing here; the register has them made anew.
    if ([...own, ...other].some((print) => print.version !== fingerprinter.version)) continue;
    compared.push(method);
    const match = fingerprinter.compare(own, other, searched);
    if (match !== null) matches.push(match);
  }
  return { compared, matches };
}
