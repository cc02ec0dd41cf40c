import { parseArgs } from 'node:util';
import { judgeSketches } from '#core/trace/words/judge-sketches.ts';
import {
  coarseLikeness,
  containmentOf,
  fineContainment,
  minhashResemblance,
  similarDistance,
} from '#core/trace/words/likeness.ts';
import { passagesOf } from '#core/trace/words/passages.ts';
import { ShingleIndex } from '#core/trace/words/shingle-index.ts';
import { sketchOf, type WordSketch } from '#core/trace/words/sketch.ts';
import { wordReader } from '#core/trace/words/words.ts';
import { editedCharacters, replacedWords, seeded } from '../../fixtures/make/edited-text.ts';
import { wilson } from './images/wilson.ts';
import { type Language, type Paragraph, paragraphsIn } from './words-texts.ts';

/**
 * Which edited texts are found, what of an excerpt is contained, and how often unrelated paragraphs match; beside it the
 * Jaccard index of plain character n-grams and SimHash.
 *
 *   node test/bench/trace/words.ts --zh FOLDER… --en FOLDER… [--texts 300] [--unrelated 1500] [--register 20000]
 */
const { values } = parseArgs({
  options: {
    zh: { type: 'string', multiple: true, default: [] },
    en: { type: 'string', multiple: true, default: [] },
    texts: { type: 'string', default: '300' },
    unrelated: { type: 'string', default: '1500' },
    register: { type: 'string', default: '20000' },
  },
});
const read = await wordReader();
const sketch = (text: string): WordSketch => sketchOf(read(text));

interface Edit {
  readonly name: string;
  readonly make: (text: string, other: string, random: () => number) => string;
}

const middle = (text: string, share: number): string => {
  const start = Math.floor((text.length * (1 - share)) / 2);
  return text.slice(start, start + Math.floor(text.length * share));
};
const replaced = (language: Language, share: number): Edit => ({
  name: `${share * 100} % of ${language === 'zh' ? 'characters' : 'words'} replaced`,
  make: (text, _other, random) => (language === 'zh' ? editedCharacters : replacedWords)(text, share, random),
});
const alike: Readonly<Record<string, string>> = { a: 'а', c: 'с', e: 'е', o: 'о', p: 'р', x: 'х' };
const editsOf = (language: Language): Edit[] => [
  replaced(language, 0.05),
  replaced(language, 0.1),
  replaced(language, 0.2),
  { name: 'excerpt of 60 %', make: (text) => middle(text, 0.6) },
  { name: 'excerpt of 40 % in another text', make: (text, other) => `${other}${middle(text, 0.4)}` },
  { name: 'zero-width characters', make: (text) => Array.from(text).join('\u200b') },
  language === 'zh'
    ? { name: 'punctuation and spaces', make: (text) => Array.from(text.replace(/[，。、]/g, '')).join(' ') }
    : { name: 'look-alike letters', make: (text) => text.replace(/[aceopx]/g, (letter) => alike[letter]!) },
];

/** Peer: Jaccard index of plain character n-grams, nothing folded. */
function plainJaccard(first: string, second: string, n: number): number {
  const grams = (text: string): Set<string> => {
    const set = new Set<string>();
    for (let at = 0; at + n <= text.length; at += 1) set.add(text.slice(at, at + n));
    return set;
  };
  const [a, b] = [grams(first), grams(second)];
  let shared = 0;
  for (const gram of a) if (b.has(gram)) shared += 1;
  return shared / Math.max(1, a.size + b.size - shared);
}

const median = (list: readonly number[]): string =>
  (list.toSorted((a, b) => a - b)[list.length >> 1] ?? Number.NaN).toFixed(2);
const weightOf = (text: string): number => read(text).weights.reduce((sum, weight) => sum + weight, 0);
const percent = (count: number, of: number): string => `${((count / of) * 100).toFixed(1)} %`;

function copies(language: Language, paragraphs: readonly Paragraph[]): void {
  const random = seeded(11);
  const texts = paragraphs.slice(0, Number(values.texts)).map(({ text }) => text);
  console.info(
    `\n${language}: ${texts.length} paragraphs\nedit | found | copy | aligned: median share, of it ≥ .95 of what was taken over | contained: bottom-k, MinHash, long | plain Jaccard n=${language === 'zh' ? 2 : 5} ≥ .5 | SimHash-64 ≤ 8 of those with one`,
  );
  for (const { name, make } of editsOf(language)) {
    let [found, copy, aligned, plain, similar, simhashes] = [0, 0, 0, 0, 0, 0];
    const [bottom, minima, long, shares]: [number[], number[], number[], number[]] = [[], [], [], []];
    for (const [index, text] of texts.entries()) {
      const other = paragraphs[(index * 7 + 13) % paragraphs.length]!.text;
      const changed = make(text, other, random);
      const [a, b] = [sketch(text), sketch(changed)];
      const claim = judgeSketches(b, a, 1)?.claim ?? null;
      if (claim !== null) found += 1;
      if (claim === 'copy' || claim === 'same-content') copy += 1;
      bottom.push(fineContainment(a, b));
      minima.push(containmentOf(minhashResemblance(a, b), a.fine, b.fine));
      long.push(coarseLikeness(a, b).containment);
      const inOther = name.includes('another');
      const { cover } = passagesOf(read(text), read(changed));
      // An excerpt inside another text is measured by what the letters of the excerpt weigh.
      const taken = inOther ? weightOf(middle(text, 0.4)) / weightOf(text) : 1;
      const share = Math.min(1, (inOther ? cover[0] : cover[1]) / taken);
      shares.push(share);
      if (share >= 0.95) aligned += 1;
      if (plainJaccard(text, changed, language === 'zh' ? 2 : 5) >= 0.5) plain += 1;
      const distance = similarDistance(a, b);
      if (distance !== null) simhashes += 1;
      if (distance !== null && distance <= 8) similar += 1;
    }
    const n = texts.length;
    const contained = [bottom, minima, long].map(median).join(', ');
    console.info(
      `${name} | ${percent(found, n)} | ${percent(copy, n)} | ${median(shares)}, ${percent(aligned, n)} | ${contained} | ${percent(plain, n)} | ${similar} of ${simhashes}`,
    );
  }
}

/** Pairs of paragraphs of different works. Those that do match are printed: manuals share wording in truth. */
function unrelated(language: Language, paragraphs: readonly Paragraph[]): void {
  const sketches = paragraphs
    .slice(0, Number(values.unrelated))
    .map(({ text, work }) => ({ text, work, sketch: sketch(text) }));
  const counts = { 'same-content': 0, copy: 0, likely: 0, candidate: 0, 'same-bytes': 0 };
  const examples: string[] = [];
  let [pairs, alignedPairs, alignedCopies] = [0, 0, 0];
  for (const [index, first] of sketches.entries()) {
    for (const second of sketches.slice(index + 1)) {
      if (first.work === second.work) continue;
      pairs += 1;
      const match = judgeSketches(first.sketch, second.sketch, 1);
      if (match !== null) {
        counts[match.claim] += 1;
        if (match.claim !== 'candidate' && examples.length < 12)
          examples.push(
            `  ${match.claim} ${match.variant} ${match.score.toFixed(2)}: ${first.text.slice(0, 50)} | ${second.text.slice(0, 50)}`,
          );
      }
      if (alignedPairs >= 10_000 || (index + pairs) % 37 !== 0) continue;
      alignedPairs += 1;
      const { longest, cover } = passagesOf(read(first.text), read(second.text));
      if (longest >= 160 || Math.max(...cover) >= 0.25) alignedCopies += 1;
    }
  }
  console.info(`\n${language}: ${pairs} pairs of paragraphs of different works`);
  let sum = 0;
  for (const claim of ['same-content', 'copy', 'likely', 'candidate'] as const) {
    sum += counts[claim];
    console.info(`${claim} or better: ${sum}, ${wilson(sum, pairs)}`);
  }
  console.info(
    `aligner, of ${alignedPairs}: ${alignedCopies} copies or likely, ${wilson(alignedCopies, alignedPairs)}`,
  );
  console.info(examples.join('\n'));
}

/** Candidates from a register of many texts: paragraphs, and as many as needed mixed from their sentences. */
function register(language: Language, paragraphs: readonly Paragraph[]): void {
  const random = seeded(23);
  const size = Number(values.register);
  const sentences = paragraphs
    .flatMap(({ text }) => text.split(/(?<=[。.!?！？])/))
    .filter((one) => one.length > 10);
  const index = new ShingleIndex();
  const start = performance.now();
  for (let id = 0; id < size; id += 1) {
    const text =
      paragraphs[id]?.text ??
      Array.from({ length: 5 }, () => sentences[Math.floor(random() * sentences.length)]!).join('');
    index.add(id, sketch(text));
  }
  const built = performance.now() - start;
  let [found, time] = [0, 0];
  const asked = Math.min(200, paragraphs.length);
  for (let id = 0; id < asked; id += 1) {
    const edited = (language === 'zh' ? editedCharacters : replacedWords)(paragraphs[id]!.text, 0.1, random);
    const question = sketch(edited);
    const before = performance.now();
    const candidates = index.search(question, 20);
    time += performance.now() - before;
    if (candidates.some((candidate) => candidate.id === id)) found += 1;
  }
  console.info(
    `\n${language}: register of ${size} texts, sketched and built in ${(built / 1000).toFixed(1)} s; ${found} of ${asked} edited by a tenth in the first 20 candidates, ${(time / asked).toFixed(2)} ms a question`,
  );
}

for (const language of ['zh', 'en'] as const) {
  const paragraphs = paragraphsIn(values[language], language);
  // Works in turn, so that a short run sees many of them.
  const order = seeded(3);
  const shuffled = paragraphs
    .map((paragraph) => ({ paragraph, key: order() }))
    .sort((a, b) => a.key - b.key)
    .map(({ paragraph }) => paragraph);
  if (shuffled.length < 20) continue;
  copies(language, shuffled);
  unrelated(language, shuffled);
  register(language, shuffled);
}
