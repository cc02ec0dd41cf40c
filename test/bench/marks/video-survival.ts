import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { identify } from '#core/intake/identify.ts';
import { attacks } from '#core/mark/attacks/attacks.generated.ts';
import { assayVideo1 } from '#core/mark/codecs/assay-video-1.ts';
import { privateMarkKey } from '#core/mark/key.ts';
import { defaultLimits } from '#core/media/limits.ts';

/**
 * Marks every film of a folder and reads it back after each attack: exact rates, PSNR, frames a second, seconds of
 * reading per minute of film. Run: `node test/bench/marks/video-survival.ts FOLDER [ATTACK…]`. Attacks are those of the
 * survival lab, `h264@crf40`, with the encoders' own distance of key frames (x264: 250 frames).
 */
const targets = [
  ...['h264@crf35', 'h264@crf40', 'h264@crf45', 'scale-crf35@x0.5', 'crop@area50', 'rotate@degrees3'],
  ...['frame-rate@fps24', 'speed@percent10', 'speed@percent-10', 'reuploads@times3', 'recapture@careful'],
  ...[
    'recapture@ordinary',
    'hevc@crf35',
    'hevc@crf40',
    'av1@crf45',
    'crop-dark-h264@crf30',
    'crop-dark-h264@crf40',
  ],
];
const [folder, ...chosen] = process.argv.slice(2);
if (folder === undefined) throw new Error('which folder of films?');
const wished = chosen.length > 0 ? chosen : targets;
const key = privateMarkKey(new Uint8Array(32).fill(11));
const signal = new AbortController().signal;
const context = { limits: { ...defaultLimits, timeMs: 3_600_000 }, signal, progress: () => undefined };
const scratch = await mkdtemp(join(tmpdir(), 'assay-video-bench-'));
const rates = new Map<string, { exact: number; sound: number; wrong: number; all: number }>();
const reading = { seconds: 0, processor: 0, film: 0 };

function wilson(hits: number, all: number): string {
  const [p, z] = [hits / all, 1.96];
  const middle = (p + z ** 2 / (2 * all)) / (1 + z ** 2 / all);
  const half = (z / (1 + z ** 2 / all)) * Math.sqrt((p * (1 - p)) / all + z ** 2 / (4 * all ** 2));
  return `${Math.round(100 * (middle - half))}…${Math.round(100 * (middle + half))} %`;
}

async function read(path: string, payload: bigint, name: string): Promise<string> {
  const media = await identify(path, null);
  const [start, before] = [performance.now(), process.cpuUsage()];
  const request = { path, media, keys: [key], identifiers: new BigUint64Array(), context };
  const answer = await assayVideo1.detect(request);
  reading.seconds += (performance.now() - start) / 1000;
  reading.processor += process.cpuUsage(before).user / 1e6;
  reading.film += media.durationSeconds ?? 0;
  const readings = answer.state === 'marked' ? answer.readings : [];
  const has = (codec: string): boolean =>
    readings.some((one) => one.codec === codec && one.payload === String(payload));
  const rate = rates.get(name) ?? { exact: 0, sound: 0, wrong: 0, all: 0 };
  rates.set(name, rate);
  rate.all += 1;
  rate.exact += has('assay-video-1') ? 1 : 0;
  rate.sound += has('assay-audio-1') ? 1 : 0;
  rate.wrong += readings.some((one) => one.payload !== String(payload)) ? 1 : 0;
  const best = readings.find((one) => one.codec === 'assay-video-1');
  return best === undefined ? answer.state : `z ${best.statistic.toFixed(1)}`;
}

try {
  const films = (await readdir(folder)).filter((name) => /\.(?:mp4|mov|mkv|webm|avi)$/i.test(name)).sort();
  for (const [index, name] of films.entries()) {
    const path = join(folder, name);
    const media = await identify(path, name);
    const marked = join(scratch, `marked-${name}`);
    const payload = 0x9e37_79b9_7f4a_7c15n ^ BigInt(index);
    const start = performance.now();
    const answer = await assayVideo1.embed({
      ...{ path, media, target: marked, payload, key, strength: null, context },
    });
    if (!answer.ok) {
      console.info(`${name}: ${answer.reason.text.en}`);
      continue;
    }
    const seconds = (performance.now() - start) / 1000;
    const count = [
      '-v',
      'error',
      '-select_streams',
      'V:0',
      '-count_packets',
      '-show_entries',
      'stream=nb_read_packets',
    ];
    const frames = Number.parseInt(
      execFileSync('ffprobe', [...count, '-of', 'csv=p=0', marked]).toString(),
      10,
    );
    const quality = answer.quality.map((one) => `${one.name} ${one.value.toFixed(2)}`).join(', ');
    console.info(
      `${name} ${media.width}×${media.height}: ${(frames / seconds).toFixed(1)} frames/s with all checks; ${quality}`,
    );
    const results = [`none ${await read(marked, payload, 'none')}`];
    for (const wanted of wished) {
      const [id, rung] = wanted.split('@');
      const attack = attacks.find((one) => one.id === `video.${id}`);
      if (attack?.works !== 'files') throw new Error(`no attack ${wanted}`);
      const strength = attack.ladder.find((one) => one.id === rung);
      if (strength === undefined) throw new Error(`no rung ${wanted}`);
      const own = join(scratch, `${basename(name)}-${id}-${strength.id}`);
      await mkdir(own);
      const made = await strength.produce({ path: marked, media }, { folder: own, seed: 7, context });
      if ('path' in made) results.push(`${wanted} ${await read(made.path, payload, wanted)}`);
      else results.push(`${wanted} not run (${made.reason.code})`);
      await rm(own, { recursive: true, force: true });
    }
    console.info(`  ${results.join('; ')}`);
    await rm(marked, { force: true });
  }
  for (const [name, { exact, sound, wrong, all }] of rates)
    console.info(
      `${name.padEnd(24)} picture ${exact}/${all} (${wilson(exact, all)}), sound ${sound}/${all}, wrong ${wrong}`,
    );
  const minutes = Math.max(reading.film, 1e-9) / 60;
  console.info(
    `reading: ${(reading.seconds / minutes).toFixed(2)} s a minute of film, ${(reading.processor / minutes).toFixed(2)} s of it in this process`,
  );
} finally {
  await rm(scratch, { recursive: true, force: true });
}
