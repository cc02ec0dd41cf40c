import { join } from 'node:path';
import { z } from 'zod';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { type Anchor, ChainWalk } from '../case/chain-walk.ts';
import { readCheckpointText } from '../case/checkpoint.ts';
import type { StoredEvent } from '../case/custody.ts';
import { errorCode } from '../case/problem.ts';
import { smallFile } from './bag-check.ts';
import { fileLines } from './file-lines.ts';
import { dataNames } from './layout.ts';
import type { ProblemList } from './problem-list.ts';

const Line = z.strictObject({
  sequence: z.number(),
  at: z.string(),
  offsetMinutes: z.number(),
  actor: z.string(),
  session: z.string(),
  action: z.string(),
  object: z.string(),
  detail: z.record(z.string(), z.unknown()),
  previous: z.string(),
  hash: z.string(),
});

const checkpointBytes = 64 * 1024;

/** Is the log in the package a whole chain, and is its last checkpoint of this chain, by the key that signed the package? */
export async function checkCustody(
  directory: string,
  files: readonly string[],
  signer: string | null,
  problems: ProblemList,
): Promise<void> {
  const lacking = [dataNames.log, dataNames.checkpoint].filter((name) => !files.includes(name));
  for (const name of lacking) problems.add('file-missing', name);
  if (lacking.length > 0) return;

  const text = await textOf(join(directory, dataNames.checkpoint), checkpointBytes);
  const read = readCheckpointText(text);
  // Only the one text a checkpoint is written as: a report's record would be read as well.
  if (!read.ok || !text.startsWith('{"at":')) {
    problems.add('custody-wrong', dataNames.checkpoint, localized('not readable', '无法读取'));
    return;
  }
  const { sequence, hash, keyId } = read.checkpoint;
  if (keyId !== signer)
    problems.add('custody-wrong', dataNames.checkpoint, localized('signed by another key', '由其他密钥签名'));

  const wrong = await firstWrongEvent(join(directory, dataNames.log), { sequence, hash, keyId });
  if (wrong !== null) problems.add('custody-wrong', dataNames.log, eventWords(wrong));
}

/** Number of the first event that is none or does not fit the chain. */
async function firstWrongEvent(path: string, anchor: Anchor): Promise<number | null> {
  const chain = new ChainWalk([anchor]);
  let sequence = 0;
  let pending: Buffer | null = null;
  try {
    for await (const line of fileLines(path)) {
      if (pending !== null) {
        sequence += 1;
        const event = eventOf(pending.toString('utf8'));
        if (event === null) return sequence;
        chain.step(event);
      }
      pending = line;
    }
  } catch (error) {
    // What the disk refuses to give: the manifests say that as well.
    if (errorCode(error) === '') throw error;
    return sequence + 1;
  }
  // Each event ends its line: after the last one stands nothing.
  return pending !== null && pending.length > 0 ? sequence + 1 : (chain.end()?.sequence ?? null);
}

function eventWords(sequence: number): Localized {
  return localized(`event ${sequence}`, `第 ${sequence} 条事件`);
}

/** What cannot be read is empty: the manifests say that of it as well. */
async function textOf(path: string, limit: number): Promise<string> {
  return (await smallFile(path, limit))?.toString('utf8') ?? '';
}

function eventOf(text: string): StoredEvent | null {
  try {
    const parsed = Line.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
