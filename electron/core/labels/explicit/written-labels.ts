import type { SoundPlace, WrittenLabel } from '#shared/domain/explicit-label.ts';
import { labelWords } from './label-words.ts';
import type { TextBlock } from './markup-text.ts';

/** The first and last signs of a text that count as its start and end, UTF-16 units. */
const WINDOW = 64;
/** Labels that are kept; a text has one or two. */
const MOST = 200;
/** Sentences looked at closely. */
const MOST_SENTENCES = 20_000;
/** Whatever a label is written in, it names one of these. */
const mention =
  /人工智能|人工知能|인공지능|(?<![a-z])(?:ai|aigc|ia|ki|mi|si|a\.i\.)(?![a-z])|artifici|künstlich|sztuczn|uměl|umel|umjetn|umetn|tekoäly|mesterséges|dirbtini|trí tuệ|τεχνητή|изкуствен/iu;
/** Signs that lead a comment of a program, or frame a notice. */
const lead = /^[\s#/*;%<>!|"'“‘「『【[(（·•–—-]+/u;
/** Two letters alone, as corner marks are. */
const cornerMark = /^(?:AI|AIGC)$/;

export interface WrittenReading {
  /** UTF-16 units of the whole text, its blocks joined by line feeds. */
  readonly length: number;
  readonly labels: readonly WrittenLabel[];
  /** Not every sentence was looked at. */
  readonly bounded: boolean;
}

/** Label sentences and corner marks of a text. */
export function writtenLabels(blocks: readonly TextBlock[]): WrittenReading {
  const texts = blocks.map((runs) => runs.map(({ text }) => text).join(''));
  const length = texts.reduce((sum, text) => sum + text.length + 1, -1);
  const bounds = trimmedBounds(texts);
  const labels: WrittenLabel[] = [];
  let [offset, sentences] = [0, 0];
  for (const [index, text] of texts.entries()) {
    if (labels.length >= MOST || sentences >= MOST_SENTENCES) break;
    const place = (start: number, end: number): SoundPlace => {
      if (offset + start < bounds.start + WINDOW) return 'start';
      return offset + end > bounds.end - WINDOW ? 'end' : 'middle';
    };
    const add = (part: Sentence, label: Pick<WrittenLabel, 'elements' | 'form'>): void => {
      const range = { start: offset + part.start, end: offset + part.end };
      labels.push({ text: part.text, ...label, ...range, place: place(part.start, part.end) });
    };
    for (const mark of cornerMarks(blocks[index]!, text)) {
      add(mark, { elements: { ai: true, generation: /生成|合成/.test(mark.text) }, form: 'corner-mark' });
    }
    if (mention.test(text)) {
      const parts = sentencesOf(text);
      sentences += parts.length;
      for (const part of parts) {
        const words = labelWords(part.text.replace(lead, ''), { recognised: false });
        if (words === null || (words.language === 'und' && words.product === null)) continue;
        // In the midst of prose a sentence is about something else; on a line of its own it is a notice.
        const alone = parts.length === 1;
        if (alone || place(part.start, part.end) !== 'middle')
          add(part, { elements: words.elements, form: 'sentence' });
      }
    }
    offset += text.length + 1;
  }
  return { length: Math.max(0, length), labels: labels.slice(0, MOST), bounded: sentences >= MOST_SENTENCES };
}

interface Sentence {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Sentences of a line, without the blanks around them. A remark in brackets is one of its own. */
function sentencesOf(line: string): Sentence[] {
  const sentences: Sentence[] = [];
  for (const match of line.matchAll(
    /[^。！？!?（）()【】[\]\n]+?(?:\.(?=\s)|(?=[。！？!?（）()【】[\]\n])|$)/gu,
  )) {
    const text = match[0].trim();
    if (text === '') continue;
    const start = match.index + match[0].indexOf(text);
    sentences.push({ text, start, end: start + text.length });
  }
  return sentences;
}

/** Raised letters, and a line of two letters alone (`AI`, `[AI]`). */
function cornerMarks(runs: TextBlock, whole: string): Sentence[] {
  const marks: Sentence[] = [];
  let at = 0;
  for (const { text, raised } of runs) {
    const bare = bareMark(text);
    if (raised && (cornerMark.test(bare) || /^AI(?:生成|合成)$/.test(bare))) {
      const start = at + text.indexOf(text.trim());
      marks.push({ text: text.trim(), start, end: start + text.trim().length });
    }
    at += text.length;
  }
  const bare = bareMark(whole);
  if (marks.length === 0 && cornerMark.test(bare) && whole.length <= WINDOW) {
    const start = whole.indexOf(whole.trim());
    marks.push({ text: whole.trim(), start, end: start + whole.trim().length });
  }
  return marks;
}

function bareMark(text: string): string {
  return text.length > WINDOW ? '' : text.normalize('NFKC').replace(/[\s[\]【】()（）「」·•|]/gu, '');
}

/** From the first sign to past the last one that is no blank. */
function trimmedBounds(texts: readonly string[]): { readonly start: number; readonly end: number } {
  let [offset, start, end] = [0, -1, 0];
  for (const text of texts) {
    if (text.trim() !== '') {
      if (start < 0) start = offset + text.length - text.trimStart().length;
      end = offset + text.trimEnd().length;
    }
    offset += text.length + 1;
  }
  return { start: Math.max(0, start), end };
}
