import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('./journal.c', import.meta.url));

/** The preload library, compiled in this run; `null`: no compiler here, or no Linux. */
export function journalLibrary(): string | null {
  if (process.platform !== 'linux') return null;
  const out = join(mkdtempSync(join(tmpdir(), 'assay-journal-')), 'journal.so');
  spawnSync('cc', ['-shared', '-fPIC', '-O1', '-o', out, source, '-ldl', '-lpthread']);
  return existsSync(out) ? out : null;
}

export type Change =
  | { readonly kind: 'write'; readonly inode: number; readonly at: number; readonly data: Buffer }
  | { readonly kind: 'truncate' | 'mode'; readonly inode: number; readonly value: number }
  | { readonly kind: 'sync'; readonly inode: number }
  | {
      readonly kind: 'create' | 'mkdir';
      readonly inode: number;
      readonly path: string;
      readonly mode: number;
    }
  | { readonly kind: 'rename' | 'link'; readonly inode: number; readonly from: string; readonly path: string }
  | { readonly kind: 'unlink'; readonly path: string }
  | { readonly kind: 'told'; readonly text: string };

const kinds = [
  ...[
    '',
    'write',
    'truncate',
    'sync',
    'create',
    'mkdir',
    'rename',
    'unlink',
    'rmdir',
    'link',
    'told',
    'mode',
  ],
  'unsupported',
] as const;
const headBytes = 36;

/** Read a journal as `journal.c` writes it. Throws for a call the replay knows nothing of. */
export function readJournal(path: string): Change[] {
  const bytes = readFileSync(path);
  const changes: Change[] = [];
  for (let at = 0; at + headBytes <= bytes.length; ) {
    const kind = kinds[bytes.readUInt32LE(at)];
    const [firstLength, secondLength] = [bytes.readUInt32LE(at + 4), bytes.readUInt32LE(at + 8)];
    const inode = Number(bytes.readBigUInt64LE(at + 12));
    const value = Number(bytes.readBigUInt64LE(at + 20));
    const size = Number(bytes.readBigUInt64LE(at + 28));
    const first = bytes.toString('utf8', at + headBytes, at + headBytes + firstLength);
    const secondAt = at + headBytes + firstLength;
    const second = bytes.toString('utf8', secondAt, secondAt + secondLength);
    const data = bytes.subarray(secondAt + secondLength, secondAt + secondLength + size);
    at = secondAt + secondLength + size;
    changes.push(changeOf(kind, { inode, value, first, second, data }));
  }
  return changes;
}

interface Fields {
  readonly inode: number;
  readonly value: number;
  readonly first: string;
  readonly second: string;
  readonly data: Buffer;
}

function changeOf(kind: string | undefined, { inode, value, first, second, data }: Fields): Change {
  switch (kind) {
    case 'write':
      return { kind, inode, at: value, data };
    case 'truncate':
    case 'mode':
      return { kind, inode, value };
    case 'sync':
      return { kind, inode };
    case 'create':
    case 'mkdir':
      return { kind, inode, path: first, mode: value };
    case 'rename':
    case 'link':
      return { kind, inode, from: first, path: second };
    case 'unlink':
    case 'rmdir':
      return { kind: 'unlink', path: first };
    case 'told':
      return { kind, text: data.toString('utf8') };
    default:
      throw new Error(`The journal holds what cannot be replayed: ${kind} ${first}`);
  }
}
