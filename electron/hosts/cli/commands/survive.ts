import { Command } from 'commander';
import { attacks } from '#core/mark/attacks/attacks.generated.ts';
import { suites } from '#core/mark/suites.ts';
import type { Language } from '#shared/domain/localized.ts';
import { attackFamilies, type MarkSurvival, survivalLayers } from '#shared/domain/mark-survival.ts';
import { measuredLayers, thresholdText } from '#shared/text/survival-figures.ts';
import {
  attackFamilyWords,
  credentialStandingWords,
  layerFateWords,
  layerWords,
  markStateWords,
  survivalWords,
} from '#shared/text/survival-words.ts';
import { coveredOf } from '../cover.ts';
import { complain, copyReport, printJson, printLine } from '../output.ts';
import { follow } from '../progress.ts';
import { formatOf, type Session, UsageError, valueOrUsage, withSession } from '../session.ts';
import { survivalText as text } from '../survival-text.ts';
import { text as common } from '../text.ts';
import { takeIn } from './intake.ts';

interface SurviveOptions {
  readonly attacks: string;
  readonly key?: string;
  readonly identifiers?: true;
  readonly case?: string;
  readonly json?: true;
  readonly report?: string;
  readonly list?: true;
}

export function surviveCommand(language: Language): Command {
  return new Command('survive')
    .description(text.survive[language])
    .argument('[file]')
    .option('--attacks <suite>', text.optionAttacks[language], 'standard')
    .option('--key <file>', text.optionKey[language])
    .option('--identifiers', text.optionIdentifiers[language])
    .option('--case <directory>', common.optionCase[language])
    .option('--json', common.optionJson[language])
    .option('--report <file>', text.optionReport[language])
    .option('--list', text.optionList[language])
    .addHelpText('after', text.help[language])
    .action(async (file: string | undefined, options: SurviveOptions) => {
      if (options.list === true) {
        list(options, language);
        return;
      }
      if (file === undefined) throw new UsageError(text.noFile[language]);
      await withSession(language, (session) => survive(session, file, options));
    });
}

async function survive(session: Session, file: string, options: SurviveOptions): Promise<number> {
  const { app, language } = session;
  const format = options.report === undefined ? undefined : formatOf(options.report, language);
  const key = options.key === undefined ? null : valueOrUsage(await app.marking.lend(options.key), language);
  const caseId =
    options.case === undefined ? await session.temporaryCase() : await session.openCase(options.case, 'make');
  const { results } = await takeIn(session, caseId, [file]);
  const [taken] = results;
  if (taken?.evidence === undefined) {
    complain(`${file}: ${taken?.reason?.text[language] ?? text.notTaken[language]}`);
    return 1;
  }
  const evidence = taken.evidence.sha256;
  const identifiers = options.identifiers === true;
  const job = valueOrUsage(
    app.survival.run({ caseId, evidence, attacks: options.attacks, key, identifiers }),
    language,
  );
  const ended = await follow(app, job, text.attacking[language]);
  for (const { item, message } of ended.problems) complain(`${item}: ${message[language]}`);
  if (coveredOf(session, caseId, [evidence]).size > 0) return 1;
  const kept = await app.survival.get(caseId, job.id);
  if (!kept.ok) return 1;
  if (options.json === true) printJson(kept.value);
  else print(kept.value, language);
  if (options.report !== undefined && format !== undefined) {
    const sections = ['items', 'mark-survival'] as const;
    const made = valueOrUsage(
      await app.report.export({ caseId, evidence: [evidence], format, language, sections }),
      language,
    );
    await copyReport(made, options.report, language);
  }
  return ended.state === 'done' && ended.problems.length === 0 ? 0 : 1;
}

function print(survival: MarkSurvival, language: Language): void {
  const { file, baseline, attacks: measured, complete } = survival;
  const colon = language === 'en' ? ': ' : '：';
  printLine(`${file.name}  ${file.media.format}  sha256 ${file.sha256}`);
  printLine(text.before[language]);
  const labels = baseline.labels.length === 0 ? survivalWords.none[language] : baseline.labels.join(', ');
  const whole = baseline.labelsComplete ? '' : ` (${survivalWords.notReadWhole[language]})`;
  printLine(`  ${survivalWords.labels[language]}${colon}${labels}${whole}`);
  printLine(
    `  ${survivalWords.credential[language]}${colon}${credentialStandingWords[baseline.credential][language]}`,
  );
  printLine(`  ${survivalWords.mark[language]}${colon}${markText(survival, language)}`);
  const { fingerprint } = baseline;
  printLine(
    `  ${survivalWords.fingerprint[language]}${colon}${fingerprint === null ? survivalWords.none[language] : `${fingerprint.hash} (${fingerprint.quality}/100)`}`,
  );
  const layers = measuredLayers(survival);
  for (const family of attackFamilies) {
    const list = measured.filter((attack) => attack.family === family);
    if (list.length > 0) printLine(`${attackFamilyWords[family][language]}`);
    if (family === 'regeneration' && list.length > 0) printLine(`  ${survivalWords.regeneration[language]}`);
    for (const attack of list) {
      printLine(`  ${attack.id}  ${attack.title[language]}`);
      for (const step of attack.steps) {
        const fates = survivalLayers.map(
          (layer) => `${layerWords[layer][language]} ${layerFateWords[step.layers[layer].fate].sign}`,
        );
        const mark =
          step.mark === null
            ? ''
            : `  z ${step.mark.statistic.toFixed(1)} p 10^${step.mark.falseAlarmLog10.toFixed(0)}${step.mark.route === 'register' ? ` ${survivalWords.byRegister[language]}` : ''}`;
        const quality = step.copy?.psnr == null ? '' : `  ${step.copy.psnr.toFixed(1)} dB`;
        const why = step.notRun === null ? '' : `  ${step.notRun.text[language]}`;
        printLine(
          `    ${step.typical ? '*' : ' '} ${step.label[language]}  ${fates.join('  ')}${mark}${quality}${why}`,
        );
      }
      for (const layer of layers)
        printLine(`      ${layerWords[layer][language]}${colon}${thresholdText(attack, layer, language)}`);
    }
  }
  printLine(text.legend[language]);
  printLine(survivalWords.models[language]);
  if (!complete) printLine(survivalWords.incomplete[language]);
}

function markText({ baseline: { mark, markState } }: MarkSurvival, language: Language): string {
  return mark === null
    ? markStateWords[markState][language]
    : `${mark.codec} ${mark.payload}  z ${mark.statistic.toFixed(1)}  ${survivalWords.falseAlarm[language]} 10^${mark.falseAlarmLog10.toFixed(0)}`;
}

function list({ json }: SurviveOptions, language: Language): void {
  if (json === true) {
    printJson({
      suites,
      attacks: attacks.map(({ id, media, family, title, about, cite, ladder }) => ({
        ...{ id, media, family, title, about, cite },
        ladder: ladder.map((step) => ({ id: step.id, label: step.label, typical: step.typical })),
      })),
    });
    return;
  }
  for (const { id, title } of suites) printLine(`${id}  ${title[language]}`);
  for (const { id, family, title, ladder } of attacks) {
    const steps = ladder.map((step) => `${step.id}${step.typical ? '*' : ''}`);
    printLine(`${id}  ${attackFamilyWords[family][language]} · ${title[language]}  [${steps.join(' ')}]`);
  }
}
