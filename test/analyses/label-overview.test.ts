import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysis as declared } from '#core/analyses/labels/declared.ts';
import { analysis as credential } from '#core/analyses/provenance/c2pa.ts';
import { fileChecks } from '#core/labels/file-checks.ts';
import { dutyFacts } from '#core/labels/obligations/facts.ts';
import { labelOverview, stateOf } from '#core/labels/overview.ts';
import { offlineSettings } from '#core/media/c2pa-settings.ts';
import type { CredentialResult } from '#shared/domain/credential.ts';
import { LabelOverview, type LabelStatement } from '#shared/domain/label.ts';
import type { Run } from '#shared/domain/run.ts';
import { aigcJson, aigcPacket, userCommentSegment } from '../fixtures/make/aigc.ts';
import { plainJpeg, plainPng } from '../fixtures/make/containers.ts';
import { makeAuthority, signFile } from '../fixtures/make/signed.ts';
import {
  latinText,
  pngWithXmp,
  sourceTypePacket,
  sourceTypePrefix,
  xmpSegment,
} from '../fixtures/make/xmp.ts';
import { opensslPresent } from '../support/openssl.ts';
import { runAnalysis } from '../support/run-analysis.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-overview-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** A run as the case keeps it. */
function recorded(
  analysis: string,
  answer: { outcome: string; result?: unknown; reason?: Run['reason'] },
): Run {
  return {
    id: `run-${analysis}`,
    evidence: '0'.repeat(64),
    analysis,
    version: 1,
    parameters: {},
    engines: {},
    key: '0'.repeat(64),
    outcome: answer.outcome as Run['outcome'],
    ...(answer.reason === undefined ? {} : { reason: answer.reason }),
    warnings: [],
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 1,
    result: JSON.parse(JSON.stringify(answer.result ?? null)) as unknown,
    findings: [],
    figures: [],
    artifacts: [],
  };
}

async function runs(path: string) {
  const [labels, signed] = [await runAnalysis(declared, path), await runAnalysis(credential, path)];
  return {
    media: labels.media,
    declared: recorded('labels.declared', labels.answer),
    credential: recorded('provenance.c2pa', signed.answer),
  };
}

const unread: CredentialResult = JSON.parse(
  '{"state":"none","axes":{"presence":"none","integrity":"unchecked","signature":"absent","signer":"none","ingredients":"none","identity":"absent"},"worst":"none","observations":[],"opinions":[],"hidden":[],"search":{"hits":[],"searched":1,"complete":true}}',
) as CredentialResult;
const noCredential = recorded('provenance.c2pa', { outcome: 'nothing-found', result: unread });

describe('the state of a file', () => {
  const only = async (bytes: Uint8Array, name = 'a.jpg') =>
    labelOverview({
      declared: recorded('labels.declared', (await runAnalysis(declared, file(name, bytes))).answer),
      credential: noCredential,
    });

  it('none found only when both analyses answered and everything was read', async () => {
    const empty = await only(plainPng(), 'a.png');
    expect(empty).toMatchObject({ state: 'none-found', statements: [], missing: [] });
    expect(LabelOverview.parse(empty)).toEqual(empty);
    expect(labelOverview({ declared: null, credential: noCredential })).toMatchObject({
      state: 'undetermined',
      missing: ['labels.declared'],
    });
    expect((await only(plainPng().slice(0, 40), 'a.png')).state).toBe('undetermined');
    const labels = recorded(
      'labels.declared',
      (await runAnalysis(declared, file('b.png', plainPng()))).answer,
    );
    expect(labelOverview({ declared: labels, credential: null })).toMatchObject({
      state: 'undetermined',
      missing: ['provenance.c2pa'],
    });
    const inapplicable = recorded('provenance.c2pa', { outcome: 'not-applicable' });
    expect(labelOverview({ declared: labels, credential: inapplicable })).toMatchObject({
      state: 'none-found',
      missing: [],
    });
    for (const outcome of ['not-applicable', 'failed'])
      expect(
        labelOverview({ declared: recorded('labels.declared', { outcome }), credential: noCredential }),
      ).toMatchObject({
        state: 'undetermined',
        missing: ['labels.declared'],
      });
    for (const state of ['remote-only', 'unreadable']) {
      const result = { ...unread, state, url: 'https://example.org', what: 'store', code: 'x', message: 'x' };
      const run = recorded('provenance.c2pa', { outcome: 'undetermined', result });
      expect([state, labelOverview({ declared: labels, credential: run }).state]).toEqual([
        state,
        'undetermined',
      ]);
    }
  });

  it('labelled, traces and what is left of a label', async () => {
    expect((await only(plainJpeg([xmpSegment(aigcPacket(aigcJson()))]))).state).toBe('labelled');
    const parameters =
      'a bridge\nNegative prompt: fog\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512, Model hash: abcdef12, Model: m, Version: v1.10.1';
    const traces = await only(plainPng([latinText('parameters', parameters)]), 'a.png');
    expect(traces.state).toBe('traces');
    const shell = await only(pngWithXmp(aigcPacket('')), 'a.png');
    expect(shell.state).toBe('undetermined');
    const kinds = (...all: LabelStatement['kind'][]) => all.map((kind) => ({ kind }) as LabelStatement);
    expect(stateOf(kinds('trace'), false)).toBe('undetermined');
    expect(stateOf(kinds('residue', 'trace', 'label'), false)).toBe('labelled');
  });

  it('contradictions over carriers, and none where there is none', async () => {
    const capture = xmpSegment(sourceTypePacket(`${sourceTypePrefix}digitalCapture`));
    const label = (value: string) =>
      userCommentSegment(`{"AIGC":${aigcJson({ Label: value })}}`, 'ExifIFD', 'ASCII', true);
    const codes = async (bytes: Uint8Array, name?: string) =>
      (await only(bytes, name)).contradictions.map(({ code }) => code);
    expect(await codes(plainJpeg([label('1'), capture]))).toEqual(['generated-against-captured']);
    expect(await codes(plainJpeg([label('3'), capture]))).toEqual([]);
    const pixel = labelOverview({
      declared: recorded('labels.declared', {
        outcome: 'found',
        result: {
          places: [],
          payloads: 2,
          complete: true,
          panorama: false,
          contradictions: [],
          statements: [
            ...(await only(plainJpeg([capture]))).statements,
            ...(
              await only(
                plainPng([
                  latinText(
                    'parameters',
                    'x\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: 1, Size: 64x64, Model: m',
                  ),
                ]),
                'a.png',
              )
            ).statements,
          ],
        },
      }),
      credential: noCredential,
    });
    expect(pixel.contradictions.map(({ code }) => code)).toEqual(['trace-against-captured']);
  });
});

describe.skipIf(!opensslPresent)('a signed file', () => {
  let signed: string;
  beforeAll(() => {
    const authority = makeAuthority(folder, 'labels', ['emailProtection']);
    const source = file(
      'source.jpg',
      plainJpeg([xmpSegment(sourceTypePacket(`${sourceTypePrefix}digitalCapture`))]),
    );
    signed = join(folder, 'signed.jpg');
    signFile(
      source,
      signed,
      'image/jpeg',
      authority,
      {
        generator: { name: 'Test generator', version: '1.0' },
        assertions: [
          {
            label: 'c2pa.actions.v2',
            created: true,
            data: {
              allActionsIncluded: true,
              actions: [
                {
                  action: 'c2pa.created',
                  digitalSourceType: `${sourceTypePrefix}trainedAlgorithmicMedia`,
                  softwareAgent: { name: 'Model X' },
                },
                {
                  action: 'c2pa.watermarked.unbound',
                  description: 'Applied imperceptible SynthID watermark.',
                },
              ],
            },
          },
          {
            label: 'c2pa.ai-disclosure',
            created: true,
            data: {
              modelType: 'c2pa.types.generator',
              modelName: 'Model X',
              contentProfile: { humanOversightLevel: 'none' },
            },
          },
        ],
      },
      offlineSettings([]),
    );
  });

  it('says what its signer says, from the bytes of the assertion, and against the label beside it', async () => {
    const { media, ...both } = await runs(signed);
    const overview = LabelOverview.parse(labelOverview(both));
    expect(overview.state).toBe('labelled');
    const own = overview.statements.filter(({ carrier }) => carrier === 'credential');
    expect(own.map(({ kind, meaning, standing }) => [kind, meaning, standing])).toEqual([
      ['label', 'generated', 'credential-valid'],
      ['trace', 'possibly-generated', 'credential-valid'],
      ['label', 'partly-generated', 'credential-valid'],
    ]);
    expect(own[0]?.asserted).toEqual([
      { role: 'generator', name: 'Model X' },
      { role: 'generator', name: expect.stringContaining('Test generator') },
      { role: 'signer', name: 'Assay Test labels' },
    ]);
    expect(own[2]?.fields).toContainEqual({ name: 'modelName', value: 'Model X', personal: false });
    const bytes = readFileSync(signed);
    const [start, length] = own[0]!.bytes;
    expect(bytes.subarray(start, start + length).includes('trainedAlgorithmicMedia')).toBe(true);
    expect(bytes.subarray(start, start + length).includes('humanOversightLevel')).toBe(false);
    expect(overview.contradictions.map(({ code }) => code)).toEqual(['credential-against-label']);
    const checks = fileChecks(
      dutyFacts({ media, runs: Object.values(both), publication: null, passage: null }),
    );
    expect(Object.fromEntries(checks.map(({ id, outcome }) => [id, outcome]))).toMatchObject({
      'CN-I-01': 'not-applicable',
      'X-01': 'warn',
      'X-02': 'pass',
      'X-03': 'pass',
      'X-04': 'pass',
    });
  });

  it('that does not hold stands for nothing, and what it says is still told', async () => {
    const bytes = readFileSync(signed);
    bytes[bytes.length - 4]! ^= 1;
    const { media: _media, ...both } = await runs(file('changed.jpg', bytes));
    const own = labelOverview(both).statements.filter(({ carrier }) => carrier === 'credential');
    expect(own.map(({ standing }) => standing)).toEqual([
      'credential-invalid',
      'credential-invalid',
      'credential-invalid',
    ]);
    expect(own[0]?.standingNote?.en).toContain('may have been added by anyone');
  });
});
