import type { LabelElements } from '#shared/domain/explicit-label.ts';
import { surroundingsFit } from './label-surroundings.ts';
import { labelPhrases } from './phrases.ts';
import { productMarks } from './product-marks.ts';

/** What a line of text says as a label. */
export interface LabelWords {
  readonly elements: LabelElements;
  /** Language of the wording, BCP 47; `und` for a bare mark or a product's name. */
  readonly language: string;
  readonly product: string | null;
}

export interface WordingOptions {
  /**
   * As a recogniser reads it: `I`, `l` and `1` are one letter, a name may stand before the label, and a line
   * that is `AI` alone counts as a mark.
   */
  readonly recognised: boolean;
}

/** Longer lines are prose. */
const MOST_LETTERS = 200;

/**
 * `AI` or 人工智能 before 生成 or 合成, with no more than the technique in between. 生成式 ("generative") names a
 * technique and is no statement about the content.
 */
const chinese =
  /(?:人工智能|(?<![a-z0-9])ai(?:gc)?(?![a-z0-9]))\s?(?:技术|大模型|模型|工具|算法|系统|助手|软件|程序|机器人|智能|平台){0,2}\s?(?:自动|辅助|参与|协助|创作|所|进行|加工|处理|深度){0,2}\s?(?:生成合成|合成生成|生成|合成)(?!式)/u;

/** What a line of text states about its own content, or `null`: it is no label. Negations are none. */
export function labelWords(line: string, { recognised }: WordingOptions): LabelWords | null {
  const text = line.normalize('NFKC').trim();
  if (text.length === 0 || text.length > MOST_LETTERS) return null;
  const plain = flattened(text, recognised);
  const product = productOf(plain, recognised);
  const wording = recognised ? readableElement(plain) : plain;
  const match = chinese.exec(wording);
  if (match !== null && surroundingsFit(split(wording, match), 'zh', recognised))
    return { elements: { ai: true, generation: true }, language: 'zh', product };
  for (const { pattern, phrase } of patterns(recognised)) {
    const found = pattern.exec(plain);
    if (found !== null && surroundingsFit(split(plain, found), phrase.language, recognised))
      return { elements: phrase.elements, language: phrase.language, product };
  }
  if (product !== null)
    return { elements: { ai: /ai(?![a-z])/.test(wording), generation: false }, language: 'und', product };
  // Recognisers tell I from l by context only, but a capital A with one bar is rarely anything else.
  if ((recognised ? /^A[Il](?:GC)?$/ : /^AI(?:GC)?$/).test(text.replace(/[\s[\]()【】「」|]/g, '')))
    return { elements: { ai: true, generation: false }, language: 'und', product: null };
  return null;
}

function split(text: string, match: RegExpExecArray): { before: string; core: string; after: string } {
  const end = match.index + match[0].length;
  return { before: text.slice(0, match.index), core: match[0], after: text.slice(end) };
}

/** Small letters without accents; for recognised text `1`, `l` and a bar within a word become `i`. */
function flattened(text: string, recognised: boolean): string {
  const plain = text
    .normalize('NFD')
    .replace(/(?<=[\u0041-\u024f\u0370-\u03ff\u1e00-\u1eff])[\u0300-\u036f]+/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/đ/g, 'd')
    .replace(/[’‘`´]/g, "'")
    .replace(/[‐‑‒–—−]/g, '-')
    .replace(/\s+/g, ' ');
  return recognised ? plain.replace(/[l1]|(?<=[a-z])\|(?=[a-z]|$)/g, 'i') : plain;
}

/** Latin words run into each other when recognised: `ai` before a Chinese sign, whatever stands before it. */
function readableElement(plain: string): string {
  return plain.replace(/([a-z])(ai(?=\s?[\u4e00-\u9fff]))/g, '$1 $2');
}

interface Pattern {
  readonly phrase: (typeof labelPhrases)[number];
  readonly pattern: RegExp;
}
const compiled = new Map<boolean, readonly Pattern[]>();

function patterns(recognised: boolean): readonly Pattern[] {
  const known = compiled.get(recognised);
  if (known !== undefined) return known;
  const made = [...labelPhrases]
    // Of two phrases in one line the longer says more.
    .sort((a, b) => b.words.length - a.words.length)
    .map((phrase) => {
      const words = flattened(phrase.words.normalize('NFKC'), recognised)
        .split(/[\s'-]+/)
        .map((word) => word.replace(/[^\p{L}\p{N}]/gu, ''));
      // Recognisers drop blanks; in text only a hyphen or a blank may stand between words.
      const gap = recognised ? "[\\s'-]{0,2}" : "[\\s'-]{1,2}";
      return { phrase, pattern: new RegExp(`(?<![\\p{L}\\p{N}])${words.join(gap)}(?![a-z])`, 'u') };
    });
  compiled.set(recognised, made);
  return made;
}

const marks = productMarks.map(([product, wordings]) => ({
  product,
  wordings: wordings.map(
    (wording) => [bare(flattened(wording, false)), bare(flattened(wording, true))] as const,
  ),
}));

/** The whole line must be the product's mark. */
function productOf(plain: string, recognised: boolean): string | null {
  const line = bare(plain);
  const found = marks.find(({ wordings }) => wordings.some((pair) => pair[recognised ? 1 : 0] === line));
  return found?.product ?? null;
}

function bare(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '');
}
