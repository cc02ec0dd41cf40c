import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analysisCard } from '#core/analysis/card.ts';
import type { Answer, AnyAnalysis } from '#core/analysis/define.ts';
import { analyses } from '#core/analysis/registry.generated.ts';
import { formatFacts } from '#core/intake/formats.ts';
import { identify } from '#core/intake/identify.ts';
import { cameraFile, cameraFolder } from '#core/media/camera-fingerprints.ts';
import { engineNames } from '#core/media/engines.ts';
import { defaultLimits, LimitReached } from '#core/media/limits.ts';
import { hostMarkFolders } from '#core/media/mark-ring.ts';
import { AnalysisCard } from '#shared/domain/analysis-card.ts';
import { Figure } from '#shared/domain/figure.ts';
import { Finding } from '#shared/domain/finding.ts';
import type { Localized } from '#shared/domain/localized.ts';
import { type Media, type MediaFormat, mediaFormats } from '#shared/domain/media.ts';
import { demosaiced, stationaryPicture } from '../fixtures/make/stationary-picture.ts';
import { rgbImage } from '../support/pixel-pictures.ts';
import { smallMedia } from '../support/small-media.ts';

/**
 * What is asked of every method of the registry, whatever it does. Whether its results are true is the
 * matter of its own test.
 */
const textual: ReadonlySet<MediaFormat> = new Set(['svg', 'json', 'html', 'xml', 'text', 'markdown', 'csv']);
const declaredFirst: ReadonlySet<MediaFormat> = new Set(['jpeg', 'mp3']);
const ideographs = /[\u3400-\u9fff]/;
let folder = '';
const fixtures = new Map<MediaFormat, Uint8Array>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-conformance-'));
  for (const [format, make] of smallMedia) fixtures.set(format, await make());
  // Large enough, and with the mosaic of a sensor, for methods that look at the signal.
  const camera = demosaiced(stationaryPicture(480, 480), 480, 480, 'RGGB');
  fixtures.set('tiff', await rgbImage(camera, 480, 480).tiff({ compression: 'none' }).toBuffer());
  await supplyCamera();
});
afterAll(async () => {
  hostMarkFolders([]);
  await rm(folder, { recursive: true, force: true });
});

/** A camera fingerprint of the size of the large picture, for the method that has nothing to say without one. */
async function supplyCamera(): Promise<void> {
  const size = { width: 480, height: 480 };
  const values = Float32Array.from({ length: 480 * 480 }, (_, at) => Math.sin(at * at));
  const about = {
    version: 1,
    name: 'camera',
    make: null,
    model: null,
    frame: size,
    left: 0,
    top: 0,
  } as const;
  const file = cameraFile({ ...about, ...size, sigma: 3, references: ['0'.repeat(64)] }, values);
  const place = join(folder, 'ring', cameraFolder);
  await mkdir(place, { recursive: true });
  await writeFile(join(place, `${createHash('sha256').update(file).digest('hex')}.camera`), file);
  hostMarkFolders([join(folder, 'ring')]);
}

function expectBothLanguages(text: Localized | undefined, what: string): void {
  expect(text?.en, what).toMatch(/[a-z]{2}/i);
  expect(text?.en, what).not.toMatch(ideographs);
  expect(text?.['zh-CN'], what).toMatch(ideographs);
}

/** What a declared format is at least: for files whose content does not say it any more. */
function declared(format: MediaFormat): Media {
  const { kind, mime } = formatFacts[format];
  return { kind, format, mime, extensionFits: null };
}

interface Made {
  readonly answer: Answer<unknown>;
  readonly result: unknown;
  readonly figures: readonly Figure[];
  readonly findings: readonly Finding[];
  /** Name → SHA-256 and bytes. */
  readonly artifacts: ReadonlyMap<string, { readonly sha256: string; readonly bytes: Uint8Array }>;
  /** Private folder of the run: must not be found in anything it says. */
  readonly root: string;
}

/** One run as a worker performs it, in this process. Figures and findings are checked against their schemas. */
async function perform(
  analysis: AnyAnalysis,
  bytes: Uint8Array,
  given: Media | null,
  signal = new AbortController().signal,
): Promise<Made> {
  const root = await mkdtemp(join(folder, 'run-'));
  const path = join(root, 'in', 'evidence');
  await mkdir(join(root, 'in'));
  await mkdir(join(root, 'scratch'));
  await writeFile(path, bytes, { mode: 0o444 });
  const media = given ?? (await identify(path, null));
  const artifacts = new Map<string, { sha256: string; bytes: Uint8Array }>();
  const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
  try {
    const answer: Answer<unknown> = await analysis.run({
      evidence: { path, sha256: sha256(bytes), size: bytes.length, media, companion: null },
      parameters: analysis.parameters.parse({}),
      scratch: join(root, 'scratch'),
      limits: { ...defaultLimits, ...analysis.limits },
      signal,
      progress: (fraction) => expect(Number.isFinite(fraction)).toBe(true),
      async artifact(name, _mime, data) {
        expect(name).toMatch(/^[a-z0-9][a-z0-9.-]*$/);
        expect([...artifacts.keys()]).not.toContain(name);
        artifacts.set(name, { sha256: sha256(data), bytes: new Uint8Array(data) });
      },
    });
    expect(sha256(await readFile(path)), 'the evidence is as it was').toBe(sha256(bytes));
    const known = answer.result !== undefined;
    const result: unknown = known ? analysis.result.parse(answer.result) : null;
    const figures = known ? analysis.figures(result, media) : [];
    const findings = known ? analysis.interpret(result, media) : [];
    return {
      answer,
      result,
      figures: figures.map((figure) => Figure.parse(figure)),
      findings: findings.map((finding) => Finding.parse(finding)),
      artifacts,
      root,
    };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** What must be equal whenever and wherever the run is repeated. */
function comparable({ answer, figures, findings, artifacts }: Made) {
  return { answer, figures, findings, artifacts: [...artifacts].map(([name, { sha256 }]) => [name, sha256]) };
}

function expectSound(made: Made): void {
  const { answer, result, figures, findings, artifacts, root } = made;
  // Rows of a database and messages between processes hold what JSON holds.
  for (const value of [result, figures, findings]) expect(JSON.parse(JSON.stringify(value))).toEqual(value);
  expect(JSON.stringify(comparable(made)), 'names a path of this machine').not.toContain(root);
  if (answer.outcome === 'undetermined') {
    expect(answer.reason.code).toMatch(/^[a-z0-9][a-z0-9-]*$/);
    expectBothLanguages(answer.reason.text, 'reason');
  }
  for (const warning of answer.warnings ?? []) expect(warning.trim()).not.toBe('');

  const ids = figures.map((figure) => figure.id);
  expect(new Set(ids).size, 'figure ids are unique').toBe(ids.length);
  for (const figure of figures) expectFigure(figure, artifacts);
  for (const finding of findings) {
    expectBothLanguages(finding.statement, finding.code);
    for (const text of [...finding.limits, ...finding.innocent]) expectBothLanguages(text, finding.code);
    for (const id of finding.figures) expect(ids, `figure of ${finding.code}`).toContain(id);
    expect(finding.proposition === undefined, `${finding.code}: bearing and proposition`).toBe(
      finding.bearing === 'informational',
    );
    if (finding.bearing === 'informational') expect(finding.strength, finding.code).toBe('none');
    if (finding.bearing === 'supports' || finding.bearing === 'contradicts')
      expect(finding.strength, finding.code).not.toBe('none');
  }
}

function expectFigure(figure: Figure, artifacts: Made['artifacts']): void {
  // A title may be a name that is the same everywhere; it is never empty.
  expect(figure.title.en.trim()).not.toBe('');
  if (figure.kind === 'heatmap' || figure.kind === 'image') {
    const artifact = artifacts.get(figure.artifact);
    expect(artifact, `${figure.id} shows ${figure.artifact}`).toBeDefined();
    const header = Buffer.from(artifact!.bytes);
    if (header.readUInt32BE(0) === 0x89504e47) {
      // IHDR (PNG, third edition, 11.2.1) holds the size the figure claims.
      const size = [header.readUInt32BE(16), header.readUInt32BE(20)];
      expect(size, `size of ${figure.artifact}`).toEqual([figure.width, figure.height]);
    }
  } else if (figure.kind === 'table') {
    for (const row of figure.rows) expect(row.cells.length).toBe(figure.columns.length);
  } else if (figure.kind === 'bytes') {
    let next = 0;
    for (const span of figure.spans) {
      expect(span.start).toBe(next);
      next += span.length;
    }
    expect(next, 'every byte has an owner').toBe(figure.size);
  } else if (figure.kind === 'plot') {
    for (const series of figure.series) expect(series.x.length).toBe(series.y.length);
  }
}

/** An answer in two seconds, or an error in two seconds. */
async function settledSoon(work: Promise<unknown>): Promise<'settled' | 'still running'> {
  const settled = work.then(
    () => 'settled' as const,
    () => 'settled' as const,
  );
  return Promise.race([settled, sleep(2000, 'still running' as const, { ref: false })]);
}

/** The same sequence of bytes every time, without any pattern a format would recognise. */
function noise(length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, index) =>
    createHash('sha256').update(`noise ${index}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
}

test('every family has methods, and no two have one name', () => {
  expect(analyses.length).toBeGreaterThanOrEqual(9);
  expect(new Set(analyses.map(({ id }) => id)).size).toBe(analyses.length);
});

describe.each(analyses.map((analysis) => [analysis.id, analysis] as const))('%s', (id, analysis) => {
  const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const applicable = mediaFormats.filter((format) => analysis.appliesTo(declared(format)) === true);

  test('is called after its file and has its own test', () => {
    const [family, name] = id.split('.');
    expect(existsSync(here(`../../electron/core/analyses/${family}/${name}.ts`))).toBe(true);
    expect(existsSync(here(`${id.replace('.', '-')}.test.ts`))).toBe(true);
  });

  test('has a card in both languages with reference and limits', () => {
    const card = AnalysisCard.parse(analysisCard(analysis));
    expect(card.version).toBeGreaterThanOrEqual(1);
    expectBothLanguages(card.title, 'title');
    expectBothLanguages(card.summary, 'summary');
    // A year, a standard's number or a specification's version: something that can be looked up.
    expect(card.reference.cite).toMatch(/\d/);
    expect(card.reference.limits.length).toBeGreaterThan(0);
    for (const limit of card.reference.limits) expectBothLanguages(limit, 'limit');
    for (const [part, sentences] of Object.entries(card.guide)) {
      for (const sentence of sentences) expectBothLanguages(sentence, part);
      const texts = sentences.map(({ en }) => en);
      expect(new Set(texts).size, `${part} says nothing twice`).toBe(texts.length);
    }
    expect(card.errors === null || card.errorRate !== null, 'a table has its line').toBe(true);
    if (card.errorRate !== null) expectBothLanguages(card.errorRate, 'error rate');
    for (const engine of card.engines) expect(engineNames).toContain(engine);
  });

  test('has a standard set of parameters that JSON can hold', () => {
    const standard: unknown = analysis.parameters.parse({});
    expect(JSON.parse(JSON.stringify(standard))).toEqual(standard);
  });

  test('says of every format whether it applies, and why not', () => {
    expect(applicable.length).toBeGreaterThan(0);
    for (const format of mediaFormats) {
      const applies = analysis.appliesTo(declared(format));
      if (applies !== true) expectBothLanguages(applies, format);
    }
  });

  test('gives sound answers, the same twice', async () => {
    let answered = 0;
    for (const [format, bytes] of fixtures) {
      if (!applicable.includes(format)) continue;
      const first = await perform(analysis, bytes, null);
      expectSound(first);
      // One format is repeated: what draws lots or asks for the time does so in each.
      if (first.answer.outcome === 'undetermined') continue;
      answered += 1;
      if (answered === 1)
        expect(comparable(await perform(analysis, bytes, null)), format).toEqual(comparable(first));
    }
    expect(answered, 'at least one small file it can speak about').toBeGreaterThan(0);
  });

  test('stops when told to, before and while it works', async () => {
    for (const [format, bytes] of fixtures) {
      if (!applicable.includes(format)) continue;
      const before = perform(analysis, bytes, null, AbortSignal.abort(new Error('cancelled')));
      expect([format, await settledSoon(before)]).toEqual([format, 'settled']);
      const controller = new AbortController();
      const during = perform(analysis, bytes, null, controller.signal);
      await sleep(5);
      controller.abort(new Error('cancelled'));
      expect([format, await settledSoon(during)]).toEqual([format, 'settled']);
      // Whatever a cancelled run left behind, the next one is not disturbed.
    }
  });

  test('answers for damaged input and never throws', async () => {
    const unsound: string[] = [];
    for (const format of applicable) {
      const whole = fixtures.get(format);
      const inputs: [string, Uint8Array][] = [
        ['noise', noise(4096)],
        // An empty file is the same in every format.
        ...(format === applicable[0] ? ([['nothing', new Uint8Array(0)]] as [string, Uint8Array][]) : []),
        ...(whole === undefined
          ? []
          : ([
              ['cut to 10', whole.subarray(0, 10)],
              ['cut in half', whole.subarray(0, whole.length >> 1)],
            ] as [string, Uint8Array][])),
      ];
      for (const [what, bytes] of inputs) {
        try {
          const made = await perform(analysis, bytes, declared(format));
          expectSound(made);
          const { answer, findings } = made;
          const clean =
            answer.outcome !== 'undetermined' &&
            (answer.warnings ?? []).length === 0 &&
            findings.every((finding) => finding.bearing === 'informational');
          // A file of which nothing is right must not look like a file in which nothing was found. The
          // beginning of a text is a text, and JPEG and MP3 keep what they declare before their content.
          const half = what === 'cut in half';
          if (!clean || textual.has(format) || bytes === whole || (half && declaredFirst.has(format)))
            continue;
          if (!half || answer.outcome === 'nothing-found')
            unsound.push(`${format}, ${what}: ${answer.outcome}`);
        } catch (error) {
          if (error instanceof LimitReached) continue;
          unsound.push(`${format}, ${what}: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    }
    expect(unsound).toEqual([]);
  });
});
