import { createHash, X509Certificate } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { TrustListFact } from '#shared/domain/provenance.ts';
import { trustEditions } from './trust-editions.ts';

/** Environment variable that names the folder of imported trust lists. The host passes it to its workers. */
export const trustFolderVariable = 'ASSAY_TRUST';

/**
 * Extended key usages a signing certificate may carry: C2PA claim signing, e-mail protection, document
 * signing, time stamping, OCSP signing, and Microsoft's own. Without this list the engine rejects every
 * certificate of the official programme ("missing required EKU"), even with its root loaded.
 */
export const signingUsages = [
  '1.3.6.1.4.1.62558.2.1',
  '1.3.6.1.5.5.7.3.4',
  '1.3.6.1.5.5.7.3.36',
  '1.3.6.1.5.5.7.3.8',
  '1.3.6.1.5.5.7.3.9',
  '1.3.6.1.4.1.311.76.59.1.9',
] as const;
const timeStampingUsage = '1.3.6.1.5.5.7.3.8';

/** One list ready for the engine. `anchors` and `allowed` are PEM text of certificates that parse. */
export interface TrustList extends TrustListFact {
  readonly anchors: string;
  /** Single end-entity certificates accepted besides the anchors. */
  readonly allowed: string;
  readonly usages: readonly string[];
}

export interface TrustReading {
  readonly lists: readonly TrustList[];
  /** Files or certificates that could not be used, in words for the run's warnings. */
  readonly problems: readonly string[];
}

const LIST_BYTES = 8 * 1024 * 1024;
const LIST_FILES = 100;

/**
 * Trust lists of a folder (and its folders, one level down), recognised by file name: the official
 * `C2PA-TRUST-LIST.pem` and `C2PA-TSA-TRUST-LIST.pem`; `anchors.pem` with `allowed.pem` and `store.cfg`
 * as the interim list; any other `.pem` is a list of the user's own. `null`: no list is loaded.
 */
export async function readTrustFolder(folder: string | null): Promise<TrustReading> {
  if (folder === null) return { lists: [], problems: [] };
  const problems: string[] = [];
  const lists: TrustList[] = [];
  for (const path of await pemFiles(folder, problems)) {
    const name = basename(path);
    if (name === 'allowed.pem') continue;
    const bytes = await readFile(path);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const edition = trustEditions.find((known) => known.sha256 === sha256);
    const anchors = certificates(bytes.toString('latin1'), name, problems);
    const interim = name === 'anchors.pem';
    const allowed = interim
      ? certificates(await textBeside(path, 'allowed.pem'), 'allowed.pem', problems)
      : [];
    if (anchors.length + allowed.length === 0) {
      problems.push(`${name}: no certificate in it`);
      continue;
    }
    const tsa = name === 'C2PA-TSA-TRUST-LIST.pem';
    const id = tsa
      ? 'c2pa-tsa'
      : interim
        ? 'interim'
        : name === 'C2PA-TRUST-LIST.pem'
          ? 'c2pa'
          : userId(name, sha256);
    const usages = interim ? objectIdentifiers(await textBeside(path, 'store.cfg')) : [];
    lists.push({
      id,
      uri: `urn:assay:trust:${id}`,
      title: edition?.title ?? name,
      kind: tsa ? 'tsa' : 'manifest',
      edition: edition?.issued ?? null,
      sha256,
      certificates: anchors.length + allowed.length,
      anchors: anchors.join(''),
      allowed: allowed.join(''),
      usages: tsa ? [timeStampingUsage] : usages.length > 0 ? usages : signingUsages,
    });
  }
  return { lists, problems };
}

/** The folder the host named, or `null`. */
export function trustFolder(environment: NodeJS.ProcessEnv = process.env): string | null {
  const value = environment[trustFolderVariable];
  return value === undefined || value === '' ? null : value;
}

async function pemFiles(folder: string, problems: string[]): Promise<string[]> {
  const found: string[] = [];
  const visit = async (directory: string, depth: number): Promise<void> => {
    for (const entry of await readdir(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isDirectory() && depth > 0) await visit(path, depth - 1);
      else if (entry.isFile() && entry.name.endsWith('.pem')) {
        if (found.length >= LIST_FILES || (await stat(path)).size > LIST_BYTES)
          problems.push(`${entry.name}: not read, too large or too many`);
        else found.push(path);
      }
    }
  };
  try {
    await visit(folder, 1);
  } catch (error) {
    problems.push(`trust folder cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return found.sort();
}

/** PEM blocks that parse as certificates. Comments between blocks are dropped: the engine takes only PEM. */
function certificates(source: string, name: string, problems: string[]): string[] {
  const blocks = source.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.flatMap((block) => {
    try {
      return [new X509Certificate(block).toString()];
    } catch (error) {
      problems.push(
        `${name}: a certificate cannot be read (${error instanceof Error ? error.message : error})`,
      );
      return [];
    }
  });
}

async function textBeside(path: string, name: string): Promise<string> {
  const beside = join(path, '..', name);
  try {
    return (await stat(beside)).size > LIST_BYTES ? '' : await readFile(beside, 'latin1');
  } catch (error) {
    // The companion files are optional; anything but absence is a real fault.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

function objectIdentifiers(source: string): string[] {
  return source
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => /^\d+(\.\d+){3,}$/.test(line));
}

/** Two folders may hold lists of one name, so a part of the hash keeps their ids apart. */
function userId(name: string, sha256: string): string {
  const plain = name
    .slice(0, -4)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return `user-${plain.slice(0, 60)}-${sha256.slice(0, 8)}`;
}
