import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysis } from '#core/analyses/marks/assay.ts';
import { type MarkKey, privateMarkKey, publicMarkKey } from '#core/mark/key.ts';
import { createKeyRing } from '#core/mark/key-ring.ts';
import { writeMark } from '#core/mark/mark-task.ts';
import { defaultLimits } from '#core/media/limits.ts';
import type { MarkReading } from '#shared/domain/mark.ts';
import type { Media } from '#shared/domain/media.ts';
import { chanceWords } from '#shared/text/mark-words.ts';
import { patternImage } from '../fixtures/make/raster.ts';
import { english } from '../fixtures/make/running-text.ts';
import { runAnalysis } from '../support/run-analysis.ts';

/** The truth is in what was written here: identifier and key of each file are chosen below. */
const folder = mkdtempSync(join(tmpdir(), 'assay-marks-'));
const ring = join(folder, 'marks');
const before = process.env.ASSAY_MARKS;
const key = privateMarkKey(Uint8Array.from({ length: 32 }, (_, index) => index * 7));
const [plain, openly] = [join(folder, 'plain.png'), join(folder, 'openly.png')];
const [words, secret] = [join(folder, 'words.txt'), join(folder, 'secret.txt')];

async function mark(source: string, target: string, payload: string, with_: MarkKey): Promise<void> {
  const context = { limits: defaultLimits, signal: new AbortController().signal, progress: () => undefined };
  const answer = await writeMark({ source, target, payload, key: with_, strength: null }, context);
  if (!answer.ok) throw new Error(answer.reason.text.en);
}

beforeAll(async () => {
  process.env.ASSAY_MARKS = ring;
  mkdirSync(ring);
  await patternImage(512, 512, 3).png().toFile(plain);
  await mark(plain, openly, '4711', publicMarkKey);
  writeFileSync(words, english);
  await mark(words, secret, '18446744073709551615', key);
});
afterAll(() => {
  if (before === undefined) delete process.env.ASSAY_MARKS;
  else process.env.ASSAY_MARKS = before;
  rmSync(folder, { recursive: true, force: true });
});

describe('marks of this program', () => {
  it('are read with the public key, and nothing is read in the source', async () => {
    const { answer, figures, findings } = await runAnalysis(analysis, openly);
    expect(answer).toMatchObject({
      outcome: 'found',
      result: { codecs: ['assay-image-1'], identifiers: 0, registered: [] },
    });
    const [reading, ...others] = answer.result?.readings ?? [];
    expect(others).toEqual([]);
    expect(reading).toMatchObject({ codec: 'assay-image-1', payload: '4711', key: publicMarkKey.name });
    expect(reading!.falseAlarmLog10).toBeLessThanOrEqual(-9);
    expect(reading!.statistic).toBeGreaterThan(reading!.threshold);
    expect(figures.map(({ id }) => id)).toContain('readings');
    expect(findings.map(({ code, bearing }) => [code, bearing])).toEqual([['mark.read', 'informational']]);
    expect(findings[0]?.statement.en).toMatch(/carries the mark 4711 .*public key.*at most 1 in 10\^\d+/);

    const none = await runAnalysis(analysis, plain);
    expect(none.answer.outcome).toBe('nothing-found');
    expect(none.findings.map(({ code }) => code)).toEqual(['mark.none']);
    expect(none.findings[0]?.statement.en).toContain('no evidence of anything');
  });

  it('made with a private key show themselves to who has it, and only then', async () => {
    expect((await runAnalysis(analysis, secret)).answer.outcome).toBe('nothing-found');
    const added = await createKeyRing(ring, () => new Date()).add(key.bytes, 'Studio');
    if (!added.ok) throw new Error(added.problem.code);
    const { fingerprint } = added.value;
    const found = await runAnalysis(analysis, secret, { keys: [fingerprint] });
    expect(found.answer).toMatchObject({
      outcome: 'found',
      result: { readings: [{ payload: '18446744073709551615', key: { kind: 'private', fingerprint } }] },
    });
    // A result tells which key, never the key.
    expect(JSON.stringify(found)).not.toContain(Buffer.from(key.bytes).toString('hex'));
    const open = await runAnalysis(analysis, secret, { keys: [publicMarkKey.name.fingerprint] });
    expect(open.answer.outcome).toBe('nothing-found');
    const unknown = await runAnalysis(analysis, openly, { keys: ['0'.repeat(16)] });
    expect(unknown.answer).toMatchObject({ outcome: 'undetermined', reason: { code: 'no-key' } });
  });

  it('lead to the entry of the register, by name', async () => {
    const identifiers = Buffer.alloc(16);
    identifiers.writeBigUInt64LE(4711n, 0);
    identifiers.writeBigUInt64LE(5n, 8);
    writeFileSync(join(ring, 'register.u64'), identifiers);
    const entry = {
      ...{ payload: '4711', number: 3, codec: 'assay-image-1', name: 'harbour.jpg' },
      ...{ original: 'a'.repeat(64), note: '封面', at: '2026-11-22T10:00:00.000Z' },
    };
    writeFileSync(join(ring, 'register.jsonl'), `not JSON\n${JSON.stringify(entry)}\n`);
    const { answer, findings } = await runAnalysis(analysis, openly, {
      keys: [publicMarkKey.name.fingerprint],
    });
    expect(answer.result).toMatchObject({ identifiers: 2, registered: [entry] });
    expect(findings[0]).toMatchObject({ code: 'mark.registered' });
    expect(findings[0]?.statement.en).toContain('entry 3: “harbour.jpg”');
    expect(findings[0]?.statement['zh-CN']).toContain(
      '第 3 条：“harbour.jpg”，登记于 2026-11-22，备注“封面”',
    );
    const without = await runAnalysis(analysis, words, { register: false });
    expect(without.answer).toMatchObject({ outcome: 'nothing-found', result: { identifiers: 0 } });
  });
});

describe('what is shown of a reading', () => {
  const text = { en: 'z of a test', 'zh-CN': '测试统计量' };
  const reading = (more: Partial<MarkReading>): MarkReading => ({
    ...{ codec: 'assay-image-1', version: 1, payload: '1', meaning: null, key: publicMarkKey.name },
    ...{ statistic: 20, statisticName: text, threshold: 11, falseAlarmLog10: -60, derivation: text },
    ...{ trials: 1, route: 'blind', ...more },
  });
  const result = (...readings: MarkReading[]) => ({
    ...{ codecs: [], keys: [], identifiers: 0, readings, registered: [], open: null },
  });
  const media: Media = {
    ...{ kind: 'image', format: 'png', mime: 'image/png', width: 40, height: 30, extensionFits: null },
  };

  it('is the place it is alive at: a map over a picture, a line over time', () => {
    const map = { columns: 2, rows: 2, cells: [1, 0, null, 0.5] };
    const box = { x: 1, y: 2, width: 10, height: 20 };
    const picture = analysis.figures(result(reading({ presence: map, region: box })), media);
    expect(picture.find(({ kind }) => kind === 'heatmap')).toMatchObject({
      ...{ artifact: 'presence-1.png', width: 2, height: 2, overlay: true, scale: { diverging: true } },
    });
    expect(picture.find(({ kind }) => kind === 'regions')).toMatchObject({
      regions: [
        {
          label: '1',
          polygon: [
            [1, 2],
            [11, 2],
            [11, 22],
            [1, 22],
          ],
        },
      ],
    });
    const [finding] = analysis.interpret(result(reading({ presence: map })), media);
    // One of three places that can carry the mark has lost it.
    expect(finding?.statement.en).toContain('In 33 % of the places');
    const line = { columns: 4, rows: 1, cells: [1, null, 0, 1] };
    const heard = reading({ codec: 'assay-audio-1', presence: line, segment: { from: 10, to: 18 } });
    const sound = analysis.figures(result(heard), { ...media, kind: 'audio', format: 'wav' });
    expect(sound.find(({ kind }) => kind === 'plot')).toMatchObject({
      series: [{ x: [11, 15, 17], y: [1, 0, 1] }],
    });
    expect(sound.find(({ kind }) => kind === 'timeline')).toMatchObject({ events: [{ at: 10, until: 18 }] });
  });

  it('is how the suspect was turned, in words', () => {
    const said = (geometry: MarkReading['geometry']) => {
      const [finding] = analysis.interpret(
        result(reading(geometry === undefined ? {} : { geometry })),
        media,
      );
      return finding?.statement.en.split('by the mark itself: ')[1];
    };
    const still = { scaleX: 1.5, scaleY: 1.5, rotation: 0, mirrored: false };
    expect(said(still)).toBe('upright and of the same shape.');
    expect(said({ ...still, rotation: 359.99 })).toBe('upright and of the same shape.');
    expect(said({ ...still, scaleX: 1.2, rotation: 350, mirrored: true })).toBe(
      'stretched to 80 % of its width, turned by -10°, mirrored.',
    );
    expect(said({ ...still, speed: 1.05, tempo: 0.9 })).toBe('played at 105 % speed, tempo 90 %.');
    expect(said(undefined)).toBeUndefined();
  });

  it('has chances in words that round to the safe side', () => {
    expect([-0.5, -3.9, -6.2, -42.99].map((log10) => chanceWords(log10).en)).toEqual([
      'not bounded below 1',
      'at most 1 in 1,000',
      'at most 1 in 1,000,000',
      'at most 1 in 10^42',
    ]);
  });
});
