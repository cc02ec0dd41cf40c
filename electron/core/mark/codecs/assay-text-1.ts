import { writeFile } from 'node:fs/promises';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { MarkQuality } from '#shared/domain/mark.ts';
import type { Media } from '#shared/domain/media.ts';
import { AddressBook } from '../code/self-locating.ts';
import type { DetectAnswer, DetectRequest, EmbedAnswer, EmbedRequest, MarkCodec } from '../define.ts';
import { tooLittleToTell } from '../too-little.ts';
import { type MarkedWords, markWords } from '../words/mark-words.ts';
import { sightingsIn } from '../words/observe.ts';
import { placesOf } from '../words/places.ts';
import { plainSource } from '../words/plain-source.ts';
import { readWords, WORDS_PURPOSE } from '../words/read-words.ts';
import { readsWords, suspectTexts } from '../words/suspect-text.ts';
import type { Zones } from '../words/zones.ts';

/** An identifier in invisible characters behind words, each of which finds its own place. */
export const assayText1: MarkCodec = {
  name: 'assay-text-1',
  title: localized('Invisible characters in text', '文本不可见字符水印'),
  reference: {
    cite: 'Unicode 15.0, chapter 23.4 (variation selectors); UAX 14, UAX 29; E. Prange, IRE Trans. Inf. Theory 8(5), 1962; own design',
    limits: localized(
      'Survives copying, excerpts, rearranging and new markup as long as characters are copied as characters. It does not survive retyping, text recognition, translation, rewording, or programs that remove variation selectors; whoever knows of it removes it with one replacement.',
      '只要字符按原样复制，即可经受复制、节选、重排和更换标记。无法经受重新录入、文字识别（OCR）、翻译、改写，以及会删除变体选择符的程序；知情者只需一次替换即可将其清除。',
    ),
  },
  embedsInto: (media) => (embeds.has(media.format) ? true : refusalFor(media)),
  reads: readsWords,
  embed,
  detect,
};

const embeds: ReadonlySet<string> = new Set(['text', 'markdown', 'html']);

async function embed({
  path,
  media,
  target,
  payload,
  key,
  strength,
  context,
}: EmbedRequest): Promise<EmbedAnswer> {
  const outcome = plainSource(path, media);
  if (!outcome.ok) return outcome;
  const { text, zones, zonesOf, mark } = outcome.source;
  if (sightingsIn(text, zones).sightings.length > 0) return refused('text-marked', refusals.marked);
  context.signal.throwIfAborted();
  const marked = markWords(text, zones, payload, new AddressBook(key, WORDS_PURPOSE));
  context.progress(0.5);
  // Read from what will be written, as a stranger would: too few or too uniform places show here.
  const again = zonesOf(marked.text);
  const question = { keys: [key], identifiers: new BigUint64Array(0) };
  const read = again === null ? null : readWords(marked.text, again, question);
  if (read?.readings[0]?.payload !== String(payload)) return tooShort(marked.distinct);
  context.signal.throwIfAborted();
  await writeFile(target, Buffer.concat([mark, Buffer.from(marked.text, 'utf8')]), { flag: 'wx' });
  context.progress(1);
  return { ok: true, quality: qualityOf(text, marked), notes: notesOf(text, strength) };
}

async function detect({ path, media, keys, identifiers }: DetectRequest): Promise<DetectAnswer> {
  const { texts, complete, warnings } = suspectTexts(path, media);
  let [seen, bounded] = [0, false];
  for (const { text, zones } of texts) {
    const answer = readWords(text, zones, { keys, identifiers });
    if (answer.readings.length > 0) return { state: 'marked', readings: answer.readings, warnings };
    seen = Math.max(seen, answer.placed);
    bounded ||= answer.bounded;
  }
  if (!complete || bounded) return { state: 'undetermined', reason: partly, warnings };
  if (seen > 0 && seen < LEAST_SYMBOLS)
    return { state: 'undetermined', reason: tooLittleToTell.characters(seen, LEAST_SYMBOLS), warnings };
  const places = Math.max(0, ...texts.map(({ text, zones }) => differentPlaces(text, zones)));
  if (places < LEAST_SYMBOLS)
    return { state: 'undetermined', reason: tooLittleToTell.words(places, LEAST_SYMBOLS), warnings };
  return {
    state: 'none-found',
    warnings:
      seen === 0
        ? warnings
        : [
            ...warnings,
            `${seen} characters a mark is made of stand in the text, but they form none with these keys`,
          ],
  };
}

/** Symbols of which all must fit for a chance of 10⁻⁹ over the 2⁶⁴ identifiers: (1/8)³² · 2⁶⁵. */
const LEAST_SYMBOLS = 32;

/** Places a mark of ours could stand at, each counted once, whether one stands there or not. */
function differentPlaces(text: string, zones: Zones): number {
  const bare = sightingsIn(text, zones);
  return new Set(placesOf(bare.text, bare.zones).map(({ name }) => name)).size;
}

function qualityOf(text: string, { text: copy, inserted, distinct }: MarkedWords): MarkQuality[] {
  const size = Buffer.byteLength(text, 'utf8');
  return [
    {
      name: 'inserted-characters',
      title: localized('Invisible characters put in', '插入的不可见字符数'),
      value: inserted,
      unit: '',
    },
    {
      name: 'growth',
      title: localized('Growth of the text', '文本增大'),
      value: (100 * (Buffer.byteLength(copy, 'utf8') - size)) / size,
      unit: '%',
    },
    {
      name: 'excerpt',
      title: localized('Characters of an excerpt that should still tell', '节选仍可读出所需的字数（估计）'),
      value: Math.min(text.length, Math.ceil((EXCERPT * text.length) / distinct)),
      unit: '',
    },
  ];
}

/** Symbols of an excerpt: 32 by the bound, and what its cut edges and repeated words take. */
const EXCERPT = 36;

function notesOf(text: string, strength: number | null): Localized[] {
  return [
    ...(strength === null ? [] : [notes.strength]),
    ...(/\ufeff[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]|BEGIN C2PA MANIFEST/u.test(text) ? [notes.signed] : []),
  ];
}

const notes = {
  strength: localized(
    'A mark in text has no strength in decibels; the value given was not used',
    '文本水印没有以分贝计的强度，所给数值未被采用',
  ),
  signed: localized(
    'The text carries a content credential; it stays where it is, but its signature does not hold for the marked copy. Mark first, then sign.',
    '文本带有内容凭证；凭证原样保留，但其签名对加水印后的副本不再成立。请先嵌入水印，再签名。',
  ),
} as const;

function refused(code: string, text: Localized): EmbedAnswer {
  return { ok: false, reason: { code, text } };
}

function tooShort(places: number): EmbedAnswer {
  return refused(
    'text-too-short',
    localized(
      `The text has ${places} different places for invisible characters, and some 36 are needed: about 260 characters of running text in Latin script or 90 in Chinese. Lists, code, links and headings have none.`,
      `该文本可供插入不可见字符的不同位置有 ${places} 处，而约需 36 处：连续的拉丁文字正文约 260 个字符，或中文约 90 字。列表、代码、链接和标题中没有这样的位置。`,
    ),
  );
}

function refusalFor({ kind, format }: Media): Localized {
  if (kind === 'text' || ['csv', 'json', 'xml', 'rtf'].includes(format)) return refusals.data;
  return refusals.format;
}

const refusals = {
  marked: localized(
    'The text already carries characters a mark is made of; a second mark would make both unreadable. Mark the original.',
    '文本中已含有组成水印的字符，再次嵌入会使两个水印都无法读出。请对原始文本嵌入水印。',
  ),
  data: localized(
    'Data is not marked by invisible characters, which could break what reads it; only plain text, Markdown and web pages are',
    '不会在数据文件中插入不可见字符，以免影响读取它的程序；仅支持纯文本、Markdown 和网页',
  ),
  format: localized(
    'A mark in text goes into plain text, Markdown and web pages only',
    '文本水印仅支持纯文本、Markdown 和网页',
  ),
} as const;

const partly = {
  code: 'text-partly-read',
  text: localized(
    'Not all of the text could be read, and in what could there is no mark',
    '文本未能全部读取，在已读取的部分中没有发现水印',
  ),
};
