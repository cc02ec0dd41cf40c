import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { type Answer, defineAnalysis } from '../../analysis/define.ts';
import { fingerprinter } from '../../trace/fingerprints/shingles.ts';
import { guide } from '../../trace/guides/words.ts';
import { documentWords, holdsWords } from '../../trace/words/document-words.ts';
import { hiddenOddities, oddities } from '../../trace/words/hidden-characters.ts';
import { hiddenCounts, hiddenTable } from '../../trace/words/hidden-figure.ts';
import { hiddenList } from '../../trace/words/hidden-list.ts';
import { LEAST_SHINGLES } from '../../trace/words/judge-sketches.ts';
import { scripts } from '../../trace/words/letter-forms.ts';
import { sketchOf } from '../../trace/words/sketch.ts';
import { wordReader } from '../../trace/words/words.ts';

const Count = z.number().int().nonnegative();
const Result = z.object({
  /** UTF-16 units of the decoded text, and letters that are compared. */
  characters: Count,
  letters: Count,
  scripts: z.array(z.object({ script: z.enum(scripts), letters: Count })),
  /** Distinct short shingles, distinct long ones, and how many of those the code keeps. */
  short: Count,
  long: Count,
  kept: Count,
  /** 16 hexadecimal digits; equal for texts that differ in nothing but what is folded. */
  whole: z.string(),
  /** SimHash, 16 hexadecimal digits; `null`: the text is shorter than 1,000 letters. */
  similar: z.string().nullable(),
  hidden: z.array(
    z.object({
      code: Count,
      kind: z.enum(oddities),
      count: Count,
      ordinary: Count,
      became: z.string(),
      at: Count,
    }),
  ),
});
type Result = z.infer<typeof Result>;

/** Where the sketch, the list of every hidden character and what it says come together for one text. */
export const analysis = defineAnalysis<Record<string, never>, Result>({
  id: 'fingerprints.words',
  version: 1,
  title: localized('Text fingerprint and hidden characters', '文本指纹与隐藏字符'),
  summary: localized(
    'Folds case, width, writing and look-alike letters, takes codes of the wording by which copies and excerpts are found, and lists every character a reader does not see or takes for another.',
    '归并大小写、全半角、繁简和形近字母，提取可用于查找副本和摘录的措辞编码，并列出读者看不见或会误认的每个字符。',
  ),
  guide,
  reference: { cite: fingerprinter.reference.cite, limits: [...fingerprinter.reference.limits] },
  engines: [],
  appliesTo: holdsWords,
  parameters: z.strictObject({}),
  result: Result,

  async run({ evidence, signal, progress, artifact }): Promise<Answer<Result>> {
    const answer = documentWords(evidence.path, evidence.media);
    if (!answer.ok) return { outcome: 'undetermined', reason: answer.reason };
    const { text, warnings } = answer.document;
    const read = await wordReader();
    const words = read(text);
    signal.throwIfAborted();
    progress(0.5);
    const sketch = sketchOf(words);
    const hidden = hiddenCounts(words);
    if (hidden.length > 0)
      await artifact('hidden-characters.csv', 'text/csv', Buffer.from(hiddenList(words), 'utf8'));
    const result: Result = {
      characters: text.length,
      letters: words.length,
      scripts: scripts
        .map((script, index) => ({ script, letters: words.scripts[index]! }))
        .filter(({ letters }) => letters > 0),
      short: sketch.fine,
      long: sketch.coarse,
      kept: sketch.selected.length,
      whole: hexadecimal(sketch.whole),
      similar: sketch.similar.every((word) => word === 0) ? null : hexadecimal(sketch.similar),
      hidden,
    };
    return { outcome: 'found', result, warnings: warnings.map(({ en }) => en) };
  },

  figures,
  interpret,
});

function hexadecimal(words: Uint32Array): string {
  return Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('');
}

const scriptWords: Readonly<Record<(typeof scripts)[number], Localized>> = {
  latin: localized('Latin', '拉丁字母'),
  alphabet: localized('Greek, Cyrillic and related alphabets', '希腊、西里尔等字母'),
  han: localized('Chinese characters', '汉字'),
  kana: localized('Kana', '假名'),
  hangul: localized('Hangul', '谚文'),
  other: localized('Other scripts', '其他文字'),
  digit: localized('Digits', '数字'),
};

function figures(result: Result): Figure[] {
  const scalar = (id: string, title: Localized, value: number | string): Figure => ({
    kind: 'scalar',
    id,
    title,
    value,
  });
  return [
    scalar('letters', localized('Letters compared', '参与比较的文字数'), result.letters),
    {
      kind: 'table',
      id: 'scripts',
      title: localized('Letters by script', '各文字的字数'),
      columns: [
        { key: 'script', title: localized('Script', '文字'), align: 'start', code: false },
        { key: 'letters', title: localized('Letters', '字数'), align: 'end', code: false },
      ],
      rows: result.scripts.map(({ script, letters }) => ({ cells: [scriptWords[script], letters] })),
    },
    scalar('short', localized('Distinct short shingles', '不同短片段数'), result.short),
    scalar('long', localized('Distinct long shingles', '不同长片段数'), result.long),
    scalar('whole', localized('Hash of the folded text', '归并后文本的哈希'), result.whole),
    ...(result.similar === null ? [] : [scalar('similar', localized('SimHash', 'SimHash'), result.similar)]),
    ...(result.hidden.length === 0 ? [] : [hiddenTable('hidden', result.hidden)]),
  ];
}

const harmless: Localized[] = [
  localized(
    'Editors, web pages, converters and chat programs put in zero-width spaces, soft hyphens, byte order marks and special spaces by themselves.',
    '编辑器、网页、转换工具和聊天软件会自动带入零宽空格、软连字符、字节顺序标记和特殊空格。',
  ),
  localized(
    'Joiners, direction marks and variation selectors belong to the orthography of many languages and to emoji.',
    '连接控制符、方向标记和变体选择符属于许多语言的正字法，也用于表情符号。',
  ),
  localized(
    'Keyboards and text recognition mix up letters of different alphabets that look alike.',
    '输入法和文字识别会混淆不同字母表中形近的字母。',
  ),
];

function interpret({ letters, short, hidden }: Result): Finding[] {
  const common = {
    bearing: 'informational',
    strength: 'none',
    limits: [...fingerprinter.reference.limits],
  } as const;
  const usable = short >= LEAST_SHINGLES;
  const findings: Finding[] = [
    {
      ...common,
      limits: [...common.limits],
      innocent: [],
      code: usable ? 'words.usable' : 'words.unusable',
      statement: usable
        ? localized(
            `The text can be traced by its wording: ${letters} letters, ${short} distinct short shingles.`,
            `该文本可凭措辞追溯：${letters} 个文字，${short} 个不同的短片段。`,
          )
        : localized(
            `The text is too short to be traced by its wording (${short} distinct short shingles, least ${LEAST_SHINGLES}); a search that finds nothing means nothing.`,
            `文本过短，无法凭措辞追溯（不同短片段 ${short} 个，至少需 ${LEAST_SHINGLES} 个）；检索无结果不说明任何问题。`,
          ),
      figures: ['letters', 'short'],
    },
  ];
  const strange = hidden.filter(
    ({ kind, count, ordinary }) =>
      (hiddenOddities.has(kind) || kind === 'look-alike' || kind === 'stacked-mark') && count > ordinary,
  );
  if (strange.length > 0) {
    const count = strange.reduce((sum, one) => sum + one.count - one.ordinary, 0);
    findings.push({
      ...common,
      limits: [
        localized(
          'That such characters are there says nothing of an intent; who put them in is not known from them.',
          '存在此类字符并不说明意图；仅凭字符本身无法得知由谁插入。',
        ),
      ],
      innocent: harmless,
      code: 'words.hidden',
      statement: localized(
        `${count} characters that a reader does not see, or takes for another letter, stand where no ordinary use explains them (${strange.length} different code points).`,
        `有 ${count} 个读者看不见或会误认为其他字母的字符，其所处位置无法以正常用途解释（共 ${strange.length} 种码位）。`,
      ),
      figures: ['hidden'],
    });
  }
  return findings;
}
