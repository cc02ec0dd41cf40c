import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { identify } from '#core/intake/identify.ts';
import { waveFile } from '#core/labels/writing/wave-splice.ts';
import { attacks } from '#core/mark/attacks/attacks.generated.ts';
import type { FileStrength } from '#core/mark/attacks/define.ts';
import { privateMarkKey, publicMarkKey } from '#core/mark/key.ts';
import { soundFile } from '#core/mark/sound/form.ts';
import { SoundMarker, STANDARD_STRENGTH } from '#core/mark/sound/marker.ts';
import { patternSigns, soundPattern } from '#core/mark/sound/pattern.ts';
import { streamPcm } from '#core/mark/sound/pcm-stream.ts';
import { SoundReader } from '#core/mark/sound/reader.ts';
import { READ_CHANNELS, READ_RATE } from '#core/mark/sound/spectrogram.ts';
import { defaultLimits } from '#core/media/limits.ts';

/**
 * Which share of marked sounds is read exactly after which attack, with the level of the mark, the noise-to-mask ratio,
 * and the processor's time of marking and reading against the length of the sound.
 *
 *   node test/bench/marks/audio-survival.ts FOLDER [--strength dB] [--seconds 60] [--attacks mp3@k64,tempo@percent5+mp3@k64]
 *     [--sounds 12] [--matching text] [--audiowmark PROGRAM] [--none KEYS] [--each]
 *
 * An attack is a name of the survival lab without `sound.` and a strength after `@` (all of the ladder without it);
 * several joined by `+` follow each other. `--none` reads the unmarked sounds with that many random keys instead.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    strength: { type: 'string' },
    seconds: { type: 'string', default: '60' },
    attacks: { type: 'string' },
    sounds: { type: 'string', default: '1000' },
    matching: { type: 'string', default: '' },
    audiowmark: { type: 'string' },
    none: { type: 'string' },
    each: { type: 'boolean', default: false },
  },
});

const standardList =
  'none,mp3@k128,mp3@k64,mp3@k32,aac@k128,aac@k64,aac@k48,opus@k64,opus@k32,opus@k16,vorbis@q1,resample@hz16000,resample@hz8000,low-pass@hz4000,low-pass@hz2000,high-pass@hz1000,noise@db30,noise@db20,noise@db10,pink-noise@db20,speed@percent1,speed@percent-1,speed@percent5,speed@percent-5,tempo@percent1,tempo@percent-1,tempo@percent5,tempo@percent-5,tempo@percent10,pitch@semitones1,pitch@semitones-1,room@db6,room@db0,room@db-6,echo@height0.3,compress@ordinary,volume@db-12,mono,telephone,mix@db-12,cut@s30,cut@s15,cut@s8,cut@s15+mp3@k64,cut@s15+tempo@percent5,mp3@k128+speed@percent5+aac@k64';

const payload = 0x123456789abcdef0n;
const limits = { ...defaultLimits, timeMs: 3_600_000, outputBytes: 2 ** 32 };
const context = { limits, signal: new AbortController().signal, progress: () => undefined };
const none = new BigUint64Array(0);
const run = promisify(execFile);

interface Chain {
  readonly name: string;
  readonly steps: readonly FileStrength[];
}

const chains: readonly Chain[] = (values.attacks ?? standardList).split(',').flatMap((name): Chain[] => {
  if (name === 'none') return [{ name, steps: [] }];
  const steps = name.split('+').map(ladderOf);
  return steps.length === 1
    ? steps[0]!.map((step) => ({ name: `${name.split('@')[0]}@${step.id}`, steps: [step] }))
    : [{ name, steps: steps.map((ladder) => ladder[0]!) }];
});

function ladderOf(name: string): readonly FileStrength[] {
  const [id, strength] = name.split('@');
  const attack = attacks.find((one) => one.id === `sound.${id}`);
  if (attack?.works !== 'files') throw new Error(`no attack on sound is called ${id}`);
  const ladder = attack.ladder.filter((step) => strength === undefined || step.id === strength);
  if (ladder.length === 0) throw new Error(`${id} has no strength ${strength}`);
  return ladder;
}

/** Processor's time of a piece of work, seconds. */
async function timed<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly seconds: number }> {
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { value, seconds: (user + system) / 1e6 };
}

async function readingOf(
  path: string,
  keys = [publicMarkKey],
): Promise<{
  readonly statistic: number | null;
  readonly length: number;
  readonly cost: number;
}> {
  const pieces: Float32Array[] = [];
  const media = await identify(path, null);
  const form = { rate: READ_RATE, channels: READ_CHANNELS };
  const decoded = await streamPcm(path, media, form, READ_CHANNELS, context, (samples) => {
    pieces.push(samples);
  });
  if (!decoded.ok) return { statistic: null, length: 1, cost: 0 };
  const reader = new SoundReader(keys);
  const { value, seconds } = await timed(async () => {
    for (const piece of pieces) reader.push(piece);
    return reader.finish(none);
  });
  const found = value.find((one) => one.payload === payload);
  const length = decoded.samples / READ_RATE;
  return { statistic: found?.statistic ?? null, length, cost: seconds };
}

async function audiowmarkReads(program: string, path: string, folder: string): Promise<boolean> {
  const wave = join(folder, 'peer.wav');
  await run('ffmpeg', ['-v', 'error', '-y', '-i', path, '-c:a', 'pcm_s16le', wave]);
  const { stdout } = await run(program, ['get', '--detect-speed', wave], { maxBuffer: 2 ** 24 });
  return stdout.includes(peerPayload);
}
const peerPayload = '123456789abcdef00fedcba987654321';

const folder = await mkdtemp(join(tmpdir(), 'audio-survival-'));
const [source] = positionals;
if (source === undefined) throw new Error('a folder of sound files is needed');
const names = (await readdir(source))
  .filter((name) => name.includes(values.matching))
  .sort()
  .slice(0, Number(values.sounds));
const tally = new Map<string, { exact: number; of: number; sum: number; lost: string[]; peer: number }>();
const cost = { marked: 0, marking: 0, read: 0, reading: 0 };
let number = 0;

try {
  if (values.none === undefined) for (const name of names) await survive(name);
  else await unmarked(Number(values.none));
} finally {
  await rm(folder, { recursive: true, force: true });
}

for (const [name, { exact, of, sum, lost, peer }] of tally)
  console.info(
    `${name.padEnd(34)} ${exact}/${of}  z ${(exact > 0 ? sum / exact : 0).toFixed(1).padStart(5)}` +
      `${values.audiowmark === undefined ? '' : `  audiowmark ${peer}/${of}`}  ${lost.join(' ')}`,
  );
if (cost.marking > 0)
  console.info(`marking ${(cost.marked / cost.marking).toFixed(0)} × real time (processor)`);
if (cost.reading > 0)
  console.info(`reading ${(cost.read / cost.reading).toFixed(0)} × real time (processor)`);

async function survive(name: string): Promise<void> {
  const path = join(source!, name);
  const media = await identify(path, null);
  const answer = media.kind === 'audio' ? await soundFile(path, media, context) : null;
  if (answer === null || !answer.ok) return;
  const { file } = answer;
  const pieces: Float32Array[] = [];
  const request = { seconds: Number(values.seconds) };
  await streamPcm(path, media, request, file.channels, context, (samples) => {
    pieces.push(samples);
  });
  const strength = values.strength === undefined ? STANDARD_STRENGTH : Number(values.strength);
  const signs = patternSigns(soundPattern(publicMarkKey), payload);
  const marker = new SoundMarker(file, signs, strength);
  const { value, seconds } = await timed(async () => [
    ...pieces.flatMap((piece) => marker.push(piece)),
    ...marker.finish(),
  ]);
  const quality = marker.quality();
  cost.marked += quality.seconds;
  cost.marking += seconds;
  console.info(
    `${basename(name).padEnd(34)} ${quality.seconds.toFixed(0)} s  programme over mark ${quality.markLevel.toFixed(1)} dB  ` +
      `noise to mask ${quality.noiseToMask.toFixed(1)} dB, above it ${(100 * quality.above).toFixed(2)} %  ` +
      `${(quality.seconds / seconds).toFixed(0)} ×`,
  );
  const marked = join(folder, 'marked.wav');
  await writeFile(marked, waveFile(joined(value), file.rate, file.channels));
  const peer = values.audiowmark === undefined ? null : join(folder, 'peer-marked.wav');
  if (peer !== null && values.audiowmark !== undefined) {
    const plain = join(folder, 'plain.wav');
    await writeFile(plain, waveFile(joined(pieces), file.rate, file.channels));
    await run(values.audiowmark, ['add', plain, peer, peerPayload]);
  }
  for (const chain of chains) {
    const attacked = await attackedBy(chain, marked);
    if (attacked === null) continue;
    const entry = tally.get(chain.name) ?? { exact: 0, of: 0, sum: 0, lost: [], peer: 0 };
    tally.set(chain.name, entry);
    const { statistic, length, cost: spent } = await readingOf(attacked);
    cost.read += length;
    cost.reading += spent;
    entry.of += 1;
    if (values.each)
      console.info(
        `  ${chain.name.padEnd(32)} ${statistic?.toFixed(1) ?? '—'}  ${(length / spent).toFixed(0)} ×`,
      );
    if (statistic === null) entry.lost.push(name);
    else {
      entry.exact += 1;
      entry.sum += statistic;
    }
    if (peer !== null && values.audiowmark !== undefined) {
      const attackedPeer = await attackedBy(chain, peer);
      if (attackedPeer !== null && (await audiowmarkReads(values.audiowmark, attackedPeer, folder)))
        entry.peer += 1;
    }
  }
}

/** The file after all steps; `null` where one of them cannot be carried out on such a sound. */
async function attackedBy({ steps }: Chain, path: string): Promise<string | null> {
  let at = path;
  for (const step of steps) {
    number += 1;
    const own = join(folder, `attack-${number}`);
    await mkdir(own);
    const made = await step.produce(
      { path: at, media: await identify(at, null) },
      { folder: own, seed: 5, context },
    );
    if (!('path' in made)) return null;
    at = made.path;
  }
  return at;
}

function joined(pieces: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** Unmarked sounds and random keys: what the bound says, and how near the highest statistic came. */
async function unmarked(keys: number): Promise<void> {
  const random = await open('/dev/urandom', 'r');
  let [reads, found, length, spent] = [0, 0, 0, 0];
  for (const name of names) {
    const path = join(source!, name);
    const media = await identify(path, null);
    const pieces: Float32Array[] = [];
    const form = { rate: READ_RATE, channels: READ_CHANNELS, seconds: Number(values.seconds) };
    const decoded = await streamPcm(path, media, form, READ_CHANNELS, context, (samples) => {
      pieces.push(samples);
    });
    if (!decoded.ok) continue;
    for (let count = 0; count < keys; count += 1) {
      const bytes = new Uint8Array(32);
      await random.read(bytes, 0, 32);
      const reader = new SoundReader([privateMarkKey(bytes)]);
      const { value, seconds } = await timed(async () => {
        for (const piece of pieces) reader.push(piece);
        return reader.finish(none);
      });
      reads += 1;
      found += value.length;
      length += decoded.samples / READ_RATE;
      spent += seconds;
    }
  }
  await random.close();
  console.info(
    `${found} readings in ${reads} reads of unmarked sound, ${(length / spent).toFixed(0)} × real time (processor)`,
  );
}
