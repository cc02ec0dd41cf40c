import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { traceKindOf } from '#core/pixels/agreement/trace-kinds.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { Language } from '#shared/domain/localized.ts';
import type { Agreement, RegionMeasurement, RegionRecord } from '#shared/domain/region.ts';
import { boxOfRings } from '#shared/numeric/region-shape.ts';
import { fillPlaceholders, formatNumber } from '#shared/text/format.ts';
import { regionLimits, regionName, seenByKinds, seenByOverlaps } from '#shared/text/region-words.ts';
import { translator } from '#shared/text/text.ts';
import { coveredOf } from '../cover.ts';
import { complain, printJson, printLine } from '../output.ts';
import { follow } from '../progress.ts';
import { regionsText as text } from '../regions-text.ts';
import { type Session, valueOrUsage, withSession } from '../session.ts';
import { text as common } from '../text.ts';
import { takeIn } from './intake.ts';

interface RegionsOptions {
  readonly json?: true;
}

/** Of one picture; without a case there is nothing of the analyst. */
interface Told {
  readonly evidence: Evidence;
  readonly agreement: Agreement;
  readonly record: RegionRecord | null;
  readonly measurements: readonly RegionMeasurement[];
}

export function regionsCommand(language: Language): Command {
  return new Command('regions')
    .description(text.regions[language])
    .argument('<file or case...>')
    .option('--json', common.optionJson[language])
    .addHelpText('after', text.help[language])
    .action((sources: string[], options: RegionsOptions) =>
      withSession(language, (session) => regions(session, sources, options)),
    );
}

async function regions(
  session: Session,
  sources: readonly string[],
  options: RegionsOptions,
): Promise<number> {
  const cases: string[] = [];
  const files: string[] = [];
  for (const source of sources) ((await isCase(source)) ? cases : files).push(source);
  const told: Told[] = [];
  let failed = false;
  for (const directory of cases) {
    const caseId = await session.openCase(directory, 'read');
    const all = [...pictures(session, caseId)];
    const covered = coveredOf(
      session,
      caseId,
      all.map(({ sha256 }) => sha256),
    );
    failed ||= covered.size > 0;
    for (const evidence of all)
      if (!covered.has(evidence.sha256)) told.push(await tell(session, caseId, evidence));
  }
  if (files.length > 0) {
    const caseId = await session.temporaryCase();
    failed = !(await examineFiles(session, caseId, files)) || failed;
    for (const evidence of pictures(session, caseId)) told.push(await tell(session, caseId, evidence));
  }
  if (options.json) printJson({ files: told.map(asJson), limits: regionLimits });
  else print(told, session.language);
  return failed ? 1 : 0;
}

async function isCase(path: string): Promise<boolean> {
  return stat(join(path, 'case.db')).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** Only the methods that can point at a place, and those that look at the same traces. */
async function examineFiles(session: Session, caseId: string, files: readonly string[]): Promise<boolean> {
  const { app, language } = session;
  const { results, complete } = await takeIn(session, caseId, files);
  for (const { evidence, source, reason } of results) {
    if (evidence === undefined) complain(`${source}: ${reason?.text[language] ?? common.failed[language]}`);
    else if (sizeOf(evidence) === null) complain(`${source}: ${text.noPicture[language]}`);
  }
  if (results.length === 0) complain(common.noEvidence[language]);
  const evidence = [...new Set(results.flatMap((one) => one.evidence?.sha256 ?? []))];
  if (evidence.length === 0) return false;
  const only = app.analyses().flatMap(({ id }) => ((traceKindOf[id] ?? null) === null ? [] : [id]));
  const job = valueOrUsage(
    app.examine.start({ caseId, evidence, only, parameters: {}, again: false }),
    language,
  );
  const ended = await follow(app, job, common.examining[language]);
  for (const { item, message } of ended.problems) complain(`${item}: ${message[language]}`);
  return complete && ended.state === 'done' && results.every((one) => sizeOf(one.evidence) !== null);
}

function sizeOf(evidence: Evidence | undefined): number | null {
  return evidence?.media.kind === 'image' ? (evidence.media.width ?? null) : null;
}

function* pictures({ app, language }: Session, caseId: string): Generator<Evidence> {
  for (let offset = 0; ; offset += 500) {
    const page = { offset, limit: 500, search: '', kind: 'image' };
    const { items } = valueOrUsage(app.evidence.list({ caseId, ...page }), language);
    yield* items.filter((evidence) => sizeOf(evidence) !== null);
    if (items.length < 500) return;
  }
}

async function tell({ app, language }: Session, caseId: string, evidence: Evidence): Promise<Told> {
  const agreement = valueOrUsage(app.regions.agreement(caseId, evidence.sha256), language);
  const record = valueOrUsage(app.regions.get(caseId, evidence.sha256), language);
  const measured = await app.regions.measure(caseId, evidence.sha256, record?.regions ?? []);
  return { evidence, agreement, record, measurements: valueOrUsage(measured, language) };
}

function asJson({ evidence, agreement, record, measurements }: Told) {
  const { sha256, name } = evidence;
  return { name, sha256, ...agreement, marked: record, measurements };
}

function print(all: readonly Told[], language: Language): void {
  const word = translator(language);
  for (const { evidence, agreement, record, measurements } of all) {
    const { groups, methods, regions: pieces } = agreement;
    printLine('');
    printLine(`${evidence.name}  ${agreement.width}×${agreement.height}`);
    if (groups.length === 0) printLine(`   ${text.none[language]}`);
    for (const [index, { kinds, analyses, rings, area, regions: members }] of groups.entries()) {
      printLine(`${index + 1}. ${seenByKinds(kinds, analyses.length)[language]}`);
      printLine(
        `   ${fillPlaceholders(text.place[language], { ...sides(rings), area: formatNumber(area, language) })}`,
      );
      for (const analysis of analyses) {
        const labels = pieces.filter((one) => one.analysis === analysis && members.includes(one.id));
        printLine(`   · ${analysis}  ${labels.flatMap((one) => one.labels).join(', ')}`);
        const said = methods.find((one) => one.analysis === analysis)?.findings ?? [];
        for (const { statement } of said) printLine(`       ${statement[language]}`);
      }
    }
    const silent = methods.filter((one) => !pieces.some(({ analysis }) => analysis === one.analysis));
    if (silent.length > 0) printLine(`   ${text.silent[language]}`);
    for (const { analysis, outcome } of silent) printLine(`   · ${analysis}  ${word(`outcome.${outcome}`)}`);
    const marked = record?.regions ?? [];
    if (marked.length > 0) printLine(`   ${text.own[language]}`);
    for (const [index, region] of marked.entries()) {
      const overlaps = measurements.find((one) => one.region === region.id)?.overlaps ?? [];
      printLine(`   · ${regionName(region, index)[language]}  ${seenByOverlaps(overlaps)[language]}`);
      if (region.remark.trim() !== '') printLine(`       ${region.remark.trim()}`);
    }
  }
  printLine('');
  printLine(text.limits[language]);
  for (const limit of regionLimits) printLine(`   ${limit[language]}`);
}

function sides(rings: Agreement['groups'][number]['rings']) {
  const { left, top, right, bottom } = boxOfRings(rings);
  return {
    left: Math.round(left),
    top: Math.round(top),
    right: Math.round(right),
    bottom: Math.round(bottom),
  };
}
