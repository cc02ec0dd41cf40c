import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { languages } from '#shared/domain/localized.ts';
import { wideExclusion } from '../fixtures/make/attacks/binding-attacks.ts';
import { type Forgers, makeForgers } from '../fixtures/make/attacks/forgers.ts';
import { brokenWhenTaken } from '../fixtures/make/attacks/ingredient-attacks.ts';
import { openssl } from '../fixtures/make/x509.ts';
import { CommandLine } from '../support/command-line.ts';
import { opensslPresent } from '../support/openssl.ts';
import { hasProgram, outputOf } from '../support/report.ts';
import { trustPresent, trustRoot } from '../support/trust.ts';

/**
 * What a court needs of a credential stands on paper: a case with a sound file, one whose Exif is not protected, and
 * one with a broken source is printed in every format and both languages, and searched for facts known beforehand.
 */
const packages = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>;
};
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const bare = (text: string): string => text.replaceAll(/[\s\u200b]+/g, '');

describe.skipIf(!opensslPresent || !hasProgram('pdftotext'))('the report about credentials', () => {
  const assay = new CommandLine();
  const files = ['sound.jpg', 'wide.jpg', 'broken-source.jpg'] as const;
  let forgers: Forgers;
  let trust: string;
  /** Text of each report without white space, by `en.html`, and the runs of the record. */
  const texts = new Map<string, string>();
  let runs: readonly RecordedRun[] = [];
  let wide: Buffer;

  interface RecordedRun {
    readonly result: {
      readonly observations: readonly {
        readonly id: string;
        readonly statement: Record<string, string>;
        readonly expert: Record<string, string>;
      }[];
      readonly lists: readonly { readonly title: string; readonly sha256: string }[];
      readonly coverage: { readonly unprotected: number; readonly credential: number };
    };
    readonly figures: readonly { readonly id: string }[];
  }

  beforeAll(async () => {
    mkdirSync(assay.path('keys'));
    forgers = makeForgers(assay.path('keys'));
    trust = forgers.trust;
    if (trustPresent) copyFileSync(officialList(), join(trust, 'C2PA-TRUST-LIST.pem'));
    const pair = await wideExclusion(forgers.honest.forger);
    wide = Buffer.from(pair.attack.bytes);
    const history = await brokenWhenTaken(forgers);
    for (const [name, bytes] of [
      ['sound.jpg', pair.twin.bytes],
      ['wide.jpg', wide],
      ['broken-source.jpg', history.attack.bytes],
    ] as const)
      writeFileSync(assay.path(name), bytes);
    const environment = { ASSAY_TRUST: trust };
    const matter = assay.path('matter.case');
    const { status, stderr } = await assay.run(
      ['examine', ...files.map((name) => assay.path(name)), '--case', matter, '--only', 'provenance.c2pa'],
      environment,
    );
    expect(stderr).not.toContain('Error');
    expect(status).toBe(0);
    for (const language of languages) {
      for (const format of ['html', 'pdf', 'json']) {
        const out = assay.path(`${language}.${format}`);
        const made = await assay.run(
          ['--language', language, 'report', '--case', matter, '--out', out],
          environment,
        );
        expect([made.status, made.stdout]).toEqual([0, '']);
        texts.set(`${language}.${format}`, textOf(out, format));
      }
    }
    const record = JSON.parse(readFileSync(assay.path('en.json'), 'utf8')) as unknown;
    runs = [...allOf(record, 'observations')].map((result) => result as unknown as RecordedRun);
  }, 180_000);
  afterAll(() => assay.remove());

  function officialList(): string {
    const folder = join(trustRoot, 'trust-list');
    const name = readdirSync(folder).find((file) => file === 'C2PA-TRUST-LIST.pem');
    return join(folder, name ?? 'missing');
  }

  function textOf(path: string, format: string): string {
    if (format === 'pdf') return bare(outputOf('pdftotext', '-raw', path, '-'));
    const text = readFileSync(path, 'utf8');
    if (format === 'json') return bare(text.replaceAll('\\"', '"').replaceAll('\\\\', '\\'));
    const plain = text
      .replaceAll(/<(style|script)[\s\S]*?<\/\1>/g, '')
      .replaceAll(/<[^>]*>/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&');
    return bare(plain);
  }

  const each = (check: (text: string, format: string, language: string) => void): void => {
    expect(texts.size).toBe(6);
    for (const [name, text] of texts) {
      const [language = '', format = ''] = name.split('.');
      check(text, format, language);
    }
  };

  test('names every reader with its version', () => {
    each((text, format) => {
      for (const engine of ['@contentauth/c2pa-node', '@contentauth/c2pa-wasm']) {
        const name = engine.replace('@contentauth/', '');
        expect(text).toContain(name);
        expect([format, text.includes(packages.dependencies[engine]!)]).toEqual([format, true]);
      }
      expect(text).toContain('assay');
    });
  });

  test('names the lists with their date and SHA-256', () => {
    const lists = readdirSync(trust).map((file) => sha256(readFileSync(join(trust, file))));
    each((text, format, language) => {
      for (const hash of lists)
        expect([format, language, text.includes(hash)]).toEqual([format, language, true]);
      expect(text).toContain(bare(trustPresent ? 'C2PA Trust List' : 'newsroom'));
      if (trustPresent) expect(text).toMatch(/20\d\d-\d\d-\d\d/);
    });
  });

  test('says how much of each file is covered, and draws which bytes', () => {
    // start of image and the Exif segment behind it are left out by the signature
    expect(wide.subarray(2, 4).toString('hex')).toBe('ffe1');
    const open = 2 + 2 + wide.readUInt16BE(4);
    let credential = 0;
    for (let at = open; wide.readUInt16BE(at) === 0xffeb; at += 2 + wide.readUInt16BE(at + 2))
      credential += 2 + wide.readUInt16BE(at + 2);
    const share = Math.floor((10_000 * (wide.length - credential - open)) / (wide.length - credential)) / 100;
    expect(share).toBeGreaterThan(50);
    each((text, format, language) => {
      expect([format, text.includes(String(share))]).toEqual([format, true]);
      expect(text).toContain(bare(language === 'en' ? 'Which bytes the signature covers' : '签名覆盖的字节'));
      if (format === 'json') expect(text).toContain(`"unprotected":${open}`);
      else {
        expect(text).toContain('100%');
        expect(text).toContain(`0–${1}`);
        expect(text).toContain(bare(language === 'en' ? 'not covered' : '未覆盖'));
      }
    });
    expect(
      readFileSync(assay.path('en.html'), 'utf8').match(/data:image\/svg/g)?.length ?? 0,
    ).toBeGreaterThanOrEqual(3);
  });

  test('prints every observation, those about absences too', () => {
    const found = runs.flatMap(({ result }) => result.observations);
    const ids = new Set(found.map(({ id }) => id));
    for (const id of ['wide-exclusion', 'source-broken-when-taken', 'no-time-stamp', 'no-revocation-answer'])
      expect(ids).toContain(id);
    each((text, format, language) => {
      for (const { id, statement, expert } of found) {
        for (const sentence of [statement[language]!, expert[language]!])
          expect([format, language, id, text.includes(bare(sentence))]).toEqual([format, language, id, true]);
        expect(text).toContain(id);
      }
    });
  });

  test('answers the six questions', () => {
    const questions = {
      en: ['Credential', 'Content', 'Signature', 'Signer', 'Sources used', 'Identity (CAWG)'],
      'zh-CN': ['凭证', '内容', '签名', '签名者', '所用素材', '身份（CAWG）'],
    } as const;
    const answers = {
      en: ['In the file', 'What is signed is unchanged, but not everything is signed', 'As it was signed'],
      'zh-CN': ['在文件中', '已签名部分未变，但并非全部内容都已签名', '与签名时一致'],
    } as const;
    each((text, format, language) => {
      if (language !== 'en' && language !== 'zh-CN') throw new Error(language);
      for (const words of [...questions[language], ...answers[language]])
        expect([format, words, text.includes(bare(words))]).toEqual([format, words, true]);
    });
  });

  test('prints the certificates whole', () => {
    const { leaf } = forgers.honest;
    const field = (option: string): string =>
      openssl(forgers.folder, 'x509', '-in', leaf.pem, '-noout', option).toString().trim();
    const serial = field('-serial').replace('serial=', '').toLowerCase();
    each((text, format, language) => {
      for (const fact of [sha256(leaf.der), serial, 'Assay Test Newsroom', 'CN=Desk', 'EC P-256'])
        expect([format, language, fact, text.includes(bare(fact))]).toEqual([format, language, fact, true]);
    });
  });
});

/** Every object within a value that has an array under this key. */
function* allOf(value: unknown, key: string): Generator<{ readonly result: unknown }> {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray((value as Record<string, unknown>)[key])) yield { result: value };
  for (const item of Object.values(value)) yield* allOf(item, key);
}
