import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openVision } from '#core/media/vision.ts';
import { copyInliers, registerPictures } from '#core/trace/picture/registration.ts';
import { type Edit, edits } from './images/edits.ts';
import { type Reference, references, told } from './images/references.ts';
import { type Answer, search } from './images/search.ts';
import { wilson } from './images/wilson.ts';

/**
 * Which copies of pictures are found, by what, and how often unrelated pictures are called copies.
 *
 *   node test/bench/trace/image-copies.ts FOLDER… [--references 64] [--edits crop,band] [--unrelated 10000]
 *     [--without collage.jpg,screenshot.png]
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    references: { type: 'string', default: '64' },
    /** Only edits whose name or group holds one of these, commas between. */
    edits: { type: 'string', default: '' },
    unrelated: { type: 'string', default: '10000' },
    /** Parts of names of pictures to leave out, commas between: those that show another of the set. */
    without: { type: 'string', default: '' },
  },
});

const opened = await openVision();
if ('missing' in opened) throw new Error(opened.missing.text.en);
const { vision } = opened;
const folder = await mkdtemp(join(tmpdir(), 'assay-image-copies-'));

interface Row {
  readonly edit: Edit;
  count: number;
  whole: number;
  codes: number;
  votes: number;
  found: number;
  kept: number;
  sure: number;
  readonly missed: string[];
}

/** Inliers of unrelated pairs, counted. */
const unrelated = new Map<number, number>();
const likely: string[] = [];
let queries = 0;
let [pairs, falseCopies, keptPairs, keptCopies] = [0, 0, 0, 0];
const distances: number[] = [];

async function measured(edit: Edit, known: readonly Reference[]): Promise<Row> {
  const row: Row = { edit, count: 0, whole: 0, codes: 0, votes: 0, found: 0, kept: 0, sure: 0, missed: [] };
  // Each edited picture meets each reference once at most.
  const wanted = Math.ceil(Number(values.unrelated) / (known.length * chosen.length));
  const strangers = Math.min(wanted, known.length - 1);
  const start = chosen.indexOf(edit) * 5;
  for (const [index, reference] of known.entries()) {
    const hostIndex = (index + 7) % known.length;
    const host = known[hostIndex]!;
    const path = join(folder, `${queries}.jpg`);
    queries += 1;
    await writeFile(path, await edit.apply(reference.raster, host.raster, index));
    const asked = await told(path, 'jpeg', vision);
    await rm(path);
    if (asked === null) throw new Error(`${edit.name} made a picture that cannot be decoded`);
    const answers = search(asked.prints, known);
    const query = asked.features;
    const own = answers.find((answer) => answer.index === index)!;
    const place = answers.indexOf(own);
    const laid = registerPictures(reference.features, query, vision);
    row.count += 1;
    if (own.whole <= 31) row.whole += 1;
    if (own.bits <= 31) row.codes += 1;
    if (betterVotes(answers, own) < 5) row.votes += 1;
    if (place < 5 && (claimed(own) || laid?.sure === true)) row.found += 1;
    else row.missed.push(`${reference.name} (place ${place + 1}, ${own.votes} votes, ${own.agreeing} agree)`);
    if (own.agreeing >= copyInliers) row.kept += 1;
    if (laid?.sure === true) row.sure += 1;
    const related = new Set(edit.group === 'picture in picture' ? [index, hostIndex] : [index]);
    judgeStrangers(edit, reference, answers, related);
    for (let step = 0; step < strangers; step += 1) {
      const other = (index + 1 + ((start + step) % (known.length - 1))) % known.length;
      if (related.has(other)) continue;
      const wrong = registerPictures(known[other]!.features, query, vision);
      const inliers = wrong?.transform.inliers ?? 0;
      pairs += 1;
      unrelated.set(inliers, (unrelated.get(inliers) ?? 0) + 1);
      if (wrong?.sure === true) {
        falseCopies += 1;
        console.info(
          `!! ${edit.name} of ${reference.name} on ${known[other]!.name}: ${inliers}, support ${wrong.support}`,
        );
      }
    }
  }
  return row;
}

/** Is the reference named before anything is laid over it: a code within reach, agreeing features, or several votes? */
function claimed({ bits, votes, agreeing }: Answer): boolean {
  return bits <= 48 || agreeing >= 8 || votes >= 3;
}

function betterVotes(answers: readonly Answer[], own: Answer): number {
  return own.votes === 0 ? answers.length : answers.filter(({ votes }) => votes > own.votes).length;
}

function judgeStrangers(
  edit: Edit,
  reference: Reference,
  answers: readonly Answer[],
  related: ReadonlySet<number>,
): void {
  for (const { index, whole, bits, agreeing } of answers) {
    if (related.has(index)) continue;
    keptPairs += 1;
    if (whole < 256) distances.push(whole);
    if (agreeing >= copyInliers) {
      keptCopies += 1;
      console.info(`!! kept: ${edit.name} of ${reference.name} on reference ${index}: ${agreeing}`);
    }
    if (bits <= 48) likely.push(`${edit.name} of ${reference.name} on reference ${index}: ${bits} bits`);
  }
}

const percent = (part: number, all: number) => `${Math.round((100 * part) / Math.max(1, all))}`.padStart(4);

const chosen = edits.filter(({ name, group }) =>
  values.edits.split(',').some((part) => name.includes(part) || group.includes(part)),
);
try {
  const { kept, plain, copies } = await references(
    positionals,
    Number(values.references),
    vision,
    values.without.split(',').filter((part) => part !== ''),
  );
  console.info(
    `${kept.length} references; ${plain.length} too plain (${plain.join(', ')}); ${copies.length} copies left out`,
  );
  console.info(
    '| group | edit | n | target | PDQ alone ≤ 31 | PDQ trimmed, turned | features top 5 | found: top 5 | kept features ≥ 15 | registered ≥ 15 |',
  );
  console.info('|---|---|---|---|---|---|---|---|---|---|');
  for (const edit of chosen) {
    const row = await measured(edit, kept);
    const cells = [row.whole, row.codes, row.votes, row.found, row.kept, row.sure].map((n) =>
      percent(n, row.count),
    );
    const target = edit.target === null ? '–' : `${edit.target * 100}`;
    console.info(`| ${edit.group} | ${edit.name} | ${row.count} | ${target} | ${cells.join(' | ')} |`);
    if (row.missed.length > 0) console.info(`  missed: ${row.missed.join('; ')}`);
  }
  console.info(
    `unrelated pairs laid over each other: ${pairs}, called copies: ${falseCopies}, ${wilson(falseCopies, pairs)}`,
  );
  console.info(
    `  inliers: ${[...unrelated]
      .sort((a, b) => a[0] - b[0])
      .map(([inliers, n]) => `${inliers}: ${n}`)
      .join(', ')}`,
  );
  console.info(
    `unrelated pairs of kept features (the ten best of each search): called copies ${keptCopies} of ${keptPairs} searched, ${wilson(keptCopies, keptPairs)}`,
  );
  const mean = distances.reduce((sum, bits) => sum + bits, 0) / Math.max(1, distances.length);
  const spread = Math.sqrt(
    distances.reduce((sum, bits) => sum + (bits - mean) ** 2, 0) / Math.max(1, distances.length),
  );
  console.info(
    `PDQ of unrelated pairs: ${distances.length}, mean ${mean.toFixed(1)}, deviation ${spread.toFixed(2)}, least ${Math.min(...distances)}; ≤ 48 in any form: ${likely.length} ${likely.slice(0, 20).join('; ')}`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
