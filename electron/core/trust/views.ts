import { type TrustListView, tierOf } from '#shared/domain/trust.ts';
import { builtInDenials, builtInDenyList } from './built-in-denials.ts';
import { digestOf } from './digest.ts';
import type { HeldList } from './editions-folder.ts';
import type { Candidate } from './recognise.ts';

/** An imported list as the screen knows it. */
export function heldView({ current, previous }: HeldList, now: Date): TrustListView {
  const { format: _format, version: _version, ...record } = current.record;
  return {
    ...record,
    tier: tierOf(record.kind),
    overdue: passed(record.nextUpdate, now),
    held: 'imported',
    previous:
      previous === null
        ? null
        : {
            issued: previous.record.issued,
            importedAt: previous.record.importedAt,
            sha256: previous.record.files[0]?.sha256 ?? digestOf(previous.record),
          },
  };
}

/** A list that only lies in the folder. What claims to be official and is not known counts as the user's own. */
export function lyingView(candidate: Candidate, now: Date): TrustListView {
  const { lines: _lines, undecided, files, ...about } = candidate;
  return {
    ...about,
    tier: undecided ? 'user' : tierOf(candidate.kind),
    overdue: passed(candidate.nextUpdate, now),
    importedAt: null,
    source: files[0]?.name ?? candidate.id,
    files: files.map(({ path: _path, ...file }) => file),
    enabled: true,
    held: 'folder',
    previous: null,
  };
}

/** The deny list that is part of the program. */
export const builtInView: TrustListView = {
  id: builtInDenyList,
  kind: 'deny',
  tier: null,
  title: 'Assay',
  issued: '2025-09-21',
  nextUpdate: null,
  overdue: false,
  editionKnown: true,
  importedAt: null,
  source: 'Assay',
  files: [],
  entries: builtInDenials.length,
  enabled: true,
  held: 'built-in',
  previous: null,
  notices: [],
};

function passed(day: string | null, now: Date): boolean {
  return day !== null && Date.parse(day) < now.getTime();
}
