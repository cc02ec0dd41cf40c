import { extname, join } from 'node:path';
import { Sha256 } from '#shared/domain/evidence.ts';
import { insideFolder } from '../page-files.ts';
import type { Cases } from './cases.ts';
import type { Viewing } from './viewing.ts';

/** A file that may be sent to the screen. */
export interface Delivery {
  readonly path: string;
  readonly mime: string;
  /** Its bytes never change under this address. */
  readonly immutable: boolean;
}

const pictureMimes: Record<string, string> = {
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
};
const reportMimes: Record<string, string> = { '.pdf': 'application/pdf', '.json': 'application/json' };

/**
 * Turn the parts of `/media/<case>/<what>/…` into a file, or `null`. Everything is looked up by identifier;
 * no part of an address is ever used as a path on its own. Evidence leaves as bytes without a type, so no
 * browser renders it; pictures are only those we made.
 */
export async function deliver(
  parts: readonly string[],
  cases: Cases,
  viewing: Viewing,
): Promise<Delivery | null> {
  const [caseId, what, first, second, third] = parts;
  if (caseId === undefined || first === undefined) return null;
  const found = cases.store(caseId);
  if (!found.ok) return null;
  const store = found.value;
  if (what === 'report') {
    const path = await insideFolder(store.folder.reports, first);
    // An HTML report is offered as a download only: the page's own origin must not run a document.
    return path === null
      ? null
      : { path, mime: reportMimes[extname(path)] ?? 'application/octet-stream', immutable: false };
  }
  if (what === 'artifact') {
    const run = store.runById(first);
    const artifact = run?.artifacts.find((candidate) => candidate.name === second);
    if (run === undefined || run === null || artifact === undefined) return null;
    return { path: join(store.derivedPath(run.id), artifact.name), mime: artifact.mime, immutable: true };
  }
  const evidence = Sha256.safeParse(first).success ? store.evidence(first) : null;
  if (evidence === null) return null;
  if (what === 'evidence')
    return { path: store.evidencePath(evidence.sha256), mime: 'application/octet-stream', immutable: true };
  if (what === 'thumbnail' || what === 'overview') {
    const picture = await viewing[what](store, evidence);
    return picture === null ? null : { path: picture.path, mime: picture.mime, immutable: true };
  }
  if (
    what === 'tiles' &&
    /^\d{1,2}$/.test(second ?? '') &&
    /^\d{1,5}_\d{1,5}\.(png|webp|jpeg)$/.test(third ?? '')
  ) {
    const path = viewing.tilePath(store, evidence, Number(second), third!);
    return { path, mime: pictureMimes[extname(path)]!, immutable: true };
  }
  return null;
}
