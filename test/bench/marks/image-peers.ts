import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Picture } from '#core/mark/attacks/define.ts';
import { asPicture, within } from '#core/mark/attacks/tools/picture.ts';
import { publicMarkKey } from '#core/mark/key.ts';
import { differenceOf } from '#core/mark/picture/difference.ts';
import { addField, fieldOf } from '#core/mark/picture/mark-samples.ts';
import { pictureKey } from '#core/mark/picture/picture-key.ts';
import { preparedPicture } from '#core/mark/picture/picture-plane.ts';
import { readSpectrumOf } from '#core/mark/picture/read-plane.ts';
import { markTile } from '#core/mark/picture/tile.ts';
import { decodeImage } from '#core/media/image.ts';
import { encodePng } from '#core/media/image-encode.ts';
import { defaultLimits } from '#core/media/limits.ts';
import type { Samples } from '#shared/numeric/plane.ts';
import { attacked, chainsOf } from './attack-chains.ts';
import { type PeerScheme, Peers, peerSchemes } from './peers.ts';

/**
 * Our mark and the marks of others through the same attacks on the same pictures, each read by its own reader. Of ours the
 * share read exactly at false alarms of 10⁻⁹ or less is printed; of others the mean share of right bits, and the
 * share of pictures in which a known text of 64 bits would be told with false alarms of 10⁻⁶ (at least 51 right).
 *
 *   node test/bench/marks/image-peers.ts FOLDER --peers IW_FOLDER,BW_FOLDER [--pictures 6] [--longer 1600]
 *     [--strength 42] [--attacks jpeg@q30,crop@area25]
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    peers: { type: 'string' },
    longer: { type: 'string', default: '1600' },
    attacks: { type: 'string' },
    pictures: { type: 'string', default: '6' },
    matching: { type: 'string', default: '' },
    strength: { type: 'string', default: '42' },
  },
});
const [folder] = positionals;
const [iwFolder, bwFolder] = (values.peers ?? '').split(',');
if (folder === undefined || !iwFolder || !bwFolder)
  throw new Error('a folder of pictures and --peers IW_FOLDER,BW_FOLDER are needed');

const list = [
  'jpeg@q75,jpeg@q50,jpeg@q30,webp@q50,avif@quantizer40,shrink@x0.5,shrink@x0.25,enlarge@x2,aspect@x0.8',
  'crop@area75,crop@area25,crop@area10,rotate@degrees10,turn@degrees90,flip@across,perspective@d0.1',
  'screenshot@x0.63,social@small,messenger@usual,photo-of-screen@ordinary,crop@area25+jpeg@q50',
].join(',');
const payload = 0x123456789abcdef0n;
const bits = payload.toString(2).padStart(64, '0');
const key = pictureKey(publicMarkKey);
const tile = markTile(key, payload);
const chains = chainsOf(values.attacks ?? list);

interface Cell {
  tried: number;
  told: number;
  right: number;
}
const schemes = ['assay-image-1', ...peerSchemes] as const;
const cells = new Map(
  chains.map(({ name }) => [
    name,
    new Map(schemes.map((scheme) => [scheme, { tried: 0, told: 0, right: 0 } as Cell])),
  ]),
);
const facts = new Map(schemes.map((scheme) => [scheme as string, { psnr: 0, embed: 0, read: 0, reads: 0 }]));

function samplesOf({ width, height, data }: Picture): Samples {
  return { width, height, data, channels: 3, bitDepth: 8, hasAlpha: false, colourSpace: 'srgb' };
}

async function picture(path: string): Promise<Picture> {
  const format = /\.png$/i.test(path) ? 'png' : 'jpeg';
  const decoded = await decodeImage(path, { format, limits: defaultLimits });
  if (!decoded.ok) throw new Error(`${path}: ${decoded.reason.text.en}`);
  return asPicture(decoded.image);
}

async function save(made: Picture, path: string): Promise<void> {
  const { width, height, data } = made;
  await writeFile(path, await encodePng({ width, height, channels: 3, data }));
}

const peers = new Peers(iwFolder, bwFolder);
const scratch = await mkdtemp(join(tmpdir(), 'mark-peers-'));
const names = (await readdir(folder))
  .filter((name) => /\.(png|jpe?g)$/i.test(name) && name.includes(values.matching))
  .slice(0, Number(values.pictures));
try {
  for (const name of names) {
    const original = await within(await picture(join(folder, name)), Number(values.longer));
    const source = join(scratch, 'source.png');
    await save(original, source);
    for (const scheme of schemes) {
      const own = scheme === 'assay-image-1';
      const fact = facts.get(scheme)!;
      let marked: Picture;
      if (own) {
        const started = process.cpuUsage();
        const samples = samplesOf(original);
        marked = { ...original, data: new Uint8Array(original.data.length) };
        addField(samples, fieldOf(samples, tile), Number(values.strength), marked.data);
        fact.embed += process.cpuUsage(started).user / 1e6;
      } else {
        const path = join(scratch, 'marked.png');
        const answer = await peers.embed(scheme, bits, source, path);
        if ('error' in answer) throw new Error(`${scheme}: ${answer.error}`);
        fact.embed += answer.seconds;
        marked = await picture(path);
      }
      fact.psnr += differenceOf(samplesOf(original), samplesOf(marked)).psnr;
      for (const chain of chains) {
        const suspect = await attacked(marked, chain);
        if (suspect === null) continue;
        const cell = cells.get(chain.name)!.get(scheme)!;
        cell.tried += 1;
        fact.reads += 1;
        if (own) {
          const started = process.cpuUsage();
          const { reading } = readSpectrumOf(preparedPicture(samplesOf(suspect)), key, { effort: 'search' });
          fact.read += process.cpuUsage(started).user / 1e6;
          if (reading?.payload === payload) cell.told += 1;
          continue;
        }
        const path = join(scratch, 'suspect.png');
        await save(suspect, path);
        const answer = await peers.read(scheme as PeerScheme, bits.length, path);
        if ('error' in answer) {
          cell.right += 0.5;
          continue;
        }
        fact.read += answer.seconds;
        const right = [...bits].filter((bit, at) => answer.bits![at] === bit).length;
        cell.right += right / bits.length;
        if (right >= 51) cell.told += 1;
      }
    }
  }
} finally {
  peers.close();
  await rm(scratch, { recursive: true, force: true });
}

const count = names.length;
console.log(`| attack (${count} pictures) | ${schemes.join(' | ')} |`);
console.log(`|---|${schemes.map(() => '---').join('|')}|`);
for (const [name, row] of cells) {
  const shown = schemes.map((scheme) => {
    const { tried, told, right } = row.get(scheme)!;
    const share = `${told}/${tried}`;
    return scheme === 'assay-image-1' ? share : `${(right / Math.max(1, tried)).toFixed(2)} · ${share}`;
  });
  console.log(`| ${name} | ${shown.join(' | ')} |`);
}
for (const [label, value] of [
  ['PSNR, dB', (scheme: string) => (facts.get(scheme)!.psnr / count).toFixed(1)],
  ['marking, s', (scheme: string) => (facts.get(scheme)!.embed / count).toFixed(2)],
  [
    'reading, s',
    (scheme: string) => (facts.get(scheme)!.read / Math.max(1, facts.get(scheme)!.reads)).toFixed(2),
  ],
] as const)
  console.log(`| ${label} | ${schemes.map(value).join(' | ')} |`);
