import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { identify } from '#core/intake/identify.ts';
import { assayText1 } from '#core/mark/codecs/assay-text-1.ts';
import { codecFor, codecsReading } from '#core/mark/codecs/index.ts';
import type { DetectAnswer, EmbedAnswer } from '#core/mark/define.ts';
import { privateMarkKey, publicMarkKey } from '#core/mark/key.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { makeArchive } from '../fixtures/make/packages.ts';
import { chinese, english } from '../fixtures/make/running-text.ts';

const payload = 4711n;
const context = { limits: defaultLimits, signal: new AbortController().signal, progress: () => undefined };
const ours = /[\ufe03-\ufe0a]/g;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-text-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let count = 0;
async function embedded(
  content: string | Buffer,
): Promise<{ answer: EmbedAnswer; target: string; format: string }> {
  count += 1;
  const [path, target] = [join(folder, `${count}`), join(folder, `${count}-marked`)];
  await writeFile(path, content);
  const media = await identify(path, null);
  const answer = await assayText1.embed({
    path,
    media,
    target,
    payload,
    key: publicMarkKey,
    strength: null,
    context,
  });
  return { answer, target, format: media.format };
}

async function detected(path: string, key = publicMarkKey): Promise<DetectAnswer> {
  const media = await identify(path, null);
  return await assayText1.detect({ path, media, keys: [key], identifiers: new BigUint64Array(0), context });
}

async function written(content: string | Buffer): Promise<string> {
  count += 1;
  const path = join(folder, `${count}`);
  await writeFile(path, content);
  return path;
}

const page = `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>A title of several plain words</title><script>const words = "none of these words are touched";</script></head>
<body><h1>Heading of the page</h1><p title="an attribute of several words">${english.replaceAll('\n\n', '</p>\n<p>').replaceAll('harbour', '<b>harbour</b>').replaceAll("' ", '&rsquo; ')}</p>
<pre>code of several words here that stays</pre><p hidden>words nobody is shown here at all</p><textarea>words of a form that stays as is</textarea><p>${chinese.replaceAll('\n\n', '</p><p>')}</p></body></html>\n`;

const markdown = `---\r\ntitle: Words that are a title\r\n---\r\n\r\n# The heading\r\n\r\n${english.replaceAll('\n', '\r\n')}\r\n\r\n- ${chinese.slice(0, 120)}\r\n`;

describe('a text file', () => {
  test.each([
    ['plain text with a byte order mark', `\ufeff${english}\n`, 'text'],
    ['Chinese plain text without a last line break', chinese, 'text'],
    ['Markdown with front matter and carriage returns', markdown, 'markdown'],
    ['a page', page, 'html'],
  ])(
    '%s: marked, the same format, the source when the characters are taken out, read',
    async (_, source, format) => {
      const made = await embedded(source);
      expect(made.format).toBe(format);
      expect(made.answer.ok).toBe(true);
      const copy = await readFile(made.target);
      expect((await identify(made.target, null)).format).toBe(format);
      expect(Buffer.from(copy.toString('utf8').replace(ours, ''))).toEqual(Buffer.from(source));
      const answer = await detected(made.target);
      expect(answer).toMatchObject({
        state: 'marked',
        readings: [{ codec: 'assay-text-1', payload: '4711' }],
      });
      expect(await detected(made.target, privateMarkKey(Buffer.alloc(32, 9)))).toMatchObject({
        state: 'none-found',
      });
      const quality = made.answer.ok
        ? Object.fromEntries(made.answer.quality.map((one) => [one.name, one.value]))
        : {};
      expect(quality['inserted-characters']).toBe(copy.toString('utf8').match(ours)?.length);
    },
  );

  test('in a page nothing but shown text changes', async () => {
    const { target } = await embedded(page);
    const copy = await readFile(target, 'utf8');
    const parts = page.match(/<[^>]*>|<(title|script|pre|textarea)>[\s\S]*?<\/\1>|<p hidden>[^<]*/g) ?? [];
    expect(parts.length).toBeGreaterThan(30);
    for (const part of parts) expect(copy).toContain(part);
  });

  test('the mark goes along when the text of a page is copied, into Word, and back into another page', async () => {
    const { target } = await embedded(page);
    const copy = await readFile(target, 'utf8');
    const shown = copy
      .replace(/<(title|script|pre|textarea)>[\s\S]*?<\/\1>|<p hidden>[^<]*/g, '')
      .replace(/<\/p>/g, '\n')
      .replace(/<[^>]*>/g, '');
    expect(await detected(await written(shown))).toMatchObject({ state: 'marked' });
    const word = `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${shown
      .split('\n')
      .map((line) => `<w:p><w:r><w:t xml:space="preserve">${line}</w:t></w:r></w:p>`)
      .join('')}</w:body></w:document>`;
    const types =
      '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';
    const file = await written(
      makeArchive([
        { name: '[Content_Types].xml', data: Buffer.from(types) },
        { name: 'word/document.xml', data: Buffer.from(word) },
      ]),
    );
    expect((await identify(file, null)).format).toBe('docx');
    expect(await detected(file)).toMatchObject({ state: 'marked', readings: [{ payload: '4711' }] });
    const references = shown.replace(ours, (character) => `&#x${character.charCodeAt(0).toString(16)};`);
    const other = `<!doctype html><meta charset="gb18030"><body><p>${references.replace(/[^\0-\x7f]/g, '?')}</p></body>`;
    expect(await detected(await written(other))).toMatchObject({ state: 'marked' });
  });

  test('a text without such characters has none; one of which not all could be read is undetermined', async () => {
    expect(await detected(await written(english))).toEqual({ state: 'none-found', warnings: [] });
    const stripped = (await readFile((await embedded(english)).target, 'utf8')).replace(ours, '');
    expect(await detected(await written(stripped))).toMatchObject({ state: 'none-found' });
    const few = await detected(await written(`${english.slice(0, 300)}\ufe03 ${english.slice(300)}`));
    expect(few).toMatchObject({ state: 'undetermined', reason: { code: 'too-little' } });
  });
});

describe('refusals in words', () => {
  test.each([
    ['too short', english.slice(0, 120), 'text-too-short'],
    [
      'a list of names',
      Array.from({ length: 400 }, (_, index) => `item-${index}`).join('\n'),
      'text-too-short',
    ],
    ['UTF-16', Buffer.from(`\ufeff${english}`, 'utf16le'), 'text-encoding'],
    ['GB 18030', Buffer.from('c7e5b3bfb5c4b8dbbfda'.repeat(60), 'hex'), 'text-encoding'],
    ['a page that does not name its encoding', page.replace('<meta charset="utf-8">', ''), 'text-encoding'],
    [
      'a program',
      Array.from({ length: 60 }, (_, index) => `  const value${index} = compute(value, ${index});`).join(
        '\n',
      ),
      'text-program',
    ],
  ])('%s', async (_, source, code) => {
    const { answer, target } = await embedded(source);
    expect(answer).toMatchObject({ ok: false, reason: { code } });
    await expect(readFile(target)).rejects.toThrow('ENOENT');
  });

  test('a text that carries a mark', async () => {
    const { target } = await embedded(english);
    expect((await embedded(await readFile(target))).answer).toMatchObject({
      ok: false,
      reason: { code: 'text-marked' },
    });
  });

  test('data, and formats of other codecs', async () => {
    const media = await identify(await written('{"a":1}\n'), null);
    expect(codecFor(media)).toBe(assayText1);
    expect(assayText1.embedsInto(media)).toMatchObject({
      en: expect.stringContaining('plain text, Markdown'),
    });
    expect(codecsReading(media)).toContain(assayText1);
  });
});

test('a credential in the text stays in one piece, and what it is worth afterwards is said', async () => {
  const wrapper = `\ufeff${Array.from(Buffer.from(`C2PATXT\0\x01\0\0\0\x20${'x'.repeat(32)}`), (byte) => String.fromCodePoint(byte < 16 ? 0xfe00 + byte : 0xe0100 + byte - 16)).join('')}`;
  const { answer, target } = await embedded(`${english} ${wrapper}\n`);
  expect(answer.ok && answer.notes.map(({ en }) => en).join()).toContain('Mark first, then sign');
  expect(await readFile(target, 'utf8')).toContain(wrapper);
  expect(await detected(target)).toMatchObject({ state: 'marked' });
});
