import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockName } from '#core/mark/batch-lock.ts';
import type { MarkCodec } from '#core/mark/define.ts';
import { privateMarkKey, publicMarkKey } from '#core/mark/key.ts';
import { MarkOrder, parsePayload } from '#core/mark/mark-order.ts';
import { checkMark, planMark, writeMark } from '#core/mark/mark-task.ts';
import { reasonProblem } from '#core/mark/task-problems.ts';
import { defaultLimits } from '#core/media/limits.ts';
import type { Problem, Result } from '#shared/contract/errors.ts';
import { DurableRequest, type MarkBatch, type MarkedFile } from '#shared/domain/marking.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { makeClip, testSource } from '../fixtures/make/clips.ts';
import { patternImage } from '../fixtures/make/raster.ts';
import { chinese, english } from '../fixtures/make/running-text.ts';
import { openCore, type TestCore } from '../support/hosts.ts';
import { producer } from '../support/labelling.ts';
import { granted, readAsStranger, sha256Of } from '../support/signing.ts';

/** Marked copies as the host makes them, with the codecs of the program and real workers. */
let core: TestCore;
let folder: string;
const at = (...parts: string[]) => join(folder, ...parts);
const means = { certificate: null, passphrase: null, algorithm: 'es256' } as const;

beforeAll(async () => {
  core = await openCore('command-line');
  folder = join(core.folder, 'files');
  mkdirSync(folder);
  await patternImage(512, 512, 3).jpeg({ quality: 90 }).toFile(at('photo.jpg'));
  writeFileSync(at('words.txt'), english);
});
afterAll(() => core.close());

const order = (given: object): MarkOrder => ({
  ...MarkOrder.parse({ source: at('words.txt'), ...given }),
  key: publicMarkKey,
});
const mark = (given: object, more = {}) => core.app.marking.file(order(given), null, more);

async function problemOf(answer: Promise<Result<unknown>>): Promise<Problem | null> {
  const result = await answer;
  return result.ok ? null : result.problem;
}

describe('a durable copy', () => {
  it('has every layer, each read from the finished file by another than its writer', async () => {
    const { rootPem } = granted(
      await core.app.signing.createAuthority({ organisation: 'Desk', name: 'Marks', passphrase: null }),
    );
    const source = sha256Of(at('photo.jpg'));
    mkdirSync(at('durable'));
    const request = DurableRequest.parse({
      payload: '81985529216486895',
      note: 'press kit',
      labelling: {
        labels: [{ standard: 'gb45438-aigc', ...producer }],
        visible: {},
        audible: { kind: 'rhythm' },
      },
    });
    const progress: number[] = [];
    const { files } = granted(
      await core.app.marking.durable(
        { sources: [at('photo.jpg')], out: at('durable'), request, sign: means },
        undefined,
        { onProgress: (done) => progress.push(done) },
      ),
    );
    const [file] = files;
    expect(file).toMatchObject({ state: 'done', reason: null });
    const made = file!.marked!;
    const out = at('durable', 'photo.jpg');
    expect(made).toMatchObject({ path: out, sha256: sha256Of(out), source: { sha256: source } });
    expect(sha256Of(at('photo.jpg'))).toBe(source);
    expect(made.layers.map(({ layer, state }) => [layer, state])).toEqual([
      ['explicit', 'done'],
      ['mark', 'done'],
      ['label', 'done'],
      ['register', 'done'],
      ['credential', 'done'],
    ]);
    const readers = made.layers.flatMap((layer) => layer.readers.map((name) => name.split(' ')[0]));
    expect(readers).toEqual(
      expect.arrayContaining(['labels.visible', 'assay-image-1', 'exiftool', 'c2pa-node', 'c2pa-wasm']),
    );
    expect(made.mark).toMatchObject({
      payload: '81985529216486895',
      reading: { payload: '81985529216486895' },
    });
    expect(progress).toEqual([...progress].sort((a, b) => a - b));

    // The credential, by the engine alone: what was done, from what, and the mark it belongs to.
    const { active, validation_state } = await readAsStranger(out, 'image/jpeg', rootPem);
    expect(validation_state).toBe('Trusted');
    expect(active.ingredients).toMatchObject([{ relationship: 'parentOf', title: 'photo.jpg' }]);
    const said = JSON.stringify(active.assertions);
    for (const action of ['c2pa.opened', 'c2pa.addedText', 'c2pa.watermarked.bound', 'c2pa.edited.metadata'])
      expect(said).toContain(`"${action}"`);
    expect(said).toContain('"alg":"org.assay.mark.image.1"');
    // 81985529216486895 is 0x0123456789abcdef: the value lies in the file as a CBOR byte string of eight bytes.
    expect(readFileSync(out).includes(Buffer.from('480123456789abcdef', 'hex'))).toBe(true);

    const [entry] = granted(await core.app.register.byPayload('81985529216486895'));
    expect(entry).toMatchObject({
      ...{ state: 'registered', copy: made.sha256, original: source, name: 'photo.jpg', note: 'press kit' },
      ...{ codec: 'assay-image-1', key: publicMarkKey.name.fingerprint, manifest: made.signed?.manifest },
      ...{ binding: { algorithm: 'org.assay.mark.image.1', value: 'ASNFZ4mrze8=' } },
      ...{ labels: [{ standard: 'gb45438-aigc', key: 'AIGC', place: 'APP1 XMP' }] },
      ...{ fingerprints: [{ method: 'pdq', code: expect.stringMatching(/^[0-9a-f]{64}$/) }] },
    });
    // A file with a credential is not marked without a new one.
    const bare = await problemOf(mark({ source: out, out: at('again.jpg') }));
    expect(bare).toMatchObject({ code: 'marking-refused' });
    expect(bare?.message.en).toContain('--sign');
    expect(readdirSync(folder).sort()).toEqual(['durable', 'photo.jpg', 'words.txt']);
  });
});

describe('a batch', () => {
  const request = DurableRequest.parse({ labelling: { written: {} } });
  const batch = async (out: string, sources = [at('texts')], asked = request, signal?: AbortSignal) =>
    granted<MarkBatch>(
      await core.app.marking.durable(
        { sources, out: at(out), request: asked, sign: null },
        undefined,
        signal === undefined ? {} : { signal },
      ),
    );
  const states = ({ files }: MarkBatch) =>
    files.map(({ source, state }) => [source.slice(at('texts').length + 1), state]);
  const journalOf = (out: string) => at(out, 'assay-marking.jsonl');

  beforeAll(() => {
    mkdirSync(at('texts', 'deep'), { recursive: true });
    mkdirSync(at('copies'));
    writeFileSync(at('texts', 'a.txt'), english);
    writeFileSync(at('texts', 'deep', 'b.txt'), chinese);
    writeFileSync(at('texts', 'c.bin'), Buffer.alloc(64, 200));
    writeFileSync(at('texts', 'd.txt'), 'short');
  });

  it('goes on past what cannot be marked, keeps folders, and knows what it has done', async () => {
    const first = await batch('copies');
    expect(states(first)).toEqual([
      ['a.txt', 'done'],
      ['c.bin', 'refused'],
      ['d.txt', 'partly'],
      ['deep/b.txt', 'done'],
    ]);
    // Too short for a mark: the label for people is written all the same, and what is missing is said.
    const short = first.files[2]!.marked!;
    expect(short.mark).toBeNull();
    expect(short.layers.slice(0, 2).map(({ state }) => state)).toEqual(['done', 'refused']);
    const payloads = first.files.flatMap(({ marked }) => marked?.mark?.payload ?? []);
    expect(new Set(payloads).size).toBe(2);

    const deep = at('copies', 'deep', 'b.txt');
    const kept = sha256Of(deep);
    const second = await batch('copies');
    expect(states(second).map(([, state]) => state)).toEqual(['earlier', 'refused', 'partly', 'earlier']);
    expect(second.files[3]!.marked).toEqual(first.files[3]!.marked);
    // A copy that is gone is made again, with the identifier it had; one that was changed is not touched.
    rmSync(at('copies', 'a.txt'));
    writeFileSync(deep, 'changed by somebody');
    const third = await batch('copies');
    expect(states(third).map(([, state]) => state)).toEqual(['done', 'refused', 'partly', 'refused']);
    expect(third.files[0]!.marked?.mark?.payload).toBe(first.files[0]!.marked?.mark?.payload);
    expect(readFileSync(deep, 'utf8')).toBe('changed by somebody');
    expect(kept).not.toBe(sha256Of(deep));
    // Another order is another copy, and its name is taken.
    const other = await batch('copies', [at('texts', 'd.txt')], { ...request, note: 'other' });
    expect(other.files.map(({ state }) => state)).toEqual(['refused']);
    expect(readdirSync(at('copies')).sort()).toEqual([
      'a.txt',
      'assay-marking.jsonl',
      'assay-marking.lock',
      'd.txt',
      'deep',
    ]);
  });

  it('is taken up where it was stopped, whatever was done last', async () => {
    const one = [at('texts', 'a.txt')];
    mkdirSync(at('stopped'));
    const whole = (await batch('stopped', one)).files[0]!.marked!;
    const lines = readFileSync(journalOf('stopped'), 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).what)).toEqual(['started', 'sealed', 'done']);
    const { draft } = JSON.parse(lines[1]!) as { draft: string };
    expect(basename(draft)).toMatch(/^\.[0-9a-f-]{36}\.\w+\.txt$/);
    const resume = async () => (await batch('stopped', one)).files[0]!;

    // Stopped after the copy was named and before that was written down; the last line cut short.
    writeFileSync(journalOf('stopped'), `${lines.slice(0, 2).join('\n')}\n${lines[2]!.slice(0, 40)}`);
    expect(await resume()).toMatchObject({ state: 'earlier', marked: whole });
    // Stopped between the entry in the register and the name.
    renameSync(whole.path, draft);
    writeFileSync(journalOf('stopped'), `${lines.slice(0, 2).join('\n')}\n`);
    const kept = granted(await core.app.register.kept(whole.sha256))!;
    rmSync(kept);
    expect(await resume()).toMatchObject({ state: 'earlier', marked: whole });
    // What the entry is furnished with afterwards is there all the same.
    expect(sha256Of(kept)).toBe(whole.sha256);
    expect([existsSync(draft), sha256Of(whole.path)]).toEqual([false, whole.sha256]);
    expect(granted(await core.app.register.show(whole.entry!))).toMatchObject({ copy: whole.sha256 });
    // Stopped while the copy was made: what is left goes, the identifier stays.
    renameSync(whole.path, draft);
    writeFileSync(draft, 'half');
    writeFileSync(journalOf('stopped'), `${lines[0]}\n`);
    const again = await resume();
    expect(again).toMatchObject({ state: 'done', marked: { mark: { payload: whole.mark!.payload } } });
    expect(readdirSync(at('stopped')).sort()).toEqual(['a.txt', 'assay-marking.jsonl', 'assay-marking.lock']);
    // A sealed copy that was damaged since is not given its name.
    writeFileSync(journalOf('stopped'), `${lines.slice(0, 2).join('\n')}\n`);
    rmSync(whole.path);
    writeFileSync(draft, 'damaged');
    expect(await resume()).toMatchObject({ state: 'done' });
    expect(readFileSync(whole.path, 'utf8')).not.toBe('damaged');
    expect(existsSync(draft)).toBe(false);
  });

  it('refuses one identifier for many, a folder that is not there; stops when told to, and keeps what is finished', async () => {
    const many = { sources: [at('texts')], request: { ...request, payload: '5' }, sign: null };
    expect(await problemOf(core.app.marking.durable({ ...many, out: at('copies') }))).toMatchObject({
      code: 'marking-refused',
    });
    expect(await problemOf(core.app.marking.durable({ ...many, out: at('absent') }))).toMatchObject({
      code: 'marking-refused',
    });
    mkdirSync(at('cancelled'));
    const stop = new AbortController();
    const running = core.app.marking.durable(
      { sources: [at('texts')], out: at('cancelled'), request, sign: null },
      undefined,
      { signal: stop.signal, onFile: () => stop.abort(new Error('stop')) },
    );
    expect(states(granted(await running)).map(([, state]) => state)).toEqual([
      'done',
      'cancelled',
      'cancelled',
      'cancelled',
    ]);
    expect(readdirSync(at('cancelled')).sort()).toEqual([
      'a.txt',
      'assay-marking.jsonl',
      'assay-marking.lock',
    ]);
    expect(states(await batch('cancelled')).map(([, state]) => state)).toEqual([
      'earlier',
      'refused',
      'partly',
      'done',
    ]);
  });
});

describe('two batches into one folder', () => {
  it('are refused while another process marks there, and not any more once that was killed', async () => {
    mkdirSync(at('shared'));
    const lock = at('shared', lockName);
    // A process of its own, as a second one of the program would be, that never lets go by itself.
    const holder = spawn(process.execPath, [
      ...['--input-type=module', '-e'],
      `import Database from 'better-sqlite3';
       new Database(${JSON.stringify(lock)}).exec('BEGIN EXCLUSIVE');
       process.stdout.write('held');
       setInterval(() => undefined, 1000);`,
    ]);
    try {
      await once(holder.stdout, 'data');
      const asked = { sources: [at('words.txt')], out: at('shared'), request: DurableRequest.parse({}) };
      const marking = () => core.app.marking.durable({ ...asked, sign: null });
      const refused = await problemOf(marking());
      expect(refused).toMatchObject({ code: 'marking-refused', detail: at('shared') });
      expect(refused!.message.en).toContain('at this moment');
      expect(readdirSync(at('shared')).filter((name) => !name.startsWith(lockName))).toEqual([]);
      holder.kill('SIGKILL');
      await once(holder, 'exit');
      expect(granted<MarkBatch>(await marking()).files.map(({ state }) => state)).toEqual(['done']);
      // What stands under the name of the lock and is none was put there by somebody else.
      writeFileSync(lock, 'notes of somebody\n'.repeat(100));
      expect(await problemOf(marking())).toMatchObject({ code: 'input-output' });
      expect(readFileSync(lock, 'utf8')).toContain('notes of somebody');
    } finally {
      holder.kill('SIGKILL');
      rmSync(at('shared'), { recursive: true, force: true });
    }
  });
});

describe('bad input', () => {
  it('is told in words, and nothing is left behind', async () => {
    const out = at('never.png');
    await patternImage(24, 24).png().toFile(at('tiny.png'));
    const flat = { create: { width: 512, height: 512, channels: 3, background: '#808080' } } as const;
    const sharp = (await import('sharp')).default;
    await sharp(flat).png().toFile(at('flat.png'));
    const whole = await patternImage(512, 512).png().toBuffer();
    writeFileSync(at('cut.png'), whole.subarray(0, whole.length >> 1));
    writeFileSync(at('book.pdf'), '%PDF-1.4\n%%EOF\n');
    makeClip(folder, 'silence.wav', ['-f', 'lavfi', '-i', 'anullsrc=r=48000:cl=mono:d=20']);
    const film = makeClip(folder, 'film.mp4', [...testSource(2), '-c:v', 'libx264', '-c:a', 'aac']);
    const bytes = readFileSync(film);
    writeFileSync(at('cut.mp4'), bytes.subarray(0, bytes.length >> 1));
    const before = readdirSync(folder).sort();
    const cases: readonly [string, string, Problem['code'], RegExp][] = [
      ['absent.png', 'x.png', 'marking-refused', /no such file/],
      ['photo.jpg', 'no/folder.jpg', 'marking-refused', /folder/],
      ['photo.jpg', 'words.txt', 'file-exists', /already there/],
      ['photo.jpg', 'x.png', 'marking-refused', /does not convert/],
      ['tiny.png', 'x.png', 'marking-refused', /./],
      ['cut.png', 'x.png', 'marking-refused', /./],
      ['book.pdf', 'x.pdf', 'marking-refused', /No invisible mark is made/],
      ['silence.wav', 'x.wav', 'marking-refused', /./],
      ['cut.mp4', 'x.mp4', 'marking-refused', /./],
    ];
    for (const [source, target, code, words] of cases) {
      const problem = await problemOf(mark({ source: at(source), out: at(target), register: true }));
      expect([source, problem?.code, problem?.message.en]).toEqual([
        source,
        code,
        expect.stringMatching(words),
      ]);
      expect(problem?.message['zh-CN']).toMatch(/[\u3400-\u9fff]/);
    }
    expect(readdirSync(folder).sort()).toEqual(before);
    // One colour throughout is refused, or carries a mark that was read from the finished copy.
    const flatly = await mark({ source: at('flat.png'), out: at('flat-marked.png'), payload: '5' });
    if (flatly.ok) expect(flatly.value.mark?.reading.payload).toBe('5');
    else expect(flatly.problem.code).toBe('marking-refused');
    // What was refused is not in the register either.
    const { entries } = granted(await core.app.register.list({ offset: 0, limit: 100, search: '' }));
    expect(entries.filter(({ state }) => state === 'reserved')).toEqual([]);
    expect(existsSync(out)).toBe(false);
  });

  it('is an identifier that is none', () => {
    const read = ['0', ' 18446744073709551615', '0xFFFFFFFFFFFFFFFF', '0x10'].map(parsePayload);
    expect(read).toEqual(['0', '18446744073709551615', '18446744073709551615', '16']);
    for (const wrong of ['', '-1', '1.5', '1e3', 'abc', '0x', '12g', '0b1'])
      expect(parsePayload(wrong)).toEqual({ why: 'not-a-number' });
    for (const large of ['18446744073709551616', '0x10000000000000000', '9'.repeat(40)])
      expect(parsePayload(large)).toEqual({ why: 'out-of-range' });
  });

  it('is a disk that is full, a worker that fails, a copy that is not what was promised: nothing is written', async () => {
    const failures: [unknown, Problem['code']][] = [
      [{ code: 'task-failed', message: 'ENOSPC: no space left on device, write' }, 'disk-full'],
      [
        {
          code: 'task-failed',
          message: 'Error',
          detail: 'av_interleaved_write_frame(): No space left on device',
        },
        'disk-full',
      ],
      [{ code: 'task-failed', message: 'EACCES: permission denied' }, 'input-output'],
      [{ code: 'worker-crashed', message: 'the worker died' }, 'marking-failed'],
      [{ code: 'cancelled', message: 'cancelled' }, 'cancelled'],
    ];
    // A codec that meets the full disk itself says so in its reason.
    const full: Reason = { code: 'disk-full', text: { en: 'The disk is full.', 'zh-CN': '磁盘已满。' } };
    expect(reasonProblem(full)).toMatchObject({ problem: { code: 'disk-full' } });
    const { markFile } = await import('#core/mark/mark-file.ts');
    const { workers, id, paths } = core.app.ports;
    for (const [failure, code] of failures) {
      const run: typeof workers.run = async (task, input, schema, options) => {
        if (task !== 'mark-write') return workers.run(task, input, schema, options);
        writeFileSync((input as { target: string }).target, 'half');
        return { ok: false, failure: failure as never, stderr: '', durationMs: 0 };
      };
      const ports = { id, paths, workers: { ...workers, run } };
      const answer = await markFile(order({ out: at('x.txt'), register: true }), {
        ...{ ports, register: core.app.register, signer: null },
      });
      expect(answer).toMatchObject({ problem: { code } });
    }
    expect(readdirSync(folder).filter((name) => name.startsWith('.') || name === 'x.txt')).toEqual([]);
    expect(
      granted(await core.app.register.bySha256(sha256Of(at('words.txt')))).map(({ state }) => state),
    ).not.toContain('reserved');
  });

  it('is an identifier that stands for another work', async () => {
    const made = granted<MarkedFile>(
      await mark({ out: at('first.txt'), payload: '77', register: true, keep: false }),
    );
    expect(granted(await core.app.register.kept(made.sha256))).toBeNull();
    expect(made).toMatchObject({ mark: { payload: '77' }, entry: expect.any(Number) });
    writeFileSync(at('other.txt'), chinese);
    expect(
      await problemOf(mark({ source: at('other.txt'), out: at('x.txt'), payload: '77', register: true })),
    ).toMatchObject({ code: 'identifier-taken' });
    // Without the register nobody minds.
    expect(await problemOf(mark({ source: at('other.txt'), out: at('x.txt'), payload: '77' }))).toBeNull();
  });

  it('is cancelling before the end', async () => {
    const stop = new AbortController();
    const running = mark(
      { source: at('photo.jpg'), out: at('x.jpg') },
      { signal: stop.signal, onProgress: () => stop.abort(new Error('stop')) },
    );
    expect(await problemOf(running)).toMatchObject({ code: 'cancelled' });
    expect(readdirSync(folder).filter((name) => name.startsWith('.') || name === 'x.jpg')).toEqual([]);
  });
});

describe('the worker', () => {
  const context = { limits: defaultLimits, signal: new AbortController().signal, progress: () => undefined };
  const key = privateMarkKey(new Uint8Array(32).fill(9));
  /** Copies the file, does with the copy what a test wants, and reads what the test says. */
  const standIn = (
    spoil: (target: string, source: string) => void,
    answer: Awaited<ReturnType<MarkCodec['detect']>>,
  ) => {
    const codec: MarkCodec = {
      ...{
        name: 'assay-text-1',
        title: { en: 'x', 'zh-CN': 'x' },
        reads: () => true,
        embedsInto: () => true,
      },
      reference: { cite: '', limits: { en: 'x', 'zh-CN': 'x' } },
      async embed({ path, target }) {
        copyFileSync(path, target);
        spoil(target, path);
        return { ok: true, quality: [], notes: [] };
      },
      detect: async () => answer,
    };
    return { codecFor: (_media: Media) => codec };
  };
  const text = { en: 'a', 'zh-CN': 'a' };
  const reading = (payload: string) => ({
    ...{ codec: 'assay-text-1', version: 1, payload, meaning: null, key: key.name, statistic: 20 },
    ...{ statisticName: text, threshold: 1, falseAlarmLog10: -20, derivation: text, trials: 1 },
    route: 'blind' as const,
  });
  const marked = (payload: string) =>
    ({ state: 'marked', readings: [reading(payload)], warnings: [] }) as const;

  it('does not pass a copy that shows another identifier, none, another form, or lacks a label', async () => {
    const { makePng, pngText } = await import('../fixtures/make/png.ts').then((png) => ({
      makePng: png.makePng,
      pngText: png.pngChunk('tEXt', Buffer.from('AIGC\0{"AIGC":{"Label":"1"}}', 'latin1')),
    }));
    const source = at('labelled.png');
    writeFileSync(source, makePng({ width: 32, height: 24, before: [pngText] }));
    const small = makePng({ width: 16, height: 24, before: [pngText] });
    const bare = makePng({ width: 32, height: 24 });
    const nothing = () => undefined;
    const cases: [Parameters<typeof standIn>[0], Parameters<typeof standIn>[1], string][] = [
      [nothing, marked('6'), 'marked already'],
      [nothing, { state: 'none-found', warnings: [] }, 'could not be read back'],
      [nothing, { state: 'undetermined', reason: { code: 'x', text }, warnings: [] }, 'read back whole'],
      [(target) => writeFileSync(target, small), marked('5'), 'png 16 × 24 instead of png 32 × 24'],
      [(target) => writeFileSync(target, bare), marked('5'), 'Labels of the source'],
      [nothing, marked('5'), 'ok'],
    ];
    for (const [spoil, answer, expected] of cases) {
      const codecs = standIn(spoil, answer);
      const target = at('stand-in.png');
      const input = { source, target, payload: '5', key, strength: null };
      expect(await planMark({ path: source, name: 'x.png' }, context, codecs)).toMatchObject({
        ...{ codec: 'assay-text-1', why: null, credential: false },
      });
      expect(await writeMark(input, context, codecs)).toMatchObject({ ok: true });
      const checked = await checkMark({ path: target, before: source, payload: '5', key }, context, codecs);
      expect(checked.ok ? 'ok' : `${checked.reason.code}: ${checked.reason.text.en}`).toContain(expected);
    }
  });
});
