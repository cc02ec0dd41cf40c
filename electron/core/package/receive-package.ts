import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import { localized } from '#shared/domain/localized.ts';
import type { PackageVerification } from '#shared/domain/package.ts';
import { isDiskFull } from '../case/ballast.ts';
import type { CasePorts } from '../case/case-ports.ts';
import { standsAt, syncDirectory } from '../case/folder.ts';
import { openCase } from '../case/open.ts';
import { errorCode, errorText } from '../case/problem.ts';
import { receivedName } from '../case/received.ts';
import { writeNew } from '../new-file.ts';
import { problem } from '../problems.ts';
import type { BagCheck } from './bag-check.ts';
import { copyHashed } from './bag-writer.ts';
import { caseFolders, dataNames } from './layout.ts';
import { lackOfRoom } from './room.ts';
import { inspectPackage, noPackage, type VerifyPackageOptions } from './verify-package.ts';

export interface ReceivedPackage {
  readonly path: string;
  readonly caseId: string;
  readonly verification: PackageVerification;
}

/**
 * Unpack a package into a new case folder that is only ever opened read-only. The package is verified first, and each
 * file again while it is copied: what lies in the case is what was signed, whatever happens to the package meanwhile.
 */
export async function receivePackage(
  directory: string,
  out: string,
  ports: CasePorts,
  options: VerifyPackageOptions = {},
): Promise<Result<ReceivedPackage>> {
  const target = resolve(out);
  const stands = await standsAt(target);
  if (stands === 'file' || stands === 'other' || (stands === 'folder' && (await readdir(target)).length > 0))
    return problem('file-exists', target);
  if ((await standsAt(resolve(directory))) !== 'folder') return noPackage(directory);
  const { verification, found } = await inspectPackage(directory, ports, options);
  if (verification.state !== 'intact') {
    const [first] = verification.problems;
    return fail(
      'package-damaged',
      localized(
        'The package is not intact; nothing was taken from it. Verify it to see what is wrong.',
        '该包不完整或已损坏；未从中读取任何内容。请校验该包以查看问题。',
      ),
      first === undefined ? undefined : `${first.code} ${first.object}`,
    );
  }
  const draft = join(dirname(target), `.${basename(target)}.${ports.id()}`);
  try {
    await mkdir(draft, { recursive: true });
    const lack = await lackOfRoom(draft, verification.bytes);
    if (lack !== null) return lack;
    const changed = await copyCase(directory, draft, found, options);
    if (changed !== null) return fail('package-damaged', changedMessage, changed);
    const { at, signer } = verification;
    const origin = { format: 'assay-received', version: 1, at, signer };
    await writeNew(join(draft, receivedName), Buffer.from(`${JSON.stringify(origin)}\n`), 0o444);
    // A database that is none of ours is refused here, not when somebody first looks at it.
    const opened = await openCase(draft, ports, { readOnly: true });
    if (!opened.ok) return fail('case-damaged', opened.problem.message, opened.problem.detail);
    const caseId = opened.store.info().id;
    await opened.store.close();
    await syncDirectory(draft);
    if (stands === 'folder') await rmdir(target);
    await rename(draft, target);
    await syncDirectory(dirname(target));
    return succeed({ path: target, caseId, verification });
  } catch (error) {
    if (options.signal?.aborted === true) return problem('cancelled');
    const code = errorCode(error);
    if (code === '') throw error;
    return problem(isDiskFull(error) ? 'disk-full' : 'input-output', errorText(error));
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

const changedMessage = localized(
  'The package changed while it was being read; nothing was taken from it.',
  '读取过程中该包发生了变化；未从中读取任何内容。',
);

/** Folders a case always has, also when the package had nothing to put into them. */
const usualFolders = ['evidence', 'derived', 'reports'];

/** Path of the first file that is not what was verified, or null. Only listed names are ever turned into paths. */
async function copyCase(
  directory: string,
  draft: string,
  found: BagCheck['found'],
  { signal }: VerifyPackageOptions,
): Promise<string | null> {
  const made = new Set<string>();
  for (const folder of usualFolders) await mkdir(join(draft, folder), { recursive: true });
  for (const [path, hashes] of found) {
    const place = placeInCase(path);
    if (place === null) continue;
    const target = join(draft, place);
    if (!made.has(dirname(target))) await mkdir(dirname(target), { recursive: true });
    made.add(dirname(target));
    const copied = await copyHashed(join(directory, path), target, signal);
    if (copied.hashes.sha256 !== hashes.sha256 || copied.hashes.sha512 !== hashes.sha512) return path;
  }
  for (const folder of made) await syncDirectory(folder);
  return null;
}

/** Where a file of the payload stands in a case; null: it only repeats what the database says. */
function placeInCase(path: string): string | null {
  if (path === dataNames.database) return 'case.db';
  const [data, folder = '', ...rest] = path.split('/');
  const inCase = data === 'data' && rest.length > 0 ? caseFolders[folder] : undefined;
  return inCase === undefined || inCase === null ? null : [inCase, ...rest].join('/');
}
