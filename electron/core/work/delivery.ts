import { basename, extname, join } from 'node:path';
import { Sha256 } from '#shared/domain/evidence.ts';
import { insideFolder } from '../page-files.ts';
import { mediaHeaders, reportHeaders } from '../page-policy.ts';
import type { Cases } from './cases.ts';
import type { Comparing } from './comparing.ts';
import type { Viewing } from './viewing.ts';

/** A file that may be sent to the screen. */
export interface Delivery {
  readonly path: string;
  readonly mime: string;
  /** Policy and caching, the same in every host. */
  readonly headers: Readonly<Record<string, string>>;
}

const pictureMimes: Record<string, string> = {
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
};

/** Its bytes never change under this address. */
const immutable = { ...mediaHeaders, 'cache-control': 'private, max-age=31536000, immutable' };
const fresh = { 'cache-control': 'no-store' };

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** Names as `report-job.ts` gives them. What else lies in the folder leaves as bytes without a type. */
const reportName = /^report-\d{8}T\d{6}Z-[0-9a-f]{4}\.(html|pdf|json|docx|jsonld)$/;

/**
 * Turn the parts of `/media/<case>/<what>/…` into a file, or `null`. Everything is looked up by identifier;
 * no part of an address is ever used as a path on its own. Evidence leaves as bytes without a type, so no
 * browser renders it; pictures and documents are only those we made.
 */
export async function deliver(
  parts: readonly string[],
  cases: Cases,
  viewing: Viewing,
  comparing: Pick<Comparing, 'artifact'>,
): Promise<Delivery | null> {
  const [caseId, what, first, second, third] = parts;
  if (caseId === undefined || first === undefined) return null;
  const found = cases.store(caseId);
  if (!found.ok) return null;
  const store = found.value;
  if (what === 'report') {
    const path = await insideFolder(store.folder.reports, first);
    return path === null ? null : reportDelivery(path);
  }
  if (what === 'artifact') {
    const run = store.runById(first);
    const artifact = run?.artifacts.find((candidate) => candidate.name === second);
    if (run === undefined || run === null || artifact === undefined) return null;
    return { path: join(store.derivedPath(run.id), artifact.name), mime: artifact.mime, headers: immutable };
  }
  if (what === 'comparison') {
    const artifact = second === undefined ? null : await comparing.artifact(store, first, second);
    return artifact === null ? null : { ...artifact, headers: immutable };
  }
  const evidence = Sha256.safeParse(first).success ? store.evidence(first) : null;
  if (evidence === null) return null;
  if (what === 'evidence')
    return {
      path: store.evidencePath(evidence.sha256),
      mime: 'application/octet-stream',
      headers: immutable,
    };
  if (what === 'thumbnail' || what === 'overview') {
    const picture = await viewing[what](store, evidence);
    return picture === null ? null : { path: picture.path, mime: picture.mime, headers: immutable };
  }
  if (
    what === 'tiles' &&
    /^\d{1,2}$/.test(second ?? '') &&
    /^\d{1,5}_\d{1,5}\.(png|webp|jpeg)$/.test(third ?? '')
  ) {
    const path = viewing.tilePath(store, evidence, Number(second), third!);
    return { path, mime: pictureMimes[extname(path)]!, headers: immutable };
  }
  return null;
}

function reportDelivery(path: string): Delivery {
  switch (reportName.exec(basename(path))?.[1]) {
    case 'html':
      return { path, mime: 'text/html; charset=utf-8', headers: { ...reportHeaders['.html'], ...fresh } };
    case 'pdf':
      return { path, mime: 'application/pdf', headers: { ...reportHeaders['.pdf'], ...fresh } };
    case 'json':
      return { path, mime: 'application/json', headers: { ...mediaHeaders, ...fresh } };
    case 'jsonld':
      return { path, mime: 'application/ld+json', headers: { ...mediaHeaders, ...fresh } };
    case 'docx':
      return { path, mime: docx, headers: { ...mediaHeaders, ...fresh } };
    default:
      return { path, mime: 'application/octet-stream', headers: { ...mediaHeaders, ...fresh } };
  }
}
