import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '#core/case/database.ts';
import { openCase } from '#core/case/open.ts';
import type { CaseStore } from '#core/case/store.ts';
import { verifyCase } from '#core/case/verify.ts';
import { intakeFiles } from '#core/intake/intake.ts';
import { Verification } from '#shared/domain/case.ts';
import { CHUNK_BYTES } from '#shared/domain/evidence.ts';
import { AnalystRegion } from '#shared/domain/region.ts';
import {
  fakeRun,
  hashBy,
  identifyNothing,
  newCase,
  problemOf,
  reopen,
  tamper,
  temporaryFolder,
  testPorts,
} from './support/case.ts';

/** Three whole pieces and a part of one. */
const manyPieces = 3 * CHUNK_BYTES + 1000;

/** An open case with a small and a large evidence and a run with an artifact. */
async function sampleCase(size = 1000): Promise<{ store: CaseStore; small: string; large: string }> {
  const store = await newCase();
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'a-small'), 'small file');
  const large = Buffer.alloc(size);
  for (let offset = 0; offset < large.length; offset += 1000) large.writeUInt32LE(offset, offset);
  writeFileSync(join(folder, 'b-large'), large);
  const { results } = await intakeFiles(store, [{ path: folder, how: 'folder' }], {
    identifyContent: identifyNothing,
  });
  const [small, big] = results.map((result) => result.evidence?.sha256 ?? '');
  mkdirSync(store.derivedPath('run-1'));
  writeFileSync(join(store.derivedPath('run-1'), 'plot.png'), 'picture');
  store.recordRun(
    fakeRun(small!, 'run-1', {
      artifacts: [
        {
          name: 'plot.png',
          mime: 'image/png',
          size: 7,
          sha256: createHash('sha256').update('picture').digest('hex'),
        },
      ],
    }),
  );
  return { store, small: small!, large: big! };
}

const found = (verification: Verification) => verification.problems.map(({ code, object }) => [code, object]);

function flip(path: string, position: number): void {
  chmodSync(path, 0o644);
  const descriptor = openSync(path, 'r+');
  const byte = Buffer.alloc(1);
  readSync(descriptor, byte, 0, 1, position);
  byte[0] = byte[0]! ^ 0x01;
  writeSync(descriptor, byte, 0, 1, position);
  closeSync(descriptor);
  chmodSync(path, 0o444);
}

/** Close, edit with a database tool, open again. */
async function edited(store: CaseStore, sql: string): Promise<CaseStore> {
  await store.close();
  tamper(store, sql);
  return reopen(store.folder.directory);
}

describe('a sound case', () => {
  test('has no problems; the answer fits its schema and leaves one event', async () => {
    const { store } = await sampleCase(manyPieces);
    const steps: number[] = [];
    const verification = await verifyCase(store, { onProgress: (step) => steps.push(step.bytesDone) });
    expect(Verification.parse(verification)).toMatchObject({
      evidenceChecked: 2,
      eventsChecked: 5,
      problems: [],
    });
    expect(steps.at(-1)).toBe(3 * CHUNK_BYTES + 1010);
    expect(store.custody(5, 10)).toMatchObject([
      { action: 'case.verified', detail: { evidenceChecked: 2, problemCount: 0, problems: [] } },
    ]);
    expect((await verifyCase(store)).eventsChecked).toBe(6);
  });

  test('can be verified read-only, also while another opener takes files in', async () => {
    const { store } = await sampleCase();
    const reader = await reopen(store.folder.directory, { readOnly: true });
    mkdirSync(join(store.folder.evidence, 'incoming-now'));
    expect((await verifyCase(reader)).problems).toEqual([]);
    expect(store.custodyCount()).toBe(5);
    await reader.close();
    await store.close();
    // Nobody is at work any more: then it is a stray.
    const later = await reopen(store.folder.directory, { readOnly: true });
    expect(found(await verifyCase(later))).toEqual([['unknown-file', 'incoming-now']]);
    await later.close();
    const cleaned = await reopen(store.folder.directory);
    expect(found(await verifyCase(cleaned))).toEqual([]);
  });

  test('is left in the middle when aborted', async () => {
    const { store } = await sampleCase(manyPieces);
    const controller = new AbortController();
    const onProgress = ({ bytesDone }: { bytesDone: number }) => {
      if (bytesDone > CHUNK_BYTES) controller.abort();
    };
    await expect(verifyCase(store, { signal: controller.signal, onProgress })).rejects.toThrow('aborted');
    expect(store.custodyCount()).toBe(5);
  });
});

describe('a case that is being worked on', () => {
  /** Records of three kinds, made while the files are read. */
  const work = (store: CaseStore, evidence: string) => {
    let made = 0;
    return () => {
      made += 1;
      store.recordRun(fakeRun(evidence, `meanwhile-${made}`));
      store.addAcquisition(evidence, store.evidence(evidence)!.acquisitions[0]!);
      const shape = { kind: 'rectangle', from: { x: 1, y: 2 }, to: { x: 30, y: 40 } };
      store.recordRegions(evidence, [AnalystRegion.parse({ id: '1', name: `seen ${made}`, shape })]);
      return made;
    };
  };

  test('is not accused of what was recorded while it was checked', async () => {
    const { store, small } = await sampleCase(manyPieces);
    const more = work(store, small);
    let made = 0;
    const verification = await verifyCase(store, {
      onProgress: () => {
        made = more();
      },
    });
    expect(made).toBeGreaterThan(3);
    expect(found(verification)).toEqual([]);
    expect(found(await verifyCase(store))).toEqual([]);
    expect(store.runs(small).length).toBe(1 + made);
  });

  test('nor by another program that looks at it', async () => {
    const { store, small } = await sampleCase(manyPieces);
    const more = work(store, small);
    const beside = await reopen(store.folder.directory, { readOnly: true });
    const { problems, eventsChecked } = await verifyCase(beside, { onProgress: more });
    expect(problems).toEqual([]);
    expect(store.custodyCount()).toBeGreaterThan(eventsChecked);
  });
});

describe('evidence files', () => {
  test('one bit changed is found and the damaged piece named', async () => {
    const { store, small, large } = await sampleCase(manyPieces);
    flip(store.evidencePath(large), 2 * CHUNK_BYTES + 5);
    flip(store.evidencePath(small), 0);
    const { problems } = await verifyCase(store);
    expect(problems).toMatchObject([
      { code: 'evidence-changed', object: small, ranges: [[0, 10]] },
      { code: 'evidence-changed', object: large, ranges: [[2 * CHUNK_BYTES, CHUNK_BYTES]] },
    ]);
    expect(problems[1]?.message.en).toContain(`${2 * CHUNK_BYTES}–${3 * CHUNK_BYTES}`);
    expect(problems[1]?.message['zh-CN']).toContain('字节');
  });

  test('a bit at each edge of each piece', async () => {
    const { store, large } = await sampleCase(manyPieces);
    const path = store.evidencePath(large);
    for (const position of [
      0,
      CHUNK_BYTES - 1,
      CHUNK_BYTES,
      3 * CHUNK_BYTES - 1,
      3 * CHUNK_BYTES,
      3 * CHUNK_BYTES + 999,
    ]) {
      flip(path, position);
      const { problems } = await verifyCase(store);
      expect(problems.map((problem) => problem.ranges?.length)).toEqual([1]);
      const [start, length] = problems[0]!.ranges![0]!;
      expect(position >= start && position < start + length).toBe(true);
      flip(path, position);
    }
    expect((await verifyCase(store)).problems).toEqual([]);
  });

  test('cut, lengthened, emptied', async () => {
    const { store, large } = await sampleCase(manyPieces);
    const path = store.evidencePath(large);
    chmodSync(path, 0o644);
    truncateSync(path, CHUNK_BYTES + 7);
    chmodSync(path, 0o444);
    const cut = await verifyCase(store);
    expect(found(cut)).toEqual([
      ['evidence-size', large],
      ['evidence-changed', large],
    ]);
    expect(cut.problems[1]?.ranges).toEqual([[CHUNK_BYTES, 2 * CHUNK_BYTES + 1000]]);
    chmodSync(path, 0o644);
    writeFileSync(path, '');
    chmodSync(path, 0o444);
    expect(found(await verifyCase(store))).toEqual([
      ['evidence-size', large],
      ['evidence-changed', large],
    ]);
  });

  test('removed, replaced by a folder or a link, made writable, joined by a stranger', async () => {
    const { store, small, large } = await sampleCase();
    const path = store.evidencePath(small);
    const content = readFileSync(path);
    rmSync(path);
    expect(found(await verifyCase(store))).toEqual([['evidence-missing', small]]);
    mkdirSync(path);
    expect(found(await verifyCase(store))).toEqual([['evidence-missing', small]]);
    rmSync(path, { recursive: true });
    const outside = join(temporaryFolder(), 'same-bytes');
    writeFileSync(outside, content, { mode: 0o444 });
    symlinkSync(outside, path);
    expect(found(await verifyCase(store))).toEqual([['evidence-missing', small]]);
    rmSync(path);
    writeFileSync(path, content, { mode: 0o444 });
    chmodSync(store.evidencePath(large), 0o464);
    writeFileSync(join(store.folder.evidence, 'notes\u202E.txt'), 'stray');
    writeFileSync(join(store.folder.evidence, 'f'.repeat(64)), 'planted');
    expect(found(await verifyCase(store)).sort()).toEqual([
      ['evidence-writable', large],
      ['unknown-file', 'f'.repeat(64)],
      ['unknown-file', 'notes\\u{202E}.txt'],
    ]);
    // A stranger's file is never removed by opening.
    await store.close();
    const again = await reopen(store.folder.directory);
    expect(found(await verifyCase(again))).toHaveLength(3);
  });

  test('a pipe in place of a file does not hang', async () => {
    const { store, small } = await sampleCase();
    rmSync(store.evidencePath(small));
    execFileSync('mkfifo', [store.evidencePath(small)]);
    expect(found(await verifyCase(store))).toEqual([['evidence-missing', small]]);
  });
});

describe('rows of the database', () => {
  const edits: Record<string, { sql: string; code: string; object: 'small' | 'run' }> = {
    'the name of an evidence': {
      sql: "UPDATE evidence SET name = 'other' WHERE number = 1",
      code: 'record-changed',
      object: 'small',
    },
    'the bytes of its name': {
      sql: "UPDATE evidence SET name_bytes = x'00' WHERE number = 1",
      code: 'record-changed',
      object: 'small',
    },
    'what it was identified as': {
      sql: `UPDATE evidence SET media = replace(media, 'unknown', 'image') WHERE number = 1`,
      code: 'record-changed',
      object: 'small',
    },
    'its SHA-512': {
      sql: "UPDATE evidence SET sha512 = replace(sha512, 'a', 'b') WHERE number = 1",
      code: 'record-changed',
      object: 'small',
    },
    'the hashes of its pieces': {
      sql: 'UPDATE evidence SET chunks = zeroblob(32) WHERE number = 1',
      code: 'record-changed',
      object: 'small',
    },
    'its exhibit number': {
      sql: 'UPDATE evidence SET number = 9 WHERE number = 1',
      code: 'record-changed',
      object: 'small',
    },
    'who acquired it': {
      sql: "UPDATE acquisition SET actor = 'Nobody' WHERE number = 1",
      code: 'record-changed',
      object: 'small',
    },
    'when it was last modified': {
      sql: "UPDATE acquisition SET modified_at = '1999' WHERE number = 1",
      code: 'record-changed',
      object: 'small',
    },
    'one acquisition more': {
      sql: 'INSERT INTO acquisition (evidence, how, path, path_bytes, modified_at, acquired_at, actor) SELECT evidence, how, path, path_bytes, modified_at, acquired_at, actor FROM acquisition WHERE number = 1',
      code: 'record-changed',
      object: 'small',
    },
    'one acquisition less': {
      sql: 'DELETE FROM acquisition WHERE number = 1',
      code: 'record-changed',
      object: 'small',
    },
    'the record of a run': {
      sql: `UPDATE run SET record = replace(record, 'nothing-found', 'found')`,
      code: 'record-changed',
      object: 'run',
    },
    'the column beside it': {
      sql: "UPDATE run SET outcome = 'found'",
      code: 'record-changed',
      object: 'run',
    },
    'a run that is gone': { sql: 'DELETE FROM run', code: 'record-missing', object: 'run' },
    'a record that is no JSON': { sql: "UPDATE run SET record = '{'", code: 'record-changed', object: 'run' },
  };
  for (const [name, { sql, code, object }] of Object.entries(edits)) {
    test(`edited: ${name}`, async () => {
      const { store, small } = await sampleCase();
      const again = await edited(store, sql);
      expect(found(await verifyCase(again))).toEqual([[code, object === 'small' ? small : 'run-1']]);
    });
  }

  test('an evidence removed with its file and its acquisitions', async () => {
    const { store, small } = await sampleCase();
    const path = store.evidencePath(small);
    const again = await edited(
      store,
      'DELETE FROM run; DELETE FROM acquisition WHERE number = 1; DELETE FROM evidence WHERE number = 1',
    );
    rmSync(path);
    expect(found(await verifyCase(again))).toEqual([
      ['record-missing', small],
      ['record-missing', 'run-1'],
    ]);
  });

  test('an evidence slipped in with its file', async () => {
    const { store } = await sampleCase();
    const planted = createHash('sha256').update('planted').digest('hex');
    writeFileSync(store.evidencePath(planted), 'planted', { mode: 0o444 });
    const again = await edited(
      store,
      `INSERT INTO evidence SELECT 3, '${planted}', sha512, 7, chunks, name, name_bytes, kind, format, media, content,
         content_sha256 FROM evidence WHERE number = 1;
       INSERT INTO acquisition (evidence, how, path, path_bytes, modified_at, acquired_at, actor)
         SELECT '${planted}', how, path, path_bytes, modified_at, acquired_at, actor FROM acquisition WHERE number = 1`,
    );
    expect(found(await verifyCase(again))).toEqual([['record-changed', planted]]);
  });
});

describe('the custody table', () => {
  const edits: Record<string, { sql: string; expected: [string, string] }> = {
    'an actor': {
      sql: "UPDATE custody SET actor = 'Nobody' WHERE sequence = 3",
      expected: ['chain-broken', '3'],
    },
    'a time': {
      sql: "UPDATE custody SET at = '2020-01-01T00:00:00.000Z' WHERE sequence = 1",
      expected: ['chain-broken', '1'],
    },
    'a detail': {
      sql: `UPDATE custody SET detail = replace(detail, 'Matter', 'Other') WHERE sequence = 1`,
      expected: ['chain-broken', '1'],
    },
    'an action nobody knows': {
      sql: "UPDATE custody SET action = 'x' WHERE sequence = 2",
      expected: ['chain-broken', '2'],
    },
    'a deletion': { sql: 'DELETE FROM custody WHERE sequence = 2', expected: ['chain-gap', '2'] },
    'a deletion, renumbered': {
      sql: 'DELETE FROM custody WHERE sequence = 2; UPDATE custody SET sequence = sequence - 1 WHERE sequence = 3; UPDATE custody SET sequence = sequence - 1 WHERE sequence = 4; UPDATE custody SET sequence = sequence - 1 WHERE sequence = 5; UPDATE custody SET sequence = sequence - 1 WHERE sequence = 6',
      expected: ['chain-broken', '2'],
    },
  };
  for (const [name, { sql, expected }] of Object.entries(edits)) {
    test(`edited: ${name}`, async () => {
      const { store } = await sampleCase();
      const again = await edited(store, sql);
      expect(found(await verifyCase(again))).toEqual([expected]);
    });
  }

  test('a detail that is no JSON, a table that is empty', async () => {
    const { store } = await sampleCase();
    const again = await edited(store, "UPDATE custody SET detail = '{' WHERE sequence = 3");
    expect(found(await verifyCase(again))).toContainEqual(['chain-broken', '3']);
    await again.close();
    tamper(again, 'DELETE FROM custody');
    const emptied = await reopen(store.folder.directory, { readOnly: true });
    const codes = (await verifyCase(emptied)).problems.map((problem) => problem.code);
    expect(codes).toContain('chain-gap');
    expect(codes.filter((code) => code === 'record-changed')).toHaveLength(3);
  });

  test('its cut tail shows by the records nobody tells of', async () => {
    const { store, small, large } = await sampleCase();
    await store.close();
    tamper(store, 'DELETE FROM custody WHERE sequence > 3');
    const again = await reopen(store.folder.directory, { readOnly: true });
    expect(found(await verifyCase(again))).toEqual([
      ['record-changed', large],
      ['record-changed', 'run-1'],
    ]);
    expect(small).not.toBe(large);
  });
});

describe('files runs made', () => {
  test('removed and changed', async () => {
    const { store } = await sampleCase();
    const path = join(store.derivedPath('run-1'), 'plot.png');
    writeFileSync(path, 'Picture');
    expect(found(await verifyCase(store))).toEqual([['artifact-changed', 'run-1/plot.png']]);
    rmSync(path);
    expect(found(await verifyCase(store))).toEqual([['artifact-missing', 'run-1/plot.png']]);
  });
});

describe('documents beside the database', () => {
  const sha256 = (text: string) => hashBy('sha256sum', Buffer.from(text));
  const name = 'report-20260101T000000Z-0000.html';

  /** A report with its record, a comparison with a picture, a signed copy in the case and one elsewhere. */
  async function documented() {
    const { store } = await sampleCase();
    const { directory, reports, comparisons, exports } = store.folder;
    const files = [
      [join(reports, name), '<p>report</p>'],
      [join(reports, name.replace('html', 'json')), '{"record":1}'],
      [join(comparisons, 'c1.json'), '{"comparison":1}'],
      [join(comparisons, 'c1', 'change-1.png'), 'picture'],
      [join(exports, '副本.jpg'), 'signed copy'],
    ] as const;
    for (const [path, text] of files) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    store.recordReport(sha256('<p>report</p>'), { name, format: 'html', record: sha256('{"record":1}') });
    store.recordDocument('comparison.made', sha256('{"comparison":1}'), {
      comparison: 'c1',
      artifacts: [`change-1.png ${sha256('picture')}`],
    });
    store.recordSigned(sha256('signed copy'), { path: join(exports, '副本.jpg') });
    store.recordSigned(sha256('another'), { path: '/elsewhere/other.jpg' });
    return { store, paths: files.map(([path]) => [path, path.slice(directory.length + 1)] as const) };
  }

  test('each byte of them counts, and none may be missing but copies that can lie anywhere', async () => {
    const { store, paths } = await documented();
    expect(await verifyCase(store)).toMatchObject({ state: 'intact', problems: [] });
    for (const [path, object] of paths) {
      const bytes = readFileSync(path);
      writeFileSync(path, Buffer.concat([bytes.subarray(0, -1), Buffer.from('!')]));
      const changed = await verifyCase(store);
      expect([changed.state, found(changed)]).toEqual(['damaged', [['document-changed', object]]]);
      rmSync(path);
      const missing = await verifyCase(store);
      const expected = object.startsWith('exports/') ? [] : [['document-missing', object]];
      expect([missing.state, found(missing)]).toEqual([
        expected.length === 0 ? 'intact' : 'incomplete',
        expected,
      ]);
      writeFileSync(path, bytes);
    }
  });

  test('a name that leads out of the case is not followed', async () => {
    const { store } = await sampleCase();
    for (const led of ['../../outside.json', '..', 'a/b.json', ''])
      store.recordReport(sha256('x'), { name: led, format: 'json' });
    store.recordDocument('trace.made', sha256('x'), { trace: '../evidence/x' });
    expect(found(await verifyCase(store))).toEqual([]);
  });
});

describe('a database from elsewhere', () => {
  test('is opened with SQLite on its guard, for reading and for writing', async () => {
    const { store } = await sampleCase();
    await store.close();
    for (const mode of ['read', 'write', 'image'] as const) {
      const database = await openDatabase(store.folder.database, mode);
      const set = (pragma: string) => database.pragma(pragma, { simple: true });
      expect([set('trusted_schema'), set('cell_size_check'), set('foreign_keys')]).toEqual([0, 1, 1]);
      expect(set('recursive_triggers')).toBe(1);
      expect(set('query_only')).toBe(mode === 'write' ? 0 : 1);
      if (mode === 'write') {
        // Defensive mode: not even with a writable schema (https://www.sqlite.org/c3ref/c_dbconfig_defensive.html).
        database.pragma('writable_schema = ON');
        expect(() => database.exec("UPDATE sqlite_schema SET sql = '' WHERE name = 'custody'")).toThrow(
          'may not be modified',
        );
      }
      database.close();
    }
  });

  test('an index that does not hold what its table holds is found before anything is handed on', async () => {
    const { store } = await sampleCase();
    await store.close();
    const root = new Sqlite(store.folder.database, { readonly: true });
    const page = root
      .prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'evidence_kind'")
      .pluck()
      .get();
    root.close();
    // One letter of the kind of one exhibit, as it stands in the index only.
    const bytes = readFileSync(store.folder.database);
    const place = bytes.indexOf('unknown', (Number(page) - 1) * 4096);
    expect(place).toBeLessThan(Number(page) * 4096);
    bytes.write('m', place + 6);
    writeFileSync(store.folder.database, bytes);
    const again = await reopen(store.folder.directory);
    expect(again.damage).toEqual([]);
    expect(again.integrity().join()).toContain('evidence_kind');
    expect(found(await verifyCase(again))).toContainEqual(['database-damaged', 'case.db']);
  });
});

describe('a damaged database', () => {
  test('that SQLite still reads in part is verified as far as it goes', async () => {
    const { store } = await sampleCase();
    await store.close();
    const pages = readFileSync(store.folder.database);
    let verified = 0;
    for (let page = 2; page * 4096 < pages.length; page++) {
      const damaged = Buffer.from(pages);
      damaged.fill(0xa5, page * 4096, page * 4096 + 4096);
      writeFileSync(store.folder.database, damaged);
      expect(await problemOf(openCase(store.folder.directory, testPorts()))).toBe('damaged');
      const opened = await openCase(store.folder.directory, testPorts(), { readOnly: true, tolerant: true });
      if (!opened.ok) {
        expect(opened.problem.code).toBe('damaged');
        continue;
      }
      const { problems } = await verifyCase(opened.store);
      await opened.store.close();
      expect(problems.some((problem) => problem.code === 'database-damaged')).toBe(true);
      verified += 1;
    }
    expect(verified).toBeGreaterThan(5);
  });

  test('with a stranger’s trigger is verified read-only and the trigger named', async () => {
    const { store } = await sampleCase();
    await store.close();
    tamper(store, 'CREATE TRIGGER evil AFTER INSERT ON custody BEGIN DELETE FROM setting; END');
    const again = await reopen(store.folder.directory, { readOnly: true, tolerant: true });
    const { problems } = await verifyCase(again);
    expect(found({ problems } as Verification)).toEqual([['database-damaged', 'case.db']]);
    expect(problems[0]?.message.en).toContain('trigger evil');
  });
});
