import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, describe, expect, test } from 'vitest';
import { registeredMarks, registerIdentifiers } from '#core/media/mark-ring.ts';
import { createRegister, type Register, registerPlaces } from '#core/trace/register/register.ts';
import type { Result } from '#shared/contract/errors.ts';
import { RegisterItem } from '#shared/domain/register.ts';
import { temporaryFolder } from './support/case.ts';
import { tamperFile } from './support/tamper.ts';

const open: Register[] = [];
afterEach(async () => {
  for (const register of open.splice(0)) await register.close();
});

function newRegister(data: string): Register {
  const ports = { clock: () => new Date('2026-11-22T10:00:00Z'), id: () => randomUUID() };
  const register = createRegister(registerPlaces(data), ports);
  open.push(register);
  return register;
}

const original = 'a'.repeat(64);
const copy = 'c'.repeat(64);

function item(payload: string | null, more: object = {}): RegisterItem {
  return RegisterItem.parse({
    ...{ payload, codec: 'assay-image-1', key: '0123456789abcdef', name: 'harbour.jpg' },
    ...{ kind: 'image', format: 'jpeg', original, copy: null, note: 'press kit 新闻资料' },
    ...more,
  });
}

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.problem.code}: ${result.problem.detail ?? ''}`);
  return result.value;
}

const finished = {
  copy,
  fingerprints: [{ method: 'pdq', code: 'f'.repeat(64), quality: 97 }],
  labels: [{ standard: 'gb45438-aigc', key: 'AIGC', value: '{}', place: 'APP1 XMP' }],
  manifest: 'urn:c2pa:1',
  binding: { algorithm: 'org.assay.mark.image.1', value: 'AAAAAAAAEmc=' },
};
const largest = (2n ** 64n - 1n).toString();

describe('the register', () => {
  test('keeps what was marked, leads back to it, and is there after closing', async () => {
    const data = temporaryFolder();
    const register = newRegister(data);
    const { number } = value(await register.reserve(item(largest)));
    expect(value(await register.show(number))).toMatchObject({ state: 'reserved', copy: null });
    const entry = value(await register.complete(number, finished));
    expect(entry).toEqual({
      ...item(largest),
      ...finished,
      number,
      state: 'registered',
      at: '2026-11-22T10:00:00.000Z',
    });
    // The same again, as after a crash between the register and the name of the copy.
    expect(value(await register.complete(number, finished))).toEqual(entry);
    await register.close();

    const again = newRegister(data);
    for (const found of [
      again.byPayload(largest),
      again.bySha256(original),
      again.bySha256(copy),
      again.byManifest('urn:c2pa:1'),
    ])
      expect(value(await found)).toEqual([entry]);
    expect([...value(await again.identifiers())]).toEqual([2n ** 64n - 1n]);
    expect(value(await again.byPayload('1'))).toEqual([]);
  });

  test('is one STRICT database with a log that is written through, marked as ours', async () => {
    const data = temporaryFolder();
    value(await newRegister(data).reserve(item('1')));
    const database = new Sqlite(registerPlaces(data).database, { readonly: true });
    const tables = database.pragma('table_list') as { name: string; strict: number; schema: string }[];
    const own = tables.filter(({ schema, name }) => schema === 'main' && !name.startsWith('sqlite_'));
    expect(own.map(({ name }) => name).sort()).toEqual([
      'change',
      'entry',
      'fingerprint',
      'identifier',
      'kept',
      'manifest_store',
      'migration',
      'print',
    ]);
    expect(own.every(({ strict }) => strict === 1)).toBe(true);
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(database.pragma('application_id', { simple: true })).toBe(0x41535247);
    database.close();
    expect(statSync(join(data, 'register')).mode & 0o077).toBe(0);
  });

  test('refuses one identifier for two works, in the program and in the schema', async () => {
    const data = temporaryFolder();
    const register = newRegister(data);
    const first = value(await register.reserve(item('7')));
    // Another copy of the same work may have it; a crash before the copy was finished is taken up again.
    expect(value(await register.reserve(item('7'))).number).toBe(first.number);
    value(await register.complete(first.number, finished));
    expect(value(await register.reserve(item('7', { codec: 'assay-video-1' }))).number).not.toBe(
      first.number,
    );
    const other = await register.reserve(item('7', { original: 'b'.repeat(64) }));
    expect(other).toMatchObject({
      problem: { code: 'identifier-taken', detail: `7: sha256 ${original}` },
    });
    await register.close();
    const forged = `INSERT INTO entry (state, payload, original, note, at, record)
      SELECT 'reserved', payload, '${'b'.repeat(64)}', '', '', '{}' FROM identifier`;
    expect(() => tamperFile(registerPlaces(data).database, `PRAGMA foreign_keys = ON; ${forged}`)).toThrow(
      /FOREIGN KEY/,
    );
  });

  test('lists the newest first, searches, notes and forgets', async () => {
    const register = newRegister(temporaryFolder());
    for (let payload = 1; payload <= 5; payload += 1)
      value(await register.reserve(item(String(payload), { name: `picture ${payload}%.jpg` })));
    value(await register.reserve(item(null, { codec: null, key: null, name: 'unmarked.wav' })));
    const list = async (search: string) =>
      value(await register.list({ offset: 0, limit: 3, search })).entries.map(({ number }) => number);
    expect(await list('')).toEqual([6, 5, 4]);
    expect(value(await register.list({ offset: 4, limit: 3, search: '' })).total).toBe(6);
    expect(await list('5%')).toEqual([5]);
    expect(await list('4')).toEqual([4]);
    expect(await list(original.slice(0, 12))).toEqual([6, 5, 4]);
    expect(await list("' OR 1=1 --")).toEqual([]);
    value(await register.setNote(2, 'withdrawn 已撤回'));
    expect(await list('已撤回')).toEqual([2]);
    value(await register.remove(2));
    expect([...value(await register.identifiers())]).toEqual([1n, 3n, 4n, 5n]);
    for (const gone of [register.show(2), register.setNote(2, ''), register.remove(2)])
      expect(await gone).toMatchObject({ problem: { code: 'not-found' } });
    // Forgotten means free: the identifier may stand for something else now, under a number of its own.
    expect(value(await register.reserve(item('2', { original: 'b'.repeat(64) }))).number).toBe(7);
  });

  test('tells the workers, and makes their copy anew when it is not its own', async () => {
    const data = temporaryFolder();
    const { ring } = registerPlaces(data);
    const register = newRegister(data);
    value(await register.reserve(item('3')));
    value(await register.reserve(item(largest, { name: 'two.png' })));
    expect([...(await registerIdentifiers([ring]))]).toEqual([3n, 2n ** 64n - 1n]);
    expect(await registeredMarks(new Set(['3']), [ring])).toEqual([
      {
        ...{ payload: '3', number: 1, codec: 'assay-image-1', name: 'harbour.jpg', original },
        ...{ note: 'press kit 新闻资料', at: '2026-11-22T10:00:00.000Z' },
      },
    ]);
    expect(readFileSync(join(ring, 'register.u64')).readBigUInt64LE(8)).toBe(2n ** 64n - 1n);
    value(await register.remove(1));
    expect([...(await registerIdentifiers([ring]))]).toEqual([2n ** 64n - 1n]);
    expect(await registeredMarks(new Set(['3']), [ring])).toEqual([]);
    for (const name of readdirSync(ring)) expect(statSync(join(ring, name)).mode & 0o077).toBe(0);
    await register.close();
    // A crash between the database and the copy, and a copy that somebody cut short.
    writeFileSync(join(ring, 'register.state'), '1');
    writeFileSync(join(ring, 'register.u64'), Buffer.alloc(3));
    writeFileSync(join(ring, 'register.jsonl'), '{"payload":"9"');
    expect(await registerIdentifiers([ring])).toHaveLength(0);
    expect(await registeredMarks(new Set(['9']), [ring])).toEqual([]);
    expect(value(await newRegister(data).list({ offset: 0, limit: 9, search: '' })).total).toBe(1);
    expect([...(await registerIdentifiers([ring]))]).toEqual([2n ** 64n - 1n]);
    expect(readdirSync(ring).sort()).toEqual(['register.jsonl', 'register.state', 'register.u64']);
  });

  test('is shared by several processes, each entry once', async () => {
    const data = temporaryFolder();
    const both = [newRegister(data), newRegister(data)];
    const made = await Promise.all(
      Array.from({ length: 40 }, (_, index) => both[index % 2]!.reserve(item(String(index)))),
    );
    expect(new Set(made.map((one) => value(one).number)).size).toBe(40);
    expect(await registerIdentifiers([registerPlaces(data).ring])).toHaveLength(40);
  });

  test('is not made by looking, and is an answer when it cannot be used', async () => {
    const data = temporaryFolder();
    const { database } = registerPlaces(data);
    const looking = newRegister(data);
    expect(value(await looking.list({ offset: 0, limit: 9, search: '' }))).toEqual({ total: 0, entries: [] });
    expect(await looking.remove(1)).toMatchObject({ problem: { code: 'not-found' } });
    expect(existsSync(join(data, 'register'))).toBe(false);

    mkdirSync(join(data, 'register'));
    const refused = async () => {
      const answer = await newRegister(data).reserve(item('1'));
      return answer.ok ? 'it was entered' : answer.problem.code;
    };
    writeFileSync(database, 'this is no database, and long enough to be taken for one'.repeat(20));
    expect(await refused()).toBe('register-unusable');
    rmSync(database);
    tamperFile(database, 'CREATE TABLE other (a)');
    expect(await refused()).toBe('register-unusable');
    rmSync(database);
    const own = newRegister(data);
    value(await own.reserve(item('1')));
    await own.close();
    tamperFile(database, 'CREATE VIEW stranger AS SELECT 1');
    expect(await refused()).toBe('register-unusable');
    tamperFile(database, 'DROP VIEW stranger; PRAGMA user_version = 99');
    const newer = await newRegister(data).list({ offset: 0, limit: 1, search: '' });
    expect(newer).toMatchObject({ problem: { code: 'register-unusable' } });
    expect(newer.ok ? '' : newer.problem.message.en).toContain('newer version');
  });
});
