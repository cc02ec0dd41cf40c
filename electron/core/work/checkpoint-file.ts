import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import type { Checkpoint } from '#shared/domain/checkpoint.ts';
import { localized } from '#shared/domain/localized.ts';
import { readCheckpointText } from '../case/checkpoint.ts';
import { errorCode } from '../case/problem.ts';
import { problem } from '../problems.ts';

/** A checkpoint kept outside its case: a file of its own, or a report's record (JSON). Its signature is checked. */
export async function checkpointFromFile(file: string): Promise<Result<Checkpoint>> {
  const path = resolve(file);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = errorCode(error);
    if (code === '') throw error;
    return problem('input-output', `${path}: ${code}`);
  }
  return checkpointFromText(text, path);
}

/** As `checkpointFromFile`, from its text, in which a mail or a form may have broken lines. */
export function checkpointFromText(text: string, path?: string): Result<Checkpoint> {
  const read = readCheckpointText(text);
  // No value of a checkpoint holds white space (identifiers, numbers, base64): what is there was added on the way.
  const joined = read.ok || read.why !== 'format' ? read : readCheckpointText(text.replaceAll(/\s/g, ''));
  if (joined.ok) return succeed(joined.checkpoint);
  return fail('bad-request', joined.why === 'format' ? noCheckpoint : notSigned, path);
}

const noCheckpoint = localized(
  'There is no checkpoint in this. Give a checkpoint, or the JSON record of a report that prints one.',
  '其中没有检查点。请提供检查点，或载有检查点的报告 JSON 记录。',
);
const notSigned = localized(
  'This checkpoint is not what was signed: its signature or its key does not fit. It confirms nothing.',
  '此检查点与签署内容不符：签名或密钥不匹配，不能用于印证。',
);
