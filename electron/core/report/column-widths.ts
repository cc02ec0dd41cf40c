import type { ReportColumn, ReportRow } from '#shared/domain/report.ts';

/** Room of a printed line in table type, in characters of 4.9 pt: wide enough for all but capital words. */
const lineRoom = 97;
/** Space beside the text of a cell, in the same unit. */
const gap = 1.5;
/** A longer word is broken wherever it must be; a longer text wraps. */
const longestWord = 22;
const longestLine = 60;
/** Prose is not set narrower than this while codes, which may be broken anywhere, have room to give. */
const narrowestProse = 18;
const sampledRows = 200;

/** Width every column could use on paper, in average characters: nothing is squeezed while room is left. */
export function fitColumns(columns: readonly ReportColumn[], rows: readonly ReportRow[]): ReportColumn[] {
  const sample = rows.slice(0, sampledRows);
  const needs = columns.map((column, index) => {
    const texts = [column.title, ...sample.map((row) => row.cells[index] ?? '')].map((text) =>
      text.slice(0, 400),
    );
    const line = Math.max(...texts.map(textWidth));
    const least = column.code || column.align === 'end' ? 0 : Math.min(line, narrowestProse);
    // Numbers with their units are not wrapped.
    const word = Math.max(least, ...texts.map(column.align === 'end' ? textWidth : wordWidth));
    return { word: Math.min(longestWord, word) + gap, line: Math.min(longestLine, line) + gap };
  });
  const widths = distribute(needs, lineRoom);
  return columns.map((column, index) => ({ ...column, width: Math.round(widths[index]! * 10) / 10 }));
}

interface Need {
  readonly word: number;
  readonly line: number;
}

function distribute(needs: readonly Need[], room: number): number[] {
  const words = needs.reduce((sum, need) => sum + need.word, 0);
  const lines = needs.reduce((sum, need) => sum + need.line, 0);
  if (lines <= room) return needs.map((need) => need.line);
  if (words > room)
    return level(
      needs.map((need) => need.word),
      room,
    );
  const share = (room - words) / (lines - words);
  return needs.map((need) => need.word + (need.line - need.word) * share);
}

/** Cut the widest columns to one common width, so that narrow ones keep what they need. */
function level(widths: readonly number[], room: number): number[] {
  const sorted = [...widths].sort((a, b) => a - b);
  let left = room;
  for (const [index, width] of sorted.entries()) {
    const fair = left / (sorted.length - index);
    if (width > fair) return widths.map((own) => Math.min(own, fair));
    left -= width;
  }
  return [...widths];
}

/** Longest piece without a space or an East Asian character, between which lines may break. */
function wordWidth(text: string): number {
  let longest = 0;
  for (const word of text.split(/[\s\u2e80-\uffef]+/)) longest = Math.max(longest, word.length);
  return Math.max(longest, textWidth(text.slice(0, 2)));
}

function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += (character.codePointAt(0) ?? 0) >= 0x2e80 ? 2 : 1;
  return width;
}
