import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  copyFileSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { CaseStore } from '#core/case/store.ts';
import { intakeFiles } from '#core/intake/intake.ts';
import type { IdentifyContent } from '#core/intake/record.ts';
import { CHUNK_BYTES } from '#shared/domain/evidence.ts';
import { seeded } from './sources.ts';

/** Stands in for the workers: this is about bytes, not about formats. */
const identifyContent: IdentifyContent = async () => ({
  media: { kind: 'unknown', format: 'unknown', mime: 'application/octet-stream', extensionFits: null },
  content: { state: 'not-applicable' },
});

export function randomBytes(size: number, chance: () => number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  for (let at = 0; at < size; at += 1) bytes[at] = (at * 31 + (at >> 8) * 17) & 255;
  bytes.write(String(chance()));
  return bytes;
}

export interface Untouched {
  readonly files: number;
  readonly unchanged: number;
  /** Extended attributes were set and compared, too. */
  readonly attributes: boolean;
}

/** Take files in and compare the sources with what they were: bytes, all times, mode, extended attributes. */
export async function sourcesUntouched(store: CaseStore, folder: string, files: number): Promise<Untouched> {
  const chance = seeded(9);
  const paths = Array.from({ length: files }, (_, index) => {
    const path = join(folder, `source ${index}`);
    writeFileSync(path, randomBytes(100 + Math.floor(chance() * 200_000), chance));
    utimesSync(path, 1_500_000_000 + index, 1_400_000_000 + index + 0.25);
    return path;
  });
  const attributes = setAttributes(paths);
  const look = () => {
    const kept = attributes ? getAttributes(paths) : [];
    return paths.map((path, index) => {
      const { atimeNs, mtimeNs, ctimeNs, size, mode, ino } = lstatSync(path, { bigint: true });
      const facts = [atimeNs, mtimeNs, ctimeNs, size, mode, ino, kept[index] ?? ''];
      return `${facts.join(' ')} ${readFileSync(path).toString('latin1')}`;
    });
  };
  look();
  const before = look();
  const { results } = await intakeFiles(
    store,
    paths.map((path) => ({ path, how: 'file' })),
    { identifyContent },
  );
  const after = look();
  const unchanged = paths.filter(
    (_, index) => before[index] === after[index] && results[index]?.outcome === 'added',
  ).length;
  return { files, unchanged, attributes };
}

const attributeName = 'user.assay.test';

/** Node has no call for extended attributes: another program sets and reads them. */
function setAttributes(paths: readonly string[]): boolean {
  const script = `import os,sys\nfor i,p in enumerate(sys.stdin.read().split("\\n")): os.setxattr(p,"${attributeName}",str(i).encode())`;
  return spawnSync('python3', ['-c', script], { input: paths.join('\n') }).status === 0;
}

function getAttributes(paths: readonly string[]): string[] {
  const script = `import os,sys\nfor p in sys.stdin.read().split("\\n"): print([(n,os.getxattr(p,n)) for n in os.listxattr(p)])`;
  return spawnSync('python3', ['-c', script], { input: paths.join('\n'), encoding: 'utf8' }).stdout.split(
    '\n',
  );
}

const changes: readonly ((path: string, at: number) => void)[] = [
  (path) => appendFileSync(path, 'more'),
  (path) => truncateSync(path, Math.floor(statSync(path).size / 2)),
  (path) => truncateSync(path, 0),
  overwrite,
  (path, at) => {
    const { atime, mtime } = statSync(path);
    overwrite(path, at);
    utimesSync(path, atime, mtime);
  },
  (path) => {
    writeFileSync(`${path}.new`, Buffer.alloc(statSync(path).size, 'other'));
    renameSync(`${path}.new`, path);
  },
  (path) => {
    rmSync(path);
    symlinkSync('/etc/passwd', path);
  },
  (path) => rmSync(path),
  (path) => {
    // The old file lives on under another name while another one takes its place.
    linkSync(path, `${path}.kept`);
    writeFileSync(`${path}.new`, Buffer.alloc(10));
    renameSync(`${path}.new`, path);
  },
];

function overwrite(path: string, at: number): void {
  const descriptor = openSync(path, 'r+');
  writeSync(descriptor, 'X', at);
  closeSync(descriptor);
}

export interface Races {
  readonly races: number;
  /** The change was noticed, and nothing of the file is in the case. */
  readonly detected: number;
  readonly missed: readonly string[];
}

/** Change or exchange sources while they are copied: after a piece was read, and before its turn came. */
export async function raceSources(store: CaseStore, folder: string, races: number): Promise<Races> {
  const chance = seeded(90);
  const missed: string[] = [];
  for (let race = 0; race < races; race += 1) {
    const path = join(folder, `race ${race}`);
    // One in ten has several pieces: the change then falls between them.
    const size = race % 10 === 0 ? CHUNK_BYTES + 5000 : 5000 + Math.floor(chance() * 300_000);
    writeFileSync(path, randomBytes(size, chance));
    const old = 1_500_000_000 + race;
    utimesSync(path, old, old);
    const kind = race % (changes.length + 1);
    const before = store.info().evidenceCount;
    const outcome =
      kind === changes.length
        ? await swappedBeforeItsTurn(store, folder, path, race)
        : await changedMeanwhile(store, path, (at) => changes[kind]?.(at, Math.floor(chance() * size)));
    const taken = store.info().evidenceCount - before - (kind === changes.length ? 1 : 0);
    if (outcome !== 'refused' || taken !== 0) missed.push(`race ${race}, change ${kind}: ${outcome}`);
    for (const left of [path, `${path}.kept`]) rmSync(left, { force: true });
  }
  return { races, detected: races - missed.length, missed };
}

async function changedMeanwhile(
  store: CaseStore,
  path: string,
  change: (path: string) => void,
): Promise<string | undefined> {
  let done = false;
  const { results } = await intakeFiles(store, [{ path, how: 'file' }], {
    identifyContent,
    onProgress: () => {
      if (!done) change(path);
      done = true;
    },
  });
  return done ? results[0]?.outcome : 'never changed';
}

/** It was a file when the list was made, and is a link when its turn comes. */
async function swappedBeforeItsTurn(
  store: CaseStore,
  folder: string,
  path: string,
  race: number,
): Promise<string | undefined> {
  const first = join(folder, `first ${race}`);
  writeFileSync(first, `first ${race} ${Math.random()}`);
  let done = false;
  const sources = [first, path].map((one) => ({ path: one, how: 'file' as const }));
  const { results } = await intakeFiles(store, sources, {
    identifyContent,
    onProgress: () => {
      if (done) return;
      done = true;
      rmSync(path);
      symlinkSync('/etc/passwd', path);
    },
  });
  return results[1]?.outcome;
}

/** Take one large file in, from the system's cache: reading, two hashes, writing, flushing and reading back included. */
export async function intakeSpeed(
  store: CaseStore,
  folder: string,
  bytes: number,
  seed: number,
): Promise<IntakeSpeed> {
  const path = join(folder, `large-${seed}`);
  const piece = randomBytes(CHUNK_BYTES, seeded(seed));
  for (let at = 0; at < bytes; at += piece.length) {
    piece.writeUInt32LE(at / piece.length);
    appendFileSync(path, piece);
  }
  // Else the disk is still busy with the source.
  flush(path);
  const perSecond = (begun: number) => (bytes / (performance.now() - begun)) * 1000;
  // A virtual machine gives free memory back to its host after a while and pays for it again: both begin like that.
  await wait(3000);
  const bareBegun = performance.now();
  const bareCopy = join(folder, 'bare');
  copyFileSync(path, bareCopy);
  flush(bareCopy);
  const bare = perSecond(bareBegun);
  rmSync(bareCopy);
  await wait(3000);
  const begun = performance.now();
  await intakeFiles(store, [{ path, how: 'file' }], { identifyContent });
  return { intake: perSecond(begun), bare };
}

function flush(path: string): void {
  const handle = openSync(path, 'r+');
  fsyncSync(handle);
  closeSync(handle);
}

/** Bytes per second. */
export interface IntakeSpeed {
  readonly intake: number;
  /** A copy by the system, flushed, with nothing hashed and nothing read back. */
  readonly bare: number;
}
