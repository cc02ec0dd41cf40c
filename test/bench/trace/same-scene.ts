import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultLimits } from '#core/media/limits.ts';
import { aligner } from '#core/trace/align/picture.ts';
import { edits } from './images/edits.ts';
import { rasterOfFile } from './images/references.ts';
import { wilson } from './images/wilson.ts';

/**
 * Copies told from other photographs of the same scene: every edit of a photograph laid over that photograph, and laid
 * over the other photographs of its scene, by the aligner itself.
 *
 *   node test/bench/trace/same-scene.ts FOLDER --scene A.jpg,B.jpg,C.jpg [--copies 8] [--edits crop,band]
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Files of the folder that show one scene, commas between. */
    scene: { type: 'string', default: '' },
    /** Further pictures of the folder that are edited and laid over themselves. */
    copies: { type: 'string', default: '8' },
    edits: { type: 'string', default: '' },
  },
});
const folder = positionals[0];
if (folder === undefined || !existsSync(folder)) throw new Error('no folder');
const work = await mkdtemp(join(tmpdir(), 'assay-same-scene-'));
const scene = values.scene.split(',').filter((name) => name !== '');
const others = (await readdir(folder)).filter(
  (name) => /\.(jpe?g|png)$/i.test(name) && !scene.includes(name),
);
const step = Math.max(1, Math.floor(others.length / Number(values.copies)));
const alone = others.sort().filter((_, index) => index % step === 0);
const host = await rasterOfFile(join(folder, alone[0] ?? scene[0]!));
const chosen = edits.filter(({ name, group }) =>
  values.edits.split(',').some((part) => name.includes(part) || group.includes(part)),
);

const answers = ['copy', 'likely', 'candidate', 'not laid'] as const;
type Tally = Record<(typeof answers)[number], number>;
const empty = (): Tally => ({ copy: 0, likely: 0, candidate: 0, 'not laid': 0 });
const total = { copies: empty(), scenes: empty() };

async function claimOf(first: string, second: string): Promise<(typeof answers)[number]> {
  const file = (path: string) => {
    const format = path.endsWith('.png') ? ('png' as const) : ('jpeg' as const);
    return { path, media: { kind: 'image', format, mime: `image/${format}`, extensionFits: true } as const };
  };
  const answer = await aligner.align({
    first: file(first),
    second: file(second),
    artifact: () => Promise.resolve(),
    context: { limits: defaultLimits, signal: new AbortController().signal, progress: () => undefined },
  });
  const claim = answer.claim;
  return claim === 'copy' || claim === 'likely' || claim === 'candidate' ? claim : 'not laid';
}

const line = (tally: Tally) => answers.map((answer) => tally[answer]).join(' | ');

console.info(`| edit | copies: ${answers.join(' | ')} | other photographs: ${answers.join(' | ')} |`);
console.info('|---|---|---|---|---|---|---|---|---|');
try {
  for (const [number, edit] of [null, ...chosen].entries()) {
    const row = { copies: empty(), scenes: empty() };
    for (const [index, name] of [...scene, ...alone].entries()) {
      const whole = join(folder, name);
      let path = whole;
      if (edit !== null) {
        path = join(work, `${number}-${index}.jpg`);
        await writeFile(path, await edit.apply(await rasterOfFile(whole), host, index));
        row.copies[await claimOf(whole, path)] += 1;
      }
      for (const other of scene.includes(name) ? scene : [])
        if (other !== name) row.scenes[await claimOf(join(folder, other), path)] += 1;
    }
    for (const answer of answers) {
      total.copies[answer] += row.copies[answer];
      total.scenes[answer] += row.scenes[answer];
    }
    console.info(`| ${edit?.name ?? 'none'} | ${line(row.copies)} | ${line(row.scenes)} |`);
  }
  console.info(`| all | ${line(total.copies)} | ${line(total.scenes)} |`);
  const laid = (tally: Tally) => tally.copy + tally.likely + tally.candidate;
  console.info(
    `other photographs called copies: ${total.scenes.copy} of ${laid(total.scenes)} laid, ${wilson(total.scenes.copy, laid(total.scenes))}`,
  );
  console.info(
    `copies called another photograph: ${total.copies.candidate} of ${laid(total.copies)} laid, ${wilson(total.copies.candidate, laid(total.copies))}`,
  );
} finally {
  await rm(work, { recursive: true, force: true });
}
