import { Command, Option } from 'commander';
import { type ReportKind, reportKinds } from '#shared/contract/contract.ts';
import type { Language } from '#shared/domain/localized.ts';
import { copyReport } from '../output.ts';
import {
  publishNeedsLinkedData,
  type RedactionOptions,
  redactionOf,
  withRedaction,
} from '../redaction-options.ts';
import { formatOf, valueOrUsage, withSession } from '../session.ts';
import { text } from '../text.ts';

interface ReportOptions extends RedactionOptions {
  readonly case: string;
  readonly out: string;
  readonly kind: ReportKind;
  readonly incomplete?: string;
}

export function reportCommand(language: Language): Command {
  const command = new Command('report')
    .description(text.report[language])
    .requiredOption('--case <directory>', text.optionCaseExisting[language])
    .requiredOption('--out <file>', text.optionOut[language])
    .addOption(new Option('--kind <kind>', text.optionKind[language]).choices(reportKinds).default('working'))
    .option('--incomplete <reason>', text.optionIncomplete[language])
    .addHelpText('after', text.reportHelp[language]);
  return withRedaction(command, language).action((options: ReportOptions) =>
    withSession(language, async ({ app, openCase }) => {
      const format = formatOf(options.out, language);
      if (options.publish !== undefined && format !== 'jsonld') throw publishNeedsLinkedData(language);
      const caseId = await openCase(options.case, 'existing');
      const made = valueOrUsage(
        await app.report.export({
          ...{ caseId, evidence: [], format, language },
          kind: options.kind,
          incomplete: options.incomplete ?? null,
          ...(await redactionOf(options, language)),
        }),
        language,
      );
      await copyReport(made, options.out, language);
      return 0;
    }),
  );
}
