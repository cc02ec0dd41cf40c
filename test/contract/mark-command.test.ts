import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MarkState } from '#shared/domain/mark.ts';
import { MarkBatch, MarkedFile } from '#shared/domain/marking.ts';
import { chinese, english } from '../fixtures/make/running-text.ts';
import { CommandLine } from '../support/command-line.ts';
import { sha256Of } from '../support/signing.ts';

/** `assay mark`, `detect`, `marks` and `register` as a script calls them; on texts, which cost no time. */
const assay = new CommandLine();
const at = (...parts: string[]) => assay.path(...parts);

beforeAll(() => {
  mkdirSync(at('in'));
  writeFileSync(at('in', 'harbour.txt'), english);
  writeFileSync(at('in', 'port.txt'), chinese);
  writeFileSync(at('studio.key'), `${'5a'.repeat(32)}\n`);
});
afterAll(() => assay.remove());

/** The stable form of `assay detect --json`, as it is promised to scripts. */
const Detected = z.object({
  files: z.array(
    z.object({
      name: z.string(),
      state: MarkState,
      reasons: z.array(z.object({ code: z.string(), text: z.string(), textZh: z.string() })),
      marks: z.array(
        z.object({
          codec: z.string(),
          payload: z.string(),
          statistic: z.number(),
          falseAlarm: z.number().min(1e-300).max(1),
          falseAlarmLog10: z.number().max(0),
          region: z.object({}).optional(),
          segment: z.object({}).optional(),
        }),
      ),
    }),
  ),
});

describe('assay mark and assay detect', () => {
  it('write an identifier, and read it for who has the key', async () => {
    const before = sha256Of(at('in', 'harbour.txt'));
    mkdirSync(at('out'));
    const marked = await assay.runAlone([
      ...['mark', at('in', 'harbour.txt'), '--out', at('out', 'marked.txt')],
      ...['--id', '0x1267', '--key', at('studio.key'), '--json'],
    ]);
    expect([marked.status, marked.stderr]).toEqual([0, '']);
    const made = MarkedFile.extend({ payload: z.string(), codec: z.string() }).parse(
      JSON.parse(marked.stdout),
    );
    expect(made).toMatchObject({
      payload: '4711',
      codec: 'assay-text-1',
      sha256: sha256Of(at('out', 'marked.txt')),
    });
    expect(sha256Of(at('in', 'harbour.txt'))).toBe(before);
    expect(marked.stdout).not.toContain('5a5a');
    writeFileSync(at('out', 'plain.txt'), english);
    writeFileSync(at('out', 'words.txt'), 'Too few words to tell.\n');

    const read = await assay.runAlone(['detect', at('out'), '--key', at('studio.key'), '--json']);
    expect([read.status, read.stderr]).toEqual([0, '']);
    const { files } = Detected.parse(JSON.parse(read.stdout));
    expect(files.map(({ name, state, marks }) => [name, state, marks.map(({ payload }) => payload)])).toEqual(
      [
        ['marked.txt', 'marked', ['4711']],
        ['plain.txt', 'none-found', []],
        ['words.txt', 'undetermined', []],
      ],
    );
    expect(files.map(({ reasons }) => reasons.map(({ code }) => code))).toEqual([[], [], ['too-little']]);
    expect(files[2]!.reasons[0]!.text).toContain('Too little to tell');
    expect(files[2]!.reasons[0]!.textZh).toContain('内容过少，无法判断');
    expect(files[0]!.marks[0]!.falseAlarm).toBeLessThanOrEqual(1e-9);
    expect(assay.leftovers()).toEqual([]);
    expect(existsSync(at('data', 'marks', 'keys'))).toBe(false);
  });

  it('mark a folder durably, and lead back from a copy to its entry', async () => {
    const order = ['mark', '--durable', at('in'), '--out', at('copies'), '--written', '--note', '新闻资料'];
    const first = await assay.run([...order, '--json']);
    expect([first.status, first.stderr]).toEqual([0, '']);
    const batch = MarkBatch.parse(JSON.parse(first.stdout));
    expect(batch.files.map(({ state }) => state)).toEqual(['done', 'done']);
    expect(readdirSync(at('copies')).sort()).toEqual([
      'assay-marking.jsonl',
      'assay-marking.lock',
      'harbour.txt',
      'port.txt',
    ]);
    expect(readFileSync(at('copies', 'harbour.txt'), 'utf8')).toMatch(/^本内容由人工智能生成\n/);

    // In words, in the other language; a missing file does not stop the others.
    const read = await assay.run([
      ...['--language', 'zh-CN', 'detect', at('absent.txt'), at('copies', 'port.txt'), at('in', 'port.txt')],
    ]);
    expect(read.status).toBe(1);
    expect(read.stdout).toContain('absent.txt  无法判定');
    expect(read.stdout).toMatch(/误报概率： 不超过 10\^\d+ 分之一/);
    expect(read.stdout).toMatch(/登记册条目 2：port\.txt，.*新闻资料/);
    expect(read.stdout).toContain('port.txt  未发现水印；这不构成任何证据');
  });

  it('refuse wrong usage with status 2 and what to do', async () => {
    const file = at('in', 'harbour.txt');
    const refused = (...more: string[]) => assay.run(['mark', file, '--out', at('never.txt'), ...more]);
    const number = await refused('--id', '18446744073709551616');
    expect([number.status, number.stdout, number.stderr]).toEqual([
      2,
      '',
      expect.stringContaining('out of range'),
    ]);
    expect(existsSync(at('never.txt'))).toBe(false);
  });
});
