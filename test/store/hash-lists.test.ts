import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Workers } from '#core/ports.ts';
import { IndexService } from '#core/trace/index/index-service.ts';
import { HashLists } from '#core/trace/lists/hash-lists.ts';
import { opinionNote, opinionOf } from '#core/trace/lists/opinions.ts';
import { rowFaultText } from '#core/trace/lists/row-faults.ts';
import type { SignalKind } from '#core/trace/lists/signals.ts';
import type { Result } from '#shared/contract/errors.ts';
import { rowFaults } from '#shared/domain/hash-list.ts';
import { createNodeWorkers } from '#workers/node-workers.ts';
import { tasks } from '#workers/tasks.ts';
import { temporaryFolder } from './support/case.ts';

/** Published: `PdqSignal.get_examples`, `VideoMD5Signal.get_examples`, `VideoSHA256Signal.get_examples`. */
const bridge = 'f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22';
const bridgeOther = 'f8f8f0cee0f4a84f06370a2a038f63f0b36e26d596621e1d33e6b39c4e9c9b22';
const misc = 'e64cc9d91c623882f8d1f1d9a398e78c9f199b3bd83924f2b7e11e0bf861b064';
const octocat = '62c9789627838f69f23cf98c29e37836d61c87c31c59587c4b49a783f496725c';
const md5 = 'cab08b36195edb1a1231d2d09fa450e0';
const emptySha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const services: IndexService[] = [];

afterEach(async () => {
  for (const one of services.splice(0)) await one.close();
});

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.problem.code}: ${result.problem.detail}`);
  return result.value;
}

async function openLists(
  folder = temporaryFolder(),
): Promise<{ lists: HashLists; service: IndexService; folder: string }> {
  const service = must(await IndexService.open(join(folder, 'index')));
  services.push(service);
  return { lists: must(await HashLists.open(join(folder, 'lists'), service)), service, folder };
}

function written(name: string, text: string | Buffer): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, text);
  return path;
}

const now = new Date('2026-03-01T12:00:00Z');

/** The tasks of the workers in this process: what a process of its own changes has a test of its own. */
const here: Workers = {
  protections: [],
  async run(task, input, schema, { limits, signal = new AbortController().signal, onProgress }) {
    const perform = tasks.get(task);
    if (perform === undefined) throw new Error(`no task ${task}`);
    const value = await perform(input, { limits, signal, progress: (part) => onProgress?.(part) });
    return { ok: true, value: schema.parse(value), durationMs: 0, stderr: '' };
  },
  close: async () => undefined,
};

function importing(lists: HashLists, path: string, kind: SignalKind | null = null) {
  return lists.import({ path, name: '', kind, now, workers: here });
}

const hex = (text: string) => ({ codes: new Uint8Array(Buffer.from(text, 'hex')), radius: 31, limit: 10 });

describe('published forms', () => {
  test('threatexchange dataset -P --csv: pictures, films, digests, other types counted', async () => {
    const { lists, folder } = await openLists();
    const film = JSON.stringify([`${misc},100,0.0`, `${octocat},49,1.0`, `${bridge},50,2.5`]);
    const text = [
      'signal_type,signal_str,collab,category,tags',
      `pdq,${bridge},Sample Signals,INVESTIGATION_SEED,bridge mods`,
      `video_md5,${md5},Sample Signals,POSITIVE_CLASS,`,
      `video_sha256,${emptySha256},Sample Signals,POSITIVE_CLASS,empty`,
      `vpdq,"${film.replaceAll('"', '""')}",Sample Signals,POSITIVE_CLASS,film`,
      'url,https://developers.facebook.com/docs/threat-exchange/reference/apis/,Sample Signals,INVESTIGATION_SEED,',
      '',
    ].join('\r\n');
    const { list } = must(await importing(lists, written('out.csv', text)));
    expect(list.counts).toEqual({
      rows: 5,
      entries: 4,
      pictures: 1,
      films: 1,
      frames: 2,
      md5: 1,
      sha256: 1,
      belowQuality: 1,
      bad: 0,
    });
    expect(list.unused).toEqual({ url: 1 });
    const [picture] = must(await lists.search('pictures', hex(bridgeOther)));
    // The two published hashes differ in the digits 2/a and e/6: one bit each.
    expect([...picture!.hits.distances]).toEqual([2]);
    const entry = must(await lists.entry(list.id, picture!.hits.owners[0]!));
    expect(entry).toEqual({
      line: 2,
      type: 'pdq',
      id: '',
      tags: ['bridge', 'mods'],
      other: { collab: 'Sample Signals', category: 'INVESTIGATION_SEED' },
    });
    const [frames] = must(await lists.search('frames', hex(bridge)));
    expect([...frames!.hits.positions]).toEqual([2500]);
    expect(must(await lists.byDigest('md5', md5)).map(({ entry: { line } }) => line)).toEqual([3]);
    expect(must(await lists.byDigest('sha256', emptySha256)).map(({ entry: { tags } }) => tags)).toEqual([
      ['empty'],
    ]);
    expect(must(await lists.byDigest('md5', 'd41d8cd98f00b204e9800998ecf8427e'))).toEqual([]);

    // After opening again the same is found.
    await services.pop()!.close();
    const again = await openLists(folder);
    expect(again.lists.list().map(({ list: { id }, damaged }) => [id, damaged])).toEqual([[list.id, []]]);
    expect(again.lists.codes('pictures')).toBe(1);
    expect(must(await again.lists.search('pictures', hex(bridge)))).toHaveLength(1);
  });

  test('what the command line and HMA keep: no header, the type in the name of the file', async () => {
    const { lists } = await openLists();
    const short = written('simple.HASH_PDQ.te', `${bridge},3058061737574159,2020-07-01T18:31:15+0000,a b\n`);
    const long = written('simple.HASH_VIDEO_MD5.te', `${md5},12345,6789,today,tag1 tag2\n`);
    expect(must(await importing(lists, short)).list.counts.pictures).toBe(1);
    const { list } = must(await importing(lists, long));
    expect(list.counts.md5).toBe(1);
    expect(must(await lists.entry(list.id, 0))).toMatchObject({ id: '12345', tags: ['tag1', 'tag2'] });
  });

  test('get_data.py of pytx: a counter before each row that the header does not name', async () => {
    const { lists } = await openLists();
    const text = `id,indicator,type\n0,111,${bridge},HASH_PDQ\n1,222,${md5},HASH_MD5\n`;
    const { list } = must(await importing(lists, written('threat_indicators.csv', text)));
    expect(list.counts).toMatchObject({ pictures: 1, md5: 1, bad: 0 });
    expect(must(await lists.entry(list.id, 1)).id).toBe('222');
  });

  test('vpdq-hash-video: the frames of one film', async () => {
    const { lists } = await openLists();
    const text = `0,100,${misc},0.000\n1,100,${bridge},1.001\n2,12,${octocat},2.002\n`;
    const { list } = must(await importing(lists, written('film.txt', text)));
    expect(list.counts).toMatchObject({ rows: 3, entries: 1, films: 1, frames: 2, belowQuality: 1 });
    const [found] = must(await lists.search('frames', hex(bridge)));
    expect([...found!.hits.positions]).toEqual([1001]);
  });

  test('a file of local signals: type and hash with a blank between', async () => {
    const { lists } = await openLists();
    const { list } = must(await importing(lists, written('signals', `pdq ${bridge}\nvideo_md5 ${md5}\n`)));
    expect(list.counts).toMatchObject({ pictures: 1, md5: 1, bad: 0 });
  });
});

describe('rows that cannot be used', () => {
  test('are named with their line, and nothing else is lost', async () => {
    const { lists } = await openLists();
    const text = [
      '\uFEFFid;signal_type;hash;quality;tags',
      `1;pdq;${bridge};100;first`,
      `2;pdq;${bridge.slice(1)};100;short`,
      '3;pdq;;100;empty',
      `4;pdq;${'0'.repeat(64)};100;blank`,
      `5;pdq;${misc};30;poor`,
      '6;md5;not a hash;;',
      `7;;${misc};;what`,
      `8;vpdq;"[""${misc},101,0""]";;`,
      `"9;pdq;${octocat};100;never closed`,
      `10;pdq;${octocat};100;=HYPERLINK("x")`,
      '',
      `11;PDQ;${misc.toUpperCase()};;last`,
    ].join('\n');
    const { list } = must(await importing(lists, written('bad.csv', text)));
    expect(list.bad).toEqual([
      { line: 3, fault: 'not-64-digits' },
      { line: 4, fault: 'no-value' },
      { line: 5, fault: 'blank-code' },
      { line: 7, fault: 'not-32-digits' },
      { line: 8, fault: 'kind-unknown' },
      { line: 9, fault: 'not-a-frame' },
      { line: 10, fault: 'not-csv' },
    ]);
    expect(list.counts).toMatchObject({ rows: 11, entries: 3, pictures: 3, belowQuality: 1, bad: 7 });
    // Text stays text.
    const entries = await Promise.all([0, 1, 2].map((number) => lists.entry(list.id, number)));
    expect(entries.map((entry) => must(entry).id)).toEqual(['1', '10', '11']);
    expect(must(entries[1]!).tags.join(' ')).toBe('=HYPERLINK("x")');
    expect(must(entries[2]!).line).toBe(13);
    for (const fault of rowFaults)
      expect(Object.values(rowFaultText(fault)).every((words) => words.length > 3)).toBe(true);
  });

  test('64 digits without a type: refused, and taken when the kind is told', async () => {
    const { lists } = await openLists();
    const path = written('codes.csv', `hash\n${bridge}\n${misc}\n`);
    expect(await importing(lists, path)).toMatchObject({ ok: false, problem: { code: 'bad-request' } });
    expect(must(await importing(lists, path, 'sha256')).list.counts).toMatchObject({
      sha256: 2,
      pictures: 0,
    });
  });

  test('no list at all: refused, and nothing is left behind', async () => {
    const { lists, folder } = await openLists();
    for (const text of ['', 'a,b\n1,2\n', Buffer.from([0xff, 0xfe, 0x61, 0, 0x2c, 0]), '"'.repeat(5001)])
      expect(await importing(lists, written('none.csv', text))).toMatchObject({
        ok: false,
        problem: { code: 'bad-request' },
      });
    expect(await importing(lists, join(folder, 'missing.csv'))).toMatchObject({
      ok: false,
      problem: { code: 'input-output' },
    });
    expect(readdirSync(join(folder, 'lists'))).toEqual([]);
  });
});

describe('lists as they are kept', () => {
  test('the same file again is the same list; removing it forgets its codes', async () => {
    const { lists, folder, service } = await openLists();
    const path = written('one.csv', `signal_type,signal_str,tags\npdq,${bridge},x\n`);
    const first = must(await importing(lists, path));
    const second = must(await importing(lists, path));
    expect([first.fresh, second.fresh]).toEqual([true, false]);
    expect(second.list).toEqual(first.list);
    expect(readFileSync(join(folder, 'lists', first.list.id, 'source.csv'))).toEqual(readFileSync(path));
    const reader = must(await IndexService.open(join(folder, 'index')));
    services.push(reader);
    const others = must(await HashLists.open(join(folder, 'lists'), reader));
    expect(await others.remove(first.list.id)).toMatchObject({ ok: false, problem: { code: 'not-allowed' } });
    expect(must(await others.search('pictures', hex(bridge)))).toHaveLength(1);
    must(await lists.remove(first.list.id));
    expect(must(await lists.search('pictures', hex(bridge)))).toEqual([]);
    expect(readdirSync(join(folder, 'lists'))).toEqual([]);
    expect(await lists.remove(first.list.id)).toMatchObject({ ok: false, problem: { code: 'not-found' } });
    expect(service.writable).toBe(true);
  });

  test('a list whose file was altered is named and not searched; what was unfinished is taken away', async () => {
    const { lists, folder } = await openLists();
    const one = must(await importing(lists, written('a.csv', `pdq\n${bridge}\n`)));
    const two = must(await importing(lists, written('b.csv', `pdq\n${bridgeOther}\n`)));
    await services.pop()!.close();
    const codes = join(folder, 'lists', one.list.id, 'pictures.codes');
    const bytes = readFileSync(codes);
    bytes[bytes.length - 20]! ^= 1;
    writeFileSync(codes, bytes);
    mkdirSync(join(folder, 'lists', '.unfinished-1'));
    const again = await openLists(folder);
    const damaged = new Map(again.lists.list().map(({ list, damaged: names }) => [list.id, names]));
    expect(damaged.get(one.list.id)).toEqual(['pictures.codes']);
    expect(damaged.get(two.list.id)).toEqual([]);
    const found = must(await again.lists.search('pictures', hex(bridge)));
    expect(found.map(({ list }) => list.id)).toEqual([two.list.id]);
    expect(readdirSync(join(folder, 'lists')).toSorted()).toEqual([one.list.id, two.list.id].toSorted());
  });

  test('digests are found among many, also when several entries have the same', async () => {
    const { lists } = await openLists();
    const digest = (number: number) => (number % 500).toString(16).padStart(8, '0').repeat(4);
    const rows = Array.from({ length: 1500 }, (_, number) => `md5,${digest(number)},n${number}`);
    must(await importing(lists, written('many.csv', `type,hash,tags\n${rows.join('\n')}\n`)));
    const found = must(await lists.byDigest('md5', digest(77)));
    expect(found.map(({ entry }) => entry.tags[0])).toEqual(['n77', 'n577', 'n1077']);
  });
});

describe('in a worker', () => {
  test('a list is read there, with progress; given up, nothing of it stays', async () => {
    const workers = createNodeWorkers(temporaryFolder(), {}, 1);
    try {
      const { lists, folder } = await openLists();
      const rows = Array.from(
        { length: 20_000 },
        (_, number) => `md5,${number.toString(16).padStart(32, '0')},n`,
      );
      const path = written('long.csv', `type,hash,tags\n${rows.join('\n')}\n`);
      const asked = { path, name: 'long', kind: null, now, workers };
      const stop = new AbortController();
      const stopped = await lists.import({ ...asked, signal: stop.signal, onProgress: () => stop.abort() });
      expect(stopped).toMatchObject({ ok: false, problem: { code: 'cancelled' } });
      expect(readdirSync(join(folder, 'lists'))).toEqual([]);
      const parts: number[] = [];
      const { list, fresh } = must(await lists.import({ ...asked, onProgress: (part) => parts.push(part) }));
      expect(fresh).toBe(true);
      expect(list.counts).toMatchObject({ rows: 20_000, md5: 20_000, bad: 0 });
      expect(parts).toEqual(parts.toSorted((one, other) => one - other));
      expect(parts.at(-1)).toBe(1);
      expect(must(await lists.byDigest('md5', (4711).toString(16).padStart(32, '0')))).toHaveLength(1);
      expect(must(await lists.import(asked)).fresh).toBe(false);
    } finally {
      await workers.close();
    }
  });

  test('one that ends unexpectedly, or takes too much, is told of and leaves nothing', async () => {
    const { lists, folder } = await openLists();
    const path = written('one.csv', `pdq\n${bridge}\n`);
    for (const [code, told] of [
      ['worker-crashed', 'tracing-failed'],
      ['memory-exceeded', 'bad-request'],
      ['timed-out', 'bad-request'],
    ] as const) {
      const failing: Workers = {
        ...here,
        run: async () => ({ ok: false, failure: { code, message: code }, durationMs: 0, stderr: '' }),
      };
      expect(await lists.import({ path, name: '', kind: null, now, workers: failing })).toMatchObject({
        ok: false,
        problem: { code: told },
      });
    }
    expect(readdirSync(join(folder, 'lists'))).toEqual([]);
  });
});

describe('opinions of those who share a list', () => {
  test('the classes of dataset --csv, the tags of its command line, the states of descriptors', async () => {
    const { lists } = await openLists();
    const text = [
      'signal_type,signal_str,collab,category,tags',
      `pdq,${bridge},A,DISPUTED,x`,
      `pdq,${misc},A,NEGATIVE_CLASS,x`,
      `video_md5,${md5},A,INVESTIGATION_SEED,`,
      `video_sha256,${emptySha256},A,POSITIVE_CLASS,`,
    ].join('\n');
    const { list } = must(await importing(lists, written('dataset.csv', text)));
    const entries = await Promise.all([0, 1, 2, 3].map((number) => lists.entry(list.id, number)));
    expect(entries.map((entry) => opinionOf(must(entry)))).toEqual([
      'disputed',
      'negative',
      'seed',
      'positive',
    ]);
    // Disputed or denied, they are found all the same; only the last has nothing to be said with it.
    expect(must(await lists.search('pictures', hex(misc)))).toHaveLength(1);
    expect(entries.map((entry) => opinionNote(must(entry)) === null)).toEqual([false, false, false, true]);

    const rows = `${bridge},123,2020-07-01T18:31:15+0000,disputed other\n${octocat},124,mine,false_positive\n`;
    const other = must(await importing(lists, written('simple.HASH_PDQ.te', rows))).list;
    const tagged = await Promise.all([0, 1].map((number) => lists.entry(other.id, number)));
    expect(tagged.map((entry) => opinionOf(must(entry)))).toEqual(['disputed', 'negative']);

    const said = (other: Record<string, string>, tags: string[] = []) => opinionOf({ other, tags });
    expect(said({ status: 'NON_MALICIOUS' })).toBe('negative');
    expect(said({ status: 'UNKNOWN' })).toBeNull();
    expect(said({ opinion: 'True Positive' }, ['false_positive'])).toBe('disputed');
    expect(said({ category: 'INVESTIGATION_SEED', status: 'MALICIOUS' })).toBe('positive');
    // A tag of a list's own that only sounds like it is a tag.
    expect(said({ category: 'cats' }, ['malicious'])).toBeNull();
  });
});
