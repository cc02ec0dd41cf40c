import { Command } from 'commander';
import type { Language } from '#shared/domain/localized.ts';
import type { RingKey } from '#shared/domain/marking.ts';
import { markText as text } from '../mark-text.ts';
import { printJson, printLine } from '../output.ts';
import { valueOrUsage, withSession } from '../session.ts';
import { text as common } from '../text.ts';
import { modelsCommand } from './mark-models.ts';

interface NameOptions {
  readonly name?: string;
  readonly json?: true;
}

/** The ring of mark keys: list, make, import, export, remove. */
export function marksCommand(language: Language): Command {
  const json = (command: Command) => command.option('--json', common.optionJson[language]);
  const list = json(new Command('list').description(text.keysList[language])).action(
    ({ json: asked }: { json?: true }) =>
      withSession(language, async ({ app }) => {
        const keys = await app.marking.keys.list();
        if (asked === true) printJson({ keys });
        else if (keys.length === 0) printLine(text.noKeys[language]);
        else for (const key of keys) show(key);
        return 0;
      }),
  );
  const make = json(new Command('make').description(text.keysMake[language]))
    .option('--name <name>', text.optionName[language])
    .action((options: NameOptions) =>
      withSession(language, async ({ app }) => {
        told(valueOrUsage(await app.marking.keys.make(options.name ?? ''), language), options);
        return 0;
      }),
    );
  const take = json(new Command('import').description(text.keysImport[language]).argument('<file>'))
    .option('--name <name>', text.optionName[language])
    .action((file: string, options: NameOptions) =>
      withSession(language, async ({ app }) => {
        told(valueOrUsage(await app.marking.keys.addFile(file, options.name ?? ''), language), options);
        return 0;
      }),
    );
  const give = new Command('export')
    .description(text.keysExport[language])
    .argument('<fingerprint>')
    .requiredOption('--out <file>', text.optionExportOut[language])
    .action((fingerprint: string, { out }: { out: string }) =>
      withSession(language, async ({ app }) => {
        const { path } = valueOrUsage(await app.marking.keys.export(fingerprint, out), language);
        printLine(`${text.keyWritten[language]} ${path}`);
        return 0;
      }),
    );
  const remove = new Command('remove')
    .description(text.keysRemove[language])
    .argument('<fingerprint>')
    .action((fingerprint: string) =>
      withSession(language, async ({ app }) => {
        valueOrUsage(await app.marking.keys.remove(fingerprint), language);
        printLine(`${text.keyRemoved[language]} ${fingerprint}`);
        return 0;
      }),
    );
  const keys = new Command('keys').description(text.keys[language]);
  for (const command of [list, make, take, give, remove]) keys.addCommand(command);
  return new Command('marks')
    .description(text.marks[language])
    .addHelpText('after', text.marksHelp[language])
    .addCommand(keys)
    .addCommand(modelsCommand(language));
}

function told(key: RingKey, { json }: NameOptions): void {
  if (json === true) printJson(key);
  else show(key);
}

function show({ fingerprint, name, createdAt }: RingKey): void {
  printLine(`${fingerprint}  ${createdAt.slice(0, 10)}  ${name}`.trimEnd());
}
