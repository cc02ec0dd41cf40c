import { createHash, createPublicKey, randomUUID, verify } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { exportRegister, importRegister } from '#core/trace/register/exchange.ts';
import { createRegister, type Register, registerPlaces } from '#core/trace/register/register.ts';
import type { EnteredItem } from '#core/trace/register/store.ts';
import type { Result } from '#shared/contract/errors.ts';
import { RegisterItem } from '#shared/domain/register.ts';
import { temporaryFolder } from './support/case.ts';

const open: Register[] = [];
afterEach(async () => {
  for (const register of open.splice(0)) await register.close();
});

const ports = { clock: () => new Date('2026-11-22T10:00:00Z'), id: () => randomUUID() };

function newRegister(data: string): Register {
  const register = createRegister(registerPlaces(data), ports);
  open.push(register);
  return register;
}

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.problem.code}: ${result.problem.detail ?? ''}`);
  return result.value;
}

function hashOf(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function entered(name: string, payload: string | null = null): EnteredItem {
  const sha256 = hashOf(name);
  const item = {
    ...RegisterItem.parse({
      ...{ payload, codec: payload === null ? null : 'assay-image-1', key: null, name, origin: 'entered' },
      ...{ kind: 'image', format: 'jpeg', original: sha256, copy: sha256, note: '港口 harbour' },
    }),
    copy: sha256,
  };
  const print = {
    method: 'pdq',
    variant: 'whole',
    version: 1,
    quality: 88,
    bytes: Buffer.from(sha256, 'hex'),
  };
  return { item, prints: [print as never], manifestStore: Buffer.from(`store of ${name}`) };
}

/** A register with two entries, exported to a file. */
async function exported() {
  const data = temporaryFolder();
  const register = newRegister(data);
  value(await register.enter(entered('harbour.jpg', '77')));
  value(await register.enter(entered('crane.jpg')));
  const file = join(temporaryFolder(), 'ours.assay-register');
  const made = value(await exportRegister(register, data, file, ports));
  return { data, register, file, made };
}

describe('originals in the register', () => {
  test('a file entered twice stays one entry with the newest prints', async () => {
    const register = newRegister(temporaryFolder());
    const { number } = value(await register.enter(entered('a.png')));
    const again = entered('a.png');
    const other = { ...again.prints[0]!, bytes: Buffer.alloc(32, 7) };
    expect(value(await register.enter({ ...again, prints: [other] })).number).toBe(number);
    const [print] = value(await register.prints(number));
    expect(Buffer.from(print!.bytes)).toEqual(Buffer.alloc(32, 7));
    expect(Buffer.from(value(await register.manifestStore(number))!).toString()).toBe('store of a.png');
    expect(value(await register.printsOf('pdq', 0, 10)).map(({ entry }) => entry)).toEqual([number]);
  });

  test('an identifier stays with its original', async () => {
    const register = newRegister(temporaryFolder());
    value(await register.enter(entered('a.png', '5')));
    expect(await register.enter(entered('b.png', '5'))).toMatchObject({
      ok: false,
      problem: { code: 'identifier-taken' },
    });
    expect(value(await register.bySha256(hashOf('b.png')))).toEqual([]);
  });

  test('a kept file is the file that was told, and goes with its entry', async () => {
    const data = temporaryFolder();
    const register = newRegister(data);
    const source = join(temporaryFolder(), 'a');
    writeFileSync(source, 'a.png');
    const { number } = value(await register.enter(entered('a.png')));
    value(await register.keep(source, hashOf('a.png')));
    const path = value(await register.kept(hashOf('a.png')));
    expect(readFileSync(String(path), 'utf8')).toBe('a.png');
    writeFileSync(source, 'changed since');
    expect((await register.keep(source, hashOf('b.png'))).ok).toBe(false);
    expect(value(await register.kept(hashOf('b.png')))).toBeNull();
    value(await register.remove(number));
    expect(value(await register.kept(hashOf('a.png')))).toBeNull();
    expect(() => readFileSync(String(path))).toThrow('ENOENT');
    expect(value(await register.printsOf('pdq', 0, 10))).toEqual([]);
  });
});

describe('a register given to others', () => {
  test('comes back to where it was made, and changes nothing', async () => {
    const { file, register } = await exported();
    const before = value(await register.numbers());
    const { entered: count, left } = value(await importRegister(register, file));
    expect(count).toBe(0);
    expect(left.map(({ reason }) => reason.en)).toEqual(
      before.map((number) => `Already entered here as #${number}.`),
    );
    expect(value(await register.numbers())).toEqual(before);
  });

  test('arrives with prints, credentials and identifiers, and says whose it was', async () => {
    const { file, made } = await exported();
    const register = newRegister(temporaryFolder());
    const imported = value(await importRegister(register, file));
    expect(imported).toMatchObject({ entries: 2, entered: 2, left: [] });
    const [harbour] = value(await register.byPayload('77'));
    expect(harbour).toMatchObject({ name: 'harbour.jpg', origin: 'imported', importedFrom: imported.from });
    const [print] = value(await register.prints(harbour!.number));
    expect(Buffer.from(print!.bytes).toString('hex')).toBe(hashOf('harbour.jpg'));
    expect(made.sha256).toBe(hashOf(readFileSync(file)));
    // The same file again changes nothing.
    expect(value(await importRegister(register, file)).entered).toBe(2);
    expect(value(await register.numbers())).toHaveLength(2);
  });

  test('is signed as RFC 8032 says, over every line before the last', async () => {
    const { file } = await exported();
    const lines = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
    const seal = JSON.parse(lines.at(-1)!);
    const signed = lines.slice(0, -1).map((line) => `${line}\n`);
    const digest = createHash('sha512').update(signed.join('')).digest();
    const { publicKey } = JSON.parse(lines[0]!);
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), type: 'spki', format: 'der' });
    expect(verify(null, digest, key, Buffer.from(seal.signature, 'base64'))).toBe(true);
  });

  test('enters nothing when anything was changed, left out, added or cut', async () => {
    const { file } = await exported();
    const bytes = readFileSync(file);
    const lines = gunzipSync(bytes).toString('utf8').trimEnd().split('\n');
    const pack = (changed: readonly string[]): Buffer => gzipSync(`${changed.join('\n')}\n`);
    const variants: Record<string, Buffer> = {
      changed: pack([...lines.slice(0, 1), lines[1]!.replace('harbour', 'harbors'), ...lines.slice(2)]),
      'left out': pack([lines[0]!, lines[2]!, lines[3]!]),
      twice: pack([lines[0]!, lines[1]!, lines[1]!, lines[2]!, lines[3]!]),
      unsigned: pack(lines.slice(0, -1)),
      'after the end': pack([...lines, lines[1]!]),
      truncated: bytes.subarray(0, bytes.length - 20),
      'no gzip': Buffer.from('PK\u0003\u0004 something else'),
      empty: Buffer.alloc(0),
      'no json': gzipSync('<html>\n'),
    };
    for (const [name, variant] of Object.entries(variants)) {
      const register = newRegister(temporaryFolder());
      const other = join(temporaryFolder(), 'other');
      writeFileSync(other, variant);
      expect(await importRegister(register, other), name).toMatchObject({
        ok: false,
        problem: { code: 'bad-request' },
      });
      expect(value(await register.numbers()), name).toEqual([]);
    }
  });

  test('leaves out an entry whose identifier stands for another original here', async () => {
    const { file } = await exported();
    const register = newRegister(temporaryFolder());
    value(await register.enter(entered('our own.jpg', '77')));
    const imported = value(await importRegister(register, file));
    expect(imported.entered).toBe(1);
    expect(imported.left.map(({ name }) => name)).toEqual(['harbour.jpg']);
    expect(value(await register.byPayload('77')).map(({ name }) => name)).toEqual(['our own.jpg']);
  });

  test('is not written over a file, nor when there is nothing in it', async () => {
    const { data, register, file } = await exported();
    expect(await exportRegister(register, data, file, ports)).toMatchObject({
      problem: { code: 'file-exists' },
    });
    const empty = newRegister(temporaryFolder());
    const out = join(temporaryFolder(), 'x');
    expect(await exportRegister(empty, temporaryFolder(), out, ports)).toMatchObject({
      problem: { code: 'not-found' },
    });
  });
});
