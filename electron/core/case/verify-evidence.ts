import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Verification } from '#shared/domain/case.ts';
import { Sha256 } from '#shared/domain/evidence.ts';
import { localized } from '#shared/domain/localized.ts';
import { displayName } from '../intake/names.ts';
import { damagedRanges, fileChunks, hashChunks, readFlags } from './chunks.ts';
import { type CaseFolder, incomingPrefix, standsAt } from './folder.ts';
import { errorText } from './problem.ts';
import { type EvidenceRow, RecordDamaged } from './rows.ts';

export type VerificationProblem = Verification['problems'][number];

export interface FileCheck {
  readonly signal?: AbortSignal | undefined;
  onBytes?(count: number): void;
}

/** Re-hash one stored file and compare it with its row. */
export async function verifyEvidenceFile(
  folder: CaseFolder,
  row: EvidenceRow,
  check: FileCheck,
): Promise<VerificationProblem[]> {
  if (!Sha256.safeParse(row.sha256).success) throw new RecordDamaged(`evidence ${row.number}`);
  const path = join(folder.evidence, row.sha256);
  const stands = await standsAt(path);
  if (stands !== 'file') {
    const message =
      stands === 'missing'
        ? localized('The evidence file is missing', '证据文件缺失')
        : localized('Something else stands in place of the evidence file', '证据文件的位置上是其他对象');
    return [{ code: 'evidence-missing', object: row.sha256, message }];
  }
  const problems: VerificationProblem[] = [];
  try {
    const handle = await open(path, readFlags);
    try {
      const { size, mode } = await handle.stat();
      if ((mode & 0o222) !== 0) {
        problems.push({
          code: 'evidence-writable',
          object: row.sha256,
          message: localized('The evidence file is no longer read-only', '证据文件不再是只读状态'),
        });
      }
      if (size !== row.size) {
        problems.push({
          code: 'evidence-size',
          object: row.sha256,
          message: localized(
            `The evidence file has ${size} bytes instead of ${row.size}`,
            `证据文件大小为 ${size} 字节，应为 ${row.size} 字节`,
          ),
        });
      }
      const found = await hashChunks(fileChunks(handle), {
        expected: size,
        whole: ['sha256'],
        signal: check.signal,
        ...(check.onBytes === undefined ? {} : { onBytes: check.onBytes }),
      });
      if (found.sha256 !== row.sha256) {
        const ranges = damagedRanges(row.chunks, found.chunks, Math.max(row.size, size));
        problems.push({
          code: 'evidence-changed',
          object: row.sha256,
          message: changedMessage(ranges),
          ranges,
        });
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    check.signal?.throwIfAborted();
    problems.push({
      code: 'evidence-missing',
      object: row.sha256,
      message: localized(
        `The evidence file cannot be read: ${errorText(error)}`,
        `无法读取证据文件：${errorText(error)}`,
      ),
    });
  }
  return problems;
}

function changedMessage(ranges: readonly (readonly [number, number])[]) {
  if (ranges.length === 0) {
    // Every piece is as recorded, the whole is not: then it is the record of the pieces or the address that is wrong.
    return localized('The evidence file does not have the hash recorded', '证据文件的哈希值与记录不符');
  }
  const shown = ranges.slice(0, 20).map(([start, length]) => `${start}–${start + length}`);
  if (ranges.length > shown.length) shown.push('…');
  return localized(
    `The evidence file was changed; damaged within bytes ${shown.join(', ')}`,
    `证据文件已被更改；受损位置在字节区间 ${shown.join('、')} 内`,
  );
}

/**
 * What is in `evidence/` and belongs to no row. Folders of files on their way in are left out while somebody
 * may be taking files in.
 */
export async function verifyNoStrangers(
  folder: CaseFolder,
  isKnown: (name: string) => boolean,
  intakeMayRun: boolean,
): Promise<VerificationProblem[]> {
  const problems: VerificationProblem[] = [];
  for (const bytes of (await readdir(folder.evidence, { encoding: 'buffer' })).sort(Buffer.compare)) {
    const name = bytes.toString('latin1');
    if (isKnown(name) || (intakeMayRun && name.startsWith(incomingPrefix))) continue;
    problems.push({
      code: 'unknown-file',
      object: displayName(bytes),
      message: localized(
        'This file in the evidence folder was not taken in by the case',
        '证据文件夹中的此文件并非由本案件导入',
      ),
    });
  }
  return problems;
}
