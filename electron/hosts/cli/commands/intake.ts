import { Command } from 'commander';
import type { IntakeResult } from '#core/intake/intake.ts';
import type { Language } from '#shared/domain/localized.ts';
import { printJson, printLine } from '../output.ts';
import { follow } from '../progress.ts';
import { type Session, valueOrUsage, withSession } from '../session.ts';
import { text } from '../text.ts';

export function intakeCommand(language: Language): Command {
  return new Command('intake')
    .description(text.intake[language])
    .argument('<file...>')
    .requiredOption('--case <directory>', text.optionCase[language])
    .option('--covered', text.optionCovered[language])
    .option('--json', text.optionJson[language])
    .addHelpText('after', text.intakeHelp[language])
    .action((files: string[], options: { case: string; covered?: true; json?: true }) =>
      withSession(language, async (session) => {
        const caseId = await session.openCase(options.case, 'make');
        if (options.covered)
          valueOrUsage(session.app.conclusion.switchGuard(caseId, true, ''), session.language);
        const { results, complete } = await takeIn(session, caseId, files);
        if (options.json) printJson({ results: results.map(asJson) });
        else for (const result of results) printLine(describe(result, language));
        return complete && results.every((result) => result.reason === undefined) ? 0 : 1;
      }),
    );
}

/** Take files into a case and wait; one result per file, in order. Not complete: it was interrupted. */
export async function takeIn(
  session: Session,
  caseId: string,
  files: readonly string[],
  onResult: (result: IntakeResult) => void = () => undefined,
): Promise<{ readonly results: readonly IntakeResult[]; readonly complete: boolean }> {
  const results: IntakeResult[] = [];
  const job = valueOrUsage(
    session.app.evidence.add(caseId, files, {
      onResult(result) {
        results.push(result);
        onResult(result);
      },
    }),
    session.language,
  );
  const { state } = await follow(session.app, job, text.takingIn[session.language]);
  return { results, complete: state === 'done' };
}

function asJson(result: IntakeResult) {
  const { source, outcome, evidence, reason } = result;
  return {
    source,
    outcome,
    ...(evidence === undefined
      ? {}
      : { sha256: evidence.sha256, kind: evidence.media.kind, format: evidence.media.format }),
    ...(reason === undefined ? {} : { reason }),
  };
}

function describe(result: IntakeResult, language: Language): string {
  const subject =
    result.evidence === undefined
      ? result.reason?.text[language]
      : `${result.evidence.sha256}  ${result.evidence.media.format}`;
  return `${text[result.outcome][language]}  ${subject ?? ''}  ${result.source}`;
}
