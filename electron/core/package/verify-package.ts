import { verify } from 'node:crypto';
import { join } from 'node:path';
import { fail, type Result } from '#shared/contract/errors.ts';
import { localized } from '#shared/domain/localized.ts';
import type { PackageProblem, PackageVerification } from '#shared/domain/package.ts';
import type { CasePorts } from '../case/case-ports.ts';
import { type BagCheck, checkBag, smallFile } from './bag-check.ts';
import { foldedPath } from './bag-walk.ts';
import { checkCustody } from './custody-check.ts';
import { listingFile } from './folder-listing.ts';
import {
  caseFolders,
  dataNames,
  isSafePath,
  manifestAlgorithms,
  sealNames,
  signatureOf,
  tagNames,
} from './layout.ts';
import { ProblemList } from './problem-list.ts';
import { readPackageKey } from './signer.ts';
import { faultWords } from './timestamp-faults.ts';
import type { TimestampOutput } from './timestamp-task.ts';

export interface VerifyPackageOptions {
  readonly signal?: AbortSignal | undefined;
  onBytes?(count: number): void;
  /** Judges the timestamps in the package; in a worker, as their form is made by others. */
  readTimestamps?(directory: string, files: readonly string[]): Promise<TimestampOutput>;
}

export function noPackage(directory: string): Result<never> {
  return fail('not-a-case', localized('There is no package at this place.', '该位置没有取证包。'), directory);
}

/** Listed tag files a package may have; whatever else is listed was not put there by Assay. */
const tagFile =
  /^(bagit\.txt|bag-info\.txt|VERIFY\.txt|listing-sha256\.txt|signing-key\.pem|manifest-sha(256|512)\.txt|timestamps\/[^/]+\.tsr)$/;

const smallBytes = 64 * 1024;

/**
 * Check a package: as a bag, and by the stricter rules Assay makes its own by. Both manifests of both kinds, no file
 * that is not listed, no link, no name that could mean another place or file, both signatures by the key inside, the
 * custody log a whole chain, each exhibit the hash that is its name. Reads only.
 */
export async function verifyPackage(
  directory: string,
  ports: Pick<CasePorts, 'clock'>,
  options: VerifyPackageOptions = {},
): Promise<PackageVerification> {
  return (await inspectPackage(directory, ports, options)).verification;
}

/** As `verifyPackage`, with what was found in each file, so that it can be compared with what is taken out. */
export async function inspectPackage(
  directory: string,
  ports: Pick<CasePorts, 'clock'>,
  options: VerifyPackageOptions = {},
): Promise<{ readonly verification: PackageVerification; readonly found: BagCheck['found'] }> {
  const at = ports.clock().toISOString();
  const bag = await checkBag(directory, options);
  const problems = new ProblemList();
  problems.append(bag.problems);
  checkForm(bag, problems);
  const signer = await checkSignatures(directory, bag, problems);
  checkAddresses(bag, problems);
  await checkCustody(directory, bag.walk.files, signer, problems);
  // Only where nothing else is wrong: whatever was added or is missing has been named already.
  if (problems.all.length === 0) await checkListing(directory, bag, problems);
  const stamps = bag.walk.files.filter((path) => path.startsWith(`${tagNames.timestamps}/`));
  const judged = stamps.length === 0 ? undefined : await options.readTimestamps?.(directory, stamps);
  for (const { file, fault } of judged?.wrong ?? []) problems.add('timestamp-wrong', file, faultWords[fault]);
  const verification: PackageVerification = {
    state: stateOf(problems.all),
    at,
    files: bag.walk.files.length,
    bytes: bag.bytes,
    signer,
    timestamps: [...(judged?.timestamps ?? [])],
    problems: [...problems.all],
  };
  return { verification, found: bag.found };
}

function stateOf(problems: readonly PackageProblem[]): PackageVerification['state'] {
  if (problems.length === 0) return 'intact';
  const lacking = new Set<PackageProblem['code']>(['file-missing', 'signature-missing', 'manifest-missing']);
  return problems.every(({ code }) => lacking.has(code)) ? 'incomplete' : 'damaged';
}

/** What a bag may have and a package may not. */
function checkForm(bag: BagCheck, problems: ProblemList): void {
  const { files, emptyFolders } = bag.walk;
  const there = new Set(files);
  const parts = [tagNames.info, tagNames.recipe, tagNames.listing, ...Object.values(dataNames)];
  for (const name of parts) if (!there.has(name)) problems.add('file-missing', name);
  for (const kind of ['manifest', 'tagmanifest'])
    for (const algorithm of manifestAlgorithms)
      if (!there.has(`${kind}-${algorithm}.txt`))
        problems.add('manifest-missing', `${kind}-${algorithm}.txt`);
  if (there.has('fetch.txt')) problems.add('fetch-refused', 'fetch.txt');
  const seals = new Set(sealNames);
  for (const path of bag.unlistedTags) if (!seals.has(path)) problems.add('file-unknown', path);
  const seen = new Set<string>();
  for (const path of files) {
    const key = foldedPath(path);
    if (!isSafePath(path) || seen.has(key)) problems.add('name-refused', path);
    seen.add(key);
    const known = path.startsWith('data/') ? isDataPath(path) : tagFile.test(path) || seals.has(path);
    if (!known) problems.add('file-unknown', path);
  }
  const missing = bag.problems.filter(({ code }) => code === 'file-missing').map(({ object }) => object);
  for (const path of emptyFolders)
    if (!missing.some((object) => object.startsWith(`${path}/`))) problems.add('file-unknown', path);
  problems.append(bag.warnings);
}

function isDataPath(path: string): boolean {
  const [, folder = '', ...rest] = path.split('/');
  return rest.length === 0
    ? /^(case\.db|case\.jsonld|names\.json|versions\.json)$/.test(folder)
    : Object.hasOwn(caseFolders, folder);
}

/** Would the line of the recipe that looks for added files hold? */
async function checkListing(directory: string, bag: BagCheck, problems: ProblemList): Promise<void> {
  const listing = await smallFile(join(directory, tagNames.listing), smallBytes);
  if (listing?.equals(listingFile(bag.walk.files)) !== true) problems.add('file-changed', tagNames.listing);
}

/** The fingerprint of the key inside, and whether both tag manifests were signed by it. */
async function checkSignatures(
  directory: string,
  bag: BagCheck,
  problems: ProblemList,
): Promise<string | null> {
  const there = new Set(bag.walk.files);
  if (!there.has(tagNames.key)) {
    problems.add('signature-missing', tagNames.key);
    return null;
  }
  const pem = await smallFile(join(directory, tagNames.key), smallBytes);
  const read = pem === null ? null : readPackageKey(pem);
  if (read === null) {
    problems.add('signature-wrong', tagNames.key);
    return null;
  }
  for (const algorithm of manifestAlgorithms) {
    const name = `tagmanifest-${algorithm}.txt`;
    if (!there.has(name)) continue;
    if (!there.has(signatureOf(name))) {
      problems.add('signature-missing', signatureOf(name));
      continue;
    }
    const signature = await smallFile(join(directory, signatureOf(name)), smallBytes);
    const signed = await smallFile(join(directory, name));
    if (signature === null || signed === null || !verify(null, signed, read.key, signature))
      problems.add('signature-wrong', signatureOf(name));
  }
  return read.keyId;
}

/** Each exhibit stands under its SHA-256: the manifests have just shown what that is. */
function checkAddresses(bag: BagCheck, problems: ProblemList): void {
  for (const [path, hashes] of bag.found) {
    const address = /^data\/evidence\/(.+)$/.exec(path)?.[1];
    if (address === undefined || hashes.sha256 === address) continue;
    problems.add(
      'evidence-address',
      path,
      localized(`it is ${hashes.sha256 ?? '?'}`, `实际为 ${hashes.sha256 ?? '?'}`),
    );
  }
}
