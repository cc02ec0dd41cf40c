import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import { localized } from '#shared/domain/localized.ts';
import type { RingKey } from '#shared/domain/marking.ts';
import { syncDirectory } from '../case/folder.ts';
import { errorCode } from '../case/problem.ts';
import { type KeptKey, KeyFile, keyFolder, readKeyFolder } from '../media/mark-ring.ts';
import { writeNew } from '../new-file.ts';
import { problem } from '../problems.ts';
import { KEY_BYTES, type MarkKey, parseMarkKey, privateMarkKey, publicMarkKey } from './key.ts';

/**
 * Private mark keys of this installation, the host's side: one file each, readable by their owner only, like the keys
 * of the signing authority. Whoever holds one can read, forge and remove the marks made with it.
 */
export interface KeyRing {
  /** Folder the workers read as well. */
  readonly folder: string;
  list(): Promise<RingKey[]>;
  make(name: string): Promise<Result<RingKey>>;
  /** @param bytes of a key file: 32 bytes as they are, or 64 hexadecimal digits */
  add(bytes: Uint8Array, name: string): Promise<Result<RingKey>>;
  addFile(path: string, name: string): Promise<Result<RingKey>>;
  find(fingerprint: string): Promise<Result<MarkKey>>;
  /** Write a key to a new file, for a backup or for whoever shall read the marks as well. */
  export(fingerprint: string, out: string): Promise<Result<{ readonly path: string }>>;
  /** For good: marks made with it can then be read by nobody who has no copy. */
  remove(fingerprint: string): Promise<Result<Record<string, never>>>;
}

const keyMode = 0o600;
const folderMode = 0o700;

export function createKeyRing(folder: string, clock: () => Date): KeyRing {
  async function add(key: MarkKey, name: string): Promise<Result<RingKey>> {
    const fingerprint = String(key.name.fingerprint);
    if (fingerprint === publicMarkKey.name.fingerprint) return fail('marking-refused', alreadyPublic);
    const trimmed = name.trim();
    if (trimmed.length > 200 || /\p{C}/u.test(trimmed)) return fail('marking-refused', badName);
    const kept = KeyFile.parse({
      version: 1,
      name: trimmed,
      createdAt: clock().toISOString(),
      key: Buffer.from(key.bytes).toString('hex'),
    });
    const path = join(folder, keyFolder, `${fingerprint}.json`);
    return onDisk(path, async () => {
      await mkdir(join(folder, keyFolder), { recursive: true, mode: folderMode });
      await writeNew(path, Buffer.from(`${JSON.stringify(kept)}\n`), keyMode);
      await syncDirectory(join(folder, keyFolder));
      return succeed({ fingerprint, name: kept.name, createdAt: kept.createdAt });
    });
  }

  async function kept(fingerprint: string): Promise<KeptKey | null> {
    const { keys } = await readKeyFolder(folder);
    return keys.find(({ key }) => key.name.fingerprint === fingerprint.toLowerCase()) ?? null;
  }

  return {
    folder,
    list: async () =>
      (await readKeyFolder(folder)).keys.map(({ key, name, createdAt }) => ({
        fingerprint: String(key.name.fingerprint),
        name,
        createdAt,
      })),
    make: (name) => add(privateMarkKey(Uint8Array.from(randomBytes(KEY_BYTES))), name),
    async add(bytes, name) {
      const key = parseMarkKey(bytes);
      return key === null ? badKey() : add(key, name);
    },
    async addFile(path, name) {
      const key = await keyFromFile(path);
      return key.ok ? add(key.value, name) : key;
    },
    async find(fingerprint) {
      const found = await kept(fingerprint);
      return found === null ? noKey(fingerprint) : succeed(found.key);
    },
    async export(fingerprint, out) {
      const found = await kept(fingerprint);
      if (found === null) return noKey(fingerprint);
      const path = resolve(out);
      return onDisk(path, async () => {
        await writeNew(path, Buffer.from(`${Buffer.from(found.key.bytes).toString('hex')}\n`), keyMode);
        return succeed({ path });
      });
    },
    async remove(fingerprint) {
      const found = await kept(fingerprint);
      if (found === null) return noKey(fingerprint);
      return onDisk(found.path, async () => {
        await rm(found.path);
        return succeed({});
      });
    },
  };
}

/** A key from a file the user names. */
export async function keyFromFile(file: string): Promise<Result<MarkKey>> {
  const path = resolve(file);
  try {
    const key = parseMarkKey(await readFile(path));
    return key === null ? badKey(path) : succeed(key);
  } catch (error) {
    if (errorCode(error) === '') throw error;
    return fail('marking-refused', noKeyFile, `${path}: ${errorCode(error)}`);
  }
}

async function onDisk<T>(path: string, act: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await act();
  } catch (error) {
    const code = errorCode(error);
    if (code === '') throw error;
    if (code === 'EEXIST') return problem('file-exists', path);
    return problem(code === 'ENOSPC' ? 'disk-full' : 'input-output', `${path}: ${code}`);
  }
}

const alreadyPublic = localized(
  'This is the public key, which everyone has. Nothing was written.',
  '这是人人皆有的公开密钥。未写入任何内容。',
);
const badName = localized(
  'A name has at most 200 characters and no control characters. Nothing was written.',
  '名称不超过 200 个字符，且不含控制字符。未写入任何内容。',
);

function badKey(path?: string) {
  return fail(
    'marking-refused',
    localized(
      'This is no mark key: a key file holds 32 bytes, or 64 hexadecimal digits. Nothing was written.',
      '这不是水印密钥：密钥文件应为 32 字节，或 64 位十六进制数字。未写入任何内容。',
    ),
    path,
  );
}

function noKey(fingerprint: string) {
  return fail(
    'not-found',
    localized(
      'No key with this fingerprint is in the ring. See the list of mark keys.',
      '密钥环中没有此指纹的密钥。请查看水印密钥列表。',
    ),
    fingerprint,
  );
}

const noKeyFile = localized(
  'The key file does not exist or cannot be read. Nothing was written.',
  '密钥文件不存在或无法读取。未写入任何内容。',
);
