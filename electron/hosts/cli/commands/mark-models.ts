import { Command } from 'commander';
import { neuralSchemes } from '#core/mark/foreign/neural-schemes.ts';
import type { MarkModel } from '#core/media/mark-models.ts';
import { type Language, localized } from '#shared/domain/localized.ts';
import { printJson, printLine } from '../output.ts';
import { valueOrUsage, withSession } from '../session.ts';
import { text as common } from '../text.ts';

/** `assay marks models …`: networks that read the marks of others. */
export function modelsCommand(language: Language): Command {
  const json = ['--json', common.optionJson[language]] as const;
  const list = new Command('list')
    .description(words.list[language])
    .option(...json)
    .action((options: { json?: true }) =>
      withSession(language, async ({ app }) => {
        const models = await app.markModels.list();
        if (options.json === true) printJson({ models });
        else if (models.length === 0) printLine(words.none[language]);
        else for (const model of models) show(model, language);
        return 0;
      }),
    );
  const take = new Command('import')
    .description(words.import[language])
    .argument('<file>')
    .requiredOption('--scheme <name>', words.scheme[language])
    .option(...json)
    .addHelpText('after', schemesHelp(language))
    .action((file: string, options: { scheme: string; json?: true }) =>
      withSession(language, async ({ app }) => {
        const model = valueOrUsage(await app.markModels.import(file, options.scheme), language);
        if (options.json === true) printJson(model);
        else {
          show(model, language);
          printLine(`   ${model.pin === 'own' ? words.ownPin[language] : words.publishedPin[language]}`);
        }
        return 0;
      }),
    );
  const remove = new Command('remove')
    .description(words.remove[language])
    .argument('<sha256>')
    .action((sha256: string) =>
      withSession(language, async ({ app }) => {
        valueOrUsage(await app.markModels.remove(sha256), language);
        return 0;
      }),
    );
  const command = new Command('models').description(words.models[language]);
  for (const one of [list, take, remove]) command.addCommand(one.exitOverride().showHelpAfterError());
  return command.exitOverride().showHelpAfterError();
}

function show({ sha256, scheme, size, importedAt, name, pin }: MarkModel, language: Language): void {
  printLine(
    `${sha256}  ${scheme}  ${size} B  ${importedAt.slice(0, 10)}  ${pinWords[pin][language]}  ${name}`,
  );
}

function schemesHelp(language: Language): string {
  const lines = neuralSchemes.map(({ name, title, source }) => `  ${name.padEnd(14)} ${title}; ${source}`);
  return `\n${words.schemes[language]}\n${lines.join('\n')}\n`;
}

const pinWords = {
  published: localized('published hash', '已公布的哈希'),
  own: localized('own hash', '自行记录的哈希'),
} as const;

const words = {
  models: localized(
    'Detector networks of others: list, import, remove',
    '他人水印的检测网络：列出、导入、移除',
  ),
  list: localized('Networks that were imported', '列出已导入的网络'),
  import: localized(
    'Take a copy of a detector network in the ONNX format; from then on it is known by its hash',
    '导入 ONNX 格式的检测网络副本；此后以其哈希识别',
  ),
  remove: localized('Remove a network, by the beginning of its hash', '按哈希开头移除网络'),
  scheme: localized('how the network is fed and read', '网络的输入与读取方式'),
  schemes: localized('Schemes:', '方案：'),
  none: localized('No network has been imported.', '尚未导入任何网络。'),
  ownPin: localized(
    'No published hash is known for this network: what vouches for it is that you imported it. Each result names its hash.',
    '该网络没有已知的公开哈希：仅由您的导入为其背书。每项结果均注明其哈希。',
  ),
  publishedPin: localized('The hash is that of the published file.', '哈希与公开发布的文件一致。'),
} as const;
