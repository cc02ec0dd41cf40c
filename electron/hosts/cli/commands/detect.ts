import { basename } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import { publicMarkKey } from '#core/mark/key.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { Language } from '#shared/domain/localized.ts';
import { MarkReading, type MarkState } from '#shared/domain/mark.ts';
import { RegisteredMark } from '#shared/domain/register.ts';
import type { Reason, Run } from '#shared/domain/run.ts';
import {
  absenceReminder,
  chanceWords,
  markKeyWords,
  markRouteWords,
  markStateWords,
} from '#shared/text/mark-words.ts';
import { markText as text } from '../mark-text.ts';
import { complain, printJson, printLine } from '../output.ts';
import { follow } from '../progress.ts';
import { type Session, valueOrUsage, withSession } from '../session.ts';
import { text as common } from '../text.ts';
import { everything } from './examine.ts';
import { takeIn } from './intake.ts';

interface DetectOptions {
  readonly key?: readonly string[];
  readonly presence?: true;
  readonly json?: true;
}

const own = 'marks.assay';
/** Says what a credential names; whether the mark is there, the others say. */
const named = 'marks.soft-binding';

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

export function detectCommand(language: Language): Command {
  return new Command('detect')
    .description(text.detect[language])
    .argument('<file...>')
    .option('--key <file>', text.optionDetectKey[language], collect)
    .option('--presence', text.optionPresence[language])
    .option('--json', common.optionJson[language])
    .addHelpText('after', text.detectHelp[language])
    .action((files: string[], options: DetectOptions) =>
      withSession(language, (session) => detect(session, files, options)),
    );
}

async function detect(session: Session, files: readonly string[], options: DetectOptions): Promise<number> {
  const { app, language } = session;
  const keys = await keysOf(session, options.key);
  const only = app.analyses().flatMap(({ id }) => (id.startsWith('marks.') ? [id] : []));
  const caseId = await session.temporaryCase();
  const { results, complete } = await takeIn(session, caseId, files);
  const chosen = [...new Set(results.flatMap(({ evidence }) => evidence?.sha256 ?? []))];
  let ended = true;
  const found = new Map<string, DetectedFile>();
  if (chosen.length > 0) {
    const parameters = keys === null ? {} : { [own]: { keys } };
    const job = valueOrUsage(
      app.examine.start({ caseId, evidence: chosen, only, parameters, again: false }),
      language,
    );
    const { state, problems } = await follow(app, job, text.detecting[language]);
    ended = state === 'done';
    for (const { item, message } of problems) complain(`${item}: ${message[language]}`);
    for (const { evidence, runs } of everything(session, caseId, chosen, only))
      found.set(evidence.sha256, detected(evidence, runs));
  }
  const entries = results.map(({ source, evidence, reason }): DetectedFile => {
    const one = evidence === undefined ? undefined : found.get(evidence.sha256);
    if (one !== undefined) return { ...one, name: basename(source), source };
    return { ...unread, name: basename(source), source, reasons: reason === undefined ? [] : [reason] };
  });
  if (options.json === true)
    printJson({ files: entries.map((one) => asJson(one, options.presence === true)) });
  else for (const entry of entries) printFile(entry, language);
  const answered = entries.length > 0 && results.every(({ evidence }) => evidence !== undefined);
  return complete && ended && answered ? 0 : 1;
}

interface DetectedFile {
  readonly name: string;
  readonly source: string;
  readonly sha256: string | null;
  readonly state: MarkState;
  readonly readings: readonly MarkReading[];
  readonly registered: readonly RegisteredMark[];
  /** Algorithms a credential names, with their values in base64 or hexadecimal as stored. */
  readonly named: readonly string[];
  readonly reasons: readonly Reason[];
  readonly warnings: readonly string[];
}

const unread: Omit<DetectedFile, 'name' | 'source' | 'reasons'> = {
  ...{ sha256: null, state: 'undetermined', readings: [], registered: [], named: [], warnings: [] },
};

/** What the analyses of marks have in common; each has more. */
const Readings = z.object({
  readings: z.array(MarkReading),
  registered: z.array(RegisteredMark).default([]),
});
const Named = z.object({ bindings: z.array(z.object({ algorithm: z.string() })) });

function detected(evidence: Evidence, runs: readonly Run[]): DetectedFile {
  const asked = runs.filter(({ analysis, outcome }) => analysis !== named && outcome !== 'not-applicable');
  const parsed = asked.flatMap(({ result }) => Readings.safeParse(result).data ?? []);
  const readings = parsed.flatMap((one) => one.readings);
  const gaps = asked.filter(({ outcome }) => outcome === 'undetermined' || outcome === 'failed');
  const said = runs.flatMap(({ result }) => Named.safeParse(result).data?.bindings ?? []);
  const nobody: Reason[] = asked.length === 0 ? [{ code: 'not-applicable', text: text.noDetector }] : [];
  return {
    name: evidence.name,
    source: evidence.name,
    sha256: evidence.sha256,
    state: readings.length > 0 ? 'marked' : gaps.length + nobody.length > 0 ? 'undetermined' : 'none-found',
    readings,
    registered: parsed.flatMap((one) => one.registered),
    named: [...new Set(said.map(({ algorithm }) => algorithm))],
    reasons: withoutRepeats([...gaps.flatMap(({ reason }) => reason ?? []), ...nobody]),
    warnings: runs.flatMap(({ warnings }) => warnings),
  };
}

/** Several detectors may say the same of a file that is damaged. */
function withoutRepeats(reasons: readonly Reason[]): Reason[] {
  return [...new Map(reasons.map((one) => [`${one.code} ${one.text.en} ${one.detail ?? ''}`, one])).values()];
}

/** Fingerprints of the keys that were named; `null`: all there are. Key files are lent to this process alone. */
async function keysOf(
  { app, language }: Session,
  given: readonly string[] | undefined,
): Promise<string[] | null> {
  if (given === undefined) return null;
  const fingerprints: string[] = [];
  for (const one of given) {
    if (one === 'public') fingerprints.push(String(publicMarkKey.name.fingerprint));
    else if (/^[0-9a-fA-F]{16}$/.test(one)) {
      const key = valueOrUsage(await app.marking.keyOf(one.toLowerCase()), language);
      fingerprints.push(String(key.name.fingerprint));
    } else fingerprints.push(valueOrUsage(await app.marking.lend(one), language));
  }
  return [...new Set(fingerprints)];
}

/** The stable form of the command's JSON. */
function asJson(file: DetectedFile, presence: boolean) {
  return {
    name: file.name,
    source: file.source,
    sha256: file.sha256,
    state: file.state,
    marks: file.readings.map(
      ({ presence: map, statisticName, derivation, meaning, falseAlarmLog10, ...reading }) => ({
        ...reading,
        statisticName: statisticName.en,
        // The smallest a double can say without losing its digits; the logarithm has the rest.
        falseAlarm: Math.max(1e-300, 10 ** falseAlarmLog10),
        falseAlarmLog10,
        derivation: derivation.en,
        derivationZh: derivation['zh-CN'],
        meaning: meaning?.en ?? null,
        meaningZh: meaning?.['zh-CN'] ?? null,
        registered: file.registered.filter(({ payload }) => payload === reading.payload),
        ...(presence && map !== undefined ? { presence: map } : {}),
      }),
    ),
    named: file.named,
    reasons: file.reasons.map(({ code, text: words, detail }) => ({
      code,
      text: words.en,
      textZh: words['zh-CN'],
      detail: detail ?? null,
    })),
    warnings: file.warnings,
  };
}

function printFile(file: DetectedFile, language: Language): void {
  const [colon, comma] = language === 'en' ? [': ', ', '] : ['：', '，'];
  printLine('');
  printLine(`${file.name}  ${markStateWords[file.state].text[language]}`);
  if (file.sha256 !== null) printLine(`   sha256 ${file.sha256}`);
  for (const [index, reading] of file.readings.entries()) {
    const { codec, payload, key, route, meaning, statistic, threshold, falseAlarmLog10, segment } = reading;
    const known = meaning === null ? '' : ` (${text.meaning[language]} ${meaning[language]})`;
    printLine(`   ${index + 1}. ${codec}  ${payload}${known}`);
    printLine(`      ${markKeyWords(key)[language]} · ${markRouteWords[route][language]}`);
    printLine(
      `      ${text.chance[language]} ${chanceWords(falseAlarmLog10)[language]} · ${reading.statisticName[language]} ${statistic.toFixed(2)} (≥ ${threshold.toFixed(2)})`,
    );
    if (segment !== undefined) printLine(`      ${segment.from.toFixed(1)}–${segment.to.toFixed(1)} s`);
    for (const { number, name, at, note } of file.registered.filter((one) => one.payload === payload))
      printLine(
        `      ${text.entryOf[language]} ${number}${colon}${[name, at.slice(0, 10), note].filter((one) => one !== '').join(comma)}`,
      );
  }
  for (const algorithm of file.named) printLine(`   ${text.named[language]} ${algorithm}`);
  for (const { text: words, detail } of file.reasons)
    printLine(`   ? ${words[language]}${detail === undefined ? '' : ` (${detail})`}`);
  if (file.state === 'none-found') printLine(`   ${absenceReminder[language]}`);
}
