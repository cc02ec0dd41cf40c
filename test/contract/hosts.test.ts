import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ORPCError } from '@orpc/client';
import { isContractProcedure } from '@orpc/contract';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { contract } from '#shared/contract/contract.ts';
import type { Problem } from '#shared/contract/errors.ts';
import type { Activity, Job } from '#shared/contract/events.ts';
import { Publication } from '#shared/domain/publication.ts';
import { makePng } from '../fixtures/make/png.ts';
import { english } from '../fixtures/make/running-text.ts';
import { photographFile, sensorCamera } from '../fixtures/make/sensor-camera.ts';
import { tamperFile } from '../store/support/tamper.ts';
import {
  type Client,
  type Connected,
  connectDesktop,
  connectInProcess,
  connectLoopback,
  openCore,
  type TestCore,
} from '../support/hosts.ts';

/** Names of all calls: `case.open`, … */
function callNames(node: unknown = contract, path: string[] = []): string[] {
  if (isContractProcedure(node)) return [path.join('.')];
  return Object.entries(node as object).flatMap(([key, child]) => callNames(child, [...path, key]));
}

/** The client, noting which calls were made through it. */
function noting(client: Client, seen: Set<string>): Client {
  const wrap = (target: object, path: string[]): object =>
    new Proxy(target, {
      get(object, key: string) {
        const child = Reflect.get(object, key) as object;
        return typeof key === 'string' && path.length < 2 ? wrap(child, [...path, key]) : child;
      },
      apply(callee, self, args) {
        seen.add(path.join('.'));
        return Reflect.apply(callee as never, self, args);
      },
    });
  return wrap(client, []) as Client;
}

async function problemOf(call: Promise<unknown>): Promise<Problem | string> {
  try {
    await call;
    return 'no problem';
  } catch (error) {
    if (!(error instanceof ORPCError)) throw error;
    return error.code === 'PROBLEM' ? (error.data as Problem) : error.code;
  }
}

const hosts: [string, (core: TestCore) => Promise<Connected>][] = [
  ['loopback', (core) => connectLoopback(core.app)],
  ['desktop', (core) => connectDesktop(core.app)],
  ['command-line', (core) => connectInProcess(core.app)],
];

describe.each(hosts)('the contract through %s', (name, connect) => {
  const seen = new Set<string>();
  let core: TestCore;
  let connected: Connected;
  let client: Client;
  let caseId: string;
  let sha256: string;

  beforeAll(async () => {
    core = await openCore(name as 'loopback', {
      dialogs: { chooseDirectory: async () => '/chosen', chooseFiles: async () => ['/chosen/file'] },
      reveal: () => undefined,
    });
    connected = await connect(core);
    client = noting(connected.client, seen);
  });
  afterAll(async () => {
    await connected.close();
    await core.close();
  });

  async function settled(job: Job): Promise<Job> {
    for (;;) {
      const found = (await client.job.list()).find((candidate) => candidate.id === job.id)!;
      if (found.state !== 'running') return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  test('says what it can do', async () => {
    const capabilities = await client.app.capabilities();
    expect(capabilities.host).toBe(name);
    expect(capabilities.engines.find((engine) => engine.name === 'sharp')?.version).toMatch(/\d+\.\d+/);
    expect((await client.app.analyses()).map((card) => card.id)).toContain('container.structure');
  });

  test('keeps the settings, refuses others, and survives an unreadable file', async () => {
    expect(await client.app.settings()).toEqual({ language: null, theme: 'system' });
    const chosen = { language: 'zh-CN', theme: 'dark' } as const;
    expect(await client.app.saveSettings(chosen)).toEqual(chosen);
    expect(await client.app.settings()).toEqual(chosen);
    expect(await problemOf(client.app.saveSettings({ ...chosen, theme: 'pink' as 'dark' }))).toBe(
      'BAD_REQUEST',
    );
    // Another process reads what this one wrote, and nothing else lies beside it.
    const data = join(core.folder, 'data');
    expect(JSON.parse(await readFile(join(data, 'settings.json'), 'utf8'))).toEqual(chosen);
    expect((await readdir(data)).filter((entry) => entry.startsWith('settings'))).toEqual(['settings.json']);
    await writeFile(join(data, 'settings.json'), '{"language":');
    expect(await client.app.settings()).toEqual({ language: null, theme: 'system' });
    expect(core.log).toContainEqual({
      level: 'warn',
      message: 'the settings were unreadable; the defaults are used',
    });
    // Of many at once the last one stays, whole.
    const themes = ['light', 'dark', 'system', 'light'] as const;
    await Promise.all(themes.map((theme) => client.app.saveSettings({ language: 'en', theme })));
    expect(await client.app.settings()).toEqual({ language: 'en', theme: 'light' });
  });

  test('says when the settings cannot be kept', async () => {
    await rm(join(core.folder, 'data'), { recursive: true });
    await writeFile(join(core.folder, 'data'), 'a file in the folder’s place');
    expect(await problemOf(client.app.saveSettings({ language: 'en', theme: 'light' }))).toMatchObject({
      code: 'input-output',
    });
    await rm(join(core.folder, 'data'));
  });

  test('makes a case, and refuses a second of the same name', async () => {
    const { directory } = await client.case.defaultDirectory();
    const made = await client.case.create({ directory, name: 'contract' });
    caseId = made.id;
    expect(made).toMatchObject({ name: 'contract', evidenceCount: 0, readOnly: false });
    expect((await client.case.opened()).map((one) => one.id)).toEqual([caseId]);
    expect(await problemOf(client.case.create({ directory, name: 'contract' }))).toMatchObject({
      code: 'case-exists',
    });
  });

  test('takes files in, refuses what is not a file, and tells listeners', async () => {
    const folder = join(core.folder, 'source');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'one.png'), makePng());
    const stop = new AbortController();
    const events: Activity[] = [];
    const listening = (async () => {
      for await (const event of await client.app.activity(undefined, { signal: stop.signal }))
        events.push(event);
    })().catch((error: unknown) => {
      if (!stop.signal.aborted) throw error;
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const job = await settled(
      await client.evidence.add({ caseId, paths: [folder, join(core.folder, 'absent')] }),
    );
    expect(job.state).toBe('done');
    expect(job.problems.map((problem) => problem.item)).toEqual([join(core.folder, 'absent')]);
    const { total, items } = await client.evidence.list({ caseId });
    expect(total).toBe(1);
    sha256 = items[0]!.sha256;
    expect(items[0]).toMatchObject({
      name: 'one.png',
      media: { kind: 'image', format: 'png', width: 16, height: 9 },
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    stop.abort();
    await listening;
    expect(events.map((event) => event.type)).toContain('evidence-added');
    expect((await client.evidence.get({ caseId, evidence: sha256 })).sha256).toBe(sha256);
    expect(await client.evidence.sameContent({ caseId, evidence: sha256 })).toEqual([]);
    expect((await client.evidence.tiles({ caseId, evidence: sha256 })).levels).toBe(1);
    expect((await client.evidence.chooseFiles()).paths).toEqual(['/chosen/file']);
    expect((await client.case.chooseDirectory({ purpose: 'open' })).directory).toBe('/chosen');
  });

  test('examines, keeps the runs, and does not compute them twice', async () => {
    const only = ['container.structure', 'pixels.quantization'];
    const job = await settled(await client.examine.start({ caseId, only }));
    expect(job).toMatchObject({ state: 'done', done: 2, total: 2 });
    const runs = await client.examine.runs({ caseId, evidence: sha256 });
    expect(runs.map(({ analysis, outcome }) => [analysis, outcome]).sort()).toEqual([
      ['container.structure', 'found'],
      ['pixels.quantization', 'not-applicable'],
    ]);
    const run = await client.examine.run({ caseId, run: runs[0]!.id });
    expect(run.key).toMatch(/^[0-9a-f]{64}$/);
    await settled(await client.examine.start({ caseId, only }));
    expect((await client.examine.runs({ caseId, evidence: sha256 })).map((one) => one.id).sort()).toEqual(
      runs.map((one) => one.id).sort(),
    );
    expect(await problemOf(client.examine.start({ caseId, only: ['no.such'] }))).toMatchObject({
      code: 'no-such-analysis',
    });
  });

  test('tells what a file says about its making, and what was not asked of it', async () => {
    const overview = () => client.labels.overview({ caseId, evidence: sha256 });
    const both = ['labels.declared', 'provenance.c2pa'];
    expect(await overview()).toEqual({
      state: 'undetermined',
      statements: [],
      contradictions: [],
      complete: false,
      missing: both,
    });
    await settled(await client.examine.start({ caseId, only: both.slice(0, 1) }));
    expect(await overview()).toMatchObject({ state: 'undetermined', missing: ['provenance.c2pa'] });
    expect(await problemOf(client.labels.overview({ caseId, evidence: '0'.repeat(64) }))).toMatchObject({
      code: 'not-found',
    });
  });

  test('follows labels from copy to copy, and needs two files for it', async () => {
    const evidence = [sha256, sha256];
    expect(await client.labels.survival({ caseId, evidence })).toMatchObject({
      files: [{ sha256 }, { sha256 }],
      passages: [{ from: sha256, to: sha256, labels: [], innocent: [], reading: null }],
    });
    await expect(client.labels.survival({ caseId, evidence: [sha256] })).rejects.toThrow();
    expect(
      await problemOf(client.labels.survival({ caseId, evidence: [sha256, '0'.repeat(64)] })),
    ).toMatchObject({ code: 'not-found' });
  });

  test('writes a report, lists it, and verifies the case', async () => {
    const made = await client.report.export({ caseId, format: 'json', language: 'en' });
    expect((await client.report.list({ caseId })).map((report) => report.name)).toEqual([made.name]);
    const printed = await client.report.export({ caseId, format: 'html', language: 'en' });
    const [first, ...others] = await client.report.list({ caseId });
    expect(others.map((report) => report.name)).toEqual([made.name]);
    expect(first).toMatchObject({
      name: printed.name,
      record: { name: printed.name.replace('.html', '.json') },
    });
    await client.report.reveal({ caseId, name: made.name });
    expect(await problemOf(client.report.reveal({ caseId, name: '../case.db' }))).toMatchObject({
      code: 'not-found',
    });
    expect(await client.case.verify({ caseId })).toMatchObject({ evidenceChecked: 1, problems: [] });
    const custody = await client.case.custody({ caseId });
    expect(custody.events.map((event) => event.action)).toContain('report.exported');
    // Held against what was kept elsewhere: the checkpoint in a report's record, also broken into lines.
    const info = (await client.case.opened()).find(({ id }) => id === caseId);
    const record = await readFile(join(info!.directory, 'reports', made.name), 'utf8');
    const { checkpoint } = JSON.parse(record) as { checkpoint: { sequence: number } };
    const text = JSON.stringify(checkpoint);
    for (const kept of [text, text.replaceAll(/.{70}/g, '$&\n')])
      expect(await client.case.verify({ caseId, checkpoint: kept })).toMatchObject({
        problems: [],
        checkpoints: { against: { sequence: checkpoint.sequence } },
      });
    const altered = JSON.stringify({ ...checkpoint, sequence: 1 });
    for (const wrong of ['no checkpoint', altered])
      expect(await problemOf(client.case.verify({ caseId, checkpoint: wrong }))).toMatchObject({
        code: 'bad-request',
      });
  });

  test('leaves no file of a report that could not be recorded', async () => {
    const found = core.app.cases.store(caseId);
    if (!found.ok) throw new Error(found.problem.code);
    const before = await readdir(found.value.folder.reports);
    const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    const recording = vi.spyOn(found.value, 'recordReport').mockImplementation(() => {
      throw full;
    });
    for (const format of ['json', 'html'] as const)
      expect(await problemOf(client.report.export({ caseId, format, language: 'en' }))).toMatchObject({
        code: 'disk-full',
      });
    expect(recording).toHaveBeenCalledTimes(2);
    recording.mockRestore();
    expect(await readdir(found.value.folder.reports)).toEqual(before);
  });

  test('shows the last checkpoint and its key, and keeps the key under a passphrase', async () => {
    const { checkpoint } = await client.case.checkpoint({ caseId });
    const key = await client.case.checkpointKey();
    expect(key).toMatchObject({ keyId: checkpoint?.keyId, encrypted: false, ready: true });
    expect(JSON.stringify(key)).not.toContain('PRIVATE');
    const guarded = await client.case.protectCheckpointKey({ next: 'correct horse' });
    expect(guarded).toEqual({ ...key, encrypted: true });
    expect(await problemOf(client.case.unlockCheckpointKey({ passphrase: 'wrong' }))).toMatchObject({
      code: 'passphrase-wrong',
    });
    expect(await client.case.unlockCheckpointKey({ passphrase: 'correct horse' })).toEqual(guarded);
    expect(await client.case.protectCheckpointKey({ current: 'correct horse' })).toEqual(key);
  });

  test('packs the case, and unpacks a package into a case that is only read', async () => {
    const out = join(core.folder, 'package');
    const made = await client.package.make({ caseId, out });
    expect(await client.package.verify({ directory: out })).toMatchObject({
      ...{ state: 'intact', signer: made.signer, problems: [] },
    });
    expect(await problemOf(client.package.make({ caseId, out }))).toMatchObject({ code: 'file-exists' });
    const { events } = await client.case.custody({ caseId, limit: 1000 });
    expect(events.at(-1)).toMatchObject({ action: 'package.exported', object: made.sha256 });
    const request = join(core.folder, 'request.tsq');
    expect(await client.package.requestTimestamps({ directory: out, file: request })).toEqual({
      path: request,
    });
    expect(
      await problemOf(client.package.requestTimestamps({ directory: out, file: request })),
    ).toMatchObject({ code: 'file-exists' });
    expect(
      await problemOf(client.package.addTimestamps({ directory: out, responses: [request] })),
    ).toMatchObject({ code: 'bad-request' });
    // The case itself is open here under the same identifier.
    const received = client.package.open({ directory: out, out: join(core.folder, 'received.case') });
    expect(await problemOf(received)).toMatchObject({ code: 'case-locked' });
  });

  test('signs a copy of evidence in the name of this installation, and records it', async () => {
    const request = { sourceType: 'digitalCreation' } as const;
    expect(await problemOf(client.credential.authority())).toMatchObject({ code: 'no-authority' });
    expect(await problemOf(client.credential.sign({ caseId, evidence: sha256, request }))).toMatchObject({
      code: 'no-authority',
    });
    const made = await client.credential.createAuthority({ organisation: 'Desk', name: name });
    expect(await client.credential.authority()).toEqual(made);
    expect(JSON.stringify(made)).not.toContain('PRIVATE');
    const [info] = await client.case.opened();
    const signed = await client.credential.sign({ caseId, evidence: sha256, request });
    expect(dirname(signed.path)).toBe(join(info!.directory, 'exports'));
    expect(signed).toMatchObject({ format: 'image/png', signer: { organisation: 'Desk', name } });
    expect(
      createHash('sha256')
        .update(await readFile(signed.path))
        .digest('hex'),
    ).toBe(signed.sha256);
    const out = join(core.folder, 'copy.png');
    const again = await client.credential.sign({ caseId, evidence: sha256, request, out });
    expect(await problemOf(client.credential.sign({ caseId, evidence: sha256, request, out }))).toMatchObject(
      {
        code: 'file-exists',
      },
    );
    const { events } = await client.case.custody({ caseId });
    const recorded = events.filter((event) => event.action === 'credential.signed');
    expect(recorded.map(({ object, detail }) => [object, detail.evidence, detail.path])).toEqual([
      [signed.sha256, sha256, signed.path],
      [again.sha256, sha256, out],
    ]);
    // The evidence is what it was, and the copies are no strangers in the case.
    expect(await client.case.verify({ caseId })).toMatchObject({ evidenceChecked: 1, problems: [] });
  });

  test('plans a label, writes it into a copy, signs that when asked, and records it', async () => {
    const request = {
      labels: [{ standard: 'gb45438-aigc', producer: 'Desk', produceId: '7' }] as const,
      visible: null,
      audible: null,
      written: null,
    };
    const ask = { caseId, evidence: sha256, request: { ...request, labels: [...request.labels] } };
    const plan = await client.labels.plan(ask);
    expect(plan).toMatchObject({ complete: true, credential: false, refusal: null, statements: [] });
    expect(plan.can.standards).toContain('gb45438-aigc');
    expect(plan.changes).toContainEqual(expect.objectContaining({ name: 'ContentProducer', after: 'Desk' }));
    const out = join(core.folder, 'labelled.png');
    const made = await client.labels.write({ ...ask, out });
    expect(made).toMatchObject({ path: out, rest: 'bytes', signed: null, source: { sha256 } });
    expect(made.changes).toEqual(plan.changes);
    expect(await problemOf(client.labels.write({ ...ask, out }))).toMatchObject({ code: 'file-exists' });
    const bare = { ...ask, request: { ...ask.request, labels: [{ standard: 'gb45438-aigc' as const }] } };
    expect((await client.labels.plan(bare)).refusal).not.toBeNull();
    expect(await problemOf(client.labels.write(bare))).toMatchObject({ code: 'labelling-refused' });
    const signed = await client.labels.write({ ...ask, sign: {} });
    const [info] = await client.case.opened();
    expect(dirname(signed.path)).toBe(join(info!.directory, 'exports'));
    expect(signed.signed).toMatchObject({ path: signed.path, sha256: signed.sha256, format: 'image/png' });
    const reveal = (name: string) => client.labels.reveal({ caseId, name });
    expect(await problemOf(reveal('../case.db'))).toMatchObject({ code: expect.stringMatching(/^not-/) });
    const { events } = await client.case.custody({ caseId });
    const recorded = events.filter((event) => event.action === 'label.written');
    expect(recorded.map(({ object, detail }) => [object, detail.evidence, detail.manifest !== null])).toEqual(
      [
        [made.sha256, sha256, false],
        [signed.sha256, sha256, true],
      ],
    );
    expect((await client.job.list()).filter(({ kind }) => kind === 'label').length).toBeGreaterThan(1);
    expect(await client.case.verify({ caseId })).toMatchObject({ problems: [] });
  });

  test('keeps mark keys, marks evidence and files, and remembers them in the register', async () => {
    expect(await client.mark.keys()).toEqual([]);
    const made = await client.mark.makeKey({ name: 'Studio' });
    const file = join(core.folder, 'other.key');
    await writeFile(file, '7'.repeat(64));
    const imported = await client.mark.importKey({ path: file, name: '' });
    expect(JSON.stringify([await client.mark.keys(), imported])).not.toContain('7'.repeat(64));
    expect(await problemOf(client.mark.importKey({ path: file }))).toMatchObject({ code: 'file-exists' });
    await client.mark.removeKey({ key: imported.fingerprint });
    expect(await client.mark.keys()).toEqual([made]);
    expect(await problemOf(client.mark.removeKey({ key: imported.fingerprint }))).toMatchObject({
      code: 'not-found',
    });

    // A case of its own: the others count what they hold.
    const { directory } = await client.case.defaultDirectory();
    const { id: caseId, directory: home } = await client.case.create({ directory, name: 'marks' });
    // Nine pixels high: no mark fits into it, and no file is left behind.
    await settled(await client.evidence.add({ caseId, paths: [join(core.folder, 'source')] }));
    const ask = { caseId, evidence: sha256 };
    const plan = await client.mark.plan(ask);
    expect(plan).toMatchObject({ codec: null, credential: false });
    expect(plan.why?.en).toContain('too small');
    expect(await problemOf(client.mark.write(ask))).toMatchObject({ code: 'marking-refused' });
    const folder = join(core.folder, 'texts');
    await mkdir(folder);
    await writeFile(join(folder, 'english.txt'), english);
    await settled(await client.evidence.add({ caseId, paths: [folder] }));
    const { items } = await client.evidence.list({ caseId, kind: 'text' });
    const text = items[0]!.sha256;
    const own = { payload: '4711', key: made.fingerprint, register: true, note: 'press' };
    const copy = await client.mark.write({ caseId, evidence: text, request: own });
    expect(dirname(copy.path)).toBe(join(home, 'exports'));
    expect(copy).toMatchObject({
      mark: { codec: 'assay-text-1', payload: '4711', key: { fingerprint: made.fingerprint } },
      source: { sha256: text },
      signed: null,
    });
    const every = { labelling: { written: {} } };
    const layered = await client.mark.write({ caseId, evidence: text, request: every });
    expect(layered.layers.map(({ layer, state }) => [layer, state])).toEqual([
      ['explicit', 'done'],
      ['mark', 'done'],
      ['label', 'skipped'],
      ['register', 'skipped'],
      ['credential', 'skipped'],
    ]);
    const { events } = await client.case.custody({ caseId });
    expect(
      events
        .filter(({ action }) => action === 'mark.written')
        .map(({ object, detail }) => [object, detail.payload]),
    ).toEqual([
      [copy.sha256, '4711'],
      [layered.sha256, layered.mark!.payload],
    ]);

    const out = join(core.folder, 'marked');
    expect(await problemOf(client.mark.durable({ paths: [folder], out }))).toMatchObject({
      code: 'marking-refused',
    });
    await mkdir(out);
    const batch = await client.mark.durable({ paths: [folder], out });
    expect(batch.files.map(({ state, marked }) => [state, marked?.path])).toEqual([
      ['done', join(out, 'english.txt')],
    ]);
    expect((await client.job.list()).filter(({ kind }) => kind === 'mark').length).toBeGreaterThan(2);

    const { total, entries } = await client.register.list();
    expect([total, entries.map(({ number }) => number)]).toEqual([2, [2, 1]]);
    expect(await client.register.show({ entry: 1 })).toMatchObject({
      ...{ payload: '4711', copy: copy.sha256, original: text, name: 'english.txt', note: 'press' },
    });
    expect(await client.register.note({ entry: 1, note: 'withdrawn' })).toMatchObject({ note: 'withdrawn' });
    expect((await client.register.list({ search: 'withdrawn' })).total).toBe(1);
    await client.register.remove({ entry: 2 });
    expect(await problemOf(client.register.show({ entry: 2 }))).toMatchObject({ code: 'not-found' });

    // Whoever examines the copy is led back to the entry.
    await settled(await client.evidence.add({ caseId, paths: [copy.path] }));
    await settled(await client.examine.start({ caseId, evidence: [copy.sha256], only: ['marks.assay'] }));
    const [run] = await client.examine.runs({ caseId, evidence: copy.sha256 });
    expect((await client.examine.run({ caseId, run: run!.id })).result).toMatchObject({
      readings: [{ payload: '4711', key: { kind: 'private', fingerprint: made.fingerprint } }],
      registered: [{ number: 1, note: 'withdrawn' }],
    });

    // What is left of its mark when every invisible character is lost, and when none is.
    const { suites, attacks } = await client.survival.catalogue();
    expect([suites.map(({ id }) => id), attacks.length]).toEqual([
      expect.arrayContaining(['quick', 'standard', 'full']),
      expect.any(Number),
    ]);
    const asked = { caseId, evidence: copy.sha256, attacks: 'text.normalise,text.retype' };
    const job = await client.survival.run(asked);
    await settled(job);
    expect(await client.survival.list({ caseId })).toMatchObject([
      { id: job.id, complete: true, attacks: 2 },
    ]);
    const lab = await client.survival.get({ caseId, run: job.id });
    expect(lab.attacks.map(({ id, steps }) => [id, steps.at(-1)!.layers.mark.fate])).toEqual([
      ['text.normalise', 'survived'],
      ['text.retype', 'lost'],
    ]);
    expect(await problemOf(client.survival.get({ caseId, run: 'none' }))).toMatchObject({
      code: 'not-found',
    });

    // Without its mark the wording leads back to the entry, and one text lies over the other.
    const original = await client.register.add({ caseId, evidence: text, note: 'as published' });
    expect(original).toMatchObject({ origin: 'entered', original: text, copy: text, note: 'as published' });
    const { codes } = await client.trace.fingerprints({ caseId, evidence: text });
    expect(codes.map(({ method }) => method)).toEqual(expect.arrayContaining(['iscc', 'shingles']));
    const excerpt = join(folder, 'excerpt.txt');
    await writeFile(excerpt, english.slice(0, Math.ceil(english.length * 0.6)));
    await settled(await client.evidence.add({ caseId, paths: [excerpt] }));
    const suspect = (await client.evidence.list({ caseId, search: 'excerpt' })).items[0]!.sha256;
    await settled(await client.trace.run({ caseId, evidence: [suspect] }));
    const [listed] = await client.trace.list({ caseId });
    expect(listed).toMatchObject({ evidence: suspect, best: 'copy' });
    const trace = await client.trace.get({ caseId, trace: listed!.id });
    expect(trace.candidates[0]).toMatchObject({ claim: 'copy', routes: ['fingerprint'] });
    expect(trace.candidates.map(({ source }) => source)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'register', entry: original.number, kept: true }),
      ]),
    );
    expect(trace.searched).toEqual({ entries: 2, exhibits: 3, lists: [] });
    const laid = trace.candidates.find(({ source }) => source.kind === 'register')!.comparison;
    expect(await client.comparison.get({ caseId, comparison: laid! })).toMatchObject({
      ...{ outcome: 'aligned', second: { sha256: suspect }, transform: { kind: 'text' } },
    });
    const first = { from: 'case', evidence: text } as const;
    const comparing = await client.comparison.run({ caseId, first, second: copy.sha256 });
    await settled(comparing);
    expect((await client.comparison.list({ caseId })).map(({ id }) => id)).toContain(comparing.id);
    expect(await client.trace.duplicates({ caseId })).toMatchObject([
      { claim: 'copy', what: 'copies', evidence: expect.arrayContaining([text, suspect]) },
    ]);
    const related = await client.lineage.run({ caseId, evidence: [text, suspect] });
    await settled(related);
    expect(await client.lineage.list({ caseId })).toMatchObject([
      { id: related.id, nodes: 2, complete: true },
    ]);
    const lineage = await client.lineage.get({ caseId, lineage: related.id });
    expect(lineage.nodes.map(({ sha256: node }) => node)).toEqual([text, suspect]);
    expect(lineage.edges).toMatchObject([{ transform: { kind: 'text' } }]);
    for (const [format, root] of [
      ['svg', '<svg'],
      ['graphml', '<graphml'],
    ] as const) {
      const wanted = { caseId, lineage: related.id, format, language: 'zh-CN' } as const;
      expect((await client.lineage.written(wanted)).text).toContain(root);
    }

    const csv = join(core.folder, 'hashes.csv');
    await writeFile(csv, `signal_type,indicator,tags\nvideo_sha256,${suspect},press\n`);
    const hashes = await client.hashList.import({ path: csv, name: 'shared' });
    expect(hashes).toMatchObject({ fresh: true, list: { name: 'shared', counts: { sha256: 1, bad: 0 } } });
    expect(await client.hashList.list()).toMatchObject([{ list: { name: 'shared' }, damaged: [] }]);
    await settled(await client.trace.run({ caseId, evidence: [suspect], compare: false }));
    const [again] = await client.trace.list({ caseId });
    expect((await client.trace.get({ caseId, trace: again!.id })).candidates[0]).toMatchObject({
      ...{ claim: 'same-bytes', source: { kind: 'list', list: 'shared', tags: ['press'] } },
    });
    await client.hashList.remove({ list: hashes.list.id });
    expect(await client.hashList.list()).toEqual([]);

    const references = join(core.folder, 'references');
    await mkdir(references);
    const body = sensorCamera(1, 128, 128);
    for (const seed of [1, 2, 3])
      await writeFile(join(references, `${seed}.jpg`), await photographFile(body, seed));
    const known = await client.camera.add({ name: 'Body', paths: [references] });
    expect(known).toMatchObject({ refused: [], camera: { name: 'Body', width: 128, height: 128 } });
    expect((await client.camera.list()).cameras).toEqual([known.camera]);
    const few = { name: 'Few', exhibits: { caseId, chosen: [suspect] } };
    expect(await problemOf(client.camera.add(few))).toMatchObject({ code: 'bad-request' });
    await client.camera.remove({ camera: known.camera.sha256 });
    expect((await client.camera.list()).cameras).toEqual([]);

    const given = join(core.folder, 'given.assay-register');
    const exported = await client.register.export({ out: given });
    expect(exported.entries).toBe(2);
    expect(await client.register.import({ path: given })).toMatchObject({
      // Its own entries come back, and stay as they are.
      ...{ from: exported.key, entered: 0, left: [expect.anything(), expect.anything()] },
    });
    expect(await problemOf(client.register.import({ path: excerpt }))).toMatchObject({ code: 'bad-request' });
    expect(await problemOf(client.trace.get({ caseId, trace: 'none' }))).toMatchObject({ code: 'not-found' });
    expect(await client.case.verify({ caseId })).toMatchObject({ problems: [] });
    await client.case.close({ caseId });
  });

  test('imports lists of whom to believe, compares, switches, denies', async () => {
    const path = join(core.folder, 'deny-partners.json');
    const reason = { en: 'lost key', 'zh-CN': '密钥丢失' };
    await writeFile(path, JSON.stringify([{ issuer: 'CN=One', reason }]));
    const proposed = await client.trust.diff({ paths: [path] });
    expect(proposed.proposals.map(({ id, state }) => [id, state])).toEqual([['deny-partners', 'new']]);
    await client.trust.import({ paths: [path] });
    const second = Buffer.from(JSON.stringify([{ issuer: 'CN=Two', reason }]));
    const sent = { name: 'deny-partners.json', base64: second.toString('base64') };
    expect((await client.trust.import({ files: [sent] })).proposals[0]?.state).toBe('replaces');
    expect((await client.trust.history({ list: 'deny-partners' })).added.map(({ id }) => id)).toEqual([
      'issuer CN=Two',
    ]);
    expect((await client.trust.rollback({ list: 'deny-partners' })).entries).toBe(1);
    expect((await client.trust.setEnabled({ list: 'deny-partners', enabled: false })).enabled).toBe(false);
    const made = await client.trust.deny({ entry: { keySha256: 'AB:'.repeat(32).slice(0, -1), reason } });
    expect(made.entry.keySha256).toBe('ab'.repeat(32));
    const denials = await client.trust.denials();
    expect(denials.filter(({ active }) => !active).map(({ id }) => id)).toEqual(['issuer CN=One']);
    await client.trust.undeny({ id: made.id });
    const overview = await client.trust.lists();
    expect(overview).toMatchObject({ managed: true, problems: [] });
    expect(overview.lists.map(({ id }) => id)).toEqual(['deny-partners', 'deny-built-in']);
    expect(await client.trust.certificates({ list: 'deny-partners' })).toEqual([]);
    expect(await client.trust.products({ list: 'deny-partners' })).toEqual([]);
    await client.trust.remove({ list: 'deny-partners' });
    for (const call of [client.trust.history, client.trust.certificates, client.trust.remove])
      expect(await problemOf(call({ list: 'absent' }))).toMatchObject({ code: 'not-found' });
    expect(await problemOf(client.trust.remove({ list: '../..' }))).toBe('BAD_REQUEST');
  });

  test('records where evidence was published, and holds it against duties', async () => {
    const other = '1'.repeat(64);
    expect(await client.publication.get({ caseId, evidence: sha256 })).toBeNull();
    const publication = Publication.parse({ platform: '某平台', declared: { shown: 'no' } });
    const saved = await client.publication.save({ caseId, evidence: sha256, publication });
    expect(saved).toMatchObject({ evidence: sha256, version: 1, publication });
    const more = { ...publication, displayed: { ...publication.displayed, screenshot: other } };
    expect(
      await problemOf(client.publication.save({ caseId, evidence: sha256, publication: more })),
    ).toMatchObject({ code: 'not-found', detail: other });
    expect(await client.publication.get({ caseId, evidence: sha256 })).toEqual(saved);
    expect(await client.publication.history({ caseId, evidence: sha256 })).toEqual([saved]);
    expect(await problemOf(client.publication.get({ caseId, evidence: other }))).toMatchObject({
      code: 'not-found',
    });

    const catalogue = await client.duties.catalogue();
    expect(catalogue.packs.map(({ id }) => id)).toContain('cn-labelling-measures');
    expect(await client.duties.choice({ caseId })).toBeNull();
    const choice = { jurisdictions: ['CN' as const], roles: ['user' as const], date: '2026-11-22' };
    expect(await client.duties.choose({ caseId, choice })).toEqual({ ...choice, copies: [] });
    expect(await client.duties.choice({ caseId })).toEqual({ ...choice, copies: [] });
    const matrix = await client.duties.evaluate({ caseId, choice });
    expect(matrix.exhibits.map((exhibit) => exhibit.sha256)).toEqual([sha256]);
    // Nothing was examined for labels: the duty of the user rests on the record alone.
    const cell = matrix.cells.find(({ duty }) => duty === 'CN-M-10');
    expect(cell).toMatchObject({ outcome: 'undetermined', support: [{ analysis: null }] });
    expect(cell?.reasoning[0]?.en).toBe('No declaration was shown with the post.');
    expect(matrix.cells.filter(({ outcome }) => outcome === 'fail')).toEqual([]);
    const one = await client.duties.evaluate({ caseId, evidence: [sha256], choice });
    expect(one.cells).toEqual(matrix.cells);
    // No exhibit is its own copy, and a copy is one of the case.
    for (const call of [client.duties.evaluate, client.duties.choose]) {
      const own = { ...choice, copies: [{ evidence: sha256, from: sha256 }] };
      expect(await problemOf(call({ caseId, choice: own }))).toMatchObject({ code: 'bad-request' });
      const strange = { ...choice, copies: [{ evidence: sha256, from: other }] };
      expect(await problemOf(call({ caseId, choice: strange }))).toMatchObject({
        code: 'not-found',
        detail: other,
      });
    }
    expect(await problemOf(client.duties.evaluate({ caseId, evidence: [other], choice }))).toMatchObject({
      code: 'not-found',
    });
    const made = await client.report.export({ caseId, format: 'json', language: 'zh-CN' });
    const record = JSON.parse(await readFile(made.path, 'utf8'));
    expect(record.duties).toEqual(matrix);
    expect(record.survival).toBeNull();
    expect(record.publications).toEqual([saved]);
    const wrong = { ...choice, date: '2026-02-30' };
    expect(await problemOf(client.duties.choose({ caseId, choice: wrong }))).toBe('BAD_REQUEST');
    const { events } = await client.case.custody({ caseId });
    const own = events.filter(({ action }) => /^(publication|duties)/.test(action));
    expect(own.map(({ action }) => action)).toEqual(['publication.recorded', 'duties.chosen']);
    expect(await client.case.verify({ caseId })).toMatchObject({ problems: [] });
  });

  test('makes recorded runs again and keeps what came of it', async () => {
    const [run] = await client.examine.runs({ caseId, evidence: sha256 });
    expect(await client.examine.reproductions({ caseId, run: run!.id })).toEqual([]);
    const [made] = await client.examine.reproduce({ caseId, runs: [run!.id] });
    expect(made).toMatchObject({ run: run!.id, verdict: 'identical', differences: [], kept: null });
    expect(await client.examine.reproductions({ caseId, run: run!.id })).toEqual([made]);
    expect(await problemOf(client.examine.reproduce({ caseId, runs: ['none'] }))).toMatchObject({
      code: 'not-found',
    });
  });

  test('keeps what is drawn on a picture in versions, and judges it', async () => {
    expect(await client.geometry.get({ caseId, evidence: sha256 })).toBeNull();
    const to = [
      { x: 9, y: 1 },
      { x: 10, y: 2 },
    ];
    const mark = { id: 'a', kind: 'cast' as const, from: { x: 1, y: 8 }, to: to as [never, never] };
    const drawn = { groups: [{ id: 'sun', kind: 'light' as const, marks: [mark] }] };
    const judged = await client.geometry.evaluate({ caseId, evidence: sha256, geometry: drawn });
    expect(judged.groups).toMatchObject([{ group: 'sun', answer: 'undetermined', used: ['a'] }]);
    const saved = await client.geometry.save({ caseId, evidence: sha256, geometry: drawn });
    expect(saved).toMatchObject({
      evidence: sha256,
      version: 1,
      geometry: { uncertainty: 2, orthogonal: null },
    });
    expect(await client.geometry.get({ caseId, evidence: sha256 })).toEqual(saved);
    expect(await client.geometry.history({ caseId, evidence: sha256 })).toEqual([saved]);
    const twice = { groups: [{ id: 'a', kind: 'light' as const, marks: [mark] }] };
    expect(await problemOf(client.geometry.save({ caseId, evidence: sha256, geometry: twice }))).toBe(
      'BAD_REQUEST',
    );
    const absent = { caseId, evidence: '1'.repeat(64), geometry: drawn };
    for (const call of [client.geometry.save(absent), client.geometry.evaluate(absent)])
      expect(await problemOf(call)).toMatchObject({ code: 'not-found' });
    const { events } = await client.case.custody({ caseId });
    expect(events.filter(({ action }) => action === 'geometry.recorded')).toMatchObject([{ object: sha256 }]);
  });

  test('keeps the regions an analyst marks, and holds them against the methods', async () => {
    const place = { caseId, evidence: sha256 };
    expect(await client.regions.get(place)).toBeNull();
    const { width, height, groups, methods } = await client.regions.agreement(place);
    expect([width, height].every((side) => side > 0)).toBe(true);
    expect(groups.flatMap(({ analyses }) => analyses)).toEqual([]);
    expect(methods.every(({ analysis }) => analysis.startsWith('pixels.'))).toBe(true);
    const corners = { from: { x: 0, y: 0 }, to: { x: width / 2, y: height } };
    const half = { id: '1', name: 'Left half', shape: { kind: 'rectangle' as const, ...corners } };
    const saved = await client.regions.save({ ...place, regions: [half] });
    expect(saved).toMatchObject({ version: 1, regions: [{ ...half, remark: '', from: [], finding: false }] });
    expect(await client.regions.get(place)).toEqual(saved);
    expect(await client.regions.history(place)).toEqual([saved]);
    const [measured] = await client.regions.measure({ ...place, regions: [half] });
    expect(measured).toMatchObject({ region: '1', overlaps: [], unread: 0 });
    expect(measured!.area).toBeGreaterThan(0);
    expect(await problemOf(client.regions.save({ ...place, regions: [half, half] }))).toBe('BAD_REQUEST');
    const absent = { caseId, evidence: '1'.repeat(64) };
    for (const call of [
      client.regions.agreement(absent),
      client.regions.get(absent),
      client.regions.save({ ...absent, regions: [half] }),
      client.regions.measure({ ...absent, regions: [half] }),
    ])
      expect(await problemOf(call)).toMatchObject({ code: 'not-found' });
    const { events } = await client.case.custody({ caseId });
    expect(events.filter(({ action }) => action === 'regions.recorded')).toMatchObject([{ object: sha256 }]);
  });

  test('keeps request, propositions, findings, conclusion and review of a case', async () => {
    const pair = { id: 'p1', propositions: ['unaltered', 'altered'] };
    expect(await client.conclusion.get({ caseId })).toEqual({
      ...{ assignment: null, guard: null, opinion: null, reviews: [], ratios: [] },
    });
    await client.conclusion.switchGuard({ caseId, on: true });
    expect(await problemOf(client.report.export({ caseId, format: 'json', language: 'en' }))).toMatchObject({
      code: 'report-incomplete',
    });
    await client.conclusion.uncover({ caseId, evidence: [sha256], reason: 'urgent' });
    const assignment = await client.conclusion.saveAssignment({ caseId, assignment: { pairs: [pair] } });
    expect(assignment).toMatchObject({ version: 1, note: { pairs: [{ ...pair, exhibit: null }] } });
    const stated = { scale: 'support' as const, pair: 'p1', degree: 'inconclusive' as const };
    const conclusions = [{ ...stated, proposition: null, reasons: 'one small file' }];
    const empty = { ...conclusions[0]!, reasons: ' ' };
    const opinion = { examiner: { name: 'A' }, conclusions };
    expect(
      await problemOf(client.conclusion.saveOpinion({ caseId, opinion: { conclusions: [empty] } })),
    ).toBe('BAD_REQUEST');
    const saved = await client.conclusion.saveOpinion({ caseId, opinion });
    const reviewer = { name: 'B' };
    const begun = { step: 'begun' as const, review: 'r', reviewer, mode: 'blind' as const, opinion: 1 };
    const entry = await client.conclusion.review({ caseId, entry: begun });
    expect(
      await problemOf(
        client.conclusion.review({ caseId, entry: { ...begun, review: 's', reviewer: { name: 'a' } } }),
      ),
    ).toMatchObject({ code: 'bad-request' });
    expect(await client.conclusion.get({ caseId })).toMatchObject({
      ...{ assignment, opinion: saved, reviews: [entry] },
      guard: { version: 2, note: { on: true, uncovered: [{ exhibit: sha256, reason: 'urgent' }] } },
    });
    const history = await client.conclusion.history({ caseId });
    expect([history.assignments, history.opinions]).toEqual([[assignment], [saved]]);
    expect(history.guards).toHaveLength(2);
    const order = { caseId, format: 'json' as const, language: 'en' as const, kind: 'evidence' as const };
    // What the reviewer must not see yet is in no report either.
    expect(await problemOf(client.report.export(order))).toMatchObject({
      code: 'report-incomplete',
      message: { en: expect.stringContaining('blind review') },
    });
    await client.conclusion.review({
      caseId,
      entry: { step: 'abandoned', review: 'r', reason: 'no time' },
    });
    const refused = await problemOf(client.report.export(order));
    expect(refused).toMatchObject({ code: 'report-incomplete' });
    expect((refused as Problem).detail).toContain('request: who asked');
    expect(await client.report.export({ ...order, incomplete: 'hearing' })).toMatchObject({
      path: expect.any(String),
    });
    await client.conclusion.switchGuard({ caseId, on: false, reason: 'over' });
  });

  test('answers expected failures with a problem and bad input with a refusal, nothing else', async () => {
    const absent = '0'.repeat(64);
    expect(await problemOf(client.evidence.get({ caseId: 'no such case', evidence: absent }))).toMatchObject({
      code: 'case-not-open',
    });
    expect(await problemOf(client.evidence.get({ caseId, evidence: absent }))).toMatchObject({
      code: 'not-found',
    });
    expect(await problemOf(client.evidence.get({ caseId, evidence: '../../etc/passwd' }))).toBe(
      'BAD_REQUEST',
    );
    expect(await problemOf(client.job.cancel({ job: 'none' }))).toMatchObject({ code: 'not-found' });
    expect(await problemOf(client.case.open({ directory: core.folder }))).toMatchObject({
      code: 'not-a-case',
    });
  });

  test('says which exhibit’s file is gone, and examines the others', async () => {
    const [info] = await client.case.opened();
    const path = join(info!.directory, 'evidence', sha256);
    await rm(join(info!.directory, 'cache'), { recursive: true });
    await rename(path, `${path}.away`);
    expect(await problemOf(client.evidence.tiles({ caseId, evidence: sha256 }))).toMatchObject({
      code: 'input-output',
      detail: sha256,
    });
    const job = await settled(
      await client.examine.start({ caseId, only: ['container.structure'], again: true }),
    );
    expect(job.state).toBe('done');
    const failed = (await client.examine.runs({ caseId, evidence: sha256 })).find(
      (run) => run.analysis === 'container.structure',
    );
    expect(failed).toMatchObject({ outcome: 'failed', reason: { code: 'evidence-missing' } });
    await rename(`${path}.away`, path);
    await settled(await client.examine.start({ caseId, only: ['container.structure'] }));
    expect((await client.evidence.tiles({ caseId, evidence: sha256 })).levels).toBe(1);
  });

  test('closes and opens the case again', async () => {
    const [info] = await client.case.opened();
    // Made without exhibits; the list says what is in it now, and after it was closed.
    const listed = async () =>
      (await client.case.recent()).flatMap((one) =>
        one.directory === info!.directory ? one.evidenceCount : [],
      );
    const counts = await listed();
    await client.case.close({ caseId });
    expect([counts, await listed()]).toEqual(name === 'command-line' ? [[], []] : [[1], [1]]);
    expect(await client.case.opened()).toEqual([]);
    expect(await client.case.open({ directory: info!.directory })).toMatchObject({
      id: caseId,
      evidenceCount: 1,
    });
    const [latest] = await client.case.recent();
    expect(latest?.id).toBe(name === 'command-line' ? undefined : caseId);
  });

  test('every call of the contract was made', () => {
    expect(callNames().filter((call) => !seen.has(call))).toEqual([]);
  });
});

test('a row that was tampered with is a damaged case, not a fault of the program', async () => {
  const core = await openCore('loopback');
  const connected = await connectLoopback(core.app);
  const { client } = connected;
  const { directory } = await client.case.defaultDirectory();
  const { id: caseId, directory: folder } = await client.case.create({ directory, name: 'tampered' });
  await writeFile(join(core.folder, 'one.png'), makePng());
  const job = await client.evidence.add({ caseId, paths: [join(core.folder, 'one.png')] });
  await core.app.jobs.settled(job.id);
  const sha256 = (await client.evidence.list({ caseId })).items[0]!.sha256;
  await client.case.close({ caseId });
  tamperFile(join(folder, 'case.db'), `UPDATE evidence SET media = '{"kind":"gas"}'`);
  await client.case.open({ directory: folder });
  for (const call of [
    client.evidence.list({ caseId }),
    client.evidence.get({ caseId, evidence: sha256 }),
    client.evidence.tiles({ caseId, evidence: sha256 }),
  ]) {
    expect(await problemOf(call)).toMatchObject({ code: 'case-damaged', detail: 'evidence 1' });
  }
  const picture = await fetch(`${connected.loopback.origin}/media/${caseId}/thumbnail/${sha256}`, {
    headers: { cookie: connected.cookie },
  });
  expect(picture.status).toBe(404);
  expect(core.log.filter((line) => line.level === 'error')).toEqual([]);
  await connected.close();
  await core.close();
});

test('a caller who may not write is refused before anything happens', async () => {
  const core = await openCore('loopback');
  const { client } = await connectInProcess(core.app, false);
  const { directory } = await client.case.defaultDirectory();
  expect(await problemOf(client.case.create({ directory, name: 'x' }))).toMatchObject({
    code: 'not-allowed',
  });
  expect(await problemOf(client.app.saveSettings({ language: 'en', theme: 'dark' }))).toMatchObject({
    code: 'not-allowed',
  });
  expect(await problemOf(client.trust.remove({ list: 'c2pa' }))).toMatchObject({ code: 'not-allowed' });
  expect(await client.case.opened()).toEqual([]);
  await core.close();
});

test('an unexpected fault tells the caller nothing and the log everything', async () => {
  const core = await openCore('loopback');
  const connected = await connectLoopback({
    ...core.app,
    analyses() {
      throw new Error('secret path /home/examiner');
    },
  });
  const { client } = connected;
  expect(await problemOf(client.app.analyses())).toBe('INTERNAL_SERVER_ERROR');
  expect(core.log).toContainEqual({ level: 'error', message: 'call app.analyses failed' });
  expect(await client.app.analyses().catch(JSON.stringify)).not.toContain('secret');
  await connected.close();
  await core.close();
});
