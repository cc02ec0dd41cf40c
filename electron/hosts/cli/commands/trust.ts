import { resolve } from 'node:path';
import { Command } from 'commander';
import type { Language } from '#shared/domain/localized.ts';
import { TrustChoice, type TrustExamination, TrustSource } from '#shared/domain/trust.ts';
import { printJson, printLine } from '../output.ts';
import { UsageError, valueOrUsage, withSession } from '../session.ts';
import { text } from '../text.ts';
import { printCertificate, printDenial, printExamination, printList } from '../trust-output.ts';

interface ImportOptions {
  readonly official?: true;
  readonly own?: true;
  readonly tsa?: true;
  readonly json?: true;
}

/** `assay trust …`: the lists of whom to believe. */
export function trustCommand(language: Language): Command {
  const words = text.trustCommands;
  const make = (name: keyof typeof words) =>
    new Command(name).description(words[name][language]).exitOverride().showHelpAfterError();
  const json = ['--json', text.optionJson[language]] as const;

  const list = make('list')
    .option(...json)
    .action((options: { json?: true }) =>
      withSession(language, async ({ app }) => {
        const overview = valueOrUsage(await app.trust.lists(), language);
        const denials = valueOrUsage(await app.trust.denials(), language);
        if (options.json) printJson({ ...overview, denials });
        else {
          for (const one of overview.lists) printList(one, language);
          for (const one of denials) printDenial(one, language);
          for (const problem of overview.problems) printLine(`! ${problem}`);
          const loaded = overview.lists.some(({ tier, enabled }) => tier !== null && enabled);
          if (!loaded) printLine(text.noTrustLists[language]);
        }
        return overview.problems.length === 0 ? 0 : 1;
      }),
    );

  const show = make('show')
    .argument('<id>')
    .option(...json)
    .action((id: string, options: { json?: true }) =>
      withSession(language, async ({ app }) => {
        const certificates = valueOrUsage(await app.trust.certificates(id), language);
        const products = valueOrUsage(await app.trust.products(id), language);
        if (options.json) printJson({ certificates, products });
        else {
          for (const certificate of certificates) printCertificate(certificate);
          for (const { recordId, name, organisation, assuranceLevel, status } of products)
            printLine(`${recordId}  L${assuranceLevel ?? '-'}  ${status}  ${name}, ${organisation}`);
        }
        return 0;
      }),
    );

  const choosing = (command: Command): Command =>
    command
      .argument('<path...>')
      .option('--official', text.optionOfficial[language])
      .option('--own', text.optionOwn[language])
      .option('--tsa', text.optionTimeStamping[language])
      .option(...json);

  const imports = choosing(make('import'))
    .addHelpText('after', text.trustImportHelp[language])
    .action((paths: string[], options: ImportOptions) =>
      withSession(language, async ({ app }) => {
        const [source, choice] = asked(paths, options, language);
        return finish(
          valueOrUsage(await app.trust.import(source, choice), language),
          options,
          true,
          language,
        );
      }),
    );

  const diff = choosing(make('diff')).action((paths: string[], options: ImportOptions) =>
    withSession(language, async ({ app }) => {
      const [source, choice] = asked(paths, options, language);
      return finish(
        valueOrUsage(await app.trust.examine(source, choice), language),
        options,
        false,
        language,
      );
    }),
  );

  const switches = (['enable', 'disable'] as const).map((name) =>
    make(name)
      .argument('<id>')
      .action((id: string) =>
        withSession(language, async ({ app }) => {
          printList(valueOrUsage(await app.trust.setEnabled(id, name === 'enable'), language), language);
          return 0;
        }),
      ),
  );

  const rollback = make('rollback')
    .argument('<id>')
    .action((id: string) =>
      withSession(language, async ({ app }) => {
        printList(valueOrUsage(await app.trust.rollback(id), language), language);
        return 0;
      }),
    );

  const remove = make('remove')
    .argument('<id>')
    .action((id: string) =>
      withSession(language, async ({ app }) => {
        valueOrUsage(await app.trust.remove(id), language);
        return 0;
      }),
    );

  const deny = make('deny')
    .option('--certificate <sha256>', text.optionCertificate[language])
    .option('--key <sha256>', text.optionKey[language])
    .option('--issuer <name>', text.optionIssuer[language])
    .option('--serial <number>', text.optionSerial[language])
    .requiredOption('--reason <words>', text.optionReason[language])
    .option('--reason-zh <words>', text.optionReasonChinese[language])
    .option('--since <date>', text.optionSince[language])
    .option(...json)
    .action((options: DenyOptions) =>
      withSession(language, async ({ app }) => {
        const denial = valueOrUsage(await app.trust.deny(entryOf(options)), language);
        if (options.json) printJson(denial);
        else printDenial(denial, language);
        return 0;
      }),
    );

  const undeny = make('undeny')
    .argument('<id>')
    .action((id: string) =>
      withSession(language, async ({ app }) => {
        valueOrUsage(await app.trust.undeny(id), language);
        return 0;
      }),
    );

  const command = new Command('trust').description(text.trust[language]);
  for (const one of [list, show, imports, diff, ...switches, rollback, remove, deny, undeny])
    command.addCommand(one);
  return command;
}

interface DenyOptions {
  readonly certificate?: string;
  readonly key?: string;
  readonly issuer?: string;
  readonly serial?: string;
  readonly reason: string;
  readonly reasonZh?: string;
  readonly since?: string;
  readonly json?: true;
}

function entryOf({ certificate, key, issuer, serial, reason, reasonZh, since }: DenyOptions): object {
  return {
    ...(certificate === undefined ? {} : { certificateSha256: certificate }),
    ...(key === undefined ? {} : { keySha256: key }),
    ...(issuer === undefined ? {} : { issuer }),
    ...(serial === undefined ? {} : { serial }),
    reason: { en: reason, 'zh-CN': reasonZh ?? reason },
    ...(since === undefined ? {} : { since }),
  };
}

function asked(paths: string[], options: ImportOptions, language: Language): [TrustSource, TrustChoice] {
  if (options.official && options.own) throw new UsageError(text.officialOrOwn[language]);
  const unknownEdition = options.official ? 'official' : options.own ? 'own' : 'ask';
  return [
    TrustSource.parse({ paths: paths.map((path) => resolve(path)) }),
    TrustChoice.parse({ unknownEdition, ...(options.tsa ? { timeStamping: true } : {}) }),
  ];
}

/** 1 when a file was refused, a list waits for the user's word, or there was none. */
function finish(
  examination: TrustExamination,
  options: ImportOptions,
  imported: boolean,
  language: Language,
): number {
  if (options.json) printJson(examination);
  else printExamination(examination, imported, language);
  const { proposals, refused } = examination;
  const done = proposals.length > 0 && proposals.every(({ state }) => state !== 'undecided');
  return done && refused.length === 0 ? 0 : 1;
}
