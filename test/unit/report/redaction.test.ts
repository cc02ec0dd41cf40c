import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultLimits } from '#core/media/limits.ts';
import { composeReport } from '#core/report/compose.ts';
import type { ReportInput } from '#core/report/input.ts';
import { pictureReferences } from '#core/report/picture-references.ts';
import { withRedactedPictures } from '#core/report/redaction/pictures.ts';
import { redactInput } from '#core/report/redaction/redact.ts';
import { blackedRings } from '#core/report/redaction/regions.ts';
import { secretsOf } from '#core/report/redaction/secrets.ts';
import { renderReport } from '#core/report/render.ts';
import { reportResources } from '#core/report/resources.ts';
import { ReportRecord, reportRecord, writeJson } from '#core/report/writers/json.ts';
import { linkedReport } from '#core/report/writers/linked-data.ts';
import { Assignment } from '#shared/domain/assignment.ts';
import { localized } from '#shared/domain/localized.ts';
import { AnalystRegion } from '#shared/domain/region.ts';
import { Report } from '#shared/domain/report.ts';
import { makeReportInput } from '../../fixtures/make/report-input.ts';
import { zipEntries } from '../../support/zip.ts';

/** Nothing that was ordered out of a report stands in the bytes of any written form, also not packed or in pixels. */

const person = 'Zoë Quillfeather';
const chinese = '欧阳紫萱';
const place = '47.376923, 8.541694';
const serial = 'SN-88412077-QX';
const prompt = `portrait of ${person} at Obscura Lane 12,\nmoonlit, "grainy"`;
const canaries = ['Quillfeather', '欧阳紫萱', '47.376923', '8.541694', '88412077', 'Obscura', '4477990011'];
/** The one colour of the region, which no other part of a report has. */
const canaryColour = [253, 7, 131] as const;

const picture = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#5080b0' } })
  .composite([
    {
      input: { create: { width: 160, height: 120, channels: 3, background: { r: 253, g: 7, b: 131 } } },
      left: 320,
      top: 120,
    },
  ])
  .png()
  .toBuffer();
const digest = createHash('sha256').update(picture).digest('hex');

function inputWithCanaries(language: 'en' | 'zh-CN'): ReportInput {
  const input = makeReportInput(language);
  const first = input.items.find(({ evidence }) => evidence.number === 1);
  const others = input.items.filter((item) => item !== first).map((item) => ({ ...item, runs: [] }));
  const named = `holiday ${person}.jpg`;
  const [run] = first!.runs;

  const artifacts = ['panel.png', 'over.png'].map((name) => ({
    ...{ name, mime: 'image/png', size: picture.byteLength, sha256: digest },
  }));
  const image = { kind: 'image' as const, width: 640, height: 480, caption: localized('c', 'c') };
  const fields = {
    ...run!,
    id: 'run-1-fields',
    analysis: 'metadata.fields',
    artifacts,
    result: {
      fields: [
        { name: 'GPSPosition', raw: place, readable: place, personal: 'location' },
        { name: 'SerialNumber', raw: serial, readable: serial, personal: 'device' },
        { name: 'Model', raw: 'X100', readable: 'X100', personal: null },
        { latitude: 47.376923 },
        { name: 'prompt', value: prompt, personal: false },
        { account: 4_477_990_011 },
        {
          label: 'cawg.metadata',
          data: JSON.stringify({ '@type': 'Person', 'dc:creator': 'Obscura Studio' }),
        },
      ],
    },
    findings: [
      {
        ...{ code: 'place', bearing: 'informational' as const, strength: 'none' as const },
        statement: localized(
          `Made at ${place} with ${serial}, says ${person}.`,
          `摄于 ${place}，${chinese}。`,
        ),
        ...{ limits: [], innocent: [], figures: [] },
      },
    ],
    figures: [
      {
        ...{ kind: 'table' as const, id: 'fields', title: localized('Fields', '字段') },
        columns: ['name', 'readable', 'raw'].map((key) => ({
          ...{ key, title: localized(key, key), align: 'start' as const, code: false },
        })),
        rows: [
          { cells: ['GPSPosition', place, place], flag: 'personal' as const },
          { cells: ['SerialNumber', serial, serial], flag: 'personal' as const },
          { cells: ['Model', 'X100', Buffer.from(`owner ${person}`).toString('base64')] },
          { cells: ['User Comment', prompt, prompt] },
          {
            cells: [
              'Chunk',
              'by Obscura Studio',
              `parameters: ${prompt.replaceAll('\n', '\\x0a').slice(0, 44)}`,
            ],
          },
          { cells: ['Cut', `${person.slice(0, 14)}…`, `{"p":${JSON.stringify(prompt)}}`] },
          { cells: ['Json', '', `{"by":"\\u6b27\\u9633\\u7d2b\\u8431","u":"Zo%C3%AB_Quill\u200bfeather"}`] },
        ],
      },
      { ...image, id: 'panel', artifact: 'panel.png', title: localized('Panels', '分图'), overlay: false },
      { ...image, id: 'over', artifact: 'over.png', title: localized('Over', '叠加'), overlay: true },
    ],
  };
  const region = AnalystRegion.parse({
    ...{ id: 'face', name: `Face of ${person}`, redact: true },
    shape: { kind: 'rectangle', from: { x: 2016, y: 756 }, to: { x: 3024, y: 1512 } },
  });
  const item = {
    ...first!,
    evidence: {
      ...first!.evidence,
      name: named,
      nameBytes: Buffer.from(named).toString('hex'),
      acquisitions: first!.evidence.acquisitions.map((one) => ({
        ...{ ...one, path: `/home/${chinese}/${named}` },
        pathBytes: Buffer.from(`/home/${chinese}/${named}`).toString('hex'),
      })),
    },
    // The long tables of the other runs have nothing to do with it and take their time.
    runs: [fields],
    preview: { sha256: digest, width: 640, height: 480 },
    overview: { sha256: digest, width: 640, height: 480 },
    regions: {
      agreement: { width: 4032, height: 3024, groups: [], regions: [], methods: [] },
      record: {
        ...{ evidence: first!.evidence.sha256, version: 1, at: '2026-03-09T07:00:00.000Z', actor: 'E' },
        regions: [region],
      },
      measurements: [{ region: 'face', area: 762_048, overlaps: [], maps: [], unread: 0 }],
    },
  };
  const at = { version: 1, at: '2026-03-09T08:00:00.000Z', actor: person };
  const people = { name: person, position: 'p', organisation: `Bureau ${chinese}` };
  const answers = [
    {
      scale: 'support',
      pair: 'p1',
      degree: 'inconclusive',
      proposition: null,
      reasons: `${person} says so.`,
    },
  ];
  return {
    ...input,
    items: [item, ...others],
    // What people wrote about the case names people too.
    conclusion: {
      ...{ guard: null, ratios: [], entered: {}, firstRuns: {} },
      assignment: {
        ...at,
        note: Assignment.parse({
          request: { from: person, questions: `Did ${chinese} do it?` },
          pairs: [{ id: 'p1', exhibit: null, camera: null, propositions: [`By ${person}.`, 'By another.'] }],
        }),
      },
      opinion: {
        ...at,
        note: {
          ...{ examiner: people, findings: [], conclusions: answers, assignment: 1 },
          limitations: `Only what ${person} sent.`,
        },
      },
      reviews: [
        {
          ...at,
          note: { step: 'begun', review: 'r1', reviewer: people, mode: 'open', opinion: 1 },
        },
        { ...at, note: { step: 'concluded', review: 'r1', conclusions: answers, remarks: `As ${chinese}.` } },
      ],
    },
  } as unknown as ReportInput;
}

const order = {
  ...{ fields: true, texts: true, regions: true, words: [person, chinese, 'Quillfeather', '4477990011'] },
  reason: `Third parties; asked for by ${person}`,
};

async function written(language: 'en' | 'zh-CN', redact: boolean): Promise<ReadonlyMap<string, Buffer>> {
  const plain = inputWithCanaries(language);
  const blacked = new Map(
    plain.items.flatMap(({ evidence, regions }) => {
      const rings = blackedRings(regions?.record ?? null, evidence.media);
      return rings.length === 0 ? [] : [[evidence.sha256, rings] as const];
    }),
  );
  const { input, blacked: black } = redact
    ? redactInput(plain, order, blacked)
    : { input: plain, blacked: new Map() };
  const report = withRedactedPictures(composeReport(input), input, black);
  const record = writeJson(reportRecord(input, report));
  const forms = new Map([
    ['json', Buffer.from(record.bytes)],
    ['jsonld', Buffer.from(linkedReport(input))],
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'assay-redaction-'));
  try {
    const file = join(folder, 'picture.png');
    writeFileSync(file, picture);
    const pictures = pictureReferences(report).map(({ key }) => ({ key, path: file }));
    for (const format of ['html', 'pdf', 'docx'] as const) {
      const output = join(folder, `r.${format}`);
      const job = {
        report,
        recordSha256: record.sha256,
        format,
        pictures,
        resources: reportResources(),
        output,
      };
      const context = {
        limits: defaultLimits,
        signal: new AbortController().signal,
        progress: () => undefined,
      };
      await renderReport(job, context);
      forms.set(format, await import('node:fs/promises').then(({ readFile }) => readFile(output)));
    }
    return forms;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Streams of PDF pictures. */
const bareSamples = new WeakSet<Buffer>();

/** Everything a form holds: itself, what is packed in it, and what is encoded in that. */
function layers(form: string, bytes: Buffer): Buffer[] {
  if (form === 'docx') return [bytes, ...zipEntries(bytes).map(({ bytes: entry }) => entry)];
  const found = [bytes];
  const text = bytes.toString('latin1');
  if (form === 'html')
    for (const [, data] of text.matchAll(/base64,([A-Za-z0-9+/=]+)/g))
      found.push(Buffer.from(data!, 'base64'));
  if (form === 'pdf')
    for (const match of text.matchAll(/stream\r?\n/g)) {
      const start = match.index + match[0].length;
      const stream = bytes.subarray(start, text.indexOf('endstream', start));
      try {
        const unpacked = inflateSync(stream, { finishFlush: 2 });
        if (text.slice(text.lastIndexOf(' obj', start), start).includes('/Image')) bareSamples.add(unpacked);
        found.push(unpacked);
      } catch (error) {
        // A stream that is not packed (a JPEG) is looked at as it is.
        if (!(error instanceof Error)) throw error;
        found.push(stream);
      }
    }
  return found;
}

function spellings(canary: string): Buffer[] {
  const big = Buffer.from(canary, 'utf16le').swap16();
  const texts = [
    canary,
    Buffer.from(canary).toString('hex'),
    Buffer.from(canary).toString('base64').slice(0, -3),
  ];
  return [
    ...texts.map((text) => Buffer.from(text)),
    ...[
      Buffer.from(canary, 'utf16le'),
      big,
      Buffer.from(big.toString('hex')),
      Buffer.from(encodeURIComponent(canary)),
    ],
  ];
}

/** Pixels of the canary's colour, with room for what compression does to it, in anything that decodes. */
async function canaryPixels(data: Buffer): Promise<number> {
  const [r, g, b] = canaryColour;
  const near = (pixels: Uint8Array, step: number) => {
    let count = 0;
    for (let at = 0; at + 2 < pixels.length; at += step)
      if (Math.abs(pixels[at]! - r) + Math.abs(pixels[at + 1]! - g) + Math.abs(pixels[at + 2]! - b) < 60)
        count += 1;
    return count;
  };
  const decoded = await sharp(data)
    .flatten()
    .toColourspace('srgb')
    .raw()
    .toBuffer()
    .catch(() => null);
  // Samples of a PDF picture are bare: three bytes a pixel.
  if (decoded === null) return bareSamples.has(data) ? near(data, 3) : 0;
  return near(decoded, 3);
}

describe('a redacted report', () => {
  const language = 'zh-CN';
  let forms: ReadonlyMap<string, Buffer>;
  beforeAll(async () => {
    forms = await written(language, true);
  });

  it.each(['json', 'jsonld', 'html', 'pdf', 'docx'])('has none of it anywhere in its %s', async (form) => {
    for (const layer of layers(form, forms.get(form)!)) {
      for (const canary of canaries)
        for (const spelling of spellings(canary))
          expect(layer.includes(spelling), `${form} holds ${canary} as ${spelling.toString('latin1')}`).toBe(
            false,
          );
      expect(await canaryPixels(layer)).toBe(0);
    }
  });

  it('is a valid report and record that says how much was taken out, by whom and why', () => {
    const record = ReportRecord.parse(JSON.parse(forms.get('json')!.toString('utf8')));
    expect(Report.safeParse(record.report).success).toBe(true);
    const { entries, by, reason } = record.redaction!;
    expect(by).toBe(makeReportInput(language).examiner);
    expect(reason).toContain('Third parties');
    const counts = new Map(
      entries.filter(({ exhibit }) => exhibit === 1).map(({ kind, count }) => [kind, count]),
    );
    expect(counts.get('field')).toBeGreaterThanOrEqual(2);
    expect(counts.get('text')).toBe(1);
    expect(counts.get('region')).toBe(1);
    expect(counts.get('picture')).toBe(1);
    expect(counts.get('word')).toBeGreaterThan(4);
    expect(counts.get('repeated')).toBeGreaterThan(2);
    const section = record.report.blocks.findIndex(
      (block) => block.kind === 'heading' && block.anchor === 'redactions',
    );
    expect(section).toBeGreaterThan(0);
  });

  it('keeps what was not ordered out', () => {
    const text = forms.get('json')!.toString('utf8');
    expect(text).toContain('X100');
    expect(text).toContain(makeReportInput(language).items[1]!.evidence.sha256);
  });
});

it('finds all of it in a report that is not redacted: the test can see', async () => {
  const forms = await written('en', false);
  for (const form of ['json', 'html', 'docx'])
    expect(layers(form, forms.get(form)!).some((layer) => layer.includes('Quillfeather'))).toBe(true);
  for (const form of ['html', 'pdf', 'docx']) {
    const pixels = await Promise.all(layers(form, forms.get(form)!).map(canaryPixels));
    expect(Math.max(...pixels), form).toBeGreaterThan(500);
  }
});

it.each([
  ['Li', 'Lightroom of Li.', 'Lightroom of [x].'],
  ['Anna Berg', 'anna_berg ANNA  BERG AnnaBerg', '[x] [x] [x]'],
  ['李明', '作者：李\u200b明', '作者：[x]'],
  ['O’Neil', 'O&#x2019;Neil and O%E2%80%99Neil', '[x] and [x]'],
  ['a.c', 'abc a.c', 'abc [x]'],
  ['Magda Honig', 'of Magda Ho… and Mag…, Magnus', 'of [x]… and [x]…, Magnus'],
  ['欧阳紫萱', '欧阳紫… 欧阳…', '[x]… [x]…'],
])('the word %s in “%s”', (word, text, expected) => {
  expect(secretsOf([word], [], '[x]').replace(text).text).toBe(expected);
});

it('finds a value that was cut short', () => {
  const secrets = secretsOf([], ['Rue de la Paix 12, 75002 Paris, France'], '[x]');
  expect(secrets.replace('at Rue de la Paix 12, 75002…').text).toBe('at [x]…');
});
