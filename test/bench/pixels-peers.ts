/**
 * The methods for still images beside programs of others, on the same files: processor time, detection on generated
 * pictures, and the values the others publish. Nothing is fetched; every peer is a folder that is there or is said to be
 * absent.
 *
 *     node test/bench/pixels-peers.ts PHOTOGRAPHS [--sherloq DIR] [--zero DIR] [--noisesniffer DIR] [--mklab DIR]
 *         [--photoholmes DIR] [--prnu DIR] [--python python3] [--octave octave-cli] [--exiftool FILE]
 *         [--photographs 4] [--megapixels 0.4] [--seed 7] [--only oracles|pairs|large]
 *         [--pairs ela,zero…] [--minutes 15] [--slow]
 *
 * DIR is a copy of the peer's repository; `--mklab` its folder `matlab_toolbox`, with jpeg_read built for Octave; ZERO built
 * with `make`. After so many minutes no further pair is begun, and those left out are named. `--slow`: also the MKLab
 * demonstration that takes two minutes.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { largeTable } from './pixels-peers/large.ts';
import {
  demoOracles,
  noisesnifferOracle,
  type Oracle,
  prnuOracle,
  zeroOracles,
} from './pixels-peers/oracles.ts';
import { type PeerName, pairs } from './pixels-peers/pairs.ts';
import { fieldForm, Peer } from './pixels-peers/peer.ts';
import { sherloqOracles } from './pixels-peers/sherloq-oracles.ts';
import { type Measured, measure, pairTables } from './pixels-peers/side-by-side.ts';
import { table } from './pixels-peers/table.ts';
import { halfOf, photographsIn, seedOf } from './validation/photographs.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    sherloq: { type: 'string' },
    zero: { type: 'string' },
    noisesniffer: { type: 'string' },
    mklab: { type: 'string' },
    photoholmes: { type: 'string' },
    prnu: { type: 'string' },
    python: { type: 'string', default: 'python3' },
    octave: { type: 'string', default: 'octave-cli' },
    exiftool: { type: 'string', default: 'exiftool' },
    photographs: { type: 'string', default: '4' },
    megapixels: { type: 'string', default: '0.4' },
    seed: { type: 'string', default: '7' },
    only: { type: 'string' },
    pairs: { type: 'string' },
    minutes: { type: 'string', default: '15' },
    slow: { type: 'boolean', default: false },
  },
});
const [corpus] = positionals;
if (corpus === undefined) throw new Error('usage: node test/bench/pixels-peers.ts PHOTOGRAPHS [options]');

// Times are those of one core on both sides.
sharp.concurrency(1);
const begun = performance.now();
const here = fileURLToPath(new URL('pixels-peers/', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'assay-peers-'));
const running: Peer[] = [];

function started(
  name: string,
  directory: string | undefined,
  command: (directory: string) => readonly [string, ...string[]],
  form?: ConstructorParameters<typeof Peer>[3],
): Peer | null {
  if (directory === undefined || !existsSync(directory)) {
    console.info(`${name}: absent`);
    return null;
  }
  const peer = new Peer(name, command(resolve(directory)), folder, form);
  running.push(peer);
  return peer;
}

const { python } = values;
const driver =
  (file: string, ...rest: readonly string[]) =>
  (directory: string): readonly [string, ...string[]] => [python, join(here, file), directory, ...rest];
const sherloq = started(
  'Sherloq',
  values.sherloq,
  driver('sherloq.py', existsSync(values.exiftool) ? resolve(values.exiftool) : values.exiftool),
);
const zero = started('ZERO', values.zero, driver('zero.py'));
const noisesniffer = started('Noisesniffer', values.noisesniffer, driver('noisesniffer.py'));
const prnu = started('prnu-python', values.prnu, driver('prnu_python.py'));
const splicebuster = started('PhotoHolmes', values.photoholmes, driver('photoholmes.py'));
const mklab = started(
  'MKLab',
  values.mklab,
  (directory) => [values.octave, join(here, 'octave', 'serve.m'), directory],
  fieldForm,
);
const peers: Readonly<Record<PeerName, Peer | null>> = { sherloq, zero, noisesniffer, mklab, splicebuster };

try {
  const photographs = (await photographsIn(corpus))
    .filter(({ name }) => halfOf(name) === 'reporting')
    .sort((one, other) => seedOf('order', one.name) - seedOf('order', other.name));
  const used = photographs.slice(0, Number(values.photographs));
  const lossless = photographs.find(({ compressed }) => !compressed)?.path;
  if (values.only === undefined || values.only === 'oracles') {
    const rows: Oracle[] = [
      ...(await zeroOracles(zero, values.zero)),
      ...(lossless === undefined
        ? []
        : await sherloqOracles({ sherloq, zero: values.zero, photograph: lossless, folder })),
      ...(await demoOracles(mklab, values.mklab, values.slow)),
      ...(await prnuOracle(prnu, values.prnu)),
      ...(await noisesnifferOracle(noisesniffer, values.noisesniffer)),
    ];
    console.info(
      `\n${table(
        ['oracle', 'published', 'peer here', 'ours'],
        rows.map(({ name, published, peer, ours }) => [name, published, peer, ours]),
      )}`,
    );
  }
  if (values.only === undefined || values.only === 'pairs') {
    const [megapixels, seed] = [Number(values.megapixels), Number(values.seed)];
    const measured: Measured[] = [];
    const named = values.pairs?.split(',');
    const late: string[] = [];
    for (const pair of pairs) {
      const peer = peers[pair.peer];
      if (peer === null || (named !== undefined && !named.includes(pair.tool))) continue;
      if (performance.now() - begun > Number(values.minutes) * 60_000) {
        late.push(pair.tool);
        continue;
      }
      measured.push(await measure(pair, peer, { photographs: used, megapixels, seed, folder }));
      const minutes = ((performance.now() - begun) / 60_000).toFixed(1);
      process.stderr.write(`${pair.peer} ${pair.tool}: ${minutes} min\n`);
    }
    console.info(
      `\nPhotographs: ${used.map(({ name }) => name).join(', ')}; up to ${megapixels} megapixels, seed ${seed}${late.length === 0 ? '' : `; not begun in time: ${late.join(', ')}`}\n\n${pairTables(measured)}`,
    );
  }
  if (lossless !== undefined && (values.only === undefined || values.only === 'large'))
    console.info(`\n${await largeTable(sherloq, prnu, lossless, folder)}`);
} finally {
  for (const peer of running) peer.stop();
  await rm(folder, { recursive: true, force: true });
}
