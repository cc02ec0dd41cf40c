import type { ByteRange } from '#shared/domain/figure.ts';
import type { LabelMeaning } from '#shared/domain/label.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { type CarriedPayload, defineStandard, type OwnStatement } from '../define.ts';
import { rangeOf, statementOf } from '../statement.ts';

interface Line {
  readonly pattern: RegExp;
  readonly meaning: LabelMeaning;
  readonly says: Localized;
  readonly by: string;
}

const made = (by: string): Localized =>
  localized(`Credit line of ${by} for generated content`, `${by} 为生成内容写入的署名行`);
const edited = (by: string): Localized =>
  localized(`Credit line of ${by} for a generative edit`, `${by} 为生成式编辑写入的署名行`);

/** Whole values only: the same words inside a sentence are somebody's sentence. */
const lines: readonly Line[] = [
  { pattern: /^Made with Google AI$/i, meaning: 'generated', says: made('Google'), by: 'Google' },
  { pattern: /^Edited with Google AI$/i, meaning: 'partly-generated', says: edited('Google'), by: 'Google' },
  {
    pattern: /^AI[- ]Generated with Google Photos$/i,
    meaning: 'generated',
    says: made('Google Photos'),
    by: 'Google Photos',
  },
  { pattern: /^Apple Image Playground$/i, meaning: 'generated', says: made('Apple'), by: 'Apple' },
  {
    pattern: /^Apple Photos (?:Generative Edit(?:: [\w ]{1,40})?|Clean Up)$/i,
    meaning: 'partly-generated',
    says: edited('Apple'),
    by: 'Apple',
  },
];

/** XMP properties a credit line is met in, or may have been moved to. */
const photoshop = 'http://ns.adobe.com/photoshop/1.0/';
const dublinCore = 'http://purl.org/dc/elements/1.1/';
const properties: ReadonlyMap<string, string> = new Map([
  [`${photoshop}Credit`, 'photoshop:Credit'],
  [`${photoshop}Source`, 'photoshop:Source'],
  [`${dublinCore}creator`, 'dc:creator'],
  [`${dublinCore}contributor`, 'dc:contributor'],
  [`${dublinCore}source`, 'dc:source'],
]);
/** Names of text fields that credit somebody: IIM 2:110 and 2:115, QuickTime and RIFF names. */
const creditKeys = /credit|source|producer|artist|author|by-line|^©(?:src|prd|aut|ART)$/i;
const LENGTH = 80;

/** Credit lines Google and Apple write for content their generative tools made or changed. */
export const standard = defineStandard({
  id: 'credit-lines',
  title: localized('Credit line of an AI tool', '人工智能工具署名行'),
  cite: 'photoshop:Credit, IPTC-IIM 2:110; wording of Google (2024) and Apple (2026) as seen in files',
  read: (payloads) => payloads.flatMap(statementsOf),
});

function statementsOf(payload: CarriedPayload): OwnStatement[] {
  if (payload.kind === 'text')
    return creditKeys.test(payload.key) ? statement(payload, payload.key, payload.text, payload.bytes) : [];
  if (!payload.packet.ok) return [];
  return payload.packet.properties.flatMap((property) => {
    const key = properties.get(`${property.path[0].uri}${property.path[0].name}`);
    return key === undefined || property.path.length > 1
      ? []
      : statement(payload, key, property.value, rangeOf(payload, property));
  });
}

function statement(payload: CarriedPayload, key: string, value: string, bytes: ByteRange): OwnStatement[] {
  const text = value.trim();
  const line = text.length > LENGTH ? undefined : lines.find(({ pattern }) => pattern.test(text));
  if (line === undefined) return [];
  return [
    statementOf(standard, payload, {
      key,
      bytes,
      meaning: line.meaning,
      says: line.says,
      asserted: [{ role: 'generator', name: line.by }],
      raw: value,
      fields: [{ name: key, value: text, personal: false }],
    }),
  ];
}
