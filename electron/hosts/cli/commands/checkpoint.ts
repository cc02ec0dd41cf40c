import { Command } from 'commander';
import { checkpointText } from '#core/case/checkpoint.ts';
import type { CheckpointKeyFacts } from '#shared/domain/checkpoint.ts';
import type { Language } from '#shared/domain/localized.ts';
import { custodyText as words } from '../custody-text.ts';
import { complain, printJson, printLine } from '../output.ts';
import { UsageError, valueOrUsage, withSession } from '../session.ts';
import { text } from '../text.ts';
import { passphraseOf } from './sign.ts';

interface PassphraseOptions {
  readonly passphraseFile?: string;
  readonly remove?: true;
  readonly json?: true;
}

/** Signed statements of the end of custody chains, and the key they are signed with. */
export function checkpointCommand(language: Language): Command {
  const show = new Command('show')
    .description(words.show[language])
    .argument('<directory>')
    .action((directory: string) =>
      withSession(language, async (session) => {
        const caseId = await session.openCase(directory, 'read');
        const { checkpoint } = valueOrUsage(session.app.checkpoint(caseId), language);
        // The very text that was signed but for its signature, on one line: it can be checked without any JSON tool.
        if (checkpoint !== null) printLine(checkpointText(checkpoint));
        else complain(words.noCheckpoint[language]);
        return checkpoint === null ? 1 : 0;
      }),
    );
  const key = new Command('key')
    .description(words.key[language])
    .option('--json', text.optionJson[language])
    .action((options: { json?: true }) =>
      withSession(language, async ({ app }) => {
        showKey(valueOrUsage(await app.checkpointKey.facts(), language), options, language);
        return 0;
      }),
    );
  const passphrase = new Command('passphrase')
    .description(words.passphrase[language])
    .option('--passphrase-file <file>', words.optionNewPassphrase[language])
    .option('--remove', words.optionRemove[language])
    .option('--json', text.optionJson[language])
    .addHelpText('after', words.passphraseHelp[language])
    .action((options: PassphraseOptions) =>
      withSession(language, async ({ app }) => {
        const { passphraseFile, remove } = options;
        if ((passphraseFile === undefined) !== (remove === true))
          throw new UsageError(words.oneOfTwo[language]);
        const next = passphraseFile === undefined ? null : await passphraseOf(passphraseFile, language);
        const current = await passphraseOf(undefined, language);
        showKey(
          valueOrUsage(await app.checkpointKey.protect({ current, next }), language),
          options,
          language,
        );
        return 0;
      }),
    );
  const group = new Command('checkpoint').description(words.checkpoint[language]);
  for (const command of [show, key, passphrase])
    group.addCommand(command.exitOverride().showHelpAfterError());
  return group;
}

function showKey(facts: CheckpointKeyFacts, options: { json?: true }, language: Language): void {
  if (options.json === true) {
    printJson(facts);
    return;
  }
  printLine(facts.keyId);
  for (const line of facts.publicPem.trimEnd().split('\n')) printLine(line);
  // An honest word about how far the key is protected belongs on every showing.
  complain(facts.encrypted ? words.encrypted[language] : words.plain[language]);
  if (!facts.ready) complain(words.locked[language]);
}
