import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { analysis } from '#core/analyses/provenance/c2pa.ts';
import { trustFolderVariable } from '#core/media/trust-lists.ts';
import type { CredentialResult, PresentCredential } from '#shared/domain/credential.ts';
import type { Forger } from '../fixtures/make/attacks/forged-manifest.ts';
import { type Forgers, makeForgers } from '../fixtures/make/attacks/forgers.ts';
import { selectors } from '../fixtures/make/store-carriers.ts';
import {
  signArchive,
  signBlock,
  signFont,
  signPage,
  signText,
  signTextUnpadded,
} from '../fixtures/make/text-credentials.ts';
import { corpus } from '../support/corpus.ts';
import { opensslPresent } from '../support/openssl.ts';
import { runAnalysis } from '../support/run-analysis.ts';

/** Documents carry a credential by annexes A.6 to A.9; no engine reads them, so that ours is the only answer. */
const latin = 'Amélie naïvely forged the Ångström café’s coöperative résumé.\nSecond line.\n';
const chinese = '城市更新与古树保护\n本报讯（记者　林岚）　昨日，市园林局公布了古树名木保护名录。\n';

const sound = { presence: 'embedded', integrity: 'intact', signature: 'ok', signer: 'user' } as const;

describe.skipIf(!opensslPresent)('credentials in documents', () => {
  let forgers: Forgers;
  let honest: Forger;
  const trustBefore = process.env[trustFolderVariable];

  beforeAll(() => {
    forgers = makeForgers(mkdtempSync(join(tmpdir(), 'assay-text-')));
    honest = forgers.honest.forger;
    process.env[trustFolderVariable] = forgers.trust;
  }, 60_000);
  afterEach(() => {
    process.env[trustFolderVariable] = forgers.trust;
  });
  afterAll(async () => {
    if (trustBefore === undefined) delete process.env[trustFolderVariable];
    else process.env[trustFolderVariable] = trustBefore;
    await rm(forgers.folder, { recursive: true, force: true });
  });

  async function examine(name: string, file: Uint8Array) {
    const path = join(forgers.folder, name);
    writeFileSync(path, file);
    const run = await runAnalysis(analysis, path);
    const result = run.answer.result as CredentialResult | undefined;
    if (result === undefined) throw new Error(`no result: ${JSON.stringify(run.answer)}`);
    return { run, result, ids: result.observations.map(({ id }) => id) };
  }

  async function present(name: string, file: Uint8Array) {
    const examined = await examine(name, file);
    if (examined.result.state !== 'present') throw new Error(JSON.stringify(examined.result));
    return { ...examined, result: examined.result as PresentCredential };
  }

  describe('in plain text by variation selectors (A.8)', () => {
    it.each([
      ['Latin', latin],
      ['Chinese', chinese],
      ['emoji and ideographic variants', '❤️ 葛\u{E0100}城 辻\u{E0101} 👩‍❤️‍👨 ok\n'],
    ])('%s text comes out whole', async (_name, text) => {
      const { file, exclusion } = signText(text, honest);
      const { run, result } = await present('letter.txt', file);
      expect(run.answer.outcome).toBe('found');
      expect(result.axes).toMatchObject(sound);
      expect(result.worst).toBe('ok');
      expect(result.carrier).toBe('text-variation-selectors');
      expect(result.hidden).toEqual([]);
      expect(result.coverage).toMatchObject({
        size: file.length,
        protected: Buffer.byteLength(text),
        credential: exclusion[1],
        unprotected: 0,
      });
      expect(result.details[0]?.bindings).toMatchObject([{ kind: 'data', matches: true, problem: null }]);
      expect(run.findings.every(({ code }) => code !== 'hidden-payload')).toBe(true);
    });

    it('without filling, and with text behind the wrapper', async () => {
      const bare = await present('bare.txt', signTextUnpadded(chinese, honest).file);
      expect([bare.result.axes, bare.result.worst]).toMatchObject([sound, 'ok']);
      const middle = await present('middle.txt', signText(latin, honest, { after: chinese }).file);
      expect([middle.result.axes, middle.result.coverage?.protected]).toMatchObject([
        sound,
        Buffer.byteLength(latin + chinese),
      ]);
    });

    it.each([
      ['a letter', (text: string) => text.replace('Second', 'Secund')],
      ['a sign that looks the same', (text: string) => text.replace('Second', 'Seсond')],
      ['a space at the end', (text: string) => `${text} `],
      ['a compatibility character', (text: string) => text.replace('Ångström', 'Ångstrøm')],
    ])('%s is told', async (_name, change) => {
      const file = Buffer.from(change(signText(latin, honest).file.toString()));
      const { result } = await present('changed.txt', file);
      expect([result.axes.integrity, result.axes.signature, result.worst]).toEqual([
        'changed',
        'ok',
        'failed',
      ]);
    });

    it('the same characters in another canonical form still fit', async () => {
      const stored = signText(latin, honest).file.toString();
      expect(stored.normalize('NFD')).not.toBe(stored);
      const apart = await present('apart.txt', Buffer.from(stored.normalize('NFD')));
      expect([apart.result.axes, apart.result.worst]).toMatchObject([sound, 'ok']);
      expect(apart.ids).toContain('text-renormalized');
      expect(apart.result.coverage?.unprotected).toBe(0);
      // signed as stored in decomposed form, by either reading of the offset
      for (const offset of ['stored', 'composed'] as const) {
        const signed = signText(latin.normalize('NFD'), honest, { offset }).file.toString();
        const kept = await present('kept.txt', Buffer.from(signed));
        expect([offset, kept.result.axes.integrity]).toEqual([offset, 'intact']);
        const composed = await present('composed.txt', Buffer.from(signed.normalize('NFC')));
        expect([offset, composed.result.axes.integrity]).toEqual([offset, 'intact']);
      }
      // compatibility forms are other characters
      const folded = await present('folded.txt', signText('ﬁle №1 ①\n', honest).file);
      expect(folded.result.axes.integrity).toBe('intact');
      const file = Buffer.from(signText('ﬁle №1 ①\n', honest).file.toString().normalize('NFKC'));
      expect((await present('compatible.txt', file)).result.axes.integrity).toBe('changed');
    });

    it('line ends that were changed on the way are named, and stay a change', async () => {
      const file = Buffer.from(signText(latin, honest).file.toString().replaceAll('\n', '\r\n'));
      const { result, ids } = await present('mail.txt', file);
      expect(result.axes.integrity).toBe('changed');
      expect(ids).toContain('line-ends-changed');
      const further = Buffer.from(file.toString().replace('Second', 'Third!'));
      expect((await present('further.txt', further)).ids).not.toContain('line-ends-changed');
    });

    it('a wrapper under another text, and one moved within its own', async () => {
      const signed = signText(latin, honest).file.toString();
      const wrapper = signed.slice(latin.length);
      for (const text of [chinese, latin.replace('Second', 'Second,')]) {
        const { result, ids } = await present('copied.txt', Buffer.from(text + wrapper));
        expect([result.axes.integrity, result.worst]).toEqual(['changed', 'failed']);
        expect(ids).toContain('wrapper-displaced');
      }
      const same = latin.replace('Second', 'Minute');
      const equal = await present('equal.txt', Buffer.from(same + wrapper));
      expect(equal.result.axes.integrity).toBe('changed');
      expect(equal.ids).not.toContain('wrapper-displaced');
      const [first = '', ...rest] = latin.split('\n');
      const moved = await present('moved.txt', Buffer.from(`${first}\n${wrapper}${rest.join('\n')}`));
      expect([moved.result.axes.integrity, moved.ids.includes('wrapper-displaced')]).toEqual([
        'changed',
        true,
      ]);
    });

    it('two wrappers: the one that leaves out itself is judged, and both are told', async () => {
      const first = signText(latin, honest).file.toString();
      const second = signText(first, forgers.stranger.forger).file;
      const { result, ids } = await present('twice.txt', second);
      expect(ids).toContain('several-stores');
      expect(result.worst).toBe('warning');
      // the outer one was made over the text with the inner one in it
      expect(result.axes).toMatchObject({ integrity: 'intact', signer: 'unlisted' });
      const copied = await present('copied-twice.txt', Buffer.from(first + first.slice(latin.length)));
      expect(copied.ids).toContain('several-stores');
      expect(copied.result.axes.integrity).toBe('changed');
    });

    it('hidden bytes are shown decoded, beside a credential and without one', async () => {
      const secret = '泄露者：用户 4711';
      const hidden = selectors(Buffer.from(secret));
      const alone = await examine('hidden.txt', Buffer.from(`公告${hidden}内容\n`));
      expect(alone.run.answer.outcome).toBe('found');
      expect(alone.result.state).toBe('none');
      expect(alone.ids).toEqual(['hidden-payload']);
      expect(alone.result.hidden).toMatchObject([{ bytes: Buffer.byteLength(secret), preview: secret }]);
      expect(alone.result.observations[0]?.expert['zh-CN']).toContain(secret);
      const table = alone.run.figures.find(({ id }) => id === 'hidden-payloads');
      expect(JSON.stringify(table)).toContain(secret);
      const both = await present('both.txt', signText(`公告${hidden}内容\n`, honest).file);
      expect(both.result.axes.integrity).toBe('intact');
      expect([both.ids.includes('hidden-payload'), both.result.worst]).toEqual([true, 'warning']);
      // bytes behind the store, in the wrapper itself
      const signed = signText(latin, honest).file.toString();
      const inside = await present('inside.txt', Buffer.from(signed + hidden));
      expect(inside.ids).toContain('hidden-payload');
      expect([inside.result.axes.integrity, inside.result.hidden.length]).toEqual(['changed', 1]);
    });

    it('a text cut within the wrapper is no text without a credential', async () => {
      const { file, exclusion } = signText(latin, honest);
      const cut = await examine('cut.txt', file.subarray(0, exclusion[0] + 900));
      expect(cut.run.answer.outcome).not.toBe('nothing-found');
      expect(['recovered', 'unreadable']).toContain(cut.result.axes.presence);
    });

    it('a hostile run of marks does not hold it up', async () => {
      const marks = '\u0301\u0323'.repeat(40_000);
      const { file } = signText(latin, honest);
      const started = performance.now();
      const { result, ids } = await present('marks.txt', Buffer.from(`a${marks}${file.toString()}`));
      expect(performance.now() - started).toBeLessThan(3000);
      expect(result.axes.integrity).toBe('unchecked');
      expect(ids).toContain('text-not-computed');
    });
  });

  describe('in structured text as a block (A.9)', () => {
    const python = '#!/usr/bin/env python3\nprint("é")';
    const cases = [
      ['front-matter', 'article.md', `# 城市更新\n\n${chinese}`],
      ['html-comment', 'readme.md', `# Title\n\n${latin}`],
      ['hash-comment', 'settings.yaml', 'key: värde\nlist:\n  - 一\n'],
      ['block-comment', 'style.css', 'body { color: red }\r\n'],
      ['last-line', 'script.py', python],
    ] as const;

    it.each(cases)('%s comes out whole', async (form, name, body) => {
      const { file, exclusion } = signBlock(form, body, honest);
      const { result } = await present(name, file);
      expect(result.carrier).toBe('structured-text');
      expect([result.axes, result.worst]).toMatchObject([sound, 'ok']);
      expect(result.coverage).toMatchObject({
        protected: file.length - exclusion[1],
        credential: exclusion[1],
        unprotected: 0,
      });
      expect(result.details[0]?.problems).toEqual([]);
    });

    it.each(cases)('%s: bytes count as they are', async (form, name, body) => {
      const text = signBlock(form, body, honest).file.toString();
      const variants = [
        body.normalize('NFD'),
        body.includes('\r\n') ? body.replaceAll('\r\n', '\n') : body.replaceAll('\n', '\r\n'),
        `${body} `,
        body.replace(/.$/m, 'x'),
      ]
        .filter((variant) => variant !== body)
        .map((variant) => text.replace(body, () => variant));
      for (const variant of variants) {
        const { result } = await present(name, Buffer.from(variant));
        expect(result.axes.integrity).not.toBe('intact');
      }
    });

    it('two blocks, and code beside the block on its line, are told', async () => {
      const { file, exclusion } = signBlock('hash-comment', 'key: 1\n', honest);
      const block = file.subarray(exclusion[0], exclusion[0] + exclusion[1]);
      const twice = await present('twice.yaml', Buffer.concat([file, block]));
      expect(twice.ids).toContain('several-stores');
      const beside = Buffer.from(file.toString().replace('# -----BEGIN', 'rm -rf ~; # -----BEGIN'));
      const { result, ids } = await present('beside.yaml', beside);
      expect(result.worst).toBe('failed');
      expect(ids).toContain('store-irregular');
      expect(result.coverage?.unprotected).toBeGreaterThan(0);
    });
  });

  describe('in other documents', () => {
    it('a web page (A.7)', async () => {
      const { file, exclusion } = signPage(honest);
      const { result } = await present('page.html', file);
      expect([result.axes, result.worst, result.carrier]).toMatchObject([sound, 'ok', 'html-script']);
      expect(result.coverage).toMatchObject({ credential: exclusion[1], unprotected: 0 });
      const changed = Buffer.from(file.toString().replace('古树', '古宅'));
      expect((await present('changed.html', changed)).result.axes.integrity).toBe('changed');
      const element = file.subarray(exclusion[0], exclusion[0] + exclusion[1]);
      const twice = Buffer.concat([file.subarray(0, exclusion[0]), element, file.subarray(exclusion[0])]);
      expect((await present('twice.html', twice)).ids).toContain('several-stores');
    });

    it.each([
      ['archive.zip', [['a.txt', Buffer.from('one')]]],
      [
        'book.epub',
        [
          ['mimetype', Buffer.from('application/epub+zip')],
          ['META-INF/container.xml', Buffer.from('<container/>')],
        ],
      ],
      [
        'letter.docx',
        [
          ['[Content_Types].xml', Buffer.from('<Types/>')],
          ['_rels/.rels', Buffer.from('<Relationships/>')],
          ['word/document.xml', Buffer.from('<w:document/>')],
        ],
      ],
    ] as const)('%s (A.6): signed, its parts not computed, and said so', async (name, entries) => {
      const { run, result, ids } = await present(name, signArchive(entries, honest).file);
      expect(result.axes).toMatchObject({ ...sound, integrity: 'unchecked' });
      expect([result.carrier, result.worst]).toEqual(['zip-entry', 'undetermined']);
      expect(ids).toContain('collection-not-computed');
      expect(ids).not.toContain('store-irregular');
      expect(result.coverage).toBeNull();
      expect(run.figures.map(({ id }) => id)).not.toContain('coverage');
    });

    it('a font (A.3.10): signed, its tables not computed, and said so', async () => {
      const { result, ids } = await present('face.ttf', signFont(honest).file);
      expect(result.axes).toMatchObject({ ...sound, integrity: 'unchecked' });
      expect([result.carrier, result.worst]).toEqual(['font-table', 'undetermined']);
      expect(ids).toContain('boxes-not-computed');
    });

    const sample = 'c2pa-public-testfiles/font/ttf/monotype-20240712-monotype_sans.ttf';
    it.skipIf(!existsSync(corpus(sample)))('the published font of Monotype', async () => {
      const { result, ids } = await present('monotype.ttf', readFileSync(corpus(sample)));
      expect([result.axes.presence, result.axes.signature]).toEqual(['embedded', 'ok']);
      expect(ids).toContain('boxes-not-computed');
    });
  });
});
