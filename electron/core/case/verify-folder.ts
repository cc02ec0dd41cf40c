import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Verification } from '#shared/domain/case.ts';
import { Sha256 } from '#shared/domain/evidence.ts';
import { localized } from '#shared/domain/localized.ts';
import type { CasePorts } from './case-ports.ts';
import { hashFile } from './chunks.ts';
import { caseFolder } from './folder.ts';
import { openCase } from './open.ts';
import { type CaseResult, errorText } from './problem.ts';
import { type VerifyOptions, verifyCase } from './verify.ts';
import type { VerificationProblem } from './verify-evidence.ts';
import { stateOf } from './verify-state.ts';

/**
 * Verify a case by its folder, without opening it for work and without leaving a trace. A database that
 * cannot be read at all is a problem in the answer: the evidence files are then held against their names,
 * which are their hashes. Fails only where there is no case to verify.
 */
export async function verifyFolder(
  directory: string,
  ports: CasePorts,
  options: VerifyOptions = {},
): Promise<CaseResult<Verification>> {
  const opened = await openCase(directory, ports, { readOnly: true, tolerant: true });
  if (!opened.ok) {
    if (opened.problem.code !== 'damaged') return opened;
    const detail = opened.problem.detail ?? '';
    return { ok: true, value: await verifyFilesAlone(directory, ports, detail, options) };
  }
  try {
    return { ok: true, value: await verifyCase(opened.store, options) };
  } finally {
    await opened.store.close();
  }
}

async function verifyFilesAlone(
  directory: string,
  ports: CasePorts,
  detail: string,
  { signal }: VerifyOptions,
): Promise<Verification> {
  const { evidence } = caseFolder(directory);
  const problems: VerificationProblem[] = [
    {
      code: 'database-damaged',
      object: 'case.db',
      message: localized(
        `The case database cannot be read (${detail}); records and custody chain could not be checked`,
        `无法读取案件数据库（${detail}）；记录和保管链无法校验`,
      ),
    },
  ];
  let evidenceChecked = 0;
  for (const name of (await readdir(evidence)).filter((entry) => Sha256.safeParse(entry).success).sort()) {
    signal?.throwIfAborted();
    const found = await fileHash(join(evidence, name), signal);
    evidenceChecked += 1;
    if (found.ok && found.sha256 === name) continue;
    const message = found.ok
      ? localized('The evidence file does not have the hash that is its name', '证据文件的哈希与其名称不符')
      : localized(`The evidence file cannot be read (${found.why})`, `无法读取证据文件（${found.why}）`);
    problems.push({ code: 'evidence-changed', object: name, message });
  }
  return {
    state: stateOf(problems),
    first: null,
    at: ports.clock().toISOString(),
    evidenceChecked,
    eventsChecked: 0,
    problems,
    checkpoints: null,
  };
}

type FileHash = { readonly ok: true; readonly sha256: string } | { readonly ok: false; readonly why: string };

async function fileHash(path: string, signal: AbortSignal | undefined): Promise<FileHash> {
  try {
    return { ok: true, sha256: await hashFile(path, signal) };
  } catch (error) {
    signal?.throwIfAborted();
    return { ok: false, why: errorText(error) };
  }
}
