import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { aigcJson, aigcPacket, userCommentSegment } from '../fixtures/make/aigc.ts';
import { plainJpeg, plainPng } from '../fixtures/make/containers.ts';
import {
  jpegWithXmp,
  latinText,
  sourceTypePacket,
  sourceTypePrefix,
  xmpSegment,
} from '../fixtures/make/xmp.ts';
import { CommandLine, type CommandResult } from '../support/command-line.ts';

/** `assay labels` as a script sees it: the stable form of its JSON, word for word. */
const Report = z.strictObject({
  files: z.array(
    z.looseObject({
      name: z.string(),
      statements: z.array(
        z.looseObject({
          standard: z.string(),
          carrier: z.string(),
          bytes: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]),
          asserts: z.enum([
            'generated',
            'partly-generated',
            'possibly-generated',
            'suspected',
            'not-generative',
            'unclear',
          ]),
          by: z.string().nullable(),
          standing: z.string(),
          raw: z.string(),
        }),
      ),
      checks: z.array(
        z.looseObject({
          id: z.string().regex(/^(CN-I|X)-\d\d$/),
          outcome: z.enum(['pass', 'fail', 'warn', 'undetermined', 'not-applicable']),
          citation: z.string().min(1),
        }),
      ),
      state: z.enum(['labelled', 'traces', 'none-found', 'undetermined']),
    }),
  ),
});

const assay = new CommandLine();
afterAll(() => assay.remove());
const write = (name: string, bytes: Uint8Array | string): string => {
  const path = assay.path(name);
  writeFileSync(path, bytes);
  return path;
};

function files(result: CommandResult) {
  expect(result.stderr).not.toMatch(/^ {4}at /m);
  return Report.parse(JSON.parse(result.stdout)).files;
}

describe('assay labels', () => {
  let paths: string[];
  beforeAll(() => {
    const comment = userCommentSegment(`{"AIGC":${aigcJson()}}`, 'ExifIFD', 'ASCII', true);
    const capture = xmpSegment(sourceTypePacket(`${sourceTypePrefix}digitalCapture`));
    const parameters = 'x\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: 1, Size: 64x64, Model: m';
    paths = [
      write('label.jpg', jpegWithXmp(aigcPacket(aigcJson()))),
      write('against.jpg', plainJpeg([comment, capture])),
      write('broken.png', plainPng([latinText('AIGC', aigcJson({ Label: 'AIGC' }).slice(0, 60))])),
      write('traces.png', plainPng([latinText('parameters', parameters)])),
      write('plain.png', plainPng()),
      write('cut.png', plainPng().slice(0, 40)),
      write('page.ps', '%!PS-Adobe-3.0\nshowpage\n'),
    ];
  });

  test('gives the documented document for several files, in their order', async () => {
    const result = await assay.runAlone(['labels', ...paths, paths[0]!, '--json']);
    expect([result.status, result.stderr]).toEqual([0, '']);
    const found = files(result);
    expect(found.map(({ name, state }) => [name, state])).toEqual([
      ['label.jpg', 'labelled'],
      ['against.jpg', 'labelled'],
      ['broken.png', 'labelled'],
      ['traces.png', 'traces'],
      ['plain.png', 'none-found'],
      ['cut.png', 'undetermined'],
      ['page.ps', 'undetermined'],
      ['label.jpg', 'labelled'],
    ]);
    const [label, against, broken, , plain, cut, page] = found;
    const outcomes = (file: typeof label) =>
      Object.fromEntries((file?.checks ?? []).map(({ id, outcome }) => [id, outcome]));

    const [statement] = label!.statements;
    expect(statement).toMatchObject({
      standard: 'gb45438-aigc',
      carrier: 'jpeg',
      asserts: 'generated',
      standing: 'unsigned',
      raw: aigcJson(),
      by: '001191110000MA00TXTX0X10000',
    });
    // From the first byte to behind the last one.
    const [start, end] = statement!.bytes;
    const written = readFileSync(paths[0]!).toString('utf8', start, end).replaceAll('&quot;', '"');
    expect(written).toBe(aigcJson());
    for (const id of [
      'CN-I-01',
      'CN-I-02',
      'CN-I-03',
      'CN-I-04',
      'CN-I-05',
      'CN-I-06',
      'CN-I-07',
      'CN-I-08',
      'X-03',
      'X-04',
    ])
      expect([id, outcomes(label)[id]]).toEqual([id, 'pass']);
    expect(outcomes(label)).toMatchObject({ 'CN-I-10': 'not-applicable', 'X-01': 'not-applicable' });

    expect(against!.statements.map(({ standard, asserts }) => [standard, asserts])).toEqual([
      ['gb45438-aigc', 'generated'],
      ['iptc-digital-source-type', 'not-generative'],
    ]);
    expect(outcomes(against)).toMatchObject({ 'CN-I-08': 'warn', 'X-01': 'warn', 'X-02': 'pass' });
    expect(outcomes(broken)).toMatchObject({ 'CN-I-02': 'warn', 'CN-I-03': 'warn', 'X-03': 'undetermined' });
    expect(outcomes(plain)).toMatchObject({ 'CN-I-01': 'not-applicable', 'X-04': 'pass' });
    for (const file of [cut, page])
      expect(outcomes(file)).toMatchObject({ 'CN-I-01': 'undetermined', 'X-04': 'undetermined' });
    expect(page).toMatchObject({
      reasons: [{ analysis: 'labels.declared', code: 'not-applicable' }],
      missing: ['labels.declared'],
    });
  });

  test('prints both readings in Chinese, and complains about what it cannot take in', async () => {
    const result = await assay.run([
      '--language',
      'zh-CN',
      'labels',
      paths[2]!,
      paths[4]!,
      assay.path('absent.png'),
    ]);
    expect(result.status).toBe(1);
    expect(result.stderr).toContain('absent.png');
    expect(result.stdout).toContain('broken.png  带有生成方式标识');
    expect(result.stdout).toContain('Label 的值为“AIGC”');
    expect(result.stdout).toContain('plain.png  在已读取的位置未发现标识；这并不能证明媒体不是合成内容');
    expect(result.stdout).not.toMatch(/undefined|\[object/);
    // One document all the same when there is nothing to tell.
    const none = await assay.run(['labels', assay.path('absent.png'), '--json']);
    expect([none.status, JSON.parse(none.stdout)]).toEqual([1, { files: [] }]);
    expect(assay.leftovers()).toEqual([]);
  });
});
