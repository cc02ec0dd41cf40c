import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { publicMarkKey } from '#core/mark/key.ts';
import { createKeyRing, keyFromFile } from '#core/mark/key-ring.ts';
import { markFolders, markRingState, ringKeys } from '#core/media/mark-ring.ts';
import { temporaryFolder } from './support/case.ts';

const clock = () => new Date('2026-11-22T10:00:00Z');
const digits = '00112233445566778899aabbccddeeff'.repeat(2);
const fingerprint = createHash('sha256').update(Buffer.from(digits, 'hex')).digest('hex').slice(0, 16);

describe('the ring of mark keys', () => {
  test('keeps keys readable by their owner only, names them by fingerprint, gives them back', async () => {
    const folder = join(temporaryFolder(), 'marks');
    const ring = createKeyRing(folder, clock);
    expect(await ring.list()).toEqual([]);
    const added = await ring.add(Buffer.from(` ${digits.toUpperCase()}\n`), ' Studio 工作室 ');
    expect(added).toEqual({
      ok: true,
      value: { fingerprint, name: 'Studio 工作室', createdAt: clock().toISOString() },
    });
    const made = await ring.make('');
    if (!made.ok) throw new Error(made.problem.code);
    expect((await ring.list()).map((key) => key.fingerprint)).toEqual(
      [fingerprint, made.value.fingerprint].sort(),
    );
    for (const name of readdirSync(join(folder, 'keys')))
      expect(statSync(join(folder, 'keys', name)).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'keys')).mode & 0o777).toBe(0o700);
    // What is listed or refused never holds a key.
    expect(JSON.stringify([await ring.list(), await ring.add(Buffer.from(digits), '')])).not.toContain(
      digits,
    );

    const out = join(folder, 'backup.key');
    expect(await ring.export(fingerprint, out)).toMatchObject({ ok: true });
    expect(readFileSync(out, 'latin1')).toBe(`${digits}\n`);
    expect(statSync(out).mode & 0o777).toBe(0o600);
    expect(await ring.export(fingerprint, out)).toMatchObject({ problem: { code: 'file-exists' } });
    expect(await ring.remove(fingerprint)).toMatchObject({ ok: true });
    for (const gone of [ring.find(fingerprint), ring.remove(fingerprint), ring.find('../../etc')])
      expect(await gone).toMatchObject({ problem: { code: 'not-found' } });
    const back = await keyFromFile(out);
    expect(back.ok && Buffer.from(back.value.bytes).toString('hex')).toBe(digits);
  });

  test('refuses what is no key, and a key it has', async () => {
    const folder = temporaryFolder();
    const ring = createKeyRing(folder, clock);
    const refused = async (bytes: Uint8Array, name = '') => {
      const answer = await ring.add(bytes, name);
      return answer.ok ? 'taken' : answer.problem.code;
    };
    for (const wrong of [
      '',
      'ab',
      digits.slice(1),
      `${digits}0`,
      `${digits.slice(0, 63)}g`,
      'x'.repeat(1000),
    ])
      expect([wrong.length, await refused(Buffer.from(wrong))]).toEqual([wrong.length, 'marking-refused']);
    for (const length of [16, 31, 33, 64])
      expect(await refused(Buffer.alloc(length, 200)), `${length} bytes`).toBe('marking-refused');
    expect(await refused(publicMarkKey.bytes)).toBe('marking-refused');
    expect(await refused(Buffer.from(digits), 'x'.repeat(201))).toBe('marking-refused');
    expect(await refused(Buffer.from(digits))).toBe('taken');
    expect(await refused(Buffer.from(digits, 'hex'))).toBe('file-exists');
    for (const path of [join(folder, 'absent.key'), folder])
      expect(await keyFromFile(path)).toMatchObject({ problem: { code: 'marking-refused' } });
  });

  test('reaches readers through folders, and run keys through fingerprints alone', async () => {
    const [own, lent] = [temporaryFolder(), temporaryFolder()];
    const folders = markFolders({ ASSAY_MARKS: [own, lent].join(delimiter) });
    expect(folders).toEqual([own, lent]);
    expect((await ringKeys(null, folders)).keys).toEqual([publicMarkKey]);
    const before = await markRingState(folders);
    expect(before).toEqual({ version: 'public key only' });
    await createKeyRing(own, clock).add(Buffer.from(digits), 'Studio');
    const after = await markRingState(folders);
    expect(after).toEqual({ version: expect.stringMatching(/^ring [0-9a-f]{12}$/) });
    expect(await markRingState(folders)).toEqual(after);
    const all = await ringKeys(null, folders);
    expect(all.keys.map(({ name }) => name.kind)).toEqual(['public', 'private']);
    expect((await ringKeys([fingerprint], folders)).keys.map(({ name }) => name.fingerprint)).toEqual([
      fingerprint,
    ]);
    expect(await ringKeys(['0'.repeat(16)], folders)).toEqual({
      keys: [],
      problems: ['the key 0000000000000000 is not in the ring'],
    });
    writeFileSync(join(own, 'keys', 'other.json'), '{"version":1,"key":"zz"');
    expect((await ringKeys(null, folders)).problems).toEqual([
      'other.json in the ring of mark keys is not a key',
    ]);
    mkdirSync(join(lent, 'keys'));
    writeFileSync(join(lent, 'register.jsonl'), '{}\n');
    expect(await markRingState(folders)).not.toEqual(after);
  });
});
