import { Command } from 'commander';
import type { Language } from '#shared/domain/localized.ts';
import type { AuthorityFacts } from '#shared/domain/signing.ts';
import { complain, printJson, printLine } from '../output.ts';
import { valueOrUsage, withSession } from '../session.ts';
import { signText as text } from '../sign-text.ts';
import { text as common } from '../text.ts';
import { passphraseOf } from './sign.ts';

interface CreateOptions {
  readonly organisation: string;
  readonly name: string;
  readonly passphraseFile?: string;
  readonly json?: true;
}

/** The certificate authority of this installation: make it, look at it, hand out its root. */
export function authorityCommand(language: Language): Command {
  const create = new Command('create')
    .description(text.authorityCreate[language])
    .requiredOption('--organisation <name>', text.optionOrganisation[language])
    .requiredOption('--name <name>', text.optionName[language])
    .option('--passphrase-file <file>', text.optionNewPassphraseFile[language])
    .option('--json', common.optionJson[language])
    .action((options: CreateOptions) =>
      withSession(language, async ({ app }) => {
        const passphrase = await passphraseOf(options.passphraseFile, language);
        const { organisation, name } = options;
        const before = await app.signing.authority();
        const made = await app.signing.createAuthority({ organisation, name, passphrase });
        show(valueOrUsage(made, language), options, language);
        if (before.ok) complain(`${text.setAside[language]} sha256 ${before.value.root}`);
        return 0;
      }),
    );
  const showing = new Command('show')
    .description(text.authorityShow[language])
    .option('--json', common.optionJson[language])
    .action((options: { json?: true }) =>
      withSession(language, async ({ app }) => {
        show(valueOrUsage(await app.signing.authority(), language), options, language);
        return 0;
      }),
    );
  const root = new Command('root').description(text.authorityRoot[language]).action(() =>
    withSession(language, async ({ app }) => {
      const facts = valueOrUsage(await app.signing.authority(), language);
      for (const line of facts.rootPem.trimEnd().split('\n')) printLine(line);
      return 0;
    }),
  );
  const renew = new Command('renew')
    .description(text.authorityRenew[language])
    .option('--passphrase-file <file>', text.optionPassphraseFile[language])
    .option('--json', common.optionJson[language])
    .action((options: { passphraseFile?: string; json?: true }) =>
      withSession(language, async ({ app }) => {
        const passphrase = await passphraseOf(options.passphraseFile, language);
        show(valueOrUsage(await app.signing.renewAuthority(passphrase), language), options, language);
        return 0;
      }),
    );
  const group = new Command('authority').description(text.authority[language]);
  for (const command of [create, showing, root, renew])
    group.addCommand(command.exitOverride().showHelpAfterError());
  return group;
}

function show(facts: AuthorityFacts, options: { json?: true }, language: Language): void {
  if (options.json === true) {
    printJson(facts);
    return;
  }
  printLine(`${facts.organisation}, ${facts.name}`);
  printLine(`  ${text.rootHash[language]} sha256 ${facts.root}`);
  for (const { algorithm, certificate, notAfter } of facts.leaves)
    printLine(
      `  ${algorithm.padEnd(8)} sha256 ${certificate}  ${text.until[language]} ${notAfter.slice(0, 10)}`,
    );
  // An honest word about how far the keys are protected belongs on every showing.
  complain(facts.encrypted ? text.keysEncrypted[language] : text.keysPlain[language]);
}
