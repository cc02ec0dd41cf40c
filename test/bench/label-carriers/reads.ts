import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { identify } from '#core/intake/identify.ts';
import { carriers } from '#core/labels/carriers.generated.ts';
import { readLabels } from '#core/labels/read-labels.ts';
import { aigcJson } from '../../fixtures/make/aigc.ts';
import { labelPlaces } from '../../fixtures/make/label-places/all.ts';
import type { LabelPlaceFixture } from '../../fixtures/make/label-places/label-place.ts';
import { exiftoolTags, ffprobeTags, pythonLabels } from '../../support/label-witnesses.ts';

/** A carrier with the fixtures made for it: what is read, and who reads the same. */
export interface ReadRow {
  readonly carrier: string;
  readonly formats: readonly string[];
  readonly places: readonly string[];
  readonly writes: boolean;
  readonly fixtures: number;
  /** Fixtures that each program shows the same value of. */
  readonly shown: Readonly<Record<'exiftool' | 'ffprobe' | 'python', number>>;
  readonly faults: readonly string[];
}

const packages = /^(docx|xlsx|pptx|odf|epub|gltf|glb|html|markdown|text)$/;

/** Read every hand-made place, bare and wrapped, beside the programs of others. */
export async function runReads(folder: string): Promise<ReadRow[]> {
  const bare = aigcJson();
  const files: { place: LabelPlaceFixture; value: string; path: string }[] = [];
  for (const [index, place] of labelPlaces.entries()) {
    for (const value of [bare, `{"AIGC":${bare}}`]) {
      const path = join(folder, `read-${index}-${value === bare ? 'bare' : 'wrapped'}.${place.extension}`);
      await writeFile(path, place.make(value));
      files.push({ place, value, path });
    }
  }
  const tags = await exiftoolTags(
    files.map(({ path }) => path),
    folder,
  );
  const python = await pythonLabels(
    files.filter(({ place }) => packages.test(place.format)).map(({ path }) => path),
  );
  return Promise.all(
    carriers.map(async ({ id, formats, places, writes }) => {
      const own = files.filter(({ place }) => formats.includes(place.format));
      const shown = { exiftool: 0, ffprobe: 0, python: 0 };
      const faults: string[] = [];
      for (const { place, value, path } of own) {
        const media = await identify(path, basename(path));
        const { statements, complete } = await readLabels(path, media, new AbortController().signal);
        const [one] = statements;
        if (!complete || statements.length !== 1 || one?.meaning !== 'generated')
          faults.push(`${place.name}: ${statements.length} statements`);
        const holds = (texts: Iterable<string>): number =>
          [...texts].some((text) => text.includes(value)) ? 1 : 0;
        shown.exiftool += holds(tags.get(path)?.values() ?? []);
        shown.python += holds((python.get(path) ?? []).map(([, text]) => text));
        if (place.ffprobe !== null) shown.ffprobe += holds((await ffprobeTags(path)).values());
      }
      return {
        carrier: id,
        formats,
        places,
        writes: writes !== undefined,
        fixtures: own.length,
        shown,
        faults,
      };
    }),
  );
}
