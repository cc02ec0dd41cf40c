import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysis } from '#core/analyses/metadata/consistency.ts';
import { closeMetadata } from '#core/media/metadata.ts';
import { metadataRules } from '#core/media/metadata-rules/rules.ts';
import { findProgram } from '#core/media/program-paths.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { type ExifParts, type ExifValue, exifSegment, exifTag } from '../fixtures/make/exif-block.ts';
import { jpegSegment, makeJpeg } from '../fixtures/make/jpeg.ts';
import { xmpPacket, xmpSegment } from '../fixtures/make/xmp.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { runAnalysis } from '../support/run-analysis.ts';

const perl = await findProgram('perl');
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-consistency-'));
});
afterAll(async () => {
  await closeMetadata();
  await rm(folder, { recursive: true, force: true });
});

async function examine(bytes: Uint8Array, name = 'made.jpg') {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return await runAnalysis(analysis, path);
}

type Entries = readonly (readonly [number, ExifValue])[];

const [width, height] = [60, 40];

/** What a camera writes, with every mandatory tag of Exif and nothing that contradicts. */
function camera(main: Entries = [], exif: Entries = [], gps?: Entries): ExifParts {
  return {
    main: new Map<number, ExifValue>([
      [exifTag.make, 'Canon'],
      [exifTag.model, 'Canon EOS Test'],
      [0x011a, { ratio: [[72, 1]] }],
      [0x011b, { ratio: [[72, 1]] }],
      [0x0128, { short: [2] }],
      [exifTag.modified, '2024:05:06 10:00:00'],
      ...main,
    ]),
    exif: new Map<number, ExifValue>([
      [exifTag.exposureTime, { ratio: [[1, 125]] }],
      [exifTag.version, { bytes: Buffer.from('0231') }],
      [exifTag.original, '2024:05:06 10:00:00'],
      [exifTag.digitised, '2024:05:06 10:00:00'],
      [exifTag.components, { bytes: Buffer.from([1, 2, 3, 0]) }],
      [exifTag.space, { short: [1] }],
      [exifTag.width, { short: [width] }],
      [exifTag.height, { short: [height] }],
      ...exif,
    ]),
    ...(gps === undefined ? {} : { gps: new Map(gps) }),
  };
}

/** A JPEG as cameras write it: Exif directly after SOI, no JFIF. */
async function cameraFile(parts: ExifParts, more: readonly Buffer[] = []): Promise<Buffer> {
  return await makeJpeg({ width, height, segments: [exifSegment(parts), ...more] });
}

const state = (run: Awaited<ReturnType<typeof examine>>, rule: string): string =>
  run.answer.result?.rules.find((entry) => entry.rule === rule)?.state ??
  (run.answer.result?.notApplicable.includes(rule) === true ? 'not-applicable' : 'unknown rule');

const codes = (findings: readonly Finding[]): string[] => findings.map((finding) => finding.code);

describe.skipIf(!perl.found)('metadata.consistency', () => {
  it('finds no contradiction in what a camera writes', async () => {
    const run = await examine(await cameraFile(camera([], [[exifTag.note, { bytes: Buffer.alloc(40, 1) }]])));
    expect(codes(run.findings)).toEqual(['consistent']);
    expect(run.answer.outcome).toBe('nothing-found');
    for (const rule of [
      'time.modified-before-original',
      'size.exif-pixels',
      'maker.notes-missing',
      'structure.required-tags',
      'structure.jfif-and-exif',
    ]) {
      expect(state(run, rule), rule).toBe('consistent');
    }
  });

  /** Each rule with a file made to contradict it, and the weight it then has. */
  const cases: readonly [string, Entries, Entries, Entries | undefined, Finding['bearing']][] = [
    [
      'time.modified-before-original',
      [[exifTag.modified, '2024:05:01 10:00:00']],
      [],
      undefined,
      'contradicts',
    ],
    [
      'time.digitised-before-original',
      [],
      [[exifTag.digitised, '2024:05:06 09:00:00']],
      undefined,
      'inconclusive',
    ],
    [
      'time.sub-seconds',
      [],
      [
        [exifTag.subOriginal, '12'],
        [exifTag.subDigitised, '87'],
      ],
      undefined,
      'inconclusive',
    ],
    ['time.offset-form', [], [[exifTag.offsetOriginal, '+27:00']], undefined, 'inconclusive'],
    [
      'time.satellite',
      [],
      [],
      [
        [29, '2024:05:04'],
        [
          7,
          {
            ratio: [
              [10, 1],
              [0, 1],
              [0, 1],
            ],
          },
        ],
      ],
      'contradicts',
    ],
    [
      'size.exif-pixels',
      [],
      [
        [exifTag.width, { short: [600] }],
        [exifTag.height, { short: [400] }],
      ],
      undefined,
      'contradicts',
    ],
    ['software.editor', [[exifTag.software, 'Adobe Photoshop 26.0 (Windows)']], [], undefined, 'contradicts'],
    [
      'software.screenshot',
      [],
      [[exifTag.comment, { bytes: Buffer.from('ASCII\0\0\0Screenshot') }]],
      undefined,
      'contradicts',
    ],
    [
      'structure.exposure',
      [],
      [
        [exifTag.fNumber, { ratio: [[8, 1]] }],
        [exifTag.aperture, { ratio: [[2, 1]] }],
      ],
      undefined,
      'inconclusive',
    ],
    [
      'position.possible',
      [],
      [],
      [
        [1, 'N'],
        [
          2,
          {
            ratio: [
              [0, 1],
              [0, 1],
              [0, 1],
            ],
          },
        ],
        [3, 'E'],
        [
          4,
          {
            ratio: [
              [0, 1],
              [0, 1],
              [0, 1],
            ],
          },
        ],
      ],
      'inconclusive',
    ],
    [
      'position.time-zone',
      [],
      [[exifTag.offsetOriginal, '+08:00']],
      [
        [1, 'N'],
        [
          2,
          {
            ratio: [
              [40, 1],
              [0, 1],
              [0, 1],
            ],
          },
        ],
        [3, 'W'],
        [
          4,
          {
            ratio: [
              [74, 1],
              [0, 1],
              [0, 1],
            ],
          },
        ],
      ],
      'inconclusive',
    ],
  ];
  it.each(cases)('%s', async (rule, main, exif, gps, bearing) => {
    const run = await examine(await cameraFile(camera(main, exif, gps)));
    const finding = run.findings.find((entry) => entry.code === rule);
    expect(finding, JSON.stringify(codes(run.findings))).toBeDefined();
    expect(finding?.bearing).toBe(bearing);
    expect(finding?.innocent.length).toBeGreaterThan(0);
    expect(finding?.proposition).toBeDefined();
    expect(run.answer.outcome).toBe('found');
  });

  it('allows for time zones before it calls an order impossible', async () => {
    const within = await examine(await cameraFile(camera([[exifTag.modified, '2024:05:05 20:00:00']])));
    expect(within.findings.find((entry) => entry.code === 'time.modified-before-original')?.bearing).toBe(
      'inconclusive',
    );
    const stated = await examine(
      await cameraFile(
        camera(
          [[exifTag.modified, '2024:05:06 09:00:00']],
          [
            [exifTag.offset, '+08:00'],
            [exifTag.offsetOriginal, '+08:00'],
          ],
        ),
      ),
    );
    expect(stated.findings.find((entry) => entry.code === 'time.modified-before-original')?.bearing).toBe(
      'contradicts',
    );
    const zones = await examine(
      await cameraFile(
        camera(
          [[exifTag.modified, '2024:05:06 03:00:00']],
          [
            [exifTag.offset, '+01:00'],
            [exifTag.offsetOriginal, '+08:00'],
          ],
        ),
      ),
    );
    expect(state(zones, 'time.modified-before-original')).toBe('consistent');
  });

  it('accepts satellite time that a time zone explains', async () => {
    const gps: Entries = [
      [29, '2024:05:06'],
      [
        7,
        {
          ratio: [
            [2, 1],
            [0, 1],
            [3, 1],
          ],
        },
      ],
    ];
    expect(state(await examine(await cameraFile(camera([], [], gps))), 'time.satellite')).toBe('consistent');
    const offset = await examine(await cameraFile(camera([], [[exifTag.offsetOriginal, '+08:00']], gps)));
    expect(state(offset, 'time.satellite')).toBe('consistent');
    const wrong = await examine(await cameraFile(camera([], [[exifTag.offsetOriginal, '+02:00']], gps)));
    expect(state(wrong, 'time.satellite')).toBe('inconsistent');
  });

  it('tells resizing from cropping and turning', async () => {
    const statement = async (w: number, h: number) => {
      const run = await examine(
        await cameraFile(
          camera(
            [],
            [
              [exifTag.width, { short: [w] }],
              [exifTag.height, { short: [h] }],
            ],
          ),
        ),
      );
      return run.findings.find((entry) => entry.code === 'size.exif-pixels');
    };
    expect((await statement(600, 400))?.statement.en).toContain('resized');
    expect((await statement(600, 500))?.statement.en).toContain('cropped');
    expect((await statement(height, width))?.bearing).toBe('inconclusive');
  });

  it('misses maker notes, mandatory tags and sees a JFIF header', async () => {
    const jfif = jpegSegment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1'));
    const bare = camera();
    const exif = new Map(bare.exif);
    exif.delete(exifTag.components);
    const { findings } = await examine(
      await makeJpeg({ width, height, segments: [jfif, exifSegment({ ...bare, exif })] }),
    );
    expect(codes(findings)).toEqual([
      'maker.notes-missing',
      'structure.jfif-and-exif',
      'structure.required-tags',
    ]);
    expect(findings[2]?.statement.en).toContain('ComponentsConfiguration');
  });

  it('reads XMP history, identity and disagreeing copies', async () => {
    const packet = xmpPacket(
      `<xmpMM:DocumentID>xmp.did:2</xmpMM:DocumentID><xmpMM:OriginalDocumentID>xmp.did:1</xmpMM:OriginalDocumentID>
       <xmpMM:History><rdf:Seq><rdf:li rdf:parseType="Resource"><stEvt:action>saved</stEvt:action><stEvt:when>2024-06-01T10:00:00+08:00</stEvt:when><stEvt:softwareAgent>Adobe Photoshop 26.0</stEvt:softwareAgent></rdf:li></rdf:Seq></xmpMM:History>
       <tiff:Model>Another camera</tiff:Model><photoshop:DateCreated>2023-01-01T00:00:00</photoshop:DateCreated>`,
      'xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"',
    );
    const run = await examine(await cameraFile(camera(), [Buffer.from(xmpSegment(packet))]));
    for (const rule of ['history.events', 'history.document', 'agreement.camera', 'time.formats-agree'])
      expect(state(run, rule), rule).toBe('inconsistent');
    const events = run.answer.result?.rules.find((entry) => entry.rule === 'history.events')?.compared;
    expect(events?.[0]?.value).toContain('saved · Adobe Photoshop 26.0');
  });

  it('sees an entry given twice', async () => {
    const second = exifSegment({ main: new Map([[exifTag.make, 'Nikon']]) });
    expect(state(await examine(await cameraFile(camera(), [second])), 'agreement.duplicates')).toBe(
      'inconsistent',
    );
    const same = exifSegment({ main: new Map([[exifTag.make, 'Canon']]) });
    expect(state(await examine(await cameraFile(camera(), [same])), 'agreement.duplicates')).toBe(
      'consistent',
    );
  });

  it('is undetermined where there is nothing to compare', async () => {
    const run = await examine(
      await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
        .png()
        .toBuffer(),
      'plain.png',
    );
    expect(run.answer).toMatchObject({ outcome: 'undetermined', reason: { code: 'nothing-to-compare' } });
    expect(run.findings).toEqual([]);
  });

  it('gives every rule a source, limits and an innocent explanation in both languages', () => {
    expect(new Set(metadataRules.map((rule) => rule.id)).size).toBe(metadataRules.length);
    for (const rule of metadataRules) {
      expect(rule.cite.length, rule.id).toBeGreaterThan(10);
      expect(rule.limits.length, rule.id).toBeGreaterThan(0);
      expect(rule.innocent.length, rule.id).toBeGreaterThan(0);
      for (const text of [rule.title, ...rule.limits, ...rule.innocent])
        expect(text['zh-CN'], rule.id).toMatch(/\p{Script=Han}/u);
    }
  });
});

/** A picture with structure everywhere, so that turns and crops can be told apart. */
async function scene(w: number, h: number, spot = false): Promise<Buffer> {
  const data = Buffer.alloc(w * h * 3);
  for (let y = 0; y < h; y += 1) {
    for (let x = 0; x < w; x += 1) {
      const [u, v] = [x / w, y / h];
      const inSpot = spot && u > 0.6 && u < 0.85 && v > 0.1 && v < 0.4;
      const light = inSpot ? 250 : 90 + 70 * Math.sin(9 * u + 3 * v) + 50 * Math.cos(5 * v * v + u) * u;
      data.fill(Math.max(0, Math.min(255, Math.round(light))), (y * w + x) * 3, (y * w + x) * 3 + 3);
    }
  }
  return await sharp(data, { raw: { width: w, height: h, channels: 3 } })
    .jpeg({ quality: 92 })
    .toBuffer();
}

async function withThumbnail(main: Buffer, thumbnail: Buffer): Promise<Buffer> {
  return Buffer.concat([
    main.subarray(0, 2),
    exifSegment({ main: new Map([[0x010e, 'scene']]), thumbnail }),
    main.subarray(2),
  ]);
}

describe.skipIf(!perl.found)('embedded previews', () => {
  const rule = (run: Awaited<ReturnType<typeof examine>>, id: string) =>
    run.answer.result?.rules.find((entry) => entry.rule === id);

  it('agree when made from the picture', async () => {
    const main = await scene(640, 480);
    const thumbnail = await sharp(main).resize(160, 120).jpeg({ quality: 70 }).toBuffer();
    const run = await examine(await withThumbnail(main, thumbnail));
    for (const id of ['preview.content', 'preview.local-difference', 'preview.shape', 'preview.larger'])
      expect(rule(run, id)?.state, id).toBe('consistent');
  });

  it('contradict when they show another picture', async () => {
    const other = await sharp(await scene(640, 480))
      .flop()
      .resize(160, 120)
      .jpeg()
      .toBuffer();
    const run = await examine(await withThumbnail(await scene(640, 480), other));
    expect(rule(run, 'preview.content')).toMatchObject({ state: 'inconsistent', bearing: 'contradicts' });
  });

  it('show where the picture was changed', async () => {
    const thumbnail = await sharp(await scene(640, 480))
      .resize(160, 120)
      .jpeg()
      .toBuffer();
    const run = await examine(await withThumbnail(await scene(640, 480, true), thumbnail));
    expect(rule(run, 'preview.content')?.state).toBe('consistent');
    expect(rule(run, 'preview.local-difference')?.state).toBe('inconsistent');
    const [box] = run.answer.result?.differences ?? [];
    // The spot lies at 60–85 % of the width and 10–40 % of the height; a cell is 20 × 15 pixels.
    expect(box?.x).toBeGreaterThanOrEqual(384 - 20);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(544 + 20);
    expect(box?.y).toBeGreaterThanOrEqual(48 - 15);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(192 + 15);
    expect(run.figures.map((figure) => figure.id)).toContain('preview-differences');
  });

  it('may have bars, may be cut, and are seen to be turned', async () => {
    const main = await scene(720, 480);
    const bars = await sharp(main)
      .resize(160, 120, { fit: 'contain', background: 'black' })
      .jpeg()
      .toBuffer();
    const barred = await examine(await withThumbnail(main, bars));
    expect(rule(barred, 'preview.content')?.state).toBe('consistent');
    expect(rule(barred, 'preview.shape')?.state).toBe('consistent');
    const cut = await sharp(main).resize(160, 120, { fit: 'cover' }).jpeg().toBuffer();
    const cropped = await examine(await withThumbnail(main, cut));
    expect(rule(cropped, 'preview.content')?.state).toBe('consistent');
    expect(rule(cropped, 'preview.shape')).toMatchObject({ state: 'inconsistent', bearing: 'inconclusive' });
    for (const turn of [90, 180, 270]) {
      const turned = await sharp(await sharp(main).rotate(turn).toBuffer())
        .resize({ width: 160 })
        .jpeg()
        .toBuffer();
      const run = await examine(await withThumbnail(main, turned));
      expect(rule(run, 'preview.content')?.state, String(turn)).toBe('consistent');
      expect(rule(run, 'preview.shape')?.compared[0]?.value, String(turn)).toContain(`${360 - turn}°`);
    }
  });

  it('may not be larger than the picture', async () => {
    const small = await sharp(await scene(640, 480))
      .resize(64, 48)
      .jpeg()
      .toBuffer();
    const run = await examine(await withThumbnail(small, await scene(640, 480)));
    expect(rule(run, 'preview.larger')).toMatchObject({ state: 'inconsistent', bearing: 'contradicts' });
  });
});

describe.skipIf(!corpusPresent || !perl.found)('metadata.consistency on camera files', () => {
  it('finds nothing in six originals of three cameras', async () => {
    const names = [
      'Nikon_D200_0_14902',
      'Nikon_D200_1_17226',
      'Nikon_D70_0_19445',
      'Nikon_D70_1_20585',
      'Nikon_D70s_0_21853',
      'Nikon_D70s_1_22750',
    ];
    for (const name of names) {
      const run = await runAnalysis(analysis, corpus('photos', `${name}.JPG`));
      expect(codes(run.findings), name).toEqual(['consistent']);
    }
  });

  it('finds what is known of files saved by Photoshop', async () => {
    const run = await runAnalysis(analysis, corpus('metadata-goldens', 'FujiFilm FinePixS1Pro (1).jpg'));
    // The dump beside it says: Software Adobe Photoshop 7.0, 2400 × 1600 in Exif, 600 × 400 in the image, JFIF 1.2.
    expect(codes(run.findings)).toEqual(
      expect.arrayContaining(['software.editor', 'size.exif-pixels', 'structure.jfif-and-exif']),
    );
  });

  it('notices that the IPTC block no longer fits its digest', async () => {
    // ExifTool’s own warning on this file says so.
    const run = await runAnalysis(analysis, corpus('exiftool-t-images', 't', 'images', 'ExifTool.jpg'));
    expect(codes(run.findings)).toContain('agreement.iptc-digest');
    expect(run.answer.warnings?.join()).toContain('IPTCDigest is not current');
  });
});
