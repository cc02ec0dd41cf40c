import { describe, expect, it } from 'vitest';
import { dataAddress, makeStore, selectors, textWrapper } from '../../fixtures/make/store-carriers.ts';
import { findIn } from '../../support/stores.ts';

const store = makeStore(600);
const file = (text: string): Buffer => Buffer.from(text);

describe('text wrapper (A.8)', () => {
  it('takes the file bytes of mark and selectors, and no others', async () => {
    const before = 'Grüße, 世界. ';
    const after = ' The end.';
    const bytes = file(`${before}${textWrapper(store)}${after}`);
    const [only] = (await findIn(bytes, 'text')).stores;
    const [[start, length]] = only!.occupied as [[number, number]];
    expect(bytes.subarray(0, start).toString()).toBe(before);
    expect(bytes.subarray(start + length).toString()).toBe(after);
  });

  it('more than one, a foreign version, a missing mark, a cut: each is told', async () => {
    const twice = await findIn(file(`a${textWrapper(store)}b${textWrapper(makeStore(500, 3))}`), 'text');
    expect(twice.stores).toHaveLength(2);
    for (const { problems } of twice.stores) expect(problems.join()).toContain('2 wrappers');
    const version = (await findIn(file(`a${textWrapper(store, 2)}`), 'text')).stores[0]!;
    expect(Buffer.from(version.bytes).equals(store)).toBe(true);
    expect(version.problems.join()).toContain('version of the wrapper is 2');
    const bare = (await findIn(file(`a${textWrapper(store).slice(1)}`), 'text')).stores[0]!;
    expect(bare.problems.join()).toContain('U+FEFF');
    const cut = (await findIn(file(`a${[...textWrapper(store)].slice(0, 300).join('')}`), 'text')).stores[0]!;
    expect(cut.incomplete).toBe(true);
    expect(cut.bytes.length).toBe(300 - 1 - 13);
    const more = (await findIn(file(`a${textWrapper(store)}${selectors(Buffer.from('xyz'))}`), 'text'))
      .stores[0]!;
    expect(Buffer.from(more.bytes).equals(store)).toBe(true);
    expect(more.problems.join()).toContain('3 further selectors');
    // C2PA 2.5, A.8.5: zeros and up to two bytes 16 make the length foreseeable
    for (const padding of [
      [0, 0, 0],
      [0, 16],
      [16, 16],
    ]) {
      const padded = file(`a${textWrapper(store)}${selectors(Uint8Array.from(padding))}`);
      const reading = await findIn(padded, 'text');
      expect([reading.stores[0]!.problems, reading.hidden]).toEqual([[], []]);
    }
    const smuggled = file(`a${textWrapper(store)}${selectors(Buffer.from('xyz\0'))} z`);
    const { hidden } = await findIn(smuggled, 'text');
    expect(
      hidden.map(({ length, range: [at, size] }) => [length, smuggled.toString('utf8', at + size)]),
    ).toEqual([[4, ' z']]);
    expect(hidden[0]!.range[1]).toBe(4 + 4 + 4 + 3);
    // presentation selectors of the text hide nothing, and are under the hash
    const presented = await findIn(file(`a${textWrapper(store)}\ufe0f`), 'text');
    expect([presented.stores[0]!.occupied, presented.hidden]).toEqual([
      [[1, Buffer.byteLength(textWrapper(store))]],
      [],
    ]);
  });

  it('every byte value comes back', async () => {
    const every = Uint8Array.from({ length: 256 }, (_, value) => value);
    const [only] = (await findIn(file(`x${selectors(every)}`), 'text')).hidden;
    expect([...only!.preview]).toEqual([...every]);
  });
});

describe('other payloads in variation selectors', () => {
  it('a run is decoded, with its place', async () => {
    const secret = 'leak to: user 4711, München';
    const bytes = file(`Look 😀${selectors(Buffer.from(secret))} here`);
    const { hidden, stores } = await findIn(bytes, 'markdown');
    expect(stores).toEqual([]);
    expect(hidden).toHaveLength(1);
    expect(hidden[0]).toMatchObject({ form: 'run', length: Buffer.byteLength(secret), text: secret });
    const [start, length] = hidden[0]!.range;
    expect(bytes.subarray(start + length).toString()).toBe(' here');
    expect(bytes.subarray(0, start).toString()).toBe('Look 😀');
  });

  it('one behind each letter is decoded too', async () => {
    const secret = Buffer.from('id=42');
    const text = [...'hello'].map((letter, at) => letter + selectors(secret.subarray(at, at + 1))).join('');
    const { hidden } = await findIn(file(`${text} world`), 'text');
    expect(hidden).toMatchObject([{ form: 'spread', length: 5, text: 'id=42' }]);
  });

  it('is found beside a wrapper, in HTML and in SVG', async () => {
    const payload = selectors(Buffer.from('mark'));
    const both = await findIn(file(`a${payload} text.${textWrapper(store)}`), 'text');
    expect([both.stores.length, both.hidden.length]).toEqual([1, 1]);
    expect((await findIn(file(`<p>a${payload}</p>`), 'html')).hidden).toHaveLength(1);
    expect((await findIn(file(`<svg><text>a${payload}</text></svg>`), 'svg')).hidden).toHaveLength(1);
  });

  it('emoji, keycaps and ideographic variants are none', async () => {
    const plain = '❤️ ☎︎ 1️⃣ #️⃣ 👩‍❤️‍👨 葛󠄀城 辻󠄁 ≨︀ ⚠️️ ©️';
    expect((await findIn(file(plain), 'text')).hidden).toEqual([]);
  });

  it('bytes that are no text have none', async () => {
    const { hidden } = await findIn(file(`x${selectors(Uint8Array.of(1, 200, 3, 255))}`), 'text');
    expect(hidden[0]!.text).toBeNull();
  });
});

describe('structured text (A.9)', () => {
  const begin = '-----BEGIN C2PA MANIFEST-----';
  const end = '-----END C2PA MANIFEST-----';

  it.each([
    ['YAML', `# ${begin} ${dataAddress(store)} ${end}\nkey: value\n`],
    ['CSS', `/* ${begin} ${dataAddress(store)} ${end} */\nbody {}\n`],
    ['block comment', `/*\n * ${begin}\n * ${dataAddress(store)}\n * ${end}\n */\n`],
    ['SQL', `-- ${begin}\r\n-- ${dataAddress(store)}\r\n-- ${end}\r\nselect 1;\r\n`],
    ['WebVTT', `WEBVTT\n\nNOTE ${begin} ${dataAddress(store)} ${end}\n\n00:01.000 --> 00:02.000\nHi\n`],
    ['XML', `<?xml version="1.0"?>\n<a/>\n<!-- ${begin} ${dataAddress(store)} ${end} -->\n`],
    ['TOML front matter', `+++\nc2pa = """\n${begin}\n${dataAddress(store)}\n${end}\n"""\n+++\n`],
    ['quoted', `{\n "c2pa": "${begin} ${dataAddress(store)} ${end}"\n}\n`],
  ])('%s', async (_name, text) => {
    const found = await findIn(file(text), 'text');
    expect(found.stores.map(({ carrier, problems }) => [carrier, problems])).toEqual([
      ['structured-text', []],
    ]);
    expect(Buffer.from(found.stores[0]!.bytes).equals(store)).toBe(true);
    const [[start, length]] = found.stores[0]!.occupied as [[number, number]];
    const taken = Buffer.from(text)
      .subarray(start, start + length)
      .toString();
    expect(taken).toContain(begin);
    expect(taken).toContain(end);
    // at the end of a file the line break before the block is part of the exclusion (A.9.4)
    expect(start === 0 || text[start - 1] === '\n' || taken.startsWith('\n')).toBe(true);
    expect(taken.startsWith('\n')).toBe(start > 0 && start + length === text.length);
  });

  it('what else stands on the lines of the block is not taken for the credential', async () => {
    const bytes = file(`/* ${begin} ${dataAddress(store)} ${end} */ alert(1);\nbody\n`);
    const [found] = (await findIn(bytes, 'text')).stores;
    expect(found!.problems.join()).toContain('other text');
    const [[start, length]] = found!.occupied as [[number, number]];
    expect(bytes.subarray(start + length).toString()).toBe(' */ alert(1);\nbody\n');
    const hidden = file(`run();${' '.repeat(600)}# ${begin} ${dataAddress(store)} ${end}\n`);
    expect((await findIn(hidden, 'text')).stores[0]!.problems.join()).toContain('other text');
  });

  it('bare base64, two blocks and an open block are told', async () => {
    const bare = await findIn(file(`# ${begin}\n# ${store.toString('base64')}\n# ${end}\n`), 'text');
    expect(Buffer.from(bare.stores[0]!.bytes).equals(store)).toBe(true);
    expect(bare.stores[0]!.problems.join()).toContain('without a data: address');
    const block = `# ${begin} ${dataAddress(store)} ${end}\n`;
    const twice = await findIn(file(block + block), 'text');
    expect(twice.stores).toHaveLength(2);
    expect(twice.stores[0]!.problems.join()).toContain('2 manifest blocks');
    const open = await findIn(file(`# ${begin} ${dataAddress(store)}\nrest of the text`), 'text');
    expect(open.damage).toContain('does not end');
    // the recovery scan reads the base64 all the same
    expect(open.stores.map(({ carrier }) => carrier)).toEqual(['scan']);
    expect(Buffer.from(open.stores[0]!.bytes).equals(store)).toBe(true);
  });
});
