import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  closeSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CaseStore } from '#core/case/store.ts';
import { verifyCase } from '#core/case/verify.ts';
import { type IntakeOptions, type IntakeProgress, intakeFiles, intakeStream } from '#core/intake/intake.ts';
import type { IdentifyContent } from '#core/intake/record.ts';
import { CHUNK_BYTES } from '#shared/domain/evidence.ts';
import { hashBy, identifyNothing, newCase, reopen, temporaryFolder } from './support/case.ts';

const mebibyte = 1024 * 1024;

function write(path: string | Buffer, content: string | Uint8Array): string | Buffer {
  writeFileSync(path, content);
  return path;
}

/** Bytes that do not repeat, so that no piece equals another. */
function patterned(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let offset = 0; offset + 4 <= size; offset += 4)
    bytes.writeUInt32LE(Math.imul(offset, 2654435761) >>> 0, offset);
  return bytes;
}

async function take(
  store: CaseStore,
  paths: readonly (string | Buffer)[],
  options: Partial<IntakeOptions> = {},
) {
  const sources = paths.map((path) => ({ path, how: 'file' as const }));
  return intakeFiles(store, sources, { identifyContent: identifyNothing, ...options });
}

const leftovers = (store: CaseStore) =>
  readdirSync(store.folder.evidence).filter((name) => name.startsWith('incoming-'));

async function expectSound(store: CaseStore): Promise<void> {
  expect((await verifyCase(store)).problems).toEqual([]);
  expect(leftovers(store)).toEqual([]);
  expect(store.placements()).toEqual([]);
}

describe('one file', () => {
  test('is copied to its address, read-only, with the hashes other programs give', async () => {
    const store = await newCase();
    const path = join(temporaryFolder(), 'photo.jpg');
    write(path, patterned(300_000));
    const { results } = await take(store, [path]);
    const sha256 = hashBy('sha256sum', path);
    expect(results).toMatchObject([
      {
        source: path,
        outcome: 'added',
        evidence: { sha256, sha512: hashBy('sha512sum', path), size: 300_000, name: 'photo.jpg', number: 1 },
      },
    ]);
    const stored = store.evidencePath(sha256);
    expect(readFileSync(stored).equals(readFileSync(path))).toBe(true);
    expect(lstatSync(stored).mode & 0o777).toBe(0o444);
    const acquisition = results[0]?.evidence?.acquisitions[0];
    expect(acquisition).toMatchObject({
      how: 'file',
      path,
      pathBytes: Buffer.from(path).toString('hex'),
      actor: 'Examiner 检验员',
    });
    expect(acquisition?.modifiedAt?.slice(0, 19)).toBe(statSync(path).mtime.toISOString().slice(0, 19));
    await expectSound(store);
  });

  // FIPS 180-4 example vectors (NIST, SHA256.pdf / SHA512.pdf) and the empty message.
  test('published vectors: empty, "abc"', async () => {
    const store = await newCase();
    const folder = temporaryFolder();
    const { results } = await take(store, [
      write(join(folder, 'empty'), ''),
      write(join(folder, 'abc'), 'abc'),
    ]);
    expect(results.map((result) => [result.evidence?.size, result.evidence?.sha256])).toEqual([
      [0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
      [3, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ]);
    expect(results[1]?.evidence?.sha512).toBe(
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a' +
        '2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    );
    await expectSound(store);
  });

  test('pieces of 16 MiB are hashed as split and sha256sum would', async () => {
    const store = await newCase();
    const folder = temporaryFolder();
    for (const size of [CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES + 12345]) {
      const path = join(folder, `size-${size}`);
      write(path, patterned(size));
      const { results } = await take(store, [path]);
      const sha256 = hashBy('sha256sum', path);
      expect(results[0]?.evidence).toMatchObject({ sha256, sha512: hashBy('sha512sum', path), size });
      execFileSync('split', ['-b', String(CHUNK_BYTES), path, `${path}.part-`]);
      const parts = readdirSync(folder)
        .filter((name) => name.startsWith(`size-${size}.part-`))
        .sort();
      const expected = parts.map((part) => hashBy('sha256sum', join(folder, part))).join('');
      expect(store.tables.evidence.row(sha256)?.chunks.toString('hex')).toBe(expected);
    }
    await expectSound(store);
  });

  test('the source keeps its bytes and all its times', async () => {
    const store = await newCase();
    const path = join(temporaryFolder(), 'old.bin');
    write(path, patterned(100_000));
    utimesSync(path, new Date('2019-05-04T03:02:01.5Z'), new Date('2018-01-02T03:04:05.25Z'));
    const before = lstatSync(path, { bigint: true });
    const { results } = await take(store, [path]);
    const after = lstatSync(path, { bigint: true });
    for (const field of ['atimeNs', 'mtimeNs', 'ctimeNs', 'size', 'mode', 'ino'] as const)
      expect(after[field]).toBe(before[field]);
    expect(results[0]?.evidence?.acquisitions[0]?.modifiedAt).toBe('2018-01-02T03:04:05.250Z');
  });

  test('is identified alone in a private folder, under a name that says nothing', async () => {
    const store = await newCase();
    const path = write(join(temporaryFolder(), 'p%03d\u202Egpj.png'), 'content');
    const seen: unknown[] = [];
    const identifyContent: IdentifyContent = async (privatePath, name) => {
      const folder = join(privatePath, '..');
      seen.push(
        readdirSync(folder),
        lstatSync(privatePath).mode & 0o777,
        readFileSync(privatePath, 'utf8'),
        name,
      );
      return {
        media: { kind: 'text', format: 'text', mime: 'text/plain', extensionFits: false },
        content: { state: 'known', of: 'text', sha256: 'a'.repeat(64), method: 'test', warnings: ['odd'] },
      };
    };
    const { results } = await take(store, [path], { identifyContent });
    expect(seen).toEqual([['evidence'], 0o444, 'content', 'p%03d\\u{202E}gpj.png']);
    expect(results[0]?.evidence).toMatchObject({
      media: { format: 'text' },
      content: { of: 'text', warnings: ['odd'] },
    });
    await expectSound(store);
  });

  test('is evidence even when identifying it fails', async () => {
    const store = await newCase();
    const path = write(join(temporaryFolder(), 'killer.bin'), 'x');
    const identifyContent: IdentifyContent = () => Promise.reject(new Error('worker crashed'));
    const { results } = await take(store, [path], { identifyContent });
    expect(results[0]).toMatchObject({ outcome: 'added', evidence: { media: { kind: 'unknown' } } });
    const content = results[0]?.evidence?.content;
    expect(content?.state === 'undetermined' ? content.reason['zh-CN'] : '').toContain('worker crashed');
    await expectSound(store);
  });
});

describe('duplicates', () => {
  test('are one evidence with each acquisition and an event; the copy is gone', async () => {
    const store = await newCase();
    const folder = temporaryFolder();
    const first = write(join(folder, 'a.jpg'), 'same');
    const second = write(join(folder, 'b.jpg'), 'same');
    const { results } = await take(store, [first, second, first]);
    expect(results.map((result) => result.outcome)).toEqual(['added', 'duplicate', 'duplicate']);
    expect(results[2]?.evidence).toMatchObject({ number: 1, name: 'a.jpg' });
    expect(
      store.evidence(hashBy('sha256sum', join(folder, 'a.jpg')))?.acquisitions.map(({ path }) => path),
    ).toEqual([first, second, first]);
    expect(store.custody(2, 10).map((event) => event.action)).toEqual([
      'evidence.added',
      'evidence.acquired-again',
      'evidence.acquired-again',
    ]);
    await expectSound(store);
  });

  test('bring back a stored file that was lost', async () => {
    const store = await newCase();
    const path = write(join(temporaryFolder(), 'a'), 'precious');
    const { results } = await take(store, [path]);
    rmSync(store.evidencePath(results[0]!.evidence!.sha256));
    expect((await take(store, [path])).results[0]?.outcome).toBe('duplicate');
    expect(store.custody(3, 1)[0]).toMatchObject({
      action: 'evidence.acquired-again',
      detail: { restored: true },
    });
    await expectSound(store);
  });

  test('taken in at the same time by two calls', async () => {
    const store = await newCase();
    const folder = temporaryFolder();
    const paths = Array.from({ length: 12 }, (_, index) =>
      write(join(folder, `${index}`), `content ${index % 4}`),
    );
    const both = await Promise.all([take(store, paths), take(store, paths.toReversed())]);
    const outcomes = both.flatMap(({ results }) => results.map((result) => result.outcome));
    expect(outcomes.filter((outcome) => outcome === 'added')).toHaveLength(4);
    expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(20);
    expect(store.info().evidenceCount).toBe(4);
    await expectSound(store);
  });
});

describe('what is refused', () => {
  test('links, pipes, sockets, devices and missing files, each with its reason, and the rest goes on', async () => {
    const store = await newCase();
    const folder = temporaryFolder();
    const good = write(join(folder, 'good'), 'good') as string;
    symlinkSync(good, join(folder, 'link'));
    symlinkSync('/nowhere', join(folder, 'dangling'));
    symlinkSync('/etc', join(folder, 'folder-link'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const server = createServer().listen(join(folder, 'socket'));
    await once(server, 'listening');
    const named = ['link', 'dangling', 'folder-link', 'pipe', 'socket', 'missing'].map((name) =>
      join(folder, name),
    );
    const { results } = await take(store, [...named, '/dev/zero', '/dev/null', good]);
    server.close();
    expect(results.map((result) => [result.outcome, result.reason?.code])).toEqual([
      ['refused', 'symbolic-link'],
      ['refused', 'symbolic-link'],
      ['refused', 'symbolic-link'],
      ['refused', 'not-a-regular-file'],
      ['refused', 'not-a-regular-file'],
      ['failed', 'source-unreadable'],
      ['refused', 'not-a-regular-file'],
      ['refused', 'not-a-regular-file'],
      ['added', undefined],
    ]);
    expect(results[3]?.reason?.text).toEqual({
      en: 'It is a named pipe, not a regular file',
      'zh-CN': '这是命名管道，不是普通文件',
    });
    await expectSound(store);
  });

  test('a path with a zero byte', async () => {
    const store = await newCase();
    const { results } = await take(store, [Buffer.from('/etc/passwd\0.jpg')]);
    expect(results[0]).toMatchObject({
      outcome: 'failed',
      source: '/etc/passwd\\u{0}.jpg',
      reason: { code: 'source-unreadable' },
    });
  });

  test('more than half of the free space', async () => {
    const store = await newCase();
    const path = join(temporaryFolder(), 'huge');
    const descriptor = openSync(path, 'w');
    ftruncateSync(descriptor, 8 * 1024 ** 4);
    closeSync(descriptor);
    const { results } = await take(store, [path]);
    expect(results[0]).toMatchObject({ outcome: 'refused', reason: { code: 'disk-space' } });
    expect(results[0]?.reason?.text.en).toContain(`${16 * 1024 ** 4} bytes are needed`);
    await expectSound(store);
  });

  /** Do something to the source while it is being copied: after the first 16 MiB were reported. */
  async function during(change: (path: string) => void) {
    const store = await newCase();
    const path = join(temporaryFolder(), 'changing');
    write(path, patterned(3 * CHUNK_BYTES));
    utimesSync(path, new Date('2020-01-01'), new Date('2020-01-01'));
    let changed = false;
    const { results } = await take(store, [path], {
      onProgress: () => {
        if (!changed) change(path);
        changed = true;
      },
    });
    expect(changed).toBe(true);
    expect(store.info().evidenceCount).toBe(0);
    await expectSound(store);
    return [results[0]?.outcome, results[0]?.reason?.code];
  }

  const changes: Record<string, (path: string) => void> = {
    grows: (path) => appendFileSync(path, 'more'),
    shrinks: (path) => truncateSync(path, CHUNK_BYTES + 5),
    'is emptied': (path) => truncateSync(path, 0),
    'has one byte changed that was read already': (path) => {
      const descriptor = openSync(path, 'r+');
      writeSync(descriptor, 'X', 10);
      closeSync(descriptor);
    },
    'has one byte changed and its time set back': (path) => {
      const descriptor = openSync(path, 'r+');
      writeSync(descriptor, 'X', 10);
      closeSync(descriptor);
      utimesSync(path, new Date('2020-01-01'), new Date('2020-01-01'));
    },
    'is replaced by another': (path) => {
      writeFileSync(`${path}.new`, patterned(3 * CHUNK_BYTES));
      renameSync(`${path}.new`, path);
    },
    'is replaced by a link': (path) => {
      rmSync(path);
      symlinkSync('/etc/passwd', path);
    },
    'is removed': (path) => rmSync(path),
    'gets a second name': (path) => linkSync(path, `${path}.again`),
  };
  for (const [name, change] of Object.entries(changes)) {
    test(`a source that ${name} while it is copied`, async () => {
      expect(await during(change)).toEqual(['refused', 'source-changed']);
    });
  }

  test('a source written the moment before is not trusted to its clock step', async () => {
    const store = await newCase();
    const folder = temporaryFolder();
    for (let round = 0; round < 20; round++) {
      const path = join(folder, `fresh-${round}`);
      write(path, 'before');
      const { results } = await take(store, [path], { identifyContent: identifyNothing });
      expect(results[0]?.outcome === 'added' || results[0]?.outcome === 'duplicate').toBe(true);
    }
    expect(store.info().evidenceCount).toBe(1);
  });
});

describe('names', () => {
  test('hostile ones are kept byte-exact and shown escaped', async () => {
    const store = await newCase();
    const folder = temporaryFolder();
    const names = [
      Buffer.from([0x61, 0xff, 0xfe, 0x62]),
      Buffer.from('new\nline.jpg'),
      Buffer.from('evidence\u202Egpj.exe'),
      Buffer.from('-rf'),
      Buffer.from('$(touch pwned) `id` | cat'),
      Buffer.from('p%03d.png'),
      Buffer.from('tab\tand\u001b[31mred'),
      Buffer.from('zero\u200bwidth'),
      Buffer.from([0xd5, 0xd5, 0xc6, 0xac]),
      Buffer.from('é.txt'.normalize('NFC')),
      Buffer.from('é.txt'.normalize('NFD')),
      Buffer.from('x'.repeat(255)),
      Buffer.from(' leading and trailing '),
      Buffer.from('\\u{202E}'),
    ];
    const paths = names.map((name, index) =>
      write(Buffer.concat([Buffer.from(`${folder}/`), name]), `content ${index}`),
    );
    const { results } = await take(store, paths);
    expect(results.map((result) => result.outcome)).toEqual(names.map(() => 'added'));
    expect(results.map((result) => result.evidence?.nameBytes)).toEqual(
      names.map((name) => name.toString('hex')),
    );
    expect(results.map((result) => result.sourceBytes)).toEqual(
      paths.map((path) => Buffer.from(path).toString('hex')),
    );
    expect(results[0]?.evidence?.name).toBe('a\\xFF\\xFEb');
    expect(results[1]?.evidence?.name).toBe('new\\u{A}line.jpg');
    expect(results[2]?.evidence?.name).toBe('evidence\\u{202E}gpj.exe');
    expect(results[13]?.evidence?.name).toBe('\\\\u{202E}');
    expect(readdirSync(store.folder.evidence).every((name) => /^[0-9a-f]{64}$/.test(name))).toBe(true);
    await expectSound(store);
  });
});

describe('folders', () => {
  test('are walked in byte order, in depth, links not followed, the case itself left out', async () => {
    const folder = temporaryFolder();
    const { createCase } = await import('#core/case/create.ts');
    const { testPorts } = await import('./support/case.ts');
    const made = await createCase(join(folder, 'm.case'), 'Inside', testPorts());
    if (!made.ok) throw new Error('no case');
    const { store } = made;
    mkdirSync(join(folder, 'b', 'deep', 'empty'), { recursive: true });
    write(join(folder, 'b', 'deep', 'one'), '1');
    write(join(folder, 'b', 'B'), '2');
    write(join(folder, 'b', 'a'), '3');
    write(join(folder, 'a'), '4');
    write(join(folder, 'é'), '5');
    write(join(folder, 'z'), '6');
    symlinkSync('..', join(folder, 'b', 'loop'));
    const summary = await intakeFiles(store, [{ path: folder, how: 'folder' }], {
      identifyContent: identifyNothing,
    });
    const relative = summary.results.map((result) => [
      result.source.slice(folder.length + 1),
      result.outcome,
    ]);
    expect(relative).toEqual([
      ['a', 'added'],
      ['b/B', 'added'],
      ['b/a', 'added'],
      ['b/deep/one', 'added'],
      ['b/loop', 'refused'],
      ['m.case', 'refused'],
      ['z', 'added'],
      ['é', 'added'],
    ]);
    expect(summary.results[5]?.reason?.code).toBe('own-case-folder');
    expect(summary.results[0]?.evidence?.acquisitions[0]?.how).toBe('folder');
    expect(summary.results.map((result) => result.evidence?.number)).toEqual([
      1,
      2,
      3,
      4,
      undefined,
      undefined,
      5,
      6,
    ]);
    await expectSound(store);
    await store.close();
  });

  test('the folder with the keys of the installation, a case and a name without letters give nothing', async () => {
    const folder = temporaryFolder();
    const store = await newCase();
    const installation = join(folder, 'of-the-program');
    mkdirSync(join(installation, 'custody'), { recursive: true });
    write(join(installation, 'custody', 'checkpoint-key.pem'), 'secret');
    mkdirSync(join(folder, 'other.case'));
    write(join(folder, 'other.case', 'case.db'), 'database');
    write(join(folder, 'photo.jpg'), 'picture');
    const sources = [folder, join(folder, 'other.case'), ''].map((path) => ({
      path,
      how: 'folder' as const,
    }));
    const { results } = await intakeFiles(store, sources, { identifyContent: identifyNothing, installation });
    expect(
      results.map(({ source, reason }) => [source.slice(folder.length + 1), reason?.code ?? 'taken']),
    ).toEqual([
      ['of-the-program', 'installation-folder'],
      ['other.case/case.db', 'taken'],
      ['photo.jpg', 'taken'],
      ['other.case', 'case-folder'],
      ['', 'no-name'],
    ]);
  });

  test('numbers follow the order of the sources even when identifying takes unequal time', async () => {
    const store = await newCase();
    const folder = temporaryFolder();
    for (let index = 0; index < 12; index++)
      write(join(folder, `file-${String(index).padStart(2, '0')}`), `content ${index}`);
    let running = 0;
    let most = 0;
    const identifyContent: IdentifyContent = async (...input) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, input[1].endsWith('0') ? 60 : 1));
      running -= 1;
      return identifyNothing(...input);
    };
    const heard: string[] = [];
    const { results } = await take(store, [folder], {
      identifyContent,
      onResult: (result) => heard.push(result.source),
    });
    expect(results.map((result) => result.evidence?.number)).toEqual(
      Array.from({ length: 12 }, (_, index) => index + 1),
    );
    expect(heard).toEqual(results.map((result) => result.source));
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(3);
  });
});

describe('cancelling', () => {
  test('in the middle of a file leaves no part of it', async () => {
    const store = await newCase();
    const folder = temporaryFolder();
    const first = write(join(folder, '1'), 'small');
    const second = write(join(folder, '2'), patterned(4 * CHUNK_BYTES));
    const third = write(join(folder, '3'), 'never');
    const controller = new AbortController();
    const summary = await take(store, [first, second, third], {
      signal: controller.signal,
      onProgress: ({ bytesDone }) => {
        if (bytesDone > CHUNK_BYTES) controller.abort();
      },
    });
    expect(summary.cancelled).toBe(true);
    expect(summary.notStarted).toBe(1);
    expect(summary.results.map((result) => [result.outcome, result.reason?.code])).toEqual([
      ['added', undefined],
      ['failed', 'cancelled'],
    ]);
    await expectSound(store);
  });

  test('while a file is being identified', async () => {
    const store = await newCase();
    const path = write(join(temporaryFolder(), '1'), 'small');
    const controller = new AbortController();
    const identifyContent: IdentifyContent = (_path, _name, signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        setTimeout(() => controller.abort(), 10);
      });
    const summary = await take(store, [path], { identifyContent, signal: controller.signal });
    expect(summary).toMatchObject({
      cancelled: true,
      results: [{ outcome: 'failed', reason: { code: 'cancelled' } }],
    });
    await expectSound(store);
  });

  test('before it begins', async () => {
    const store = await newCase();
    const summary = await take(store, ['/etc'], { signal: AbortSignal.abort() });
    expect(summary).toMatchObject({ cancelled: true, results: [] });
    expect(store.info().evidenceCount).toBe(0);
  });
});

describe('streams', () => {
  async function* pieces(bytes: Buffer, size: number) {
    for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
  }
  const options = { identifyContent: identifyNothing };

  test('give the same evidence as the file, however they are cut', async () => {
    const store = await newCase();
    const path = join(temporaryFolder(), 'a.bin');
    const bytes = patterned(CHUNK_BYTES + 70_001);
    write(path, bytes);
    const sha256 = hashBy('sha256sum', path);
    const modifiedAt = new Date('2020-02-03T04:05:06Z');
    const first = await intakeStream(
      store,
      pieces(bytes, 65_521),
      { name: 'up\u202Eload.bin', modifiedAt },
      options,
    );
    expect(first).toMatchObject({
      outcome: 'added',
      source: 'up\\u{202E}load.bin',
      evidence: { sha256, acquisitions: [{ how: 'upload', modifiedAt: '2020-02-03T04:05:06.000Z' }] },
    });
    for (const [size, announced] of [
      [7 * mebibyte, bytes.length],
      [bytes.length, bytes.length],
      [1000, undefined],
    ] as const) {
      const origin = announced === undefined ? { name: 'x' } : { name: 'x', size: announced };
      const again = await intakeStream(store, pieces(bytes, size), origin, options);
      expect(again).toMatchObject({ outcome: 'duplicate', evidence: { sha256 } });
    }
    expect(
      await intakeStream(store, pieces(Buffer.alloc(0), 1), { name: 'e', size: 0 }, options),
    ).toMatchObject({ outcome: 'added', evidence: { size: 0 } });
    expect(store.tables.evidence.row(sha256)?.chunks.length).toBe(64);
    await expectSound(store);
  });

  test('that break off, or are longer or shorter than announced, leave nothing', async () => {
    const store = await newCase();
    async function* breaking() {
      yield Buffer.from('half');
      throw new Error('connection reset');
    }
    const results = [
      await intakeStream(store, breaking(), { name: 'x' }, options),
      await intakeStream(store, pieces(Buffer.from('short'), 2), { name: 'x', size: 9 }, options),
      await intakeStream(store, pieces(Buffer.from('much longer'), 2), { name: 'x', size: 4 }, options),
    ];
    expect(results.map((result) => [result.outcome, result.reason?.code])).toEqual(
      results.map(() => ['failed', 'source-unreadable']),
    );
    expect(results[0]?.reason?.detail).toBe('connection reset');
    await expectSound(store);
  });

  test('that stall are left when cancelled', async () => {
    const store = await newCase();
    const controller = new AbortController();
    async function* stalling() {
      yield Buffer.from('half');
      setTimeout(() => controller.abort(), 10);
      await new Promise(() => undefined);
    }
    const result = await intakeStream(
      store,
      stalling(),
      { name: 'x' },
      { ...options, signal: controller.signal },
    );
    expect(result).toMatchObject({ outcome: 'failed', reason: { code: 'cancelled' } });
    await expectSound(store);
  });
});

describe('large files', () => {
  test('400 MB are taken in within bounded memory, with progress', { timeout: 120_000 }, async () => {
    const store = await newCase();
    const path = join(temporaryFolder(), 'sparse.bin');
    const descriptor = openSync(path, 'w');
    const size = 400_000_000;
    ftruncateSync(descriptor, size);
    writeSync(descriptor, 'not only zeros', 390_000_000);
    closeSync(descriptor);
    const base = process.memoryUsage.rss();
    let most = 0;
    let longestPause = 0;
    let last = performance.now();
    const watch = setInterval(() => {
      const now = performance.now();
      longestPause = Math.max(longestPause, now - last);
      last = now;
      most = Math.max(most, process.memoryUsage.rss());
    }, 5);
    const progress: IntakeProgress[] = [];
    const begun = performance.now();
    const { results } = await take(store, [path], { onProgress: (step) => progress.push(step) });
    const seconds = (performance.now() - begun) / 1000;
    clearInterval(watch);
    expect(results[0]).toMatchObject({
      outcome: 'added',
      evidence: { size, sha256: hashBy('sha256sum', path) },
    });
    expect(progress.length).toBeGreaterThan(20);
    expect(progress.at(-1)).toEqual({
      filesDone: 1,
      filesTotal: 1,
      bytesDone: size,
      bytesTotal: size,
      current: 'sparse.bin',
    });
    const grown = Math.round((most - base) / mebibyte);
    console.log(
      `400 MB: ${seconds.toFixed(1)} s, ${(size / mebibyte / seconds).toFixed(0)} MiB/s, +${grown} MiB, longest pause ${longestPause.toFixed(0)} ms`,
    );
    expect(grown).toBeLessThan(256);
  });
});

describe('a file another process keeps writing', () => {
  test('is refused, not half-taken', async () => {
    const store = await newCase();
    const path = join(temporaryFolder(), 'log.bin');
    write(path, patterned(2 * CHUNK_BYTES));
    const child = spawn('sh', ['-c', 'while :; do echo line >> "$0"; done', path]);
    try {
      await new Promise((resolve) => setTimeout(resolve, 50));
      const { results } = await take(store, [path]);
      expect(results[0]).toMatchObject({ outcome: 'refused', reason: { code: 'source-changed' } });
    } finally {
      child.kill('SIGKILL');
    }
    await expectSound(store);
    await store.close();
    await reopen(store.folder.directory);
  });
});
