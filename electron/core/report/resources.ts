import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const fontPackage = '@expo-google-fonts/noto-sans-sc';
const fontFiles = ['400Regular/NotoSansSC_400Regular.ttf', '700Bold/NotoSansSC_700Bold.ttf'];

/**
 * Where the PDF template and its fonts are. `resourcesFolder` is the packaged app's folder for `resources/`;
 * without it the repository's own is found by walking up from this file. Fonts are taken from
 * `resources/fonts/` when they were packed there, otherwise from their npm package.
 */
export function reportResources(resourcesFolder?: string): { template: string; fonts: string[] } {
  const folder = resourcesFolder ?? findResources();
  const packed = fontFiles.map((file) => join(folder, 'fonts', file.slice(file.indexOf('/') + 1)));
  const require = createRequire(import.meta.url);
  return {
    template: join(folder, 'report', 'report.typ'),
    fonts: packed.every((file) => existsSync(file))
      ? packed
      : fontFiles.map((file) => join(dirname(require.resolve(`${fontPackage}/package.json`)), file)),
  };
}

function findResources(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let parent = dirname(folder); parent !== folder; folder = parent, parent = dirname(folder)) {
    const candidate = join(folder, 'resources');
    if (existsSync(join(candidate, 'report', 'report.typ'))) return candidate;
  }
  throw new Error('resources/report/report.typ is not part of this installation');
}
