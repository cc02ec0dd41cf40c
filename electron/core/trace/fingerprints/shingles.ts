import { localized } from '#shared/domain/localized.ts';
import { documentWords, holdsWords } from '../words/document-words.ts';
import { judgeSketches, LEAST_SHINGLES } from '../words/judge-sketches.ts';
import { sketchOf } from '../words/sketch.ts';
import { sketchBytes, sketchFromBytes } from '../words/sketch-bytes.ts';
import { wordReader } from '../words/words.ts';
import type { Fingerprinter } from './define.ts';

const tooLittle = localized(
  'The text is too short to be told by its wording; that nothing is found for it means nothing',
  '文本过短，无法凭措辞追溯；检索无结果不说明任何问题',
);

/** Short and long shingles of a text with its writing folded, see `words/`. */
export const fingerprinter: Fingerprinter = {
  method: 'shingles',
  version: 1,
  title: localized('Wording', '文本措辞'),
  reference: {
    cite: 'Broder, On the resemblance and containment of documents, SEQUENCES 1997; Schleimer, Wilkerson, Aiken, Winnowing, SIGMOD 2003; Charikar, Similarity estimation techniques from rounding algorithms, STOC 2002; Unicode Technical Standard 39, Unicode Security Mechanisms, version 15',
    limits: [
      localized(
        'Survives changes of case, width, writing (traditional or simplified), punctuation, layout and hidden characters, excerpts, and edits of about one word or character in ten. Translation and thorough rewording leave nothing to find.',
        '可承受大小写、全半角、繁简、标点、排版和隐藏字符的变化，可承受摘录以及约十分之一的字词改动。翻译和彻底改写后无法再找到。',
      ),
      localized(
        'Wording that many share, such as licences, laws, prayers, forms and set phrases, matches without either text being copied from the other.',
        '许可证、法律条文、经文、表格和套话等通用文字会相互匹配，并不表示一方抄自另一方。',
      ),
      localized(
        'Of a text above about 40,000 ideographs or letters only a part of the long shingles is kept, so that the shortest quotation that is always found grows with its length.',
        '文本超过约四万字时仅保留部分长片段，因此必能找到的最短引文随文本长度增加。',
      ),
    ],
  },
  appliesTo: holdsWords,
  async print({ path, media, context }) {
    const answer = documentWords(path, media);
    if (!answer.ok) return { ...answer, warnings: [] };
    const { text, warnings } = answer.document;
    context.progress(0.2);
    const read = await wordReader();
    const words = read(text);
    context.signal.throwIfAborted();
    context.progress(0.6);
    const sketch = sketchOf(words);
    if (sketch.fine < LEAST_SHINGLES)
      return { ok: false, reason: { code: 'not-traceable', text: tooLittle }, warnings };
    const bytes = sketchBytes(sketch);
    return {
      ok: true,
      prints: [{ method: 'shingles', variant: 'whole', version: 1, quality: null, bytes }],
      warnings,
    };
  },
  text: ({ bytes }) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url'),
  indexed: () => null,
  queried: () => null,
  compare(suspect, known, searched) {
    const ours = suspect.find(({ variant, version }) => variant === 'whole' && version === 1);
    const theirs = known.find(({ variant, version }) => variant === 'whole' && version === 1);
    if (ours === undefined || theirs === undefined) return null;
    const [first, second] = [sketchFromBytes(ours.bytes), sketchFromBytes(theirs.bytes)];
    return first === null || second === null ? null : judgeSketches(first, second, searched);
  },
};
