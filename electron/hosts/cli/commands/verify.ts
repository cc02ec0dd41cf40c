import { Command } from 'commander';
import type { Verification } from '#shared/domain/case.ts';
import type { Language, Localized } from '#shared/domain/localized.ts';
import { custodyText as words } from '../custody-text.ts';
import { printJson, printLine } from '../output.ts';
import { looksLikePackage, printPackageVerification } from '../package-output.ts';
import { packageText } from '../package-text.ts';
import { UsageError, valueOrUsage, withSession } from '../session.ts';
import { text } from '../text.ts';

interface VerifyOptions {
  readonly checkpoint?: string;
  readonly json?: true;
}

export function verifyCommand(language: Language): Command {
  return new Command('verify')
    .description(text.verify[language])
    .argument('<directory>')
    .option('--checkpoint <file>', words.optionCheckpoint[language])
    .option('--json', text.optionJson[language])
    .action((directory: string, { checkpoint, json }: VerifyOptions) =>
      withSession(language, async (session) => {
        const { app } = session;
        if (await looksLikePackage(directory)) {
          if (checkpoint !== undefined) throw new UsageError(packageText.noCheckpoint[language]);
          return printPackageVerification(session, directory, json === true);
        }
        const verified = await app.cases.verifyFolder(directory, { checkpoint });
        const verification = valueOrUsage(verified, language);
        if (json) printJson(verificationDocument(verification));
        else printVerification(verification, language);
        return verification.problems.length === 0 ? 0 : 1;
      }),
    );
}

/** The stable document: `state`, `first` and `items` stand for every kind of thing that is verified. */
function verificationDocument({ state, first, problems, ...rest }: Verification) {
  return { state, first, items: problems, ...rest };
}

function printVerification(verification: Verification, language: Language): void {
  const { state, first, evidenceChecked, eventsChecked, problems, checkpoints } = verification;
  const say = (sentence: Localized, values: Record<string, string | number> = {}) =>
    printLine(sentence[language].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name])));
  say(text.checked, { evidence: evidenceChecked, events: eventsChecked });
  if (checkpoints !== null) {
    const { last, own, missing, keys, against } = checkpoints;
    if (last === null) say(words.noCheckpoint);
    else say(words.lastCheckpoint, { number: last.sequence, at: last.at, key: last.keyId });
    if (own === false) say(words.otherKey);
    if (keys.length > 1) say(words.severalKeys, { number: keys.length, keys: keys.join(', ') });
    if (missing > 0) say(words.missing, { number: missing });
    if (against !== null) say(words.against, { number: against.sequence, key: against.keyId });
  }
  say(words.state[state]);
  if (first !== null) say(words.first, { number: first });
  if (problems.length > 0) say(text.problemsFound);
  for (const { code, object, message } of problems) printLine(`  ${code}  ${object}  ${message[language]}`);
}
