import { type Result, succeed } from '#shared/contract/errors.ts';
import type { DenyEntry } from '#shared/domain/trust.ts';
import type { Ports } from '../ports.ts';
import { sha256Of } from './digest.ts';
import { heldLists, originalPath, removeEditions, writeEdition } from './editions-folder.ts';
import { contentOf } from './questions.ts';

/** Deny list of what was typed in here. It is kept like any other list, with the edition before. */
export const ownDenyList = 'deny-own';
const name = 'deny-own.json';

/** Its entries; an unreadable list is a problem, not an empty list that would then be written over it. */
export async function ownDenials(ports: Ports): Promise<Result<readonly DenyEntry[]>> {
  const list = (await heldLists(ports.paths.trust)).lists.get(ownDenyList);
  if (list === undefined) return succeed([]);
  const files = list.current.record.files.map((file) => ({
    ...file,
    path: originalPath(list.current, file.name),
  }));
  const found = await contentOf(ports, 'deny', files);
  return found.ok ? succeed(found.value.denials) : found;
}

export async function keepOwnDenials(ports: Ports, entries: readonly DenyEntry[]): Promise<void> {
  const folder = ports.paths.trust;
  if (entries.length === 0) return removeEditions(folder, ownDenyList);
  const bytes = Buffer.from(`${JSON.stringify(entries, null, 2)}\n`);
  const at = ports.clock().toISOString();
  const present = (await heldLists(folder)).lists.get(ownDenyList)?.current.record;
  await writeEdition(
    folder,
    {
      format: 'assay-trust-list',
      version: 1,
      id: ownDenyList,
      kind: 'deny',
      title: ownDenyList,
      issued: at.slice(0, 10),
      nextUpdate: null,
      editionKnown: null,
      importedAt: at,
      source: ports.actor,
      files: [{ name, role: 'deny', sha256: sha256Of(bytes), size: bytes.length }],
      entries: entries.length,
      notices: [],
      enabled: present?.enabled ?? true,
    },
    [{ name, bytes }],
  );
}
