import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { chmod, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import type { CheckpointKeyFacts } from '#shared/domain/checkpoint.ts';
import { localized } from '#shared/domain/localized.ts';
import { type CheckpointGap, type CheckpointSigner, checkpointKeyId } from '../case/checkpoint.ts';
import { errorCode } from '../case/problem.ts';
import { nameDraft } from '../draft-file.ts';
import { writeNew } from '../new-file.ts';
import type { Ports } from '../ports.ts';
import { problem } from '../problems.ts';
import { isEncrypted, readKey, writeKey } from '../provenance/sign/key-file.ts';
import { replaceFile } from '../replace-file.ts';

/**
 * The Ed25519 key with which this installation signs checkpoints: one file in the data folder, readable by its owner
 * only, with the private key (PKCS#8, under a passphrase when one was set) and the public key beside it, which has to
 * be known without the passphrase too.
 */
export interface CheckpointKey {
  readonly signer: CheckpointSigner;
  /** Know whose it is, if there is one; nothing is made. */
  look(): Promise<void>;
  /** Have the key at hand; made the first time. Never fails: what is wrong shows when something is to be signed. */
  prepare(): Promise<void>;
  facts(): Promise<Result<CheckpointKeyFacts>>;
  /** Use the key until the program ends. */
  unlock(passphrase: string): Promise<Result<CheckpointKeyFacts>>;
  /** Keep the key under another passphrase, or under none. The key stays the same. */
  protect(change: {
    readonly current: string | null;
    readonly next: string | null;
  }): Promise<Result<CheckpointKeyFacts>>;
}

const fileMode = 0o600;
const folderMode = 0o700;

interface KeyState {
  readonly text: string;
  /** SubjectPublicKeyInfo, base64. */
  readonly publicKey: string;
  readonly publicPem: string;
  readonly keyId: string;
  readonly key: KeyObject | null;
  readonly missing: CheckpointGap | null;
}

export function createCheckpointKey(
  ports: Pick<Ports, 'host' | 'id' | 'log' | 'paths' | 'passphrase'>,
): CheckpointKey {
  const path = join(ports.paths.data, 'custody', 'checkpoint-key.pem');
  let state: KeyState | null = null;
  let preparing: Promise<void> | null = null;

  async function load(make: boolean, passphrase: string | null): Promise<void> {
    try {
      const text = (await textOf(path)) ?? (make ? await makeKey(path, ports.id()) : null);
      if (text === null) return;
      state = stateOf(text, passphrase);
      if (state === null) ports.log('error', 'the key for checkpoints cannot be read', { path });
      else await keepPrivate(state);
      // With a passphrase asked for later it is no error yet; on the command line nobody asks.
      if (make && state?.missing != null)
        ports.log(ports.host === 'command-line' ? 'error' : 'info', 'checkpoints cannot be signed', {
          why: state.missing,
        });
    } catch (error) {
      if (errorCode(error) === '') throw error;
      ports.log('error', 'the key for checkpoints cannot be used', { path, error: String(error) });
    }
  }

  /** As ssh does with its keys, but put right instead of refused: who could read it meanwhile, nobody knows. */
  async function keepPrivate({ text }: KeyState): Promise<void> {
    // Windows keeps no such bits; the folder of the account protects it there.
    if (process.platform === 'win32' || ((await stat(path)).mode & 0o077) === 0) return;
    const encrypted = isEncrypted(text);
    ports.log('error', 'other accounts of this machine could read the key for checkpoints', {
      path,
      encrypted,
    });
    await chmod(path, fileMode);
  }

  function prepare(): Promise<void> {
    preparing ??= load(true, ports.passphrase ?? null);
    return preparing;
  }

  function told(): Result<CheckpointKeyFacts> {
    if (state === null) return unreadable(path);
    const { keyId, publicPem, text, key } = state;
    return succeed({ keyId, publicPem, encrypted: isEncrypted(text), ready: key !== null });
  }

  return {
    signer: {
      get keyId() {
        return state?.keyId ?? null;
      },
      key() {
        if (state === null) return { ok: false, missing: 'key-unreadable' };
        const { key, keyId, publicKey, missing } = state;
        if (key === null) return { ok: false, missing: missing ?? 'passphrase-needed' };
        // Pure Ed25519 (RFC 8032): the message as it is, no hash before it.
        return { ok: true, keyId, publicKey, sign: (message) => sign(null, message, key) };
      },
    },
    look: async () => {
      if (preparing === null) await load(false, null);
    },
    prepare,
    async facts() {
      await prepare();
      return told();
    },
    async unlock(passphrase) {
      await prepare();
      if (state === null) return unreadable(path);
      const opened = stateOf(state.text, passphrase);
      if (opened?.key == null) return problem(refusal(opened), path);
      state = opened;
      return told();
    },
    async protect({ current, next }) {
      await prepare();
      if (state === null) return unreadable(path);
      // Whoever may work with an unlocked key may not therefore take its protection away.
      const opened = stateOf(state.text, current);
      if (opened?.key == null) return problem(refusal(opened), path);
      const text = `${await writeKey(opened.key, next)}${opened.publicPem}`;
      try {
        await replaceFile(path, text, fileMode);
      } catch (error) {
        const code = errorCode(error);
        if (code === '') throw error;
        return problem(code === 'ENOSPC' ? 'disk-full' : 'input-output', `${path}: ${code}`);
      }
      state = { ...opened, text };
      return told();
    },
  };
}

function refusal(state: KeyState | null): 'passphrase-needed' | 'passphrase-wrong' {
  return state?.missing === 'passphrase-needed' ? 'passphrase-needed' : 'passphrase-wrong';
}

/** The file as it was read; null: it is not one of ours, or its halves do not belong together. */
function stateOf(text: string, passphrase: string | null): KeyState | null {
  const publicPem = /-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----\n?/.exec(text)?.[0];
  const publicKey = publicPem === undefined ? null : spkiOf(publicPem);
  if (publicPem === undefined || publicKey === null) return null;
  const read = readKey(text, passphrase);
  if (!read.ok && read.why === 'not-a-key') return null;
  if (read.ok && spkiOf(read.key) !== publicKey) return null;
  return {
    text,
    publicKey,
    publicPem,
    keyId: checkpointKeyId(publicKey),
    key: read.ok ? read.key : null,
    missing: read.ok || read.why === 'not-a-key' ? null : read.why,
  };
}

/** SubjectPublicKeyInfo of a key, base64; null where there is none. */
function spkiOf(key: string | KeyObject): string | null {
  try {
    const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
    return spki.toString('base64');
  } catch (error) {
    // OpenSSL refuses what is no key.
    if (error instanceof Error) return null;
    throw error;
  }
}

async function makeKey(path: string, id: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: folderMode });
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const text = `${await writeKey(privateKey, null)}${publicKey.export({ type: 'spki', format: 'pem' })}`;
  const draft = `${path}.${id}`;
  try {
    await writeNew(draft, Buffer.from(text), fileMode);
    await nameDraft(draft, path);
    return text;
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    // Another process was faster: its key is the installation's.
    return await readFile(path, 'latin1');
  } finally {
    await rm(draft, { force: true });
  }
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'latin1');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function unreadable(path: string) {
  return fail(
    'input-output',
    localized(
      'The key that signs checkpoints cannot be read or written. Cases open without it, and checkpoints are recorded as missing.',
      '无法读取或写入用于签署检查点的密钥。案件仍可打开，检查点将登记为缺失。',
    ),
    path,
  );
}
