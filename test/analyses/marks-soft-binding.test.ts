import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analysis } from '#core/analyses/marks/soft-binding.ts';
import { cborAssertion, makeManifest, makeStore } from '../fixtures/make/jumbf.ts';
import { makePng } from '../fixtures/make/png.ts';
import { pngWith } from '../fixtures/make/store-carriers.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { runAnalysis } from '../support/run-analysis.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-soft-binding-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const binding = (label: string, value: unknown) => [label, cborAssertion(label, value)] as const;

test('algorithm, vendor, value and readability of every binding, those of sources too', async () => {
  const source = makeManifest({
    label: 'urn:c2pa:source',
    assertions: [
      binding('c2pa.soft-binding', {
        alg: 'com.digimarc.validate.1',
        blocks: [{ scope: { timespan: { start: 0, end: 5000 } }, value: Uint8Array.of(1, 2, 254) }],
      }),
    ],
  });
  const active = makeManifest({
    label: 'urn:c2pa:active',
    assertions: [
      binding('c2pa.soft-binding', {
        alg: 'com.adobe.trustmark.P',
        blocks: [{ scope: {}, value: new TextEncoder().encode('1*0110') }],
      }),
      binding('c2pa.soft-binding__1', {
        alg: 'org.example.unheard',
        blocks: [{ scope: {}, value: 'plain' }],
      }),
      binding('c2pa.soft-binding__2', {
        alg: 'org.assay.mark.image.1',
        blocks: [{ scope: {}, value: [7, 8] }],
      }),
    ],
  });
  const path = join(folder, 'bound.png');
  await writeFile(path, pngWith(makeStore(source, active)));
  const { answer, figures, findings } = await runAnalysis(analysis, path);
  expect(answer.outcome).toBe('found');
  expect(
    answer.result!.bindings.map(({ algorithm, values, scopes, active, intact }) => [
      ...[algorithm, values, scopes, active, intact],
    ]),
  ).toEqual([
    ['com.digimarc.validate.1', ['0102fe'], ['0–5 s'], false, true],
    ['com.adobe.trustmark.P', ['1*0110'], [null], true, true],
    ['org.example.unheard', ['plain'], [null], true, true],
    ['org.assay.mark.image.1', ['0708'], [null], true, true],
  ]);
  const [table] = figures;
  expect(table?.kind === 'table' && table.rows.map(({ cells }) => cells[1])).toEqual([
    ...['Digimarc', 'Adobe', '–', 'Assay'],
  ]);
  expect(findings.map(({ statement }) => statement.en)).toEqual([
    'The credential of a source of this file names com.digimarc.validate.1 (Digimarc): only its vendor can read it.',
    'The credential names com.adobe.trustmark.P (Adobe): readable when you supply the published model.',
    'The credential names org.example.unheard: not on C2PA’s list; nothing is known of it.',
    'The credential names org.assay.mark.image.1 (Assay): read by this program.',
  ]);
});

test('without a credential nothing is found; of a damaged file nothing is claimed', async () => {
  const path = join(folder, 'plain.png');
  await writeFile(path, makePng());
  expect((await runAnalysis(analysis, path)).answer.outcome).toBe('nothing-found');
  await writeFile(path, makePng().subarray(0, 60));
  expect((await runAnalysis(analysis, path)).answer.outcome).toBe('undetermined');
});

describe.skipIf(!corpusPresent)('a signed photograph', () => {
  test('names TrustMark P and a fingerprint of Adobe', async () => {
    const file =
      'c2pa-rs-fixtures/sdk/src/identity/tests/fixtures/claim_aggregation/adobe_connected_identities.jpg';
    const { answer } = await runAnalysis(analysis, corpus(file));
    const names = answer.result!.bindings.map(({ algorithm }) => algorithm);
    expect(names).toEqual(['com.adobe.trustmark.P', 'com.adobe.icn.dense']);
  });
});
