import { type Localized, localized } from '#shared/domain/localized.ts';
import type { MarkReading } from '#shared/domain/mark.ts';
import {
  attemptStatisticName,
  attemptThreshold,
  FOREIGN_LOG10,
  type ForeignAttempt,
  type ForeignMarks,
  noKey,
  overAll,
} from './define.ts';
import { type InvisibleSequence, scanInvisible } from './invisible-scan.ts';
import { type HiddenText, hiddenTexts } from './invisible-schemes.ts';

const PAYLOAD = 2000;
const READINGS = 50;

/**
 * Text hidden in invisible characters. What is legitimate is known by its place (joiners in scripts that join, emoji,
 * flags, forms of ideographs, directions beside right-to-left letters) and left out. What remains is judged by two
 * counts, of which the better is used:
 * - accident, as editors and converters produce it, repeats one character; each change to another is taken for a coin;
 * - random symbols rarely read as text, see `invisible-schemes.ts`.
 */
export function detectZeroWidth(text: string): ForeignMarks {
  const scan = scanInvisible(text);
  const judged = scan.sequences.map(judge);
  const trials = Math.max(
    1,
    judged.reduce((sum, { tried }) => sum + tried, 0),
  );
  const readings = judged
    .filter(({ log10 }) => overAll(log10, trials) <= FOREIGN_LOG10)
    .slice(0, READINGS)
    .map((one) => readingOf(one, trials));
  const tried = judged.slice(0, 200).map(
    ({ scheme, variant, sequence, log10 }): ForeignAttempt => ({
      scheme,
      variant,
      target: targetOf(sequence),
      agreement: `${sequence.codes.length}`,
      statistic: -log10,
      log10,
    }),
  );
  const notes: Localized[] = [];
  if (scan.credentials > 0) notes.push(noteTexts.credential);
  if (scan.own > 0) notes.push(noteTexts.own(scan.own));
  if (scan.legitimate > 0) notes.push(noteTexts.legitimate(scan.legitimate));
  const weak = judged.length - readings.length;
  if (weak > 0 && readings.length < READINGS) notes.push(noteTexts.weak(weak));
  if (scan.bounded) notes.push(noteTexts.bounded);
  return { readings, tried, trials: judged.length === 0 ? 0 : trials, notes };
}

interface Judged {
  readonly sequence: InvisibleSequence;
  readonly scheme: string;
  readonly variant: string;
  readonly hidden: HiddenText | null;
  readonly tried: number;
  readonly log10: number;
}

const COIN = Math.log10(0.5);

function judge(sequence: InvisibleSequence): Judged {
  const { family, codes } = sequence;
  let changes = 0;
  for (let at = 1; at < codes.length; at += 1) if (codes[at] !== codes[at - 1]) changes += 1;
  const { found, tried } = family === 'delete' ? { found: [], tried: 0 } : hiddenTexts(family, codes);
  const hidden = found.toSorted((a, b) => a.log10 - b.log10)[0] ?? null;
  return {
    sequence,
    hidden,
    scheme: hidden?.scheme ?? recognised(sequence),
    variant: hidden?.variant ?? `${sequence.rows.length === 1 ? 'run' : 'spread'}`,
    tried: tried + 1,
    log10: Math.min(hidden?.log10 ?? 0, changes * COIN),
  };
}

/** What kept its content, or has it in a keyed order, is known by its alphabet and its rows. */
function recognised({ family, codes, rows }: InvisibleSequence): string {
  if (family === 'delete') return 'text_blind_watermark';
  const within = (alphabet: readonly number[]): boolean => codes.every((code) => alphabet.includes(code));
  if (family !== 'zero-width') return `${family}-unread`;
  if (within([0x200c, 0x200d, 0x2061, 0x2062, 0x2063, 0x2064])) return 'stegcloak';
  if (rows.length >= 24 && rows.every((length) => length === 4)) {
    if (within([0x200b, 0x200c, 0x200d, 0x2060])) return 'com.writerslogic.zwc-watermark.2';
    if (within([0x200b, 0x200c, 0x200d, 0xfeff])) return 'com.writerslogic.zwc-watermark.1';
  }
  if (within([0x2060, 0xfeff])) return 'text_blind_watermark';
  return 'zero-width-unread';
}

function readingOf({ sequence, scheme, hidden, log10 }: Judged, trials: number): MarkReading {
  return {
    codec: scheme,
    version: 1,
    payload: (hidden?.text ?? listed(sequence)).slice(0, PAYLOAD),
    meaning: hidden === null ? meanings.unread(sequence.codes.length) : meanings.text,
    key: noKey,
    statistic: -log10,
    statisticName: attemptStatisticName,
    threshold: attemptThreshold(trials),
    falseAlarmLog10: overAll(log10, trials),
    derivation,
    trials,
    route: 'blind',
    part: `characters ${sequence.from}–${sequence.to}`,
  };
}

function listed({ family, codes }: InvisibleSequence): string {
  if (family === 'delete') return codes.join('');
  return codes
    .slice(0, 200)
    .map((code) => `U+${code.toString(16).toUpperCase()}`)
    .join(' ');
}

function targetOf({ family }: InvisibleSequence): Localized {
  return targets[family];
}

const targets: Record<InvisibleSequence['family'], Localized> = {
  tags: localized('tag characters outside of flags', '旗帜之外的标签字符'),
  selectors: localized('variation selectors that select nothing', '不起选择作用的变体选择符'),
  'zero-width': localized('zero-width characters', '零宽字符'),
  delete: localized('deletion characters between letters', '文字之间的删除控制符'),
};

const meanings = {
  text: localized('Text hidden in invisible characters', '隐藏在不可见字符中的文字'),
  unread: (count: number): Localized =>
    localized(
      `${count} invisible characters whose content is encrypted, in a keyed order or of an unknown scheme`,
      `${count} 个不可见字符，内容已加密、按密钥排列或编码方式未知`,
    ),
} as const;

const derivation = localized(
  'A convention, not a proof: invisible characters that belong where they stand are left out; of the rest each change from one to another is taken for a coin thrown (accident repeats one character), or each byte of a readable text for a chance of 0.46 (random bytes in UTF-8), whichever says more; times all sequences and readings that were tried.',
  '此为约定而非证明：先排除处于正当位置的不可见字符；其余字符中，每次更换字符视为一次抛硬币（偶然产生的通常是同一字符的重复），或将可读文本的每个字节视为 0.46 的概率（随机字节构成可读 UTF-8 的概率），取更有力者；再乘以所尝试的全部序列与读法。',
);

const noteTexts = {
  credential: localized(
    'The text carries a C2PA credential in variation selectors, which is read as a credential',
    '文本以变体选择符携带 C2PA 内容凭证，按凭证读取',
  ),
  own: (count: number): Localized =>
    localized(
      `${count} characters are of the kind this program's own mark is made of, and are read as that`,
      `${count} 个字符属于本程序自身水印所用字符，另按本程序水印读取`,
    ),
  legitimate: (count: number): Localized =>
    localized(
      `${count} invisible characters belong where they stand: joiners, emoji, flags, forms of ideographs, directions`,
      `${count} 个不可见字符处于正当位置：连接控制、表情符号、旗帜、汉字异体、书写方向`,
    ),
  weak: (count: number): Localized =>
    localized(
      `${count} further sequences of invisible characters are too short or too uniform to say more than that they are there`,
      `另有 ${count} 段不可见字符过短或过于单一，仅能说明其存在`,
    ),
  bounded: localized(
    'Only the first 200,000 invisible characters were looked at',
    '仅检查了前 200,000 个不可见字符',
  ),
} as const;
