import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identify } from '#core/intake/identify.ts';
import { carriers } from '#core/labels/carriers.generated.ts';
import { carrierOf, readLabels } from '#core/labels/read-labels.ts';
import { composeLabels } from '#core/labels/writing/compose-labels.ts';
import { LabelOrder } from '#core/labels/writing/order.ts';
import { ByteReader } from '#core/media/structure/byte-reader.ts';
import type { LabelStatement } from '#shared/domain/label.ts';
import { aigcFields, aigcJson } from '../fixtures/make/aigc.ts';
import { makeClip, testSource } from '../fixtures/make/clips.ts';
import { makeJpeg } from '../fixtures/make/jpeg.ts';
import { labelPlaces } from '../fixtures/make/label-places/all.ts';
import type { LabelPlaceFixture } from '../fixtures/make/label-places/label-place.ts';
import { panoramaPacket, withSpherical } from '../fixtures/make/panoramas.ts';
import { vendorLabels, wildLabels } from '../fixtures/make/wild-labels.ts';
import { xmpSegment } from '../fixtures/make/xmp.ts';
import { carriedOut } from '../support/label-plans.ts';
import { exiftoolTags, ffprobeTags, pythonLabels } from '../support/label-witnesses.ts';
import { LabelDesk, producer } from '../support/labelling.ts';

const signal = new AbortController().signal;
const bare = aigcJson();
const wrapped = `{"AIGC":${bare}}`;

interface Made {
  readonly place: LabelPlaceFixture;
  readonly value: string;
  readonly path: string;
  readonly name: string;
}

const valuesOf = ({ fields }: LabelStatement): Record<string, string> =>
  Object.fromEntries(fields.map(({ name, value }) => [name, value]));

let folder: string;
const files: Made[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-label-places-'));
  for (const [index, place] of labelPlaces.entries()) {
    for (const value of [bare, wrapped]) {
      const form = value === bare ? 'bare' : 'wrapped';
      const path = join(folder, `${index}-${form}.${place.extension}`);
      await writeFile(path, place.make(value));
      files.push({ place, value, path, name: `${place.name}, ${form}` });
    }
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a label in every place of every container', () => {
  it('is read once, whole, from bytes of its own', async () => {
    for (const { place, path, name } of files) {
      const media = await identify(path, basename(path));
      expect([name, media.format, media.extensionFits]).toEqual([name, place.format, true]);
      const { statements, complete, warnings, contradictions } = await readLabels(path, media, signal);
      expect([name, complete, warnings, contradictions]).toEqual([name, true, [], []]);
      expect(
        statements.map(({ standard, kind, meaning, standing }) => [name, standard, kind, meaning, standing]),
      ).toEqual([[name, 'gb45438-aigc', 'label', 'generated', 'unsigned']]);
      const { fields, bytes, checks } = statements[0]!;
      expect([name, fields.map((field) => [field.name, field.value])]).toEqual([
        name,
        Object.entries(aigcFields),
      ]);
      const [start, length] = bytes;
      const source = await readFile(path);
      expect([name, start >= 0 && length > 0 && start + length <= source.length]).toEqual([name, true]);
      const departures = checks.map(({ code }) => code).filter((code) => !/^(place|keyless)$/.test(code));
      // YAML without quotes makes a number of it
      expect([name, departures]).toEqual([name, name.includes('no quotes') ? ['label-number'] : []]);
    }
  });

  it('is what exiftool shows, where it looks', async () => {
    const shown = await exiftoolTags(
      files.map(({ path }) => path),
      folder,
    );
    for (const { place, value, path, name } of files) {
      const tags = [...(shown.get(path) ?? [])]
        .filter(([, text]) => text.includes(value))
        .map(([tag]) => tag);
      expect([name, tags.length > 0]).toEqual([name, place.exiftool !== null]);
      if (place.exiftool !== null)
        expect([name, tags]).toEqual([name, expect.arrayContaining([place.exiftool])]);
    }
  });

  it('is what ffprobe shows, where it looks', async () => {
    for (const { place, value, path, name } of files) {
      if (place.ffprobe === null || value !== bare) continue;
      expect([name, (await ffprobeTags(path)).get(place.ffprobe)]).toEqual([name, value]);
    }
  });

  it('is what Python’s libraries find in packages, pages and scenes', async () => {
    const formats = new Set(['docx', 'xlsx', 'pptx', 'odf', 'epub', 'gltf', 'glb', 'html']);
    const own = files.filter(({ place }) => formats.has(place.format));
    const found = await pythonLabels(own.map(({ path }) => path));
    for (const { value, path, name } of own)
      expect([name, found.get(path)?.map(([, text]) => text)]).toEqual([name, [value]]);
  });

  it('leaves out no format a carrier names', () => {
    const formats = new Set(labelPlaces.map(({ format }) => format));
    const missing = carriers.flatMap((carrier) => carrier.formats.filter((format) => !formats.has(format)));
    expect(missing).toEqual([]);
    const page = readFileSync(new URL('../../resources/docs/label-carriers.md', import.meta.url), 'utf8');
    const rows = carriers.map(
      ({ id, formats, places }) => `| ${id} | ${formats.join(', ')} | ${places.join('; ')} |`,
    );
    // written by test/bench/label-carriers.ts --write
    expect(rows.filter((row) => !page.includes(row))).toEqual([]);
  });
});

describe('a platform that adds itself to a label', () => {
  it('finds it changed where it stands, or is refused; what would make two is known', async () => {
    const spread = { standard: 'gb45438-aigc', propagator: '平台 <&>', propagateId: 'p-9' } as const;
    const twice = new Set<string>();
    const outcomes = { changed: 0, refused: 0 };
    for (const { place, path, name } of files) {
      const media = await identify(path, basename(path));
      const carrier = carrierOf(media.format)!;
      if (carrier.write === undefined) continue;
      const { statements: existing } = await readLabels(path, media, signal);
      const order = LabelOrder.parse({ source: path, out: path, labels: [spread] });
      const composed = composeLabels(order, media, carrier, existing);
      const entries = composed.ok ? composed.composed.flatMap((one) => one.entries) : [];
      const reader = new ByteReader(path);
      const answer = composed.ok ? carrier.write(reader, entries, signal) : null;
      reader.close();
      if (answer?.ok !== true) {
        expect([name, composed.ok ? answer?.reason.en : composed.reason.text.en]).not.toContain('');
        outcomes.refused += 1;
        continue;
      }
      const copy = join(folder, `spread.${place.extension}`);
      await writeFile(copy, carriedOut(answer.plan, await readFile(path)));
      const { statements, complete } = await readLabels(copy, await identify(copy, copy), signal);
      const labels = statements.filter(({ kind }) => kind === 'label');
      expect([name, complete, labels.length > 0]).toEqual([name, true, true]);
      const written = labels.map(valuesOf).filter((values) => values.ContentPropagator === spread.propagator);
      expect([name, written.length, written[0]?.ContentProducer]).toEqual([
        name,
        1,
        aigcFields.ContentProducer,
      ]);
      if (labels.length > 1) twice.add(place.name);
      else outcomes.changed += 1;
    }
    expect(outcomes.changed).toBeGreaterThan(90);
    expect(outcomes.refused).toBeGreaterThan(40);
    // the read-back of a copy refuses these (`assay label`: second-copy)
    expect([...twice]).toEqual([
      'MP4 meta of a track',
      'MP3 ID3 2.3 compressed',
      'MP3 ID3 second tag',
      'Markdown block at the end',
    ]);
  });
});

describe('labels as they are met in the wild', () => {
  it.each(wildLabels.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const path = join(folder, `wild.${one.extension}`);
    await writeFile(path, one.bytes);
    const { statements, complete, contradictions } = await readLabels(
      path,
      await identify(path, path),
      signal,
    );
    expect(complete).toBe(true);
    expect(statements.map(({ standard, meaning }) => [standard, meaning])).toEqual(one.says);
    const departs = statements.flatMap(({ checks }) =>
      checks.flatMap(({ code, severity }) => (severity === 'departs' ? [code] : [])),
    );
    expect(departs).toEqual(one.departs);
    expect(contradictions.map(({ code }) => code)).toEqual(one.contradicts);
  });
});

it('labels of vendors are read as exiftool reads them', async () => {
  const paths: string[] = [];
  for (const [index, one] of vendorLabels.entries()) {
    const path = join(folder, `vendor-${index}.${one.extension}`);
    await writeFile(path, one.bytes);
    paths.push(path);
    const { statements, complete } = await readLabels(path, await identify(path, path), signal);
    expect([one.name, complete, statements.map(({ standard, meaning }) => [standard, meaning])]).toEqual([
      one.name,
      true,
      one.says,
    ]);
  }
  const shown = await exiftoolTags(paths, folder);
  for (const [index, { name, exiftool }] of vendorLabels.entries())
    expect([name, shown.get(paths[index]!)?.get(exiftool[0])]).toEqual([name, exiftool[1]]);
});

describe('a 360° picture or film', () => {
  const desk = new LabelDesk();
  afterAll(() => desk.close());

  it('stays one when it is labelled, for exiftool as for us', async () => {
    const picture = desk.path('room.jpg');
    await writeFile(
      picture,
      await makeJpeg({ width: 64, height: 32, segments: [Buffer.from(xmpSegment(panoramaPacket(64, 32)))] }),
    );
    const film = desk.path('room.mp4');
    await writeFile(
      film,
      withSpherical(await readFile(makeClip(desk.folder, 'plain.mp4', [...testSource(0.2, '64x32', 10)]))),
    );
    const made: string[] = [];
    for (const source of [picture, film]) {
      const { out } = await desk.labelled(source, { labels: [{ standard: 'gb45438-aigc', ...producer }] });
      for (const path of [source, out]) {
        const reading = await readLabels(path, await identify(path, path), signal);
        expect([path, reading.complete, reading.panorama]).toEqual([path, true, true]);
        expect(reading.statements).toHaveLength(path === out ? 1 : 0);
      }
      made.push(out);
    }
    const shown = await exiftoolTags(made, desk.folder);
    expect(shown.get(made[0]!)?.get('XMP-GPano:ProjectionType')).toBe('equirectangular');
    expect([...shown.get(made[1]!)!.keys()]).toContain('XMP-GSpherical:Spherical');
  });
});
