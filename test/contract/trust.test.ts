import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readTrustFolder, trustFolder, trustState } from '#core/media/trust-lists.ts';
import { createNodePorts } from '#core/node-ports.ts';
import type { TrustManagement } from '#core/trust/management.ts';
import type { Result } from '#shared/contract/errors.ts';
import { TrustChoice, TrustSource } from '#shared/domain/trust.ts';
import { type Authority, makeAuthority } from '../fixtures/make/signed.ts';
import { makeProduct, opensslMarks } from '../fixtures/make/trust-files.ts';
import { openCore, type TestCore } from '../support/hosts.ts';
import { opensslPresent, trustPresent, trustRoot } from '../support/trust.ts';

/** The management of lists with the real core, real workers and a real folder. */
let core: TestCore;
let trust: TrustManagement;
let sources: string;
let one: Authority;
let two: Authority;
const reason = { en: 'lost key', 'zh-CN': '密钥丢失' };
const source = (...paths: string[]) => TrustSource.parse({ paths });
const choice = (given: Partial<TrustChoice> = {}) => TrustChoice.parse(given);

beforeAll(async () => {
  const keys = await mkdtemp(join(tmpdir(), 'assay-authorities-'));
  if (opensslPresent) {
    one = makeAuthority(keys, 'one', ['emailProtection']);
    two = makeAuthority(keys, 'two', ['emailProtection']);
  }
  await rm(keys, { recursive: true });
});
beforeEach(async () => {
  core = await openCore('command-line');
  trust = core.app.trust;
  sources = join(core.folder, 'sources');
  await mkdir(sources);
});
afterEach(() => core.close());

const folder = () => core.app.ports.paths.trust;
const put = async (name: string, content: string | Uint8Array) => {
  const path = join(sources, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, content);
  return path;
};

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.problem.code} ${result.problem.detail ?? ''}`);
  return result.value;
}
const listOf = async (id: string) => value(await trust.lists()).lists.find((list) => list.id === id);
const take = async (...paths: string[]) => value(await trust.import(source(...paths), choice()));

describe.skipIf(!opensslPresent)('an imported list', () => {
  test('keeps the original bytes, and what is known of it', async () => {
    const text = `words of the publisher\r\n${one.root}`;
    const path = await put('Newsroom.pem', text);
    expect((await take(path)).proposals.map(({ id, state, diff }) => [id, state, diff.added.length])).toEqual(
      [['user-newsroom', 'new', 1]],
    );
    expect(await listOf('user-newsroom')).toMatchObject({
      kind: 'user-signer',
      tier: 'user',
      title: 'Newsroom',
      source: 'Newsroom.pem',
      entries: 1,
      enabled: true,
      held: 'imported',
      previous: null,
      editionKnown: null,
    });
    expect(await readFile(join(folder(), 'user-newsroom.0001', 'original', 'Newsroom.pem'), 'utf8')).toBe(
      text,
    );
    const facts = value(await trust.certificates('user-newsroom'));
    const marks = opensslMarks(one.root);
    expect(facts.map(({ sha256, keySha256 }) => [sha256, keySha256])).toEqual([
      [marks.sha256, marks.keySha256],
    ]);
    expect((await readTrustFolder(folder())).lists.map(({ id, tier }) => [id, tier])).toEqual([
      ['user-newsroom', 'user'],
    ]);
    expect((await take(path)).proposals[0]?.state).toBe('unchanged');
    expect(await readdir(folder())).toEqual(['user-newsroom.0001']);
  });

  test('is replaced by a newer edition, which is told line by line and can be taken back', async () => {
    await take(await put('roots.pem', one.root));
    const second = await put('roots.pem', two.root);
    const proposal = value(await trust.examine(source(second), choice())).proposals[0]!;
    expect(proposal.state).toBe('replaces');
    expect([proposal.diff.added, proposal.diff.removed].map((lines) => lines.map(({ id }) => id))).toEqual([
      [opensslMarks(two.root).sha256],
      [opensslMarks(one.root).sha256],
    ]);
    expect((await readTrustFolder(folder())).lists[0]?.anchors.trim()).toBe(one.root.trim());
    await take(second);
    expect((await readTrustFolder(folder())).lists[0]?.anchors.trim()).toBe(two.root.trim());
    expect(value(await trust.history('user-roots')).removed.map(({ id }) => id)).toEqual([
      opensslMarks(one.root).sha256,
    ]);

    // Third edition: the first is given up, the second kept.
    await take(await put('roots.pem', one.root + two.root));
    expect((await readdir(folder())).sort()).toEqual(['user-roots.0002', 'user-roots.0003']);
    expect(value(await trust.rollback('user-roots'))).toMatchObject({
      entries: 1,
      previous: { sha256: expect.any(String) },
    });
    expect((await readTrustFolder(folder())).lists[0]?.anchors.trim()).toBe(two.root.trim());
    value(await trust.rollback('user-roots'));
    expect((await readTrustFolder(folder())).lists[0]?.certificates).toBe(2);
  });

  test('switched off it counts no more, changes the key of runs, and stays off when replaced', async () => {
    await take(await put('roots.pem', one.root));
    const before = await trustState(folder());
    expect(value(await trust.setEnabled('user-roots', false)).enabled).toBe(false);
    expect((await readTrustFolder(folder())).lists).toEqual([]);
    expect(await trustState(folder())).not.toBe(before);
    await take(await put('roots.pem', two.root));
    expect((await listOf('user-roots'))?.enabled).toBe(false);
    value(await trust.setEnabled('user-roots', true));
    expect((await readTrustFolder(folder())).lists.length).toBe(1);
    value(await trust.remove('user-roots'));
    expect(await readdir(folder())).toEqual([]);
    expect(await trust.remove('user-roots')).toMatchObject({ ok: false, problem: { code: 'not-found' } });
  });

  test('changed behind our back it is not used, and says so', async () => {
    await take(await put('roots.pem', one.root));
    await writeFile(join(folder(), 'user-roots.0001', 'original', 'roots.pem'), two.root);
    const { lists, problems } = await readTrustFolder(folder());
    expect(lists).toEqual([]);
    expect(problems.join()).toContain('changed since it was imported');
    expect(await trust.certificates('user-roots')).toMatchObject({
      ok: false,
      problem: { code: 'input-output' },
    });
    // Importing the file again mends it.
    await take(await put('roots.pem', one.root));
    expect((await readTrustFolder(folder())).lists.length).toBe(1);
  });

  test('a private key is refused and nothing of it is copied anywhere', async () => {
    const { proposals, refused } = await take(await put('roots.pem', one.root + one.key));
    expect([proposals, refused.map(({ code }) => code)]).toEqual([[], ['private-key']]);
    expect(await readdir(folder())).toEqual([]);
    const files = [{ name: 'roots.pem', base64: Buffer.from(one.root + one.key).toString('base64') }];
    value(await trust.import(TrustSource.parse({ files }), choice()));
    expect(await readdir(folder())).toEqual([]);
    expect(
      (await readdir(core.app.ports.paths.temporary)).filter((name) => name.startsWith('trust-')),
    ).toEqual([]);
  });

  test('an official name with unknown bytes waits for the user’s word', async () => {
    const path = await put('C2PA-TRUST-LIST.pem', one.root);
    expect((await take(path)).proposals.map(({ state }) => state)).toEqual(['undecided']);
    expect(await readdir(folder())).toEqual([]);
    value(await trust.import(source(path), choice({ unknownEdition: 'official' })));
    expect(await listOf('c2pa')).toMatchObject({ tier: 'official', editionKnown: false });
    expect((await readTrustFolder(folder())).lists[0]).toMatchObject({ id: 'c2pa', tier: 'official' });
  });

  test('bytes sent by a browser are imported like files, with their folders', async () => {
    const files = [
      { name: 'lists/anchors.pem', base64: Buffer.from(one.root).toString('base64') },
      { name: 'lists/allowed.pem', base64: Buffer.from(two.chain).toString('base64') },
      { name: 'lists/README.md', base64: Buffer.from('words').toString('base64') },
    ];
    const done = value(await trust.import(TrustSource.parse({ files }), choice({ unknownEdition: 'own' })));
    expect(done.proposals.map(({ id, entries }) => [id, entries])).toEqual([['user-anchors', 2]]);
    expect(done.ignored).toEqual(['README.md']);
    for (const name of ['../x.pem', '/', 'a/../../x.pem'])
      expect(
        await trust.import(TrustSource.parse({ files: [{ ...files[0], name }] }), choice()),
      ).toMatchObject({
        ok: false,
        problem: { code: 'bad-request' },
      });
  });

  test('what a crash left behind is passed over', async () => {
    await take(await put('roots.pem', one.root));
    await mkdir(join(folder(), '.draft-x', 'original'), { recursive: true });
    await mkdir(join(folder(), 'user-roots.0002'));
    await writeFile(join(folder(), 'user-roots.0002', 'record.json'), '{"format":');
    expect(await listOf('user-roots')).toMatchObject({ entries: 1 });
    const reading = await readTrustFolder(folder());
    expect(reading.lists.map(({ id }) => id)).toEqual(['user-roots']);
    expect(reading.problems.join()).toContain('edition 2');
  });

  test('two imports at once both arrive', async () => {
    const paths = await Promise.all([put('a.pem', one.root), put('b.pem', two.root)]);
    await Promise.all(paths.map((path) => take(path)));
    expect((await readTrustFolder(folder())).lists.map(({ id }) => id)).toEqual(['user-a', 'user-b']);
  });
});

describe.skipIf(!opensslPresent)('denials', () => {
  test('are added, replaced, kept as a list of their own, and taken away', async () => {
    const { sha256 } = opensslMarks(one.root);
    const added = value(
      await trust.deny({ certificateSha256: sha256.toUpperCase(), reason, since: '2026-01-01' }),
    );
    expect(added).toMatchObject({ list: 'deny-own', entry: { certificateSha256: sha256 }, active: true });
    value(await trust.deny({ certificateSha256: sha256, reason: { en: 'other', 'zh-CN': '其他' } }));
    value(await trust.deny({ issuer: 'CN=Somebody', reason }));
    const all = value(await trust.denials());
    expect(all.filter(({ list }) => list === 'deny-own').map(({ entry }) => entry.reason.en)).toEqual([
      'other',
      'lost key',
    ]);
    expect(all.filter(({ list }) => list === 'deny-built-in').length).toBe(6);
    const { denied } = await readTrustFolder(folder());
    const [facts] = await (async () => {
      await take(await put('roots.pem', one.root));
      return value(await trust.certificates('user-roots'));
    })();
    expect(denied(facts!)).toBe('other');
    value(await trust.undeny(added.id));
    value(await trust.undeny('issuer CN=Somebody'));
    expect(await listOf('deny-own')).toBeUndefined();
    expect((await readTrustFolder(folder())).denied(facts!)).toBeNull();
    expect(await trust.undeny(added.id)).toMatchObject({ ok: false, problem: { code: 'not-found' } });
  });

  test('the built-in list is there, and cannot be changed', async () => {
    expect(await listOf('deny-built-in')).toMatchObject({ held: 'built-in', enabled: true, entries: 6 });
    const [first] = value(await trust.denials());
    for (const refused of [
      await trust.setEnabled('deny-built-in', false),
      await trust.remove('deny-built-in'),
      await trust.undeny(first!.id),
    ])
      expect(refused).toMatchObject({ ok: false, problem: { code: 'bad-request' } });
    expect(await trust.deny({ serial: '1', reason })).toMatchObject({
      ok: false,
      problem: { code: 'bad-request' },
    });
  });

  test('a deny list is imported from a file', async () => {
    const path = await put('deny-partners.json', JSON.stringify([{ issuer: 'CN=X', reason }]));
    expect((await take(path)).proposals.map(({ id, kind }) => [id, kind])).toEqual([
      ['deny-partners', 'deny'],
    ]);
    expect(value(await trust.denials()).map(({ list }) => list)).toContain('deny-partners');
    value(await trust.setEnabled('deny-partners', false));
    expect(value(await trust.denials()).find(({ list }) => list === 'deny-partners')?.active).toBe(false);
    expect((await readTrustFolder(folder())).deny.map(({ issuer }) => issuer)).not.toContain('CN=X');
  });
});

test('the register of conforming products has pages', async () => {
  const register = [makeProduct('a', 'Camera'), makeProduct('b', 'Editor')];
  await take(await put('conforming-products-list.json', JSON.stringify(register)));
  expect(value(await trust.products('conforming-products')).map(({ name }) => name)).toEqual([
    'Camera',
    'Editor',
  ]);
  expect((await readTrustFolder(folder())).products.length).toBe(2);
  const changed = [makeProduct('a', 'Camera', { status: 'withdrawn' })];
  const next = await take(await put('conforming-products-list.json', JSON.stringify(changed)));
  const { diff } = next.proposals[0]!;
  expect([diff.changed.length, diff.removed.length]).toEqual([1, 1]);
});

describe.skipIf(!trustPresent)('the published lists', () => {
  test('are imported from their folder as a whole', async () => {
    const { proposals, refused } = await take(trustRoot);
    expect(refused).toEqual([]);
    expect(proposals.map(({ id, state, editionKnown }) => [id, state, editionKnown])).toEqual(
      ['conforming-products', 'interim', 'c2pa', 'c2pa-tsa'].map((id) => [id, 'new', true]),
    );
    const plain = await readTrustFolder(trustRoot);
    const imported = await readTrustFolder(folder());
    const byId = (reading: typeof plain) =>
      [...reading.lists]
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .map(({ anchors: _a, allowed: _b, ...rest }) => rest);
    expect(byId(imported)).toEqual(byId(plain));
    expect(imported.products).toEqual(plain.products);
    expect((await listOf('interim'))?.source).toBe('trust');
    const facts = value(await trust.certificates('c2pa'));
    expect(facts.length).toBe(30);
    expect((await take(trustRoot)).proposals.map(({ state }) => state)).toEqual(Array(4).fill('unchanged'));
  });

  test('are overdue when the promised day has passed', async () => {
    await take(trustRoot);
    await core.close();
    core = await openCore('command-line', { clock: () => new Date('2028-01-01T00:00:00Z') });
    trust = core.app.trust;
    await take(trustRoot);
    const { lists } = value(await trust.lists());
    expect(lists.filter(({ overdue }) => overdue).map(({ id }) => id)).toEqual(['c2pa', 'c2pa-tsa']);
  });
});

describe('the folder of the host', () => {
  const before = process.env.ASSAY_TRUST;
  afterAll(() => {
    if (before === undefined) delete process.env.ASSAY_TRUST;
    else process.env.ASSAY_TRUST = before;
  });

  test('goes to the workers, unless the environment names another, which is only read', async () => {
    const told: Readonly<Record<string, string>>[] = [];
    const make = async () => {
      const { ports, release } = await createNodePorts({
        host: 'command-line',
        log: () => undefined,
        workers: (_temporary, environment) => {
          told.push(environment);
          return core.app.ports.workers;
        },
      });
      await release();
      return ports.paths;
    };
    const data = process.env.ASSAY_DATA;
    process.env.ASSAY_DATA = join(core.folder, 'other');
    const managed = await make();
    expect([managed.trust, managed.trustManaged]).toEqual([join(core.folder, 'other', 'trust'), true]);
    process.env.ASSAY_TRUST = sources;
    const named = await make();
    expect([named.trust, named.trustManaged]).toEqual([sources, false]);
    expect(told.map((environment) => environment.ASSAY_TRUST)).toEqual([managed.trust, sources]);
    expect(trustFolder()).toBe(sources);
    if (data === undefined) delete process.env.ASSAY_DATA;
    else process.env.ASSAY_DATA = data;

    await core.close();
    core = await openCore('command-line', {
      paths: {
        ...core.app.ports.paths,
        trust: await mkdtemp(join(tmpdir(), 'assay-named-')),
        trustManaged: false,
      },
    });
    expect(value(await core.app.trust.lists())).toMatchObject({ managed: false });
    expect(await core.app.trust.import(source('/absent'), choice())).toMatchObject({
      ok: false,
      problem: { code: 'not-available-here' },
    });
  });
});
