import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { analysis } from '#core/analyses/fingerprints/words.ts';
import { identify } from '#core/intake/identify.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { aligner } from '#core/trace/align/words.ts';
import { fingerprinter } from '#core/trace/fingerprints/shingles.ts';
import { Alignment } from '#shared/domain/comparison.ts';
import { editedCharacters, seeded } from '../fixtures/make/edited-text.ts';
import { makeArchive, officeEntries } from '../fixtures/make/packages.ts';
import { chinese, english } from '../fixtures/make/running-text.ts';
import { runAnalysis } from '../support/run-analysis.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-words-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const context = { limits: defaultLimits, signal: new AbortController().signal, progress: () => undefined };

async function put(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function aligned(first: string, second: string) {
  const files = await Promise.all(
    [first, second].map(async (path) => ({ path, media: await identify(path, path) })),
  );
  const answer = await aligner.align({
    first: files[0]!,
    second: files[1]!,
    context,
    artifact: async () => undefined,
  });
  return Alignment.parse({ ...answer, artifacts: [] });
}

async function prints(path: string) {
  return fingerprinter.print({ path, media: await identify(path, path), context });
}

test('every hidden character is listed, in the result and in the file beside it', async () => {
  const hidden = ['\u200b', '\u200d', '\u2060', '\u202e', '\u{e0061}', '\ufe05', '\u00ad', '\u2009'];
  const text = Array.from(english.slice(0, 800), (letter, at) => letter + (hidden[at % 97] ?? '')).join('');
  const { answer, artifacts, findings } = await runAnalysis(analysis, await put('hidden.txt', text));
  if (answer.outcome !== 'found') throw new Error(answer.outcome);
  const planted = new Map<number, number>();
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (hidden.includes(character)) planted.set(code, (planted.get(code) ?? 0) + 1);
  }
  expect(new Map(answer.result.hidden.map(({ code, count }) => [code, count]))).toEqual(planted);
  const rows = Buffer.from(artifacts.get('hidden-characters.csv')!)
    .toString('utf8')
    .trim()
    .split('\r\n')
    .slice(1);
  expect(rows.length).toBe([...planted.values()].reduce((sum, count) => sum + count, 0));
  for (const row of rows) {
    const [at, code] = row.split(',');
    expect(`U+${text.codePointAt(Number(at))!.toString(16).toUpperCase().padStart(4, '0')}`).toBe(code);
  }
  expect(findings.map(({ code }) => code)).toEqual(['words.usable', 'words.hidden']);
});

test('one text in six containers and encodings has one hash', async () => {
  const body = chinese.slice(0, 300).replaceAll('\n', '');
  const rtf = Array.from(body, (sign) => `\\u${(sign.charCodeAt(0) << 16) >> 16}?`).join('');
  const files = [
    await put('a.txt', body),
    await put('b.txt', Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(body, 'utf16le')])),
    await put(
      'c.html',
      `<!doctype html><html><head><meta charset="utf-8"><title>t</title></head><body><p>${body.replaceAll('，', '，<b></b>')}</p></body></html>`,
    ),
    await put('d.rtf', `{\\rtf1\\ansi ${rtf}}`),
    await put('e.md', `# \n\n${body}\n`),
    await put(
      'f.docx',
      makeArchive(
        officeEntries('docx').map((entry) => ({
          ...entry,
          data: Buffer.from(String(entry.data).replace('Words of the document', body)),
        })),
      ),
    ),
  ];
  const wholes = await Promise.all(
    files.map(async (file) => {
      const { answer, media } = await runAnalysis(analysis, file);
      return answer.outcome === 'found' ? answer.result.whole : `${media.format} ${answer.outcome}`;
    }),
  );
  expect(new Set(wholes).size, wholes.join(' ')).toBe(1);
});

test('a copy with a tenth of its characters edited is found, laid over and its changes are named', async () => {
  const edited = `${editedCharacters(chinese, 0.1, seeded(7)).replace('照片', '照\u200b片')}`;
  const [one, other] = [await put('one.txt', chinese), await put('two.txt', edited)];
  const [a, b] = [await prints(one), await prints(other)];
  if (!a.ok || !b.ok) throw new Error('no print');
  expect(fingerprinter.compare(b.prints, a.prints, 1000)?.claim).toBe('copy');
  expect(fingerprinter.text(a.prints[0]!).length).toBeLessThan(100_000);
  const answer = await aligned(one, other);
  expect([answer.outcome, answer.claim]).toEqual(['aligned', 'copy']);
  if (answer.transform?.kind !== 'text') throw new Error('no passages');
  expect(answer.transform.passages.length).toBe(1);
  // Places in the files, not in the folded text: a replaced character is found where it was put.
  const replaced = Array.from(chinese).filter(
    (sign, at) => Array.from(edited.replace('\u200b', ''))[at] !== sign,
  ).length;
  const named = answer.changes
    .filter(({ kind }) => kind === 'changed')
    .reduce(
      (sum, { place }) => sum + (place.kind === 'passage' ? place.characters[1] - place.characters[0] : 0),
      0,
    );
  expect(named).toBeGreaterThanOrEqual(replaced);
  expect(named).toBeLessThan(replaced * 2);
  const zero = answer.changes.find(({ kind }) => kind === 'hidden');
  expect(zero?.place).toEqual({
    kind: 'passage',
    characters: [edited.indexOf('\u200b'), edited.indexOf('\u200b') + 1],
  });
  expect(zero?.statement.en).toContain('U+200B ZERO WIDTH SPACE');
});

test('the same text in another dress is the same content, and another text is unrelated', async () => {
  const one = await put('plain.txt', english);
  const dressed = await aligned(
    one,
    await put('dressed.txt', english.toUpperCase().replaceAll(' ', '\u2003')),
  );
  expect([dressed.outcome, dressed.claim]).toEqual(['aligned', 'same-content']);
  expect((await aligned(one, await put('again.txt', english))).outcome).toBe('same-content');
  const other = await aligned(one, await put('other.txt', chinese));
  expect([other.outcome, other.claim, other.reason?.code]).toEqual(['unrelated', null, 'no-common-wording']);
});

test.each([
  ['nothing', ''],
  ['one character', '好'.repeat(120_000)],
  ['invalid UTF-8', Buffer.concat([Buffer.from(chinese), Buffer.of(0xc3, 0x28, 0xff), Buffer.from(chinese)])],
  ['a flood of marks', `Z${'\u0351\u036b\u0343\u036a\u0302'.repeat(12_000)}`],
  ['deep elements', `<!doctype html><html><body>${'<div>'.repeat(5000)}${english}`],
  ['right to left', 'مرحبا بالعالم '.repeat(200) + '\u202e'.repeat(2000)],
  ['lone surrogates', Buffer.from(`\ud800${english}\udc00`.repeat(3), 'utf16le')],
])('hostile: %s', async (name, content) => {
  const path = await put(
    `hostile-${name.replaceAll(' ', '-')}.${name.includes('elements') ? 'html' : 'txt'}`,
    content,
  );
  const media = await identify(path, path);
  const answer = await fingerprinter.print({ path, media, context });
  expect(answer.ok || answer.reason.text['zh-CN'].length > 0).toBe(true);
  if (fingerprinter.appliesTo(media) === true) {
    const { outcome } = await aligned(path, path);
    expect(['same-content', 'undetermined']).toContain(outcome);
  }
});
