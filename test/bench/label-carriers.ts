/**
 * What holds of every carrier that writes: a base file is made, a label is written by the way of `assay label`,
 * read back by us and by exiftool, ffprobe and readers of single formats, the rest is compared byte by byte and
 * by decoders of others, and it is written a second time. Then every place a label is read from, what is refused
 * and what is not read.
 *
 *   node test/bench/label-carriers.ts [--write]
 *
 * Prints Markdown tables, and exits with 1 when anything does not hold. `--write` puts the tables into
 * resources/docs/label-carriers.md between its marks.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { engineVersions } from '#core/media/engines.ts';
import { LabelDesk } from '../support/labelling.ts';
import { makeBases } from './label-carriers/bases.ts';
import { runReads } from './label-carriers/reads.ts';
import { runRefusals, runUnread } from './label-carriers/refusals.ts';
import { readTable, wordsTable, writtenTable } from './label-carriers/tables.ts';
import { runTrials } from './label-carriers/trials.ts';

const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });
const page = fileURLToPath(new URL('../../resources/docs/label-carriers.md', import.meta.url));

async function bench(desk: LabelDesk): Promise<void> {
  const folder = desk.path('bases');
  await mkdir(folder);
  const trials = await runTrials(await makeBases(folder), desk);
  const reads = await runReads(folder);
  const [refusals, unread] = [await runRefusals(desk), await runUnread(folder)];
  const engines = await engineVersions(['exiftool', 'ffmpeg', 'ffprobe']);
  const versions = Object.entries(engines).map(([name, state]) =>
    'version' in state ? `${name} ${state.version.replace(/ \(.*$/, '')}` : `${name} missing`,
  );
  const tables: Readonly<Record<string, string>> = {
    written: writtenTable(trials),
    read: readTable(reads),
    refused: wordsTable('file', refusals),
    unread: wordsTable('file', unread),
    with: `${trials.length} trials over ${new Set(trials.map(({ name }) => name)).size} files with ${versions.join(', ')}.`,
  };
  for (const [name, text] of Object.entries(tables)) console.info(`\n## ${name}\n\n${text}`);
  const faults = [
    ...trials.flatMap(({ name, standard, faults: own }) => own.map((one) => `${name}, ${standard}: ${one}`)),
    ...reads.flatMap(({ carrier, faults: own }) => own.map((one) => `${carrier}: ${one}`)),
    ...refusals.filter(({ words }) => words === 'it was written').map(({ what }) => `written: ${what}`),
    ...unread.filter(({ words }) => words === 'it was read whole').map(({ what }) => `read whole: ${what}`),
  ];
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
  if (values.write) await writeFile(page, withTables(await readFile(page, 'utf8'), tables));
}

/** The page with every table in its place: `<!-- name -->` up to `<!-- end of name -->`. */
function withTables(text: string, tables: Readonly<Record<string, string>>): string {
  return Object.entries(tables).reduce((whole, [name, inside]) => {
    const [from, to] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
    const [start, end] = [whole.indexOf(from), whole.indexOf(to)];
    if (start < 0 || end < start) throw new Error(`the page has no place for ${name}`);
    return `${whole.slice(0, start + from.length)}\n${inside}\n${whole.slice(end)}`;
  }, text);
}

const desk = new LabelDesk();
try {
  await bench(desk);
} finally {
  await desk.close();
}
