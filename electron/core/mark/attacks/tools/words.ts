import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { localized } from '#shared/domain/localized.ts';
import type { AttackedFile, Bench, FileSource, NotRun } from '../define.ts';

/** A text larger than this is not attacked, bytes. */
const mostBytes = 32 * 1024 * 1024;

/** Characters nobody sees: format characters, variation selectors, tags, fillers (Unicode 16, 5.21). */
const invisible = /\p{Default_Ignorable_Code_Point}|\p{Cf}/gu;

export function withoutInvisible(text: string): string {
  return text.replaceAll(invisible, '');
}

/** Through a change of the text; written as UTF-8 without a mark of byte order. */
export async function throughText(
  { path }: FileSource,
  { folder }: Bench,
  change: (text: string) => string | NotRun,
): Promise<AttackedFile | NotRun> {
  const bytes = await readFile(path);
  if (bytes.byteLength > mostBytes) {
    const text = localized('The text is too large to be attacked.', '文本过大，无法施加攻击。');
    return { reason: { code: 'too-large', text } };
  }
  const changed = change(decoded(bytes));
  if (typeof changed !== 'string') return changed;
  const target = join(folder, 'text');
  await writeFile(target, changed, 'utf8');
  return { path: target };
}

/** UTF-8, or UTF-16 where a mark of byte order says so. */
function decoded(bytes: Buffer): string {
  const wide = bytes.length >= 2 && (bytes.readUInt16LE(0) === 0xfeff || bytes.readUInt16BE(0) === 0xfeff);
  if (!wide) return bytes.toString('utf8');
  const even = Buffer.from(bytes.subarray(0, bytes.length & ~1));
  return (even.readUInt16LE(0) === 0xfeff ? even : even.swap16()).toString('utf16le');
}
