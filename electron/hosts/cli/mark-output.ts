import type { Language } from '#shared/domain/localized.ts';
import type { MarkBatch, MarkedFile } from '#shared/domain/marking.ts';
import { layerStateWords, markKeyWords, markLayerWords } from '#shared/text/mark-words.ts';
import { markText as text } from './mark-text.ts';
import { complain, printLine } from './output.ts';

/** What was written and read back, layer by layer. */
export function printMarked(marked: MarkedFile, language: Language, indent = ''): void {
  const { path, sha256, mark: own, layers, entry, notes } = marked;
  const [colon, stop] = language === 'en' ? [': ', '. '] : ['：', '。'];
  printLine(`${indent}${text.written[language]} ${path}`);
  printLine(`${indent}  sha256 ${sha256}`);
  if (own !== null) {
    printLine(
      `${indent}  ${text.payload[language]} ${own.payload} (0x${BigInt(own.payload).toString(16)}) · ${own.codec} · ${markKeyWords(own.key)[language]}`,
    );
    for (const { title, value, unit } of own.quality)
      printLine(`${indent}  ${title[language]} ${Math.round(value * 1000) / 1000} ${unit}`.trimEnd());
  }
  for (const { layer, state, detail, readers } of layers) {
    if (state === 'skipped') continue;
    const by = readers.length === 0 ? '' : ` [${readers.join(', ')}]`;
    printLine(
      `${indent}  ${markLayerWords[layer][language]}${colon}${layerStateWords[state].text[language]}${stop}${detail[language]}${by}`,
    );
  }
  if (entry !== null) printLine(`${indent}  ${text.entry[language]} ${entry}`);
  for (const note of notes) printLine(`${indent}  ${note[language]}`);
}

export function printBatch({ files, journal }: MarkBatch, language: Language): void {
  if (files.length === 0) complain(text.nothing[language]);
  for (const { source, state, marked, reason, detail } of files) {
    printLine(`${text.batchStates[state][language]}  ${source}`);
    if (marked !== null) printMarked(marked, language, '  ');
    if (reason !== null) complain(`  ${reason[language]}${detail === null ? '' : ` (${detail})`}`);
  }
  printLine(`${text.journal[language]} ${journal}`);
}
