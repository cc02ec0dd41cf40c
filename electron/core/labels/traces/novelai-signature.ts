import { createPublicKey, verify } from 'node:crypto';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { decodeImage } from '../../media/image.ts';
import { defaultLimits } from '../../media/limits.ts';
import type { VerifiedFile } from '../define.ts';
import { readPythonJson, writePythonJson } from './python-json.ts';

/**
 * Ed25519 key NovelAI publishes with its verifier (github.com/NovelAI/novelai-image-metadata, `nai_sig.py`).
 * Base64 of the 32 bytes of the public key.
 */
export const novelaiKey = 'Y2JcQAOhLwzwSDUJPNgL04nS0Tbqm7cSRc4xk0vRMic=';

export interface SignedComment {
  readonly signature: Buffer;
  /** The comment without its signature, as Python's `json.dumps` writes it: the second half of the message. */
  readonly message: string;
}

/** The signature of a comment and what it was made over; `null` when the comment carries none. */
export function readSignedComment(comment: string): SignedComment | null {
  const outer = readPythonJson(comment);
  if (outer?.kind !== 'object') return null;
  // A comment moved through other software stands inside one of its own (`decoded_comment` of the verifier).
  const nested = outer.members.get('Comment');
  const value = nested?.kind === 'string' ? readPythonJson(nested.value) : outer;
  if (value?.kind !== 'object') return null;
  const signed = value.members.get('signed_hash');
  if (signed?.kind !== 'string' || !/^[A-Za-z0-9+/]{86}==$/.test(signed.value)) return null;
  const members = new Map(value.members);
  members.delete('signed_hash');
  return {
    signature: Buffer.from(signed.value, 'base64'),
    message: writePythonJson({ kind: 'object', members }),
  };
}

export interface Pixels {
  /** Interleaved 8-bit samples, row by row. */
  readonly data: Uint8Array;
  readonly channels: number;
}

/** The message is all red, green and blue samples, then the comment: Ed25519 over both (RFC 8032). */
export function signatureFits(comment: SignedComment, pixels: Pixels, key: string): boolean {
  const colours = withoutAlpha(pixels);
  const message = Buffer.concat([colours, Buffer.from(comment.message, 'utf8')]);
  const publicKey = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key, 'base64').toString('base64url') },
    format: 'jwk',
  });
  return verify(null, message, publicKey, comment.signature);
}

function withoutAlpha({ data, channels }: Pixels): Uint8Array {
  if (channels === 3) return data;
  const count = Math.floor(data.length / channels);
  const colours = new Uint8Array(count * 3);
  for (let pixel = 0, from = 0, to = 0; pixel < count; pixel += 1, from += channels, to += 3) {
    colours[to] = data[from]!;
    colours[to + 1] = data[from + 1]!;
    colours[to + 2] = data[from + 2]!;
  }
  return colours;
}

export type SignatureCheck =
  | { readonly state: 'fits' | 'differs' }
  /** The pixels could not be had; nothing is known about the signature. */
  | { readonly state: 'unread'; readonly why: Localized };

/** Decode the picture and check the signature under `key` (base64). */
export async function checkSignature(
  signed: SignedComment,
  { path, media, signal }: VerifiedFile,
  key: string,
): Promise<SignatureCheck> {
  const outcome = await decodeImage(path, { format: media.format, limits: defaultLimits });
  signal.throwIfAborted();
  if (!outcome.ok) return { state: 'unread', why: outcome.reason.text };
  const { data, channels, bitDepth } = outcome.image;
  if (bitDepth !== 8 || channels < 3 || !(data instanceof Uint8Array))
    return { state: 'unread', why: notColours };
  return { state: signatureFits(signed, { data, channels }, key) ? 'fits' : 'differs' };
}

const notColours = localized('The pixels are not 8-bit red, green and blue', '像素不是 8 位红绿蓝格式');
