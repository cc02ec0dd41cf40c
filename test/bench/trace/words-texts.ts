import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A paragraph of running text, and the work it comes from. */
export interface Paragraph {
  readonly work: string;
  readonly text: string;
}

export type Language = 'zh' | 'en';

const PER_FILE = 40;

/**
 * Paragraphs of one language from manuals, books and collections of sayings in folders. Of paragraphs that begin alike
 * only the first is kept, and headings, listings and tables are left out.
 */
export function paragraphsIn(folders: readonly string[], language: Language): Paragraph[] {
  const [least, most] = language === 'zh' ? [60, 400] : [200, 1200];
  const seen = new Set<string>();
  const found: Paragraph[] = [];
  for (const path of folders.flatMap(filesIn)) {
    let count = 0;
    for (const block of textOf(path).split(/\n\s*\n/)) {
      const text = block.trim().replace(/\s*\n\s*/g, language === 'zh' ? '' : ' ');
      const han = text.match(/\p{sc=Han}/gu)?.length ?? 0;
      const size = language === 'zh' ? han : text.length;
      const written =
        language === 'zh'
          ? han > text.length * 0.6
          : han === 0 && (text.match(/[a-z]/g)?.length ?? 0) > text.length * 0.65;
      if (!written || size < least || size > most || /上一页|下一页|Prev|Next/.test(text)) continue;
      const beginning = text.slice(0, 24);
      if (seen.has(beginning) || count >= PER_FILE) continue;
      seen.add(beginning);
      count += 1;
      found.push({ work: path, text });
    }
  }
  return found;
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    // a collection that is not installed
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function textOf(path: string): string {
  if (/\.(?:png|jpe?g|svg|js|css|dat|u8)$/.test(path)) return '';
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  if (/\.html?$/.test(path))
    return text
      .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
      .replace(/<\/(?:p|div|li|h\d)>/g, '\n\n')
      .replace(/<[^>]+>/g, '')
      .replace(/&[a-z#0-9]+;/g, ' ');
  if (/\/man\d/.test(path))
    return text
      .split('\n')
      .filter((line) => !/^['.]\\"/.test(line))
      .map((line) =>
        /^\.(?:PP|TP|LP|IP|SH|SS)/.test(line)
          ? '\n'
          : line.replace(/^\.[A-Za-z]\w* ?/, '').replace(/\\f.|\\&|\\/g, ''),
      )
      .join('\n');
  // sayings are divided by a sign
  return text.replace(/^%$/gm, '\n');
}
