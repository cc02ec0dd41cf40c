import { localized } from '#shared/domain/localized.ts';
import { defineStandard, type OwnStatement } from '../define.ts';
import { field, traceStatement } from '../traces/trace-statement.ts';
import { named, type TraceText } from '../traces/trace-text.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const signature = /^Signature: ?[A-Za-z0-9+/_-]{64,2000}={0,2}$/;

/** The same two texts where software has moved them: Exif, XMP, PNG text, IPTC-IIM. */
const pairs: readonly (readonly [signature: string, identifier: string])[] = [
  ['imagedescription', 'artist'],
  ['description', 'creator'],
  ['description', 'author'],
  ['caption-abstract', 'by-line'],
];

/** xAI's Grok: a signature as description and an identifier as artist. Either alone says nothing. */
export const standard = defineStandard({
  id: 'grok',
  title: localized('xAI Grok image signature', 'xAI Grok 图像签名'),
  cite: 'Grok downloads as observed: Exif ImageDescription `Signature: …` with Artist UUID',
  read: (payloads) =>
    pairs.flatMap(([description, artist]) => {
      const signed = named(payloads, description).filter(({ text }) => signature.test(text.trim()));
      const identifiers = named(payloads, artist).filter(({ text }) => uuid.test(text.trim()));
      return signed.flatMap((found) => {
        const identifier = identifiers.find((candidate) => candidate.payload.place === found.payload.place);
        return identifier === undefined ? [] : [statement(found, identifier)];
      });
    }),
});

function statement(found: TraceText, identifier: TraceText): OwnStatement {
  return {
    ...traceStatement(standard, found, {
      generator: 'xAI Grok',
      fields: [
        ...field('signature', found.text.trim()),
        // It may tell an account; what it identifies has not been published.
        ...field('identifier', identifier.text.trim(), true),
      ],
      says: localized(
        'The pair of signature and identifier that Grok writes into its pictures',
        'Grok 写入图像的签名与标识符组合',
      ),
    }),
    standing: 'unsupported',
    standingNote: localized(
      'xAI has not published how this signature is made, so it cannot be checked; both texts can be copied',
      'xAI 未公开该签名的生成方式，无法核验；两段文本均可被复制',
    ),
  };
}
