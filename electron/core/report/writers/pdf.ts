import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '#shared/domain/report.ts';
import type { PreparedPicture } from '../pictures.ts';
import { type Coverage, fontCoverage } from './font-coverage.ts';
import { monoRanges } from './mono-coverage.ts';
import { pdfData } from './pdf-data.ts';
import { printableValue } from './printable.ts';
import { type PdfResources, typstCompiler } from './typst-compiler.ts';

/**
 * PDF/A-2a (ISO 19005-2): tagged,
 * fonts embedded, no script, no outside reference; where the library cannot claim level a, level b.
 */
const standards = ['a-2a', 'a-2b'] as const;

export async function renderPdf(
  report: Report,
  recordSha256: string,
  pictures: ReadonlyMap<string, PreparedPicture>,
  resources: PdfResources,
): Promise<{ readonly bytes: Uint8Array; readonly standard: string }> {
  const template = await readFile(resources.template, 'utf8');
  const { compiler, fonts, workspace } = await typstCompiler(resources);
  const files = new Map<string, string>();
  for (const [key, picture] of pictures) {
    if (!picture.ok) continue;
    const name = `/picture-${files.size}.${picture.mime === 'image/png' ? 'png' : 'jpg'}`;
    compiler.mapShadow(join(workspace, name), Buffer.from(picture.bytes));
    files.set(key, name);
  }
  const data = pdfData(report, recordSha256, pictures, files);
  const timestamp = Math.floor(Date.parse(report.generatedAt) / 1000);
  const complaints: string[] = [];
  // The second coverage is a fallback: shaping may need a glyph that the character map does not show.
  for (const coverage of [printedCoverage(fonts), plainCoverage]) {
    const shown = printableValue(data, (key) =>
      key === 'svg' || key === 'legend' ? coverage.drawings : coverage.text,
    );
    compiler.mapShadow(join(workspace, 'data.json'), Buffer.from(JSON.stringify(shown)));
    for (const standard of standards) {
      try {
        const options = { pdfStandard: standard, pdfTags: true, creationTimestamp: timestamp };
        const bytes = compiler.pdf({ mainFileContent: template, resetRead: true }, options);
        return { bytes: titleInWindow(bytes), standard };
      } catch (error) {
        complaints.push(`${standard}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
  throw new Error(`Typst could not set the report: ${complaints.join(' | ').slice(0, 4000)}`);
}

/**
 * Readers show the document's title, not the name of its file (ISO 14289-1, 7.1; WCAG 2.2, technique PDF18). Typst has no
 * setting for it; the preference takes the place of the reading direction it writes, which is the default, in as many bytes.
 */
function titleInWindow(bytes: Uint8Array): Uint8Array {
  const file = Buffer.from(bytes);
  const written = '<<\n    /Direction /L2R\n  >>';
  const at = file.indexOf(`/ViewerPreferences ${written}`, 0, 'latin1');
  if (at < 0) return bytes;
  file.write('<</DisplayDocTitle true>>'.padEnd(written.length), at + '/ViewerPreferences '.length, 'latin1');
  return file;
}

interface PrintedCoverage {
  readonly text: Coverage;
  /** SVG text: the family is chosen per drawing, so only the first font counts. */
  readonly drawings: Coverage;
}

export function printedCoverage(fonts: readonly Uint8Array[]): PrintedCoverage {
  const loaded = fonts.map(fontCoverage);
  const drawings: Coverage = { has: (code) => loaded.every((font) => font.has(code)) };
  const mono = new Set(
    monoRanges().flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, at) => first + at)),
  );
  return { drawings, text: { has: (code) => drawings.has(code) || mono.has(code) } };
}

/** Latin, punctuation, symbols used by the report itself, and unified ideographs. */
const plain: Coverage = {
  has: (code) =>
    (code >= 0x20 && code < 0x7f) ||
    (code >= 0xa1 && code <= 0xff) ||
    (code >= 0x2010 && code <= 0x2027) ||
    [0x25b2, 0x25bc, 0x25c6, 0x25cf].includes(code) ||
    (code >= 0x3000 && code <= 0x3017) ||
    (code >= 0x4e00 && code <= 0x9fa5) ||
    (code >= 0xff01 && code <= 0xff5e),
};
const plainCoverage: PrintedCoverage = { text: plain, drawings: plain };
