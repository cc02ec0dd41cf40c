import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

export interface PdfResources {
  readonly template: string;
  readonly fonts: readonly string[];
}

/**
 * Typst with the fonts of reports and nothing else: native code, loaded in a worker when it is needed. The folder it works in
 * does not exist; whatever it reads is put before it from memory.
 */
export async function typstCompiler({ template, fonts: names }: PdfResources) {
  const { NodeCompiler } = await import('@myriaddreamin/typst-ts-node-compiler');
  const fonts = await Promise.all(names.map((font) => readFile(font)));
  const workspace = resolve(template, '..', 'none');
  return { compiler: NodeCompiler.create({ workspace, fontArgs: [{ fontBlobs: fonts }] }), fonts, workspace };
}
