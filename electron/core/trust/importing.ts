import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import { localized } from '#shared/domain/localized.ts';
import type {
  TrustChoice,
  TrustExamination,
  TrustProposal,
  TrustRefusal,
  TrustSource,
} from '#shared/domain/trust.ts';
import { errorCode } from '../case/problem.ts';
import type { Ports } from '../ports.ts';
import { diffLists } from './difference.ts';
import { sha256Of } from './digest.ts';
import { type HeldList, heldLists, originalPath, sweep, writeEdition } from './editions-folder.ts';
import { contentOf, recognise } from './questions.ts';
import type { Candidate } from './recognise.ts';
import { notice, refusal } from './texts.ts';

/** Paths of what is to be imported; bytes that a browser sent lie in a temporary folder meanwhile. */
export async function withSource<T>(
  ports: Ports,
  source: TrustSource,
  use: (paths: readonly string[]) => Promise<Result<T>>,
): Promise<Result<T>> {
  const paths = source.paths.map((path) => resolve(path));
  if (source.files.length === 0) return use(paths);
  const folder = await mkdtemp(join(ports.paths.temporary, 'trust-'));
  try {
    const tops = new Set<string>();
    for (const { name, base64 } of source.files) {
      const parts = name.split(/[\\/]/).filter((part) => part !== '');
      if (parts.length === 0 || parts.length > 8 || parts.some((part) => part === '.' || part === '..'))
        return fail('bad-request', localized('A file name cannot be used.', '有文件名无法使用。'), name);
      const safe = parts.map(safeName);
      await mkdir(join(folder, ...safe.slice(0, -1)), { recursive: true });
      await writeFile(join(folder, ...safe), Buffer.from(base64, 'base64'));
      tops.add(join(folder, safe[0] ?? ''));
    }
    return await use([...paths, ...tops]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What an import of these files would change, and which of the lists the user has to say something about. */
export async function propose(
  ports: Ports,
  paths: readonly string[],
  choice: TrustChoice,
): Promise<Result<TrustExamination>> {
  const found = await examine(ports, paths, choice);
  return found.ok ? succeed(found.value.examination) : found;
}

/** Import what can be imported: each list as a whole or not at all, independent of the others. */
export async function importLists(
  ports: Ports,
  paths: readonly string[],
  choice: TrustChoice,
): Promise<Result<TrustExamination>> {
  await sweep(ports.paths.trust, ports.clock());
  const found = await examine(ports, paths, choice);
  if (!found.ok) return found;
  const { examination, candidates } = found.value;
  const refused: TrustRefusal[] = [...examination.refused];
  const proposals: TrustProposal[] = [];
  for (const [place, proposal] of examination.proposals.entries()) {
    const candidate = candidates[place];
    const changed = proposal.state === 'new' || proposal.state === 'replaces';
    const fault = changed && candidate !== undefined ? await take(ports, paths, candidate) : null;
    if (fault === null) proposals.push(proposal);
    else refused.push(fault);
  }
  return succeed({ ...examination, proposals, refused });
}

async function examine(
  ports: Ports,
  paths: readonly string[],
  choice: TrustChoice,
): Promise<Result<{ examination: TrustExamination; candidates: readonly Candidate[] }>> {
  const recognition = await recognise(ports, paths, choice);
  if (!recognition.ok) return recognition;
  const { candidates, refused, ignored } = recognition.value;
  const { lists } = await heldLists(ports.paths.trust);
  const proposals: TrustProposal[] = [];
  for (const candidate of candidates) {
    const proposal = await proposalOf(ports, candidate, lists);
    if (!proposal.ok) return proposal;
    proposals.push(proposal.value);
  }
  return succeed({ examination: { proposals, refused, ignored }, candidates });
}

async function proposalOf(
  ports: Ports,
  candidate: Candidate,
  lists: ReadonlyMap<string, HeldList>,
): Promise<Result<TrustProposal>> {
  const { lines, undecided, files, notices, ...about } = candidate;
  const present = lists.get(candidate.id)?.current;
  const record = present?.record;
  const old =
    present === undefined || record === undefined
      ? null
      : await contentOf(
          ports,
          record.kind,
          record.files.map((file) => ({ ...file, path: originalPath(present, file.name) })),
        );
  const hashes = (all: readonly { readonly sha256: string }[]) =>
    all
      .map(({ sha256 }) => sha256)
      .sort()
      .join();
  const same = old?.ok === true && record?.kind === candidate.kind && hashes(files) === hashes(record.files);
  const twin = [...lists.values()].find(
    ({ current }) =>
      current.record.id !== candidate.id && current.record.files[0]?.sha256 === files[0]?.sha256,
  );
  return succeed({
    ...about,
    files: files.map(({ path: _path, ...file }) => ({ ...file, name: safeName(file.name) })),
    notices: [...notices, ...(twin === undefined ? [] : [notice.sameAs(twin.current.record.title)])],
    state: undecided ? 'undecided' : same ? 'unchanged' : present === undefined ? 'new' : 'replaces',
    // A stored list that can no longer be read has no lines to compare with; the new one takes its place.
    diff: diffLists(old?.ok === true ? old.value.lines : [], lines),
  });
}

/** Copy the files, provided that they are still what the worker read. */
async function take(
  ports: Ports,
  paths: readonly string[],
  candidate: Candidate,
): Promise<TrustRefusal | null> {
  const { lines: _lines, undecided: _undecided, files, ...about } = candidate;
  const copies: { readonly name: string; readonly bytes: Uint8Array }[] = [];
  for (const file of files) {
    try {
      const bytes = await readFile(file.path);
      if (sha256Of(bytes) !== file.sha256) return refusal(file.name, 'changed-meanwhile');
      copies.push({ name: safeName(file.name), bytes });
    } catch (error) {
      if (errorCode(error) === '') throw error;
      return refusal(file.name, 'unreadable', errorCode(error));
    }
  }
  const first = files[0]?.path ?? '';
  const given = paths.find((path) => first === path || first.startsWith(path + sep)) ?? first;
  const present = (await heldLists(ports.paths.trust)).lists.get(candidate.id)?.current.record;
  await writeEdition(
    ports.paths.trust,
    {
      ...about,
      format: 'assay-trust-list',
      version: 1,
      files: files.map(({ path: _path, ...file }) => ({ ...file, name: safeName(file.name) })),
      importedAt: ports.clock().toISOString(),
      source: basename(given),
      enabled: present?.enabled ?? true,
    },
    copies,
  );
  return null;
}

/** A name every file system takes. */
function safeName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must go
  const plain = name.replace(/[<>:"/\\|?*\u0000-\u001f\u007f]/g, '_').replace(/[. ]+$/, '_');
  return plain.length <= 200 ? plain : `${plain.slice(0, 150)}${plain.slice(-50)}`;
}
