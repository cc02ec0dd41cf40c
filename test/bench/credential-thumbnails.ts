import { basename } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { identify } from '#core/intake/identify.ts';
import { engineTypes } from '#core/media/c2pa.ts';
import { offlineSettings } from '#core/media/c2pa-settings.ts';
import { decodeImage, decodeInput } from '#core/media/image.ts';
import { contentManifest, storedThumbnails } from '#core/provenance/checks/stored-thumbnails.ts';
import {
  judgement,
  type Likable,
  type Likeness,
  likable,
  likenessOf,
} from '#core/provenance/checks/thumbnail-likeness.ts';
import { decodeThumbnail } from '#core/provenance/checks/thumbnail-picture.ts';
import { readManifestStore } from '#core/provenance/jumbf/read-store.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { corpusFiles } from '../support/corpus-files.ts';

/**
 * How alike genuine claim thumbnails are to their pictures, and those of other pictures. Run:
 * `node test/bench/credential-thumbnails.ts`. The thresholds of `thumbnail-likeness.ts` are read off what it
 * prints.
 */
const limits = { pixels: 120_000_000 };

/** One building from one place, photographed with three cameras: rightly taken for the same. */
const sameScene = /Nikon_D200_0_|Nikon_D70_0_|Nikon_D70s_1_/;

interface Picture {
  readonly name: string;
  readonly look: Likable;
}
interface Pair extends Likeness {
  readonly name: string;
  readonly transparent: boolean;
}

function pair(name: string, picture: Likable, thumbnail: Likable): Pair {
  return {
    name,
    transparent: picture.transparent || thumbnail.transparent,
    ...likenessOf(picture, thumbnail),
  };
}

async function look(name: string): Promise<Likable | null> {
  const media = await identify(corpus(name), basename(name));
  if (media.kind !== 'image') return null;
  const outcome = await decodeImage(corpus(name), { format: media.format, limits });
  return outcome.ok ? likable(outcome.image) : null;
}

/** Claim thumbnails as their makers put them into the corpus' signed files. */
async function signedPairs(): Promise<Pair[]> {
  const { Reader } = await import('@contentauth/c2pa-node');
  const pairs: Pair[] = [];
  for (const name of corpusFiles('c2pa-public-testfiles', 'c2pa-rs-fixtures', 'ai-provenance')) {
    const media = await identify(corpus(name), basename(name));
    const mimeType = engineTypes.get(media.format);
    if (media.kind !== 'image' || mimeType === undefined) continue;
    try {
      const settings = JSON.stringify(offlineSettings([])) as never;
      const reader = await Reader.fromAsset({ path: corpus(name), mimeType }, settings);
      const address = `self#jumbf=/c2pa/${reader?.activeLabel()}`;
      const stored = (await reader?.resourceToAsset(address, { buffer: null }))?.buffer;
      if (stored === undefined || stored === null) continue;
      const store = readManifestStore(stored);
      const label = contentManifest(store)?.label;
      const own = storedThumbnails(store).find(
        ({ role, manifest }) => role === 'claim' && manifest === label,
      );
      if (own === undefined) continue;
      const asset = await look(name);
      const shown = await decodeThumbnail(own.bytes, own.mime, limits);
      if (asset !== null && shown.ok) pairs.push(pair(name, asset, likable(shown.image)));
      else console.info(`  not comparable: ${basename(name)} ${shown.ok ? '' : shown.reason.code}`);
    } catch (error) {
      console.info(`  not read: ${basename(name)}: ${String(error).slice(0, 70)}`);
    }
  }
  return pairs;
}

/** Thumbnails as programs make them. */
const makers: Readonly<Record<string, (image: Sharp) => Sharp | Promise<Sharp>>> = {
  'longest side 1024, quality 80': (image) =>
    image.resize(1024, 1024, { fit: 'inside' }).jpeg({ quality: 80 }),
  'longest side 200, quality 50': (image) => image.resize(200, 200, { fit: 'inside' }).jpeg({ quality: 50 }),
  'square from the middle': (image) => image.resize(300, 300, { fit: 'cover' }).jpeg({ quality: 75 }),
  'letter-boxed in black': (image) =>
    image.resize(160, 120, { fit: 'contain', background: '#000' }).jpeg({ quality: 75 }),
  'turned by 90°': (image) => image.rotate(90).resize(400, 400, { fit: 'inside' }).jpeg({ quality: 75 }),
  '94 % of the picture, off the middle': async (image) => {
    const { data, info } = await image
      .resize(500, 500, { fit: 'inside' })
      .raw()
      .toBuffer({ resolveWithObject: true });
    const [width, height] = [Math.round(info.width * 0.94), Math.round(info.height * 0.94)];
    const { channels } = info;
    return sharp(data, { raw: { width: info.width, height: info.height, channels } })
      .extract({ left: Math.round((info.width - width) * 0.8), top: 0, width, height })
      .jpeg({ quality: 75 });
  },
  'brighter and with more colour': (image) =>
    image.resize(400, 400, { fit: 'inside' }).modulate({ brightness: 1.2, saturation: 1.3 }).jpeg(),
};

async function thumbnailOf(
  name: string,
  make: (image: Sharp) => Sharp | Promise<Sharp>,
): Promise<Likable | null> {
  const source = sharp(corpus(name), { failOn: 'none' })
    .flatten({ background: '#fff' })
    .toColourspace('srgb');
  const bytes = await (await make(source)).toBuffer();
  const outcome = await decodeInput(bytes, { format: 'jpeg', limits });
  return outcome.ok ? likable(outcome.image) : null;
}

/** Wilson's interval for a share (E. B. Wilson, JASA 22, 1927), 95 %. */
function interval(hits: number, count: number): string {
  const [z, share] = [1.96, hits / count];
  const middle = (share + (z * z) / (2 * count)) / (1 + (z * z) / count);
  const half =
    (z / (1 + (z * z) / count)) * Math.sqrt((share * (1 - share)) / count + (z / (2 * count)) ** 2);
  const percent = (value: number): string => `${(100 * Math.max(0, value)).toFixed(2)} %`;
  return `${hits} of ${count} (${percent(middle - half)} … ${percent(middle + half)})`;
}

function print(title: string, pairs: readonly Pair[], unexpected: 'same' | 'differs'): void {
  const line = (values: readonly (number | null)[], digits: number): string => {
    const sorted = values.filter((value): value is number => value !== null).sort((a, b) => a - b);
    const at = (share: number): string =>
      (sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN).toFixed(digits);
    return `min ${at(0)}, 1 % ${at(0.01)}, 5 % ${at(0.05)}, median ${at(0.5)}, 95 % ${at(0.95)}, 99 % ${at(0.99)}, max ${at(1)}`;
  };
  const judged = (wanted: string): number =>
    pairs.filter((one) => judgement(one, one.transparent) === wanted).length;
  console.info(`${title}: ${pairs.length} pairs`);
  console.info(
    `  PDQ distance  ${line(
      pairs.map(({ pdq }) => pdq),
      0,
    )}`,
  );
  console.info(
    `  correlation   ${line(
      pairs.map(({ correlation }) => correlation),
      2,
    )}, none ${pairs.filter(({ correlation }) => correlation === null).length}`,
  );
  console.info(
    `  colour        ${line(
      pairs.map(({ colour }) => colour),
      0,
    )}`,
  );
  for (const outcome of ['same', 'differs', 'undetermined']) {
    console.info(`  ${outcome.padEnd(13)} ${interval(judged(outcome), pairs.length)}`);
  }
  for (const one of pairs) {
    if (judgement(one, one.transparent) === unexpected) console.info(`    ! ${JSON.stringify(one)}`);
  }
}

if (corpusPresent) {
  print('Claim thumbnails of signed files', await signedPairs(), 'differs');
  const names = corpusFiles('photos', 'metadata-goldens', 'pdq-tmk/pdq/data/reg-test-input/labelme-subset');
  const sources: Picture[] = [];
  for (const name of [...names, 'pdq-tmk/pdq/data/bridge-mods/aaa-orig.jpg']) {
    if (!/\.(jpe?g|png)$/i.test(name)) continue;
    const one = await look(name);
    if (one !== null && Math.min(one.image.width, one.image.height) >= 64) sources.push({ name, look: one });
  }
  const thumbnails: Picture[] = [];
  for (const [maker, make] of Object.entries(makers)) {
    const pairs: Pair[] = [];
    for (const source of sources) {
      const shown = await thumbnailOf(source.name, make);
      if (shown === null) continue;
      pairs.push(pair(source.name, source.look, shown));
      if (thumbnails.length < sources.length) thumbnails.push({ name: source.name, look: shown });
    }
    print(`Made here, ${maker}`, pairs, 'differs');
  }
  const others = sources.flatMap((source) =>
    thumbnails
      .filter(({ name }) => name !== source.name && !(sameScene.test(name) && sameScene.test(source.name)))
      .map((one) => pair(`${source.name} ↔ ${one.name}`, source.look, one.look)),
  );
  print('Thumbnails of other pictures', others, 'same');
} else console.info('The corpus is not here.');
