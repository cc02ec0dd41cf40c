import { copyFile } from 'node:fs/promises';
import { evidenceEntry } from '#core/report/writers/json.ts';
import type { MadeReport } from '#core/work/report-job.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { Bearing } from '#shared/domain/finding.ts';
import type { Language } from '#shared/domain/localized.ts';
import type { Outcome, Run } from '#shared/domain/run.ts';
import { describeFigure } from '#shared/text/describe-figure.ts';
import { visibleText } from '#shared/text/visible-text.ts';
import { text } from './text.ts';

/**
 * `assay … | head`: the reader has seen enough. Or the terminal was closed, and its device answers EIO. The command goes
 * on to its end, and prints no more.
 */
let readerGone = false;
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    if (stream === process.stdout) readerGone = true;
  });

/** One line for people. Metadata of a hostile file must not move the cursor or turn the reading direction. */
export function printLine(line: string): void {
  if (!readerGone) process.stdout.write(`${visibleText(line)}\n`);
}

/** One document and nothing else on standard output. */
export function printJson(document: unknown): void {
  if (!readerGone) process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

/**
 * One document `{…head, "evidence": […]}` piece by piece: a case of thousands of files does not fit into one
 * string. Waits for the reader at the other end of a pipe.
 */
export async function printEvidenceJson(
  head: object,
  all: Iterable<{ evidence: Evidence; runs: Run[] }>,
): Promise<void> {
  const opening = JSON.stringify(head).slice(1, -1);
  await write(`{${opening}${opening === '' ? '' : ','}"evidence":[`);
  let separator = '\n';
  for (const item of all) {
    await write(`${separator}${JSON.stringify(evidenceEntry(item))}`);
    separator = ',\n';
  }
  await write(']}\n');
}

async function write(piece: string): Promise<void> {
  if (readerGone || process.stdout.write(piece)) return;
  await new Promise<void>((resolve) => {
    const goOn = () => {
      process.stdout.off('drain', goOn).off('close', goOn);
      resolve();
    };
    process.stdout.on('drain', goOn).on('close', goOn);
  });
}

/** Copy a report out of the case, and beside it the record whose hash its footer carries. */
export async function copyReport(made: MadeReport, target: string, language: Language): Promise<void> {
  await copyFile(made.path, target);
  complain(`${text.reportWritten[language]} ${target}  sha256 ${made.sha256}`);
  if (made.recordPath === made.path) return;
  await copyFile(made.recordPath, `${target}.json`);
  complain(`${text.recordWritten[language]} ${target}.json`);
}

export function complain(message: string): void {
  process.stderr.write(`${visibleText(message)}\n`);
}

const marks: Record<Outcome, string> = {
  found: '●',
  'nothing-found': '○',
  'not-applicable': '·',
  undetermined: '?',
  failed: '✗',
};
const bearings: Record<Bearing, string> = {
  supports: '+',
  contradicts: '−',
  inconclusive: '±',
  informational: 'i',
};

/** A readable page about one evidence. Methods that do not apply are left out here; the JSON has them. */
export function printEvidence(evidence: Evidence, runs: readonly Run[], language: Language): void {
  const { media } = evidence;
  const size = media.width === undefined ? '' : `  ${media.width}×${media.height}`;
  printLine('');
  printLine(`${evidence.number}  ${evidence.name}  ${media.format}${size}  ${evidence.size} B`);
  printLine(`   sha256 ${evidence.sha256}`);
  for (const run of runs) {
    if (run.outcome === 'not-applicable') continue;
    printLine(`   ${marks[run.outcome]} ${run.analysis}  ${run.outcome}  ${run.durationMs} ms`);
    if (run.reason !== undefined) printLine(`       ${run.reason.text[language]}`);
    for (const finding of run.findings)
      printLine(`     ${bearings[finding.bearing]} ${finding.statement[language]}`);
    for (const figure of run.figures) {
      if (figure.kind === 'scalar') printLine(`       ${describeFigure(figure, language)}`);
    }
    for (const warning of run.warnings) printLine(`     ! ${text.warnings[language]}: ${warning}`);
  }
}
