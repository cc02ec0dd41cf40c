import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { identify } from '#core/intake/identify.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { filmLikeness } from '#core/trace/film/film-descriptor.ts';
import { denseViews, framePrints } from '#core/trace/film/film-prints.ts';
import { readFramePrint } from '#core/trace/film/frame-codes.ts';
import { judgeCodes } from '#core/trace/film/judge-films.ts';
import { laidFilms } from '#core/trace/film/laid-films.ts';
import { type FilmReading, readFilm } from '#core/trace/film/read-film.ts';
import { fingerprinter as frames } from '#core/trace/fingerprints/frames.ts';
import { wilson } from './images/wilson.ts';

/**
 * Copies of films: which are found, how many of their frames are placed by one query frame per second, how far the offset
 * is off, and how often unrelated films match. Peers in the same run: a bag of frames (vPDQ: the share of the frames
 * asked for that look like any frame of the other film, whatever the order, 80 % needed) and one code for the whole
 * film (TMK, simplified).
 *
 *   node test/bench/trace/film.ts FOLDER… [--edits NAME] [--seconds 20] [--only letterbox,cut]
 *
 * FOLDER: films; those whose names begin alike up to the first hyphen are of one group, all others are unrelated. Each of
 * them, or those whose name begins with `--edits`, is edited as listed below; `--only` takes some of the edits.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    edits: { type: 'string', default: '' },
    seconds: { type: 'string', default: '20' },
    only: { type: 'string', default: '' },
  },
});

const context = {
  limits: { ...defaultLimits, timeMs: 600_000 },
  signal: new AbortController().signal,
  progress: () => undefined,
};

interface Film {
  readonly name: string;
  readonly path: string;
  readonly reading: FilmReading;
}

async function read(name: string, path: string): Promise<Film | null> {
  const media = await identify(path, name);
  const started = performance.now();
  const answer = await readFilm(path, media, context);
  if (!answer.ok) {
    console.info(`${name}: ${answer.reason.text.en}`);
    return null;
  }
  const { reading } = answer;
  const hour = framePrints(reading).map(({ variant, bytes }) => {
    return `${variant} ${((bytes.length / reading.length) * 3.6).toFixed(2)}`;
  });
  const took = ((performance.now() - started) / reading.length).toFixed(2);
  console.info(
    `${name} | ${(reading.length / 1000).toFixed(1)} s, ${reading.frames} frames, ${reading.codes.count} codes, ${reading.flat} flat | MB an hour: ${hour.join(', ')} | ${took} s a second`,
  );
  return { name, path, reading };
}

/** Codes of the views of a film, the usual one first. */
const viewsOf = ({ reading }: Film) =>
  framePrints(reading)
    .filter(({ variant }) => denseViews.some((view) => view === variant))
    .map(({ bytes }) => readFramePrint(bytes)!);

interface Outcome {
  readonly claim: string;
  readonly by: string;
  /** What laying the two along each other says. */
  readonly laid: string;
  readonly placed: number;
  readonly bag: number;
  readonly whole: number;
  readonly offset: number | null;
  readonly speed: number | null;
}

function compared(suspect: Film, known: Film): Outcome {
  const match = frames.compare(framePrints(suspect.reading), framePrints(known.reading), 1);
  // The best of all views of both, as a search sees them.
  const all = viewsOf(suspect).flatMap((own) =>
    viewsOf(known).map((stored) => judgeCodes(own, stored, 1000)),
  );
  const found = all.reduce(
    (best, one) =>
      one !== null && (best === null || one.placed / one.asked.count > best.placed / best.asked.count)
        ? one
        : best,
    null,
  );
  const likeness = filmLikeness(suspect.reading.descriptor.bytes, known.reading.descriptor.bytes)!;
  const laid = laidFilms(known.reading, suspect.reading);
  const piece = laid?.pieces.toSorted((one, other) => other.votes - one.votes)[0];
  return {
    claim: match?.claim ?? '–',
    by: match?.variant ?? '',
    laid: laid?.claim ?? '–',
    placed: found === null ? 0 : found.placed / found.asked.count,
    bag: found === null ? 0 : found.alike / found.asked.count,
    whole: Math.min(likeness.mean, likeness.order),
    offset: piece === undefined ? null : piece.first[0] - piece.speed * piece.second[0],
    speed: piece?.speed ?? null,
  };
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

function row(name: string, { claim, by, placed, bag, whole, offset, speed }: Outcome, truth?: number): void {
  const error =
    truth === undefined || offset === null ? '' : ` (error ${Math.abs(offset / 1000 - truth).toFixed(3)} s)`;
  const at = offset === null ? '–' : `${(offset / 1000).toFixed(3)} s × ${speed?.toFixed(3) ?? '?'}${error}`;
  console.info(
    `${name} | ${claim} ${by} | placed ${percent(placed)} | ${at} | bag ${percent(bag)}${bag >= 0.8 ? ' found' : ''} | whole ${whole.toFixed(2)}${whole >= 0.7 ? ' found' : ''}`,
  );
}

/** Edits of one film with known truth: filters of FFmpeg, and the offset of the copy's beginning in the original. */
const edits: readonly { readonly name: string; readonly args: readonly string[]; readonly offset: number }[] =
  [
    { name: 'cut, re-encoded', args: ['-ss', '3.3', '-t', '12', '-crf', '33'], offset: 3.3 },
    { name: 'letterbox', args: ['-vf', 'pad=iw:ih*1.4:0:(oh-ih)/2', '-crf', '30'], offset: 0 },
    { name: 'white bars', args: ['-vf', 'pad=iw*1.5:ih:(ow-iw)/2:0:white', '-crf', '30'], offset: 0 },
    {
      name: 'bars, cut, half size',
      args: ['-ss', '4.1', '-vf', 'scale=iw/2:-2,pad=iw*1.6:ih:(ow-iw)/2:0', '-crf', '32'],
      offset: 4.1,
    },
    { name: 'speed + 5 %', args: ['-vf', 'setpts=PTS/1.05', '-an', '-crf', '30'], offset: 0 },
    { name: 'speed − 8 %', args: ['-vf', 'setpts=PTS/0.92', '-an', '-crf', '30'], offset: 0 },
    { name: 'mirrored', args: ['-vf', 'hflip', '-crf', '30'], offset: 0 },
    { name: 'stretched', args: ['-vf', 'scale=640:360,setsar=1', '-crf', '30'], offset: 0 },
    { name: 'half the frame rate', args: ['-ss', '2', '-vf', 'fps=12.5', '-crf', '30'], offset: 2 },
    {
      name: 'colour, grey',
      args: ['-vf', 'hue=s=0,eq=contrast=1.3:brightness=0.05', '-crf', '34'],
      offset: 0,
    },
    {
      name: 'logo, 30 % of the area',
      args: [
        '-ss',
        '1.5',
        '-vf',
        'drawbox=x=iw*0.3:y=ih*0.3:w=iw*0.55:h=ih*0.55:color=red:t=fill',
        '-crf',
        '30',
      ],
      offset: 1.5,
    },
    { name: 'crop to 64 %', args: ['-ss', '1.5', '-vf', 'crop=iw*0.8:ih*0.8', '-crf', '30'], offset: 1.5 },
    {
      name: 'wide flat border',
      args: ['-vf', 'scale=iw*0.6:-2,pad=iw/0.6:ih/0.6:ow*0.3:oh*0.3:0x3060a0', '-crf', '30'],
      offset: 0,
    },
    {
      name: 'picture in picture',
      args: [
        '-filter_complex',
        'testsrc2=size=960x720:rate=30[b];[0:v]scale=-2:420,setsar=1[p];[b][p]overlay=280:150:shortest=1',
        ...['-an', '-crf', '30'],
      ],
      offset: 0,
    },
  ];

const folder = await mkdtemp(join(tmpdir(), 'assay-bench-film-'));
try {
  const films: Film[] = [];
  for (const place of positionals)
    for (const name of (await readdir(place)).sort()) {
      const film = await read(name, join(place, name));
      if (film !== null) films.push(film);
    }
  const group = ({ name }: Film): string => name.split(/[-.]/)[0]!;
  console.info('\nsuspect < known | claim | frames placed | offset × speed | bag of frames | whole film');
  let [unrelated, falseCopies, falseCandidates, falseLaid, bagFalse] = [0, 0, 0, 0, 0];
  for (const suspect of films)
    for (const known of films) {
      if (suspect === known) continue;
      const outcome = compared(suspect, known);
      if (group(suspect) === group(known)) {
        row(`${suspect.name} < ${known.name}`, outcome);
        continue;
      }
      unrelated += 1;
      if (outcome.claim === 'copy' || outcome.claim === 'likely') falseCopies += 1;
      if (outcome.claim !== '–') falseCandidates += 1;
      if (outcome.laid === 'copy' || outcome.laid === 'likely') falseLaid += 1;
      if (outcome.bag >= 0.8) bagFalse += 1;
      if (outcome.claim !== '–') row(`UNRELATED ${suspect.name} < ${known.name}`, outcome);
    }
  if (unrelated > 0) {
    console.info(
      `\nunrelated pairs: ${unrelated}; copy or likely ${falseCopies}, ${wilson(falseCopies, unrelated)}; candidates ${falseCandidates}; laid along each other ${falseLaid}; bag of frames ${bagFalse}`,
    );
  }
  const used = edits.filter(({ name }) => values.only.split(',').some((part) => name.startsWith(part)));
  const table = new Map<string, { readonly outcome: Outcome; readonly error: number | null }[]>();
  for (const original of films.filter(({ name }) => name.startsWith(values.edits))) {
    console.info(`\nedits of ${original.name}`);
    for (const { name, args, offset } of used) {
      const path = join(folder, 'edit.mp4');
      execFileSync('ffmpeg', [
        ...['-nostdin', '-v', 'error', '-y', '-t', values.seconds, '-i', original.path, ...args],
        ...['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', path],
      ]);
      const copy = await read(name, path);
      if (copy === null) continue;
      const outcome = compared(copy, original);
      row(name, outcome, offset);
      const error = outcome.offset === null ? null : Math.abs(outcome.offset / 1000 - offset);
      table.set(name, [...(table.get(name) ?? []), { outcome, error }]);
    }
  }
  console.info(
    '\nedit | films | claim of a search: copy, likely, candidate, none | laid: copy or likely | frames placed: mean, least | offset error of those laid: median, worst | bag of frames | whole film',
  );
  for (const [name, rows] of table) {
    const claimed = (claim: string): number => rows.filter(({ outcome }) => outcome.claim === claim).length;
    const placed = rows.map(({ outcome }) => outcome.placed).sort((one, other) => one - other);
    const laid = rows.filter(({ outcome }) => outcome.laid === 'copy' || outcome.laid === 'likely');
    const errors = laid.flatMap(({ error }) => error ?? []).sort((one, other) => one - other);
    const mean = placed.reduce((sum, share) => sum + share, 0) / placed.length;
    console.info(
      `${name} | ${rows.length} | ${['copy', 'likely', 'candidate', '–'].map(claimed).join(', ')} | ${laid.length} | ${percent(mean)}, ${percent(placed[0]!)} | ${(errors[errors.length >> 1] ?? Number.NaN).toFixed(3)}, ${(errors.at(-1) ?? Number.NaN).toFixed(3)} s | ${rows.filter(({ outcome }) => outcome.bag >= 0.8).length} | ${rows.filter(({ outcome }) => outcome.whole >= 0.7).length}`,
    );
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
