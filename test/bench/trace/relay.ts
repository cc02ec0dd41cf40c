import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import sharp from 'sharp';

/**
 * The story of a relay, from the command line alone: an original is marked, labelled, signed and entered; three platforms
 * encode it anew; of one of these copies a screenshot or a recording is made, and that is the suspect. Told is whether the
 * suspect leads back to the entry and by what, which label and credential are recovered, what the comparison names, whether
 * the tree is the one that was made, and whether an unrelated file stays unrelated.
 *
 *   node test/bench/trace/relay.ts --picture FILE --film FILE --speech FILE --strangers FILE,FILE,FILE [--keep]
 *
 * The strangers: a picture, a film and a speech like the originals.
 */
const { values } = parseArgs({
  options: {
    picture: { type: 'string' },
    film: { type: 'string' },
    speech: { type: 'string' },
    strangers: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'assay-relay-'));
if (!values.keep) process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const entry = fileURLToPath(new URL('../../../electron/hosts/cli/main.ts', import.meta.url));

function assay(...args: string[]): string {
  const ran = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', entry, ...args], {
    env: { ...process.env, ASSAY_DATA: join(folder, 'data') },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (ran.status === 2 || ran.stdout === '') throw new Error(`assay ${args.join(' ')}\n${ran.stderr}`);
  return ran.stdout;
}

const ffmpeg = (...args: string[]): unknown => execFileSync('ffmpeg', ['-v', 'error', '-y', ...args]);

/** What becomes of a published file: three platforms, and a capture of the second one's copy. */
interface Relay {
  readonly platforms: readonly ((from: string, to: string) => unknown)[];
  readonly extension: string;
  readonly capture: (from: string, to: string) => unknown;
  readonly captured: string;
}

const still = (width: number, quality: number) => (from: string, to: string) =>
  sharp(from).resize({ width, withoutEnlargement: true }).jpeg({ quality }).toFile(to);

/** A telephone's screen: bars above and below, the picture as wide as the screen, saved as it stands and sent on. */
async function screenshot(from: string, to: string): Promise<void> {
  const [width, height] = [1080, 1600];
  const shown = await sharp(from).resize({ width }).toBuffer({ resolveWithObject: true });
  const top = Math.round((height - shown.info.height) / 2);
  const caption = `<svg width="${width}" height="${height}"><rect width="100%" height="90" fill="#f4f4f4"/>
    <text x="40" y="60" font-size="40">12:45</text><circle cx="80" cy="1500" r="45" fill="#3a7"/>
    <text x="150" y="1515" font-size="44" fill="#ddd">Look what they found!</text></svg>`;
  await sharp({ create: { width, height, channels: 3, background: '#101014' } })
    .composite([
      { input: shown.data, top, left: 0 },
      { input: Buffer.from(caption), top: 0, left: 0 },
    ])
    .jpeg({ quality: 80 })
    .toFile(to);
}

const film =
  (...args: string[]) =>
  (from: string, to: string) =>
    ffmpeg('-i', from, '-map_metadata', '-1', ...args, to);

const relays: Readonly<Record<'picture' | 'film' | 'speech', Relay>> = {
  picture: {
    platforms: [still(2048, 84), still(1280, 74), still(1080, 68)],
    extension: '.jpg',
    capture: screenshot,
    captured: '.jpg',
  },
  film: {
    platforms: [
      film('-vf', 'scale=-2:720', '-crf', '27'),
      film('-vf', 'scale=-2:540', '-crf', '30', '-r', '30'),
      film('-vf', 'scale=-2:480', '-crf', '32', '-an'),
    ],
    extension: '.mp4',
    // The screen recorded with bars above and below, the first second missed.
    capture: film('-ss', '1', '-vf', 'scale=720:-2,pad=720:1280:0:(oh-ih)/2:0x101014', '-crf', '30'),
    captured: '.mp4',
  },
  speech: {
    platforms: [
      film('-ar', '44100', '-c:a', 'aac', '-b:a', '96k'),
      film('-ar', '32000', '-c:a', 'aac', '-b:a', '48k'),
      film('-ar', '24000', '-c:a', 'aac', '-b:a', '24k'),
    ],
    extension: '.m4a',
    // Played in a room and recorded again, the first two seconds missed.
    capture: film(
      ...['-ss', '2', '-af', 'aecho=0.8:0.5:23|37:0.25|0.15,highpass=f=120,lowpass=f=7000,volume=0.7'],
      ...['-c:a', 'libmp3lame', '-b:a', '64k'],
    ),
    captured: '.mp3',
  },
};

async function tell(
  kind: keyof typeof relays,
  original: string,
  stranger: string | undefined,
): Promise<void> {
  const relay = relays[kind];
  const place = join(folder, kind);
  mkdirSync(place);
  console.info(`\n## ${kind}: ${original.replace(/.*\//, '')}`);
  const own = join(place, `original${extname(original)}`);
  copyFileSync(original, own);
  assay(
    ...['mark', '--durable', own, '--out', join(place, 'published'), '--register', '--sign', '--json'],
    ...[
      '--standard',
      'gb45438',
      '--producer',
      'Example Ltd',
      '--produce-id',
      '7',
      '--note',
      `relay: ${kind}`,
    ],
  );
  const published = join(place, 'published', `original${extname(original)}`);
  const spread = join(place, 'spread');
  mkdirSync(spread);
  copyFileSync(published, join(spread, `0-published${extname(original)}`));
  for (const [index, platform] of relay.platforms.entries()) {
    await platform(published, join(spread, `${index + 1}-platform${relay.extension}`));
  }
  const suspect = join(spread, `4-suspect${relay.captured}`);
  await relay.capture(join(spread, `2-platform${relay.extension}`), suspect);

  for (const told of [suspect, ...(stranger === undefined ? [] : [stranger])])
    console.info(assay('trace', told));
  console.info(assay('compare', published, suspect));
  writeFileSync(join(place, 'lineage.json'), assay('lineage', spread, '--json'));
  console.info(assay('lineage', spread));
}

assay('authority', 'create', '--organisation', 'Example Ltd', '--name', 'Example desk');
const strangers = values.strangers?.split(',') ?? [];
for (const [index, kind] of (['picture', 'film', 'speech'] as const).entries()) {
  const original = values[kind];
  if (original !== undefined) await tell(kind, original, strangers[index]);
}
if (values.keep) console.info(`\nkept in ${folder}`);
