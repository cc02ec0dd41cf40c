import { Command } from 'commander';
import type { Language } from '#shared/domain/localized.ts';
import { copyReport } from '../output.ts';
import { formatOf, valueOrUsage, withSession } from '../session.ts';
import { text } from '../text.ts';

export function reportCommand(language: Language): Command {
  return new Command('report')
    .description(text.report[language])
    .requiredOption('--case <directory>', text.optionCaseExisting[language])
    .requiredOption('--out <file>', text.optionOut[language])
    .action((options: { case: string; out: string }) =>
      withSession(language, async ({ app, openCase }) => {
        const format = formatOf(options.out, language);
        const caseId = await openCase(options.case, 'existing');
        const made = valueOrUsage(
          await app.report.export({ caseId, evidence: [], format, language }),
          language,
        );
        await copyReport(made, options.out, language);
        return 0;
      }),
    );
}
