import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identify } from '#core/intake/identify.ts';
import { carriers } from '#core/labels/carriers.generated.ts';
import { readLabels } from '#core/labels/read-labels.ts';
import { aigcFields, aigcJson } from '../fixtures/make/aigc.ts';
import { makeClip, testSource } from '../fixtures/make/clips.ts';
import { makeJpeg } from '../fixtures/make/jpeg.ts';
import { labelPlaces } from '../fixtures/make/label-places/all.ts';
import type { LabelPlaceFixture } from '../fixtures/make/label-places/label-place.ts';
import { panoramaPacket, withSpherical } from '../fixtures/make/panoramas.ts';
import { wildLabels } from '../fixtures/make/wild-labels.ts';
import { xmpSegment } from '../fixtures/make/xmp.ts';
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
