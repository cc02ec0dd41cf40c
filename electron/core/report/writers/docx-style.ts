import { type IStylesOptions, LineRuleType } from 'docx';
import type { Language } from '#shared/domain/localized.ts';

/** Room for text on A4 between the margins, twentieths of a point. */
export const pageWidth = 9524;
export const listReference = 'points';
export const faint = '555D66';
export const rule = 'B9C0C7';
export const panel = 'F3F5F7';

/** Faces that Windows and macOS offices have; a program without them puts its own in their place. */
const sans = { ascii: 'Arial', hAnsi: 'Arial', cs: 'Arial', eastAsia: 'Microsoft YaHei' };
export const mono = { ascii: 'Consolas', hAnsi: 'Consolas', cs: 'Courier New', eastAsia: 'Microsoft YaHei' };

/** Styles by name, so that whoever works the report into another document changes each once. */
export function documentStyles(language: Language): IStylesOptions {
  const own = language === 'zh-CN' ? 'zh-CN' : 'en-GB';
  const heading = (size: number, before: number) => ({
    run: { size, bold: true, font: sans, color: '1A1D21' },
    paragraph: { spacing: { before, after: 120 }, keepNext: true },
  });
  const based = { basedOn: 'Normal', next: 'Normal', quickFormat: true };
  return {
    default: {
      document: {
        run: {
          ...{ size: 19, font: sans, color: '1A1D21' },
          language: { value: own, eastAsia: 'zh-CN', bidirectional: 'ar-SA' },
        },
        paragraph: { spacing: { after: 110, line: 264, lineRule: LineRuleType.AUTO } },
      },
      title: { run: { size: 44, bold: true, font: sans }, paragraph: { spacing: { after: 200 } } },
      heading1: heading(30, 420),
      heading2: heading(24, 320),
      heading3: heading(21, 240),
      heading4: heading(19, 200),
    },
    paragraphStyles: [
      { ...based, id: 'Note', name: 'Report note', run: { size: 16, color: faint } },
      {
        ...based,
        ...{ id: 'Group', name: 'Report group', run: { size: 17, bold: true } },
        paragraph: { spacing: { before: 80, after: 40 }, keepNext: true },
      },
      {
        ...based,
        ...{ id: 'Cell', name: 'Report cell', run: { size: 16 } },
        paragraph: { spacing: { after: 0, line: 240, lineRule: LineRuleType.AUTO } },
      },
      {
        ...based,
        ...{ id: 'TableTitle', name: 'Report table title', run: { size: 18, bold: true } },
        paragraph: { spacing: { before: 200, after: 80 }, keepNext: true },
      },
      {
        ...based,
        ...{ id: 'ContentsTitle', name: 'Report contents title', run: { size: 24, bold: true } },
        paragraph: { spacing: { before: 240, after: 80 }, keepNext: true },
      },
      { ...based, id: 'Contents', name: 'Report contents', paragraph: { spacing: { after: 30 } } },
      {
        ...based,
        ...{ id: 'Margin', name: 'Report margin', run: { size: 15, color: faint } },
        paragraph: { spacing: { after: 20 } },
      },
    ],
  };
}
