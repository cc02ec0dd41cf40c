import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  detachedStore,
  extraExclusion,
  transplantedBeside,
} from '../fixtures/make/attacks/binding-attacks.ts';
import { type Forgers, makeForgers } from '../fixtures/make/attacks/forgers.ts';
import { plainPng } from '../fixtures/make/containers.ts';
import { CommandLine, type CommandResult } from '../support/command-line.ts';
import { opensslPresent } from '../support/openssl.ts';

/** `assay credential` as a script sees it: the stable form of its JSON, word for word. */
const Report = z.strictObject({
  files: z.array(
    z.looseObject({
      name: z.string(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      axes: z.strictObject({
        presence: z.enum(['none', 'embedded', 'sidecar', 'remote-only', 'recovered', 'unreadable']),
        integrity: z.enum(['intact', 'changed', 'partly-covered', 'unchecked']),
        signature: z.enum(['ok', 'broken', 'expired', 'revoked', 'absent']),
        signer: z.enum(['official', 'interim', 'user', 'unlisted', 'invalid', 'none']),
        ingredients: z.enum(['ok', 'flawed', 'unknown', 'none']),
        identity: z.enum(['verified', 'unverifiable', 'untrusted', 'failed', 'absent']),
      }),
      worst: z.enum(['ok', 'warning', 'failed', 'undetermined', 'none']),
      codes: z.array(z.string()),
      findings: z.array(
        z.looseObject({
          id: z.string(),
          severity: z.enum(['info', 'notice', 'warning', 'failed']),
          statement: z.string(),
        }),
      ),
      engines: z.array(z.looseObject({ name: z.string(), version: z.string(), state: z.string() })),
      coverage: z.looseObject({ protected: z.number().int(), unprotected: z.number().int() }).nullable(),
    }),
  ),
});

const assay = new CommandLine();
afterAll(() => assay.remove());
const credential = (...args: string[]) => assay.run(['credential', ...args]);

function files(result: CommandResult) {
  expect(result.stderr).not.toMatch(/^ {4}at /m);
  return Report.parse(JSON.parse(result.stdout)).files;
}

describe.skipIf(!opensslPresent)('assay credential', () => {
  let forgers: Forgers;
  const signed = assay.path('signed.jpg');
  const changed = assay.path('changed.jpg');
  const plain = assay.path('plain.png');
  const sound = {
    presence: 'embedded',
    integrity: 'intact',
    signature: 'ok',
    signer: 'user',
    ingredients: 'none',
    identity: 'absent',
  };

  beforeAll(async () => {
    const keys = assay.path('keys');
    mkdirSync(keys);
    forgers = makeForgers(keys);
    const { twin } = await extraExclusion(forgers.honest.forger);
    writeFileSync(signed, twin.bytes);
    const other = Buffer.from(twin.bytes);
    other[other.length - 30]! ^= 4;
    writeFileSync(changed, other);
    writeFileSync(plain, plainPng());
  });
  const trusted = (...args: string[]) => credential(...args, '--trust', forgers.trust);

  test('gives the documented document for several files, in their order', async () => {
    const result = await trusted(changed, plain, signed, changed, '--json');
    expect([result.status, result.stderr]).toEqual([0, '']);
    const found = files(result);
    expect(found.map(({ name, worst }) => [name, worst])).toEqual([
      ['changed.jpg', 'failed'],
      ['plain.png', 'none'],
      ['signed.jpg', 'ok'],
      ['changed.jpg', 'failed'],
    ]);
    const [broken, none, good] = found;
    expect(good?.sha256).toBe(createHash('sha256').update(readFileSync(signed)).digest('hex'));
    expect(good?.axes).toEqual(sound);
    expect(broken?.axes).toEqual({ ...sound, integrity: 'changed' });
    expect(none?.axes).toMatchObject({ presence: 'none', integrity: 'unchecked', signer: 'none' });
    expect(good?.codes).toEqual(
      expect.arrayContaining([
        'assertion.dataHash.match',
        'claimSignature.validated',
        'signingCredential.trusted',
      ]),
    );
    expect(broken?.codes).toContain('assertion.dataHash.mismatch');
    expect(good?.engines.map(({ name, state }) => `${name} ${state}`)).toEqual(
      expect.arrayContaining(['c2pa-node Trusted', 'c2pa-wasm Trusted']),
    );
    expect(good?.engines[0]?.version).toMatch(/^\d+\.\d+\.\d+/);
    const { coverage } = good!;
    expect(coverage?.unprotected).toBe(0);
    expect(coverage?.protected).toBeLessThan(readFileSync(signed).length);
    expect(coverage?.protected).toBeGreaterThan(0);
    expect(good?.findings.map(({ id, severity }) => [id, severity])).toContainEqual([
      'no-time-stamp',
      'info',
    ]);
    expect(none?.coverage).toBeNull();
  });

  test('says which bytes are not covered', async () => {
    const { attack } = await extraExclusion(forgers.honest.forger);
    const path = assay.path('open.jpg');
    writeFileSync(path, attack.bytes);
    const [open] = files(await trusted(path, '--json'));
    expect(open).toMatchObject({ worst: 'ok', axes: { integrity: 'partly-covered' } });
    const finding = open?.findings.find(({ id }) => id === 'extra-exclusions');
    expect(finding).toMatchObject({ severity: 'notice', statement: expect.stringContaining('Exif') });
    expect(open?.coverage?.unprotected).toBeGreaterThan(50);
  });

  test('knows the signer only by the lists it is given', async () => {
    const [unlisted] = files(await assay.runAlone(['credential', signed, '--json']));
    expect(unlisted).toMatchObject({ worst: 'ok', axes: { ...sound, signer: 'unlisted' } });
    const [listed] = files(await trusted(signed, '--json'));
    expect(listed?.axes.signer).toBe('user');
    const empty = assay.path('empty');
    mkdirSync(empty);
    const [again] = files(await credential(signed, '--json', '--trust', empty));
    expect(again?.axes.signer).toBe('unlisted');
  });

  /** The certificate was made today, and is good for 3000 days. */
  const year = new Date().getUTCFullYear();
  const asOf = async (date: string) => files(await trusted(signed, '--json', '--as-of', date))[0];

  test('holds the certificate against another date', async () => {
    expect(await asOf(`${year + 2}-06-30`)).toMatchObject({ worst: 'ok', axes: sound });
    expect(await asOf(`${year + 2}-06-30T12:00:00+02:00`)).toMatchObject({ worst: 'ok', axes: sound });
  });

  test('says it when the certificate had expired by then', async () => {
    const late = await asOf(`${year + 20}-06-30T12:00:00Z`);
    expect(late?.findings.map(({ id }) => id)).toContain('expired-without-time');
    expect(late).toMatchObject({ worst: 'warning', axes: { integrity: 'intact', signature: 'expired' } });
  });

  test('says it when the certificate did not exist yet', async () => {
    expect(await asOf('2001-01-01')).toMatchObject({
      worst: 'warning',
      axes: { integrity: 'intact', signature: 'expired' },
    });
  });

  test('uses the credential kept beside its file, when both are named', async () => {
    const folder = assay.path('beside');
    mkdirSync(folder);
    const write = (name: string, bytes: Uint8Array): string => {
      writeFileSync(assay.path('beside', name), bytes);
      return assay.path('beside', name);
    };
    const { attack, twin } = await detachedStore(forgers.honest.forger);
    const picture = write('photo.jpg', twin.bytes);
    const store = write('photo.c2pa', twin.companion!);
    const [alone] = files(await trusted(picture, '--json'));
    expect(alone).toMatchObject({ worst: 'none', axes: { presence: 'none' } });
    const [one, other] = files(await trusted(picture, store, '--json'));
    expect(one).toMatchObject({ name: 'photo.jpg', worst: 'ok', axes: { ...sound, presence: 'sidecar' } });
    expect(other).toMatchObject({
      name: 'photo.c2pa',
      worst: 'undetermined',
      axes: { presence: 'sidecar', integrity: 'unchecked' },
    });
    const moved = [write('moved.jpg', attack.bytes), write('moved.jpg.c2pa', attack.companion!)];
    expect(files(await trusted(...moved, '--json'))[0]).toMatchObject({
      worst: 'failed',
      axes: { presence: 'sidecar', integrity: 'changed' },
    });
    const wrong = (await transplantedBeside(forgers.honest.forger)).attack;
    const both = [write('wrong.jpg', wrong.bytes), write('wrong.c2pa', wrong.companion!)];
    expect(files(await trusted(...both, '--json'))[0]).toMatchObject({
      worst: 'failed',
      axes: { presence: 'sidecar', integrity: 'changed' },
    });
  });

  test('reads what it can when a file is missing, and says which', async () => {
    const result = await trusted(assay.path('missing.jpg'), signed, '--json');
    expect(result.status).toBe(1);
    expect(result.stderr).toContain('missing.jpg');
    expect(files(result).map(({ name }) => name)).toEqual(['signed.jpg']);
    const nothing = await trusted(assay.path('missing.jpg'), '--json');
    expect(nothing.status).toBe(1);
    expect(nothing.stderr).toContain('missing.jpg');
  });

  test('says what it found in either language', async () => {
    const english = await trusted(changed, signed);
    expect([english.status, english.stderr]).toEqual([0, '']);
    const chinese = await trusted(changed, signed, '--language', 'zh-CN');
    expect([chinese.status, chinese.stderr]).toEqual([0, '']);
    for (const { stdout } of [english, chinese]) {
      expect(stdout).not.toMatch(/undefined|\[object/);
      expect(stdout.indexOf('changed.jpg')).toBeLessThan(stdout.indexOf('signed.jpg'));
      expect(stdout).toContain(createHash('sha256').update(readFileSync(signed)).digest('hex'));
      expect(stdout).toMatch(/c2pa-node \d+\.\d+\.\d+.*: Invalid/);
      expect(stdout).toContain('Assay Test Newsroom / Desk');
      expect(stdout).toContain('[no-time-stamp]');
    }
    expect(english.stdout).toMatch(/changed after signing/i);
    expect(english.stdout).not.toMatch(/\p{Script=Han}/u);
    expect(chinese.stdout).toMatch(/签名后被改动/);
    expect(chinese.stdout).toMatch(/没有独立第三方证明签名时间/);
  });

  test('leaves nothing behind', () => {
    expect(assay.leftovers()).toEqual([]);
  });

  test.each([
    ['no file', () => ['credential', '--json']],
    ['no date', () => ['credential', signed, '--as-of', 'yesterday']],
    ['a day that is none', () => ['credential', signed, '--as-of', '2026-13-45']],
    ['a day no month has', () => ['credential', signed, '--as-of', '2026-02-30']],
    ['a folder that is none', () => ['credential', signed, '--trust', assay.path('nowhere')]],
    ['a file for a folder', () => ['credential', signed, '--trust', signed]],
    ['an unknown option', () => ['credential', signed, '--online']],
  ])('%s → 2', async (_what, args) => {
    const { status, stdout, stderr } = await assay.run(args());
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).not.toBe('');
    expect(stderr).not.toMatch(/^ {4}at /m);
  });
});
