import { localized } from '#shared/domain/localized.ts';
import { text as textOf } from '../../media/hostile-json.ts';
import { type CarriedPayload, defineStandard, type OwnStatement, type VerifiedFile } from '../define.ts';
import { type JsonObject, jsonOf, readLenientJson } from '../traces/lenient-json.ts';
import {
  checkSignature,
  novelaiKey,
  readSignedComment,
  type SignedComment,
} from '../traces/novelai-signature.ts';
import { anyoneCanWrite, field, fieldsOf, traceResidue, traceStatement } from '../traces/trace-statement.ts';
import { named, type TraceText } from '../traces/trace-text.ts';

/** The signed comment of a statement: a statement's own copy of the text may be shortened. */
const signedComments = new WeakMap<OwnStatement, SignedComment>();

/** NovelAI: PNG texts or Exif, the same again in the alpha channel, and a signature over pixels and comment. */
export const standard = defineStandard({
  id: 'novelai',
  title: localized('NovelAI metadata', 'NovelAI 元数据'),
  cite: 'NovelAI/novelai-image-metadata, nai_meta.py, nai_sig.py; RFC 8032 (Ed25519)',
  read: (payloads) => [...inTexts(payloads), ...inAlpha(payloads)],
  verify,
});

interface Facts {
  readonly software: string | null;
  /** Model and its hash, as NovelAI names it. */
  readonly source: string | null;
  readonly description: string | null;
}

function inTexts(payloads: readonly CarriedPayload[]): OwnStatement[] {
  // Exif of WebP: UserComment holds the comment, bare or in an object, and Software what PNG calls Source.
  return named(payloads, 'comment', 'usercomment').flatMap((found) => {
    const facts: Facts = {
      software: textNamed(payloads, found, 'software'),
      source: textNamed(payloads, found, 'source'),
      description: textNamed(payloads, found, 'description', 'imagedescription'),
    };
    const object = jsonOf(found);
    const nested = object?.get('Comment');
    const settings = typeof nested === 'string' ? readLenientJson(nested) : object;
    return statements(found, facts, found.text, settings);
  });
}

function inAlpha(payloads: readonly CarriedPayload[]): OwnStatement[] {
  return named(payloads, 'stealth_pngcomp', 'stealth_pnginfo').flatMap((found) => {
    const object = jsonOf(found);
    const comment = textOf(object?.get('Comment'), found.text.length);
    if (object === null || comment === null) return [];
    const facts: Facts = {
      software: textOf(object.get('Software'), 200),
      source: textOf(object.get('Source'), 200),
      description: textOf(object.get('Description'), 8000),
    };
    return statements(found, facts, comment, readLenientJson(comment));
  });
}

function statements(
  found: TraceText,
  facts: Facts,
  comment: string,
  object: JsonObject | null,
): OwnStatement[] {
  if (object === null && facts.software === 'NovelAI' && comment.startsWith('{'))
    return [traceResidue(standard, found, 'NovelAI')];
  if (object === null || !isNovelai(facts, object)) return [];
  const signed = readSignedComment(comment);
  const statement: OwnStatement = {
    ...traceStatement(standard, found, {
      generator: 'NovelAI',
      model: modelOf(facts),
      fields: [
        ...field('Software', facts.software),
        ...field('Source', facts.source),
        ...field('Description', facts.description),
        ...fieldsOf(object),
      ],
    }),
    standingNote: signed === null ? anyoneCanWrite : null,
  };
  if (signed !== null) signedComments.set(statement, signed);
  return [statement];
}

/** The program's name, and a comment with settings or a signature; the name alone is anyone's. */
function isNovelai({ software, source }: Facts, comment: JsonObject): boolean {
  const says = [software, source].some((text) => text !== null && /^NovelAI(?:\b|$)/.test(text));
  const settings = ['sampler', 'steps', 'seed', 'uc', 'prompt'].filter((name) => comment.has(name)).length;
  return (says && settings >= 2) || (typeof comment.get('signed_hash') === 'string' && settings >= 2);
}

function modelOf({ software, source }: Facts): string | undefined {
  if (source !== null && source !== '') return source;
  return software !== null && software !== 'NovelAI' ? software : undefined;
}

function textNamed(
  payloads: readonly CarriedPayload[],
  beside: TraceText,
  ...names: readonly string[]
): string | null {
  const all = named(payloads, ...names);
  const same = all.find(({ payload }) => payload.place === beside.payload.place);
  return (same ?? all[0])?.text.slice(0, 8000) ?? null;
}

const standings = {
  fits: {
    standing: 'verified-pinned',
    note: localized(
      'The signature fits these pixels and this comment under the key NovelAI publishes',
      '签名与画面像素及注释相符，使用 NovelAI 公布的公钥核验通过',
    ),
  },
  differs: {
    standing: 'not-verified',
    note: localized(
      'The signature does not fit these pixels and this comment under NovelAI’s published key. Re-saving, resizing or a browser’s clipboard is enough for that; it does not show tampering',
      '使用 NovelAI 公布的公钥核验，签名与当前像素及注释不符。重新保存、缩放或经浏览器剪贴板复制都会造成这种情况，不能据此认定被篡改',
    ),
  },
} as const;

async function verify(statement: OwnStatement, file: VerifiedFile): Promise<OwnStatement> {
  const signed = signedComments.get(statement);
  if (signed === undefined) return statement;
  const check = await checkSignature(signed, file, novelaiKey);
  if (check.state !== 'unread') {
    const { standing, note } = standings[check.state];
    return { ...statement, standing, standingNote: note };
  }
  return {
    ...statement,
    standing: 'not-verified',
    standingNote: localized(
      `The signature could not be checked against the pixels: ${check.why.en}`,
      `无法将签名与像素核对：${check.why['zh-CN']}`,
    ),
  };
}
