import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labelFile } from '#core/labels/writing/label-file.ts';
import { LabelOrder } from '#core/labels/writing/order.ts';
import type { Ports } from '#core/ports.ts';
import { LabelledFile } from '#shared/domain/labelling.ts';
import { makeClip, testSource } from '../fixtures/make/clips.ts';
import { makeJpeg } from '../fixtures/make/jpeg.ts';
import { CommandLine } from '../support/command-line.ts';
import { openCore, type TestCore } from '../support/hosts.ts';
import { producer } from '../support/labelling.ts';
import { granted, readAsStranger, sha256Of } from '../support/signing.ts';

/** A labelled copy as the host makes it: whole and in its place, or not at all. */
let core: TestCore;
let folder: string;
let photo: string;

beforeAll(async () => {
  core = await openCore('command-line');
  folder = join(core.folder, 'files');
  mkdirSync(folder);
  photo = join(folder, 'photo.jpg');
  writeFileSync(photo, await makeJpeg({ width: 160, height: 120 }));
});
afterAll(() => core.close());

const labels = [{ standard: 'gb45438-aigc', ...producer }];
const order = (given: object): LabelOrder => LabelOrder.parse({ source: photo, labels, ...given });
const problemOf = async (given: object, signal?: AbortSignal) => {
  const answer = await core.app.labelling.file(order(given), null, signal === undefined ? {} : { signal });
  return answer.ok ? null : answer.problem;
};

describe('a labelled copy', () => {
  it('gets its name when all is done; the source and what stands there stay', async () => {
    const before = sha256Of(photo);
    const out = join(folder, 'labelled.jpg');
    const made = granted(await core.app.labelling.file(order({ out }), null));
    expect(made).toMatchObject({
      path: out,
      sha256: sha256Of(out),
      size: statSync(out).size,
      source: { sha256: before },
    });
    const labelled = sha256Of(out);
    expect(await problemOf({ out })).toMatchObject({ code: 'file-exists' });
    expect([sha256Of(photo), sha256Of(out)]).toEqual([before, labelled]);
    expect(readdirSync(folder).sort()).toEqual(['labelled.jpg', 'photo.jpg']);
  });

  it('is not begun for what cannot be', async () => {
    const out = join(folder, 'x.jpg');
    expect(await problemOf({ out, source: join(folder, 'absent.jpg') })).toMatchObject({
      code: 'labelling-refused',
    });
    expect((await problemOf({ out: join(folder, 'no', 'x.jpg') }))?.message.en).toContain('folder');
    expect((await problemOf({ out: join(folder, 'x.png') }))?.message.en).toContain('does not convert');
    expect(
      await problemOf({ out, audible: { kind: 'spoken', recording: join(folder, 'absent.wav') } }),
    ).toMatchObject({
      detail: join(folder, 'absent.wav'),
    });
    if (process.getuid?.() !== 0) {
      const closed = join(core.folder, 'closed');
      mkdirSync(closed);
      chmodSync(closed, 0o555);
      expect(await problemOf({ out: join(closed, 'x.jpg') })).toMatchObject({ code: 'input-output' });
    }
    expect(readdirSync(folder).sort()).toEqual(['labelled.jpg', 'photo.jpg']);
  });

  it('leaves nothing behind when it is stopped, fails its read-back, or the disk is full', async () => {
    const sound = makeClip(folder, 'long.wav', [
      '-f',
      'lavfi',
      '-i',
      'sine=sample_rate=48000:duration=400',
      '-ac',
      '2',
    ]);
    const stop = new AbortController();
    const running = core.app.labelling.file(
      LabelOrder.parse({
        source: sound,
        out: join(folder, 'stopped.wav'),
        labels,
        audible: { kind: 'rhythm' },
      }),
      null,
      { signal: stop.signal, onProgress: () => stop.abort(new Error('stop')) },
    );
    expect(await running).toMatchObject({ ok: false, problem: { code: 'cancelled' } });
    const failing = (answer: unknown): Pick<Ports, 'id' | 'workers'> => ({
      id: randomUUID,
      workers: {
        protections: [],
        close: async () => undefined,
        run: async (_task, input, schema) => {
          writeFileSync((input as { drafts: { file: string } }).drafts.file, 'half');
          const rest = { stderr: '', durationMs: 0 };
          return answer instanceof Error
            ? { ok: false, failure: { code: 'task-failed', message: answer.message }, ...rest }
            : { ok: true, value: schema.parse(answer), ...rest };
        },
      },
    });
    const text = { en: 'It shows something else.', 'zh-CN': '读出其他内容。' };
    const cases: [unknown, string][] = [
      [{ ok: false, reason: { code: 'check-failed', text, detail: 'exiftool' } }, 'labelling-failed'],
      [{ ok: false, reason: { code: 'second-copy', text } }, 'labelling-refused'],
      [new Error('ENOSPC: no space left on device, write'), 'disk-full'],
      [new Error('EACCES: permission denied'), 'input-output'],
    ];
    for (const [answer, code] of cases)
      expect(
        await labelFile(order({ out: join(folder, 'y.jpg') }), failing(answer), { signer: null }),
      ).toMatchObject({
        problem: { code },
      });
    expect(readdirSync(folder).sort()).toEqual(['labelled.jpg', 'long.wav', 'photo.jpg']);
  });

  it('of a file with a credential is signed last, with the source as its parent', async () => {
    const authority = granted(
      await core.app.signing.createAuthority({ organisation: 'Desk', name: 'Labels', passphrase: null }),
    );
    const means = { certificate: null, passphrase: null, algorithm: 'es256' } as const;
    const film = makeClip(folder, 'film.mp4', [...testSource(1), '-c:v', 'libx264', '-c:a', 'aac']);
    for (const [source, mime] of [
      [photo, 'image/jpeg'],
      [film, 'video/mp4'],
    ] as const) {
      const credentialed = source.replace(/(\.\w+)$/, '-signed$1');
      const signing = await core.app.signing.file(
        {
          ...{ source, out: credentialed, intent: 'create', sourceType: 'trainedAlgorithmicMedia' },
          ...{ actions: [], allActionsIncluded: false, ingredients: [], softBindings: [], redactions: [] },
          ...{ sidecar: false, thumbnails: false, algorithm: 'es256' },
        },
        means,
      );
      const parent = granted(signing);
      const out = source.replace(/(\.\w+)$/, '-labelled-signed$1');
      const refused = await problemOf({ source: credentialed, out });
      expect(refused).toMatchObject({ code: 'labelling-refused' });
      expect(refused?.message.en).toContain('--sign');
      expect(refused?.message['zh-CN']).toContain('父级成分');
      const made = granted(
        await core.app.labelling.file(order({ source: credentialed, out, visible: {} }), means),
      );
      expect(made.signed?.checks.map(({ state }) => state)).toEqual(['Trusted', 'Trusted']);
      expect(made.signed?.path).toBe(out);
      expect(made.readBack.every(({ state }) => state === 'agrees')).toBe(true);
      // The fault of the draft, whose old credential cannot fit, is no fault of the parent.
      expect(JSON.stringify(made.signed?.notes)).not.toContain('has faults');
      const { active, validation_state } = await readAsStranger(out, mime, authority.rootPem);
      expect(validation_state).toBe('Trusted');
      expect(active.ingredients).toMatchObject([
        { relationship: 'parentOf', active_manifest: parent.manifest, title: credentialed.split('/').at(-1) },
      ]);
      const actions = JSON.stringify(
        active.assertions.filter(({ label }) => label.startsWith('c2pa.actions')),
      );
      for (const action of ['c2pa.opened', 'c2pa.addedText', 'c2pa.edited.metadata'])
        expect(actions).toContain(action);
    }
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

describe('assay label', () => {
  const assay = new CommandLine();
  afterAll(() => assay.remove());

  it('writes what a script asks for, and says what was read back', async () => {
    const out = assay.path('out.jpg');
    const standard = [
      '--standard',
      'gb45438,iptc',
      '--producer',
      'Example Ltd',
      '--id',
      '7',
      '--system',
      'Imagen',
    ];
    const json = await assay.runAlone([
      'label',
      photo,
      '--out',
      out,
      ...standard,
      '--visible',
      '--position',
      'top',
      '--json',
    ]);
    expect([json.status, json.stderr]).toEqual([0, '']);
    const made = LabelledFile.parse(JSON.parse(json.stdout));
    expect(made).toMatchObject({ path: out, sha256: sha256Of(out), rest: 'rendered' });
    expect(made.changes.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['ContentProducer', 'AISystemUsed', 'text']),
    );
    const page = await assay.run([
      '--language',
      'zh-CN',
      'label',
      out,
      '--out',
      assay.path('next.jpg'),
      '--standard',
      'gb45438',
      '--propagator',
      '平台',
      '--propagator-id',
      '9',
    ]);
    expect(page.status).toBe(0);
    expect(page.stdout).toMatch(/已添加标识的副本：.*next\.jpg/);
    expect(page.stdout).toMatch(/ContentPropagator = 平台（?\s?\(?原为 Example Ltd/);
    expect(assay.leftovers()).toEqual([]);
  });

  it('refuses wrong usage with status 2 and what to do, in both languages', async () => {
    const out = assay.path('never.jpg');
    const run = async (...args: string[]) => {
      const { status, stderr, stdout } = await assay.run(['label', photo, '--out', out, ...args]);
      expect([status, stdout]).toEqual([2, '']);
      return stderr;
    };
    expect(await run('--visible', 'AI')).toMatch(/lacks an element.*Nothing was written/);
    expect(await run('--producer', 'x')).toContain(
      '--producer: This option says nothing without --standard gb45438',
    );
    const chinese = await assay.run(['--language', 'zh-CN', 'label', photo, '--out', out]);
    expect([chinese.status, chinese.stderr]).toEqual([2, expect.stringContaining('请说明要写入的内容')]);
    expect(existsSync(out)).toBe(false);
  });
});
