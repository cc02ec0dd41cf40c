import { type FileHandle, open, readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Sha256 } from '#shared/domain/evidence.ts';
import { Localized } from '#shared/domain/localized.ts';
import { MarkPayload } from '#shared/domain/mark.ts';
import { MarkedFile } from '#shared/domain/marking.ts';
import { RegisteredBinding, RegisteredLabel, RegisterFingerprint } from '#shared/domain/register.ts';
import { errorCode } from '../case/problem.ts';

/** File in the output folder that says what was done there, one JSON document a line. */
export const journalName = 'assay-marking.jsonl';

const base = {
  at: z.string(),
  /** Name of the copy within the output folder; with the next two it says which work it is. */
  out: z.string(),
  sha256: Sha256,
  /** SHA-256 of what was asked for. */
  order: Sha256,
};

const Finished = z.object({
  copy: Sha256,
  fingerprints: z.array(RegisterFingerprint),
  labels: z.array(RegisteredLabel),
  manifest: z.string().nullable(),
  binding: RegisteredBinding.nullable(),
});

export const JournalLine = z.discriminatedUnion('what', [
  /** Its identifier is drawn; everything unfinished has this beginning of its name. */
  z.object({ what: z.literal('started'), ...base, payload: MarkPayload, draft: z.string() }),
  /** The copy is whole and read back, and lies under its draft's name. */
  z.object({
    what: z.literal('sealed'),
    ...base,
    draft: z.string(),
    marked: MarkedFile,
    finished: Finished.nullable(),
  }),
  z.object({ what: z.literal('done'), ...base, marked: MarkedFile }),
  z.object({
    what: z.literal('not-done'),
    ...base,
    state: z.enum(['refused', 'failed', 'cancelled']),
    reason: Localized,
    detail: z.string().nullable(),
  }),
]);
export type JournalLine = z.infer<typeof JournalLine>;

export interface Journal {
  readonly path: string;
  /** The last line about a copy; `null`: it was never begun, or with other content or another order. */
  last(work: Pick<JournalLine, 'out' | 'sha256' | 'order'>): JournalLine | null;
  /** On the disk when it returns. */
  add(line: JournalLine): Promise<void>;
  close(): Promise<void>;
}

/** Open the journal of an output folder, or begin one. A line a crash cut short is as if it had not been written. */
export async function openJournal(path: string): Promise<Journal> {
  const text = await textOf(path);
  const lines = new Map<string, JournalLine>();
  for (const line of text.split('\n')) {
    const parsed = JournalLine.safeParse(jsonOrNull(line));
    if (parsed.success) lines.set(keyOf(parsed.data), parsed.data);
  }
  const file: FileHandle = await open(path, 'a');
  // What follows a cut line must stand on a line of its own.
  if (text !== '' && !text.endsWith('\n')) await file.appendFile('\n');
  return {
    path,
    last: (work) => lines.get(keyOf(work)) ?? null,
    async add(line) {
      await file.appendFile(`${JSON.stringify(line)}\n`);
      await file.sync();
      lines.set(keyOf(line), line);
    },
    close: () => file.close(),
  };
}

function keyOf({ out, sha256, order }: Pick<JournalLine, 'out' | 'sha256' | 'order'>): string {
  return JSON.stringify([out, sha256, order]);
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  }
}

function jsonOrNull(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
