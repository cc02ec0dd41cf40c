import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import { localized } from '#shared/domain/localized.ts';
import type { MadePackage } from '#shared/domain/package.ts';
import { isDiskFull } from '../case/ballast.ts';
import { standsAt, syncDirectory } from '../case/folder.ts';
import { openCase } from '../case/open.ts';
import { errorCode, errorText } from '../case/problem.ts';
import type { CaseStore } from '../case/store.ts';
import { verifyCase } from '../case/verify.ts';
import { displayName } from '../intake/names.ts';
import { writeNew } from '../new-file.ts';
import { problem } from '../problems.ts';
import { hashOf } from './bag-text.ts';
import { BagWriter, SourceChanged, sealedTags } from './bag-writer.ts';
import { evidenceOf, type PackedVersions, writeContents } from './contents.ts';
import { listingFile } from './folder-listing.ts';
import { dataNames, sealNames, tagNames } from './layout.ts';
import { recipeText } from './recipe.ts';
import { lackOfRoom } from './room.ts';
import { packageSigner } from './signer.ts';
import { verifyPackage } from './verify-package.ts';

export interface PackageOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Make a package of a case: verified first, built beside its place under another name, verified again, and then
 * named. It appears whole or not at all. The case gets a checkpoint before and an event after.
 */
export async function makePackage(
  store: CaseStore,
  out: string,
  versions: PackedVersions,
  options: PackageOptions = {},
): Promise<Result<MadePackage>> {
  const signer = packageSigner(store.ports);
  if (!signer.ok) return signer;
  const target = resolve(out);
  const stands = await standsAt(target);
  if (stands === 'file' || stands === 'other' || (stands === 'folder' && (await readdir(target)).length > 0))
    return problem('file-exists', target);
  const within = `${resolve(store.folder.directory)}/`;
  if (`${target}/`.startsWith(within))
    return fail(
      'bad-request',
      localized(
        'A package cannot be made inside the case it is made of. Choose another folder.',
        '不能将包建在其来源案件文件夹之内。请另选文件夹。',
      ),
      target,
    );
  const damage = await damageOf(store, options);
  if (damage !== null) return damage;

  const draft = join(dirname(target), `.${basename(target)}.${store.ports.id()}`);
  try {
    await mkdir(join(draft, 'data'), { recursive: true });
    const lack = await lackOfRoom(draft, payloadBytes(store));
    if (lack !== null) return lack;
    const made = await build(store, draft, versions, signer.value, options);
    if (!made.ok) return made;
    if (stands === 'folder') await rmdir(target);
    await rename(draft, target);
    await syncDirectory(dirname(target));
    const { files, bytes, sha256, signer: keyId } = made.value;
    store.recordDocument('package.exported', sha256, { name: basename(target), files, bytes, signer: keyId });
    return succeed({ ...made.value, path: target });
  } catch (error) {
    if (options.signal?.aborted === true) return problem('cancelled');
    if (error instanceof SourceChanged) return problem('case-damaged', displayName(Buffer.from(error.path)));
    const code = errorCode(error);
    if (code === '') throw error;
    return problem(isDiskFull(error) ? 'disk-full' : 'input-output', errorText(error));
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** What the exhibits alone take: most of any package. */
function payloadBytes(store: CaseStore): number {
  let bytes = 0;
  for (const { size } of evidenceOf(store)) bytes += size;
  return bytes;
}

/**
 * A case that is not as it was recorded is not handed on as if it were. A lost write protection harms nothing, and a
 * report that was taken away is no part of the evidence; the check of the unpacked case names it. What nobody recorded
 * is left out.
 */
async function damageOf(store: CaseStore, { signal }: PackageOptions): Promise<Result<never> | null> {
  const { problems } = await verifyCase(store, signal === undefined ? {} : { signal });
  const harm = problems.find(({ code }) => !harmless.has(code));
  return harm === undefined
    ? null
    : fail(
        'case-damaged',
        localized(
          'The check of the case found problems; no package was made. Verify the case to see them.',
          '案件校验发现问题；未生成包。请校验案件以查看详情。',
        ),
        `${harm.code} ${harm.object}`,
      );
}

const harmless: ReadonlySet<string> = new Set(['evidence-writable', 'document-missing', 'document-unknown']);

async function build(
  store: CaseStore,
  draft: string,
  versions: PackedVersions,
  signer: { readonly keyId: string; readonly pem: Buffer; sign(bytes: Uint8Array): Uint8Array },
  { signal }: PackageOptions,
): Promise<Result<MadePackage>> {
  store.makeCheckpoint('package');
  store.snapshotTo(join(draft, dataNames.database));
  const opened = await openCase(join(draft, 'data'), store.ports, { readOnly: true });
  if (!opened.ok) return problem('case-damaged', opened.problem.detail);
  const writer = new BagWriter(draft, signal);
  let custody: { readonly sequence: number; readonly hash: string };
  try {
    const head = opened.store.custodyHead();
    if (head === null) return problem('case-damaged', 'custody');
    custody = head;
    await writeContents(opened.store, store, versions, writer);
  } finally {
    await opened.store.close();
  }
  const tags = new Map<string, Uint8Array>([
    ...writer.manifests(),
    [tagNames.info, bagInfo(store, versions, writer)],
    [tagNames.key, signer.pem],
    [tagNames.recipe, Buffer.from(recipeText({ files: writer.files, signer: signer.keyId, custody }))],
  ]);
  tags.set(tagNames.listing, listingFile([...writer.paths, ...tags.keys(), tagNames.listing, ...sealNames]));
  const sealed = sealedTags(tags, (bytes) => signer.sign(bytes));
  for (const [name, bytes] of [...tags, ...sealed]) await writeNew(join(draft, name), bytes, 0o444);
  await writer.settle();

  // What is handed out was read back from the disk and found whole.
  const verified = await verifyPackage(draft, store.ports, { signal });
  const [first] = verified.problems;
  if (first !== undefined) return problem('input-output', `${first.code} ${first.object}`);
  return succeed({
    path: draft,
    files: writer.files,
    bytes: writer.bytes,
    sha256: hashOf(sealed.get('tagmanifest-sha256.txt') ?? new Uint8Array()),
    signer: signer.keyId,
    custody,
  });
}

/** RFC 8493 §2.2.2. Text of the case is escaped: a line feed in a name must not begin another entry. */
function bagInfo(store: CaseStore, versions: PackedVersions, writer: BagWriter): Buffer {
  const { id, name } = store.info();
  const entries: readonly (readonly [string, string])[] = [
    ['Bag-Software-Agent', `Assay ${versions.assay}`],
    ['Bagging-Date', store.ports.clock().toISOString().slice(0, 10)],
    ['External-Identifier', id],
    ['External-Description', name],
    ['Payload-Oxum', `${writer.bytes}.${writer.files}`],
  ];
  const lines = entries.map(([label, value]) => `${label}: ${displayName(Buffer.from(value))}\n`);
  return Buffer.from(lines.join(''));
}
