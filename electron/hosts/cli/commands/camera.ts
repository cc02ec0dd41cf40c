import { Command } from 'commander';
import type { App } from '#core/app-interface.ts';
import type { CameraOrder } from '#core/work/cameras.ts';
import type { Camera } from '#shared/domain/camera.ts';
import { type Language, localized } from '#shared/domain/localized.ts';
import { onInterrupt } from '../interrupt.ts';
import { complain, printJson, printLine } from '../output.ts';
import { drawBar } from '../progress.ts';
import { valueOrUsage, withSession } from '../session.ts';
import { text as common } from '../text.ts';

/** `assay camera …`: fingerprints of cameras, for `pixels.sensor-noise`. */
export function cameraCommand(language: Language): Command {
  const json = ['--json', common.optionJson[language]] as const;
  const add = new Command('add')
    .description(words.add[language])
    .argument('<name>')
    .argument('<files...>')
    .option(...json)
    .action((name: string, files: string[], options: { json?: true }) =>
      withSession(language, async ({ app }) => {
        const made = await addCamera(app, { name, paths: files });
        const { camera, refused } = valueOrUsage(made, language);
        for (const { path, reason } of refused)
          complain(`${words.leftOut[language]} ${path}: ${reason[language]}`);
        if (options.json === true)
          printJson({ camera, refused: refused.map(({ path, reason }) => ({ path, reason: reason.en })) });
        else show(camera, language);
        return 0;
      }),
    );
  const list = new Command('list')
    .description(words.list[language])
    .option(...json)
    .action((options: { json?: true }) =>
      withSession(language, async ({ app }) => {
        const { cameras, problems } = await app.cameras.list();
        for (const problem of problems) complain(problem);
        if (options.json === true) printJson({ cameras });
        else if (cameras.length === 0) printLine(words.none[language]);
        else for (const camera of cameras) show(camera, language);
        return 0;
      }),
    );
  const remove = new Command('remove')
    .description(words.remove[language])
    .argument('<sha256>')
    .action((sha256: string) =>
      withSession(language, async ({ app }) => {
        valueOrUsage(await app.cameras.remove(sha256), language);
        printLine(sha256);
        return 0;
      }),
    );
  const command = new Command('camera').description(words.camera[language]);
  for (const one of [add, list, remove]) command.addCommand(one.exitOverride().showHelpAfterError());
  return command;
}

/** Ctrl-C gives the fingerprint up; nothing of it is kept then. */
async function addCamera(app: App, order: CameraOrder) {
  const stop = new AbortController();
  const release = onInterrupt(() => stop.abort());
  const bar = drawBar(order.name);
  try {
    const onProgress = (done: number, total: number) => bar.show(done, total, '');
    return await app.cameras.add(order, { signal: stop.signal, onProgress });
  } finally {
    bar.stop();
    release();
  }
}

function show({ sha256, name, model, frame, width, height, references }: Camera, language: Language): void {
  const part = width === frame.width && height === frame.height ? '' : ` (${width} × ${height})`;
  const pictures = `${references.length} ${words.pictures[language]}`;
  printLine(`${sha256}  ${name}  ${model ?? '–'}  ${frame.width} × ${frame.height}${part}  ${pictures}`);
}

const words = {
  camera: localized('Fingerprints of cameras: add, list, remove', '相机指纹：添加、列出、移除'),
  add: localized(
    'Make the fingerprint of a camera from pictures it took; 20 to 50 flat, bright ones are best',
    '由某台相机拍摄的图像生成其指纹；以 20 至 50 张平坦明亮的图像为佳',
  ),
  list: localized('Fingerprints that were made', '列出已生成的相机指纹'),
  remove: localized('Remove a fingerprint, by the beginning of its hash', '按哈希开头移除相机指纹'),
  none: localized('No camera fingerprint has been made.', '尚未生成任何相机指纹。'),
  leftOut: localized('Left out:', '已略过：'),
  pictures: localized('pictures', '张图像'),
} as const;
