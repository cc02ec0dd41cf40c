import { z } from 'zod';
import { FingerprintMethod } from '#shared/domain/fingerprint.ts';
import { KeptText, Localized } from '#shared/domain/localized.ts';
import type { Print } from './define.ts';

/**
 * The prints of one file, as a worker hands them over: `ASPR`, the length of a JSON index in bytes (32 bits, least
 * significant first), the index, then the codes one after another. It is derived data: whoever finds it damaged or of
 * another version has it made anew.
 */
const magic = 'ASPR';
const longestIndex = 4 * 1024 * 1024;

/** What one method said of the file. */
export const MethodAnswer = z.object({
  method: FingerprintMethod,
  version: z.number().int().positive(),
  state: z.enum(['printed', 'not-traceable', 'undetermined']),
  reason: Localized.nullable(),
  warnings: z.array(KeptText),
});
export type MethodAnswer = z.infer<typeof MethodAnswer>;

const Index = z.object({
  version: z.literal(1),
  answers: z.array(MethodAnswer),
  prints: z.array(
    z.object({
      method: FingerprintMethod,
      variant: z.string(),
      version: z.number().int().positive(),
      quality: z.number().nullable(),
      length: z.number().int().nonnegative(),
    }),
  ),
});

export interface PrintSet {
  readonly answers: readonly MethodAnswer[];
  readonly prints: readonly Print[];
}

export function writePrints({ answers, prints }: PrintSet): Uint8Array {
  const index = Buffer.from(
    JSON.stringify({
      version: 1,
      answers,
      prints: prints.map(({ bytes, ...print }) => ({ ...print, length: bytes.length })),
    }),
  );
  const head = Buffer.alloc(8);
  head.write(magic, 'latin1');
  head.writeUInt32LE(index.length, 4);
  return Buffer.concat([head, index, ...prints.map(({ bytes }) => bytes)]);
}

/** `null`: this is no such file, or it was cut or changed. */
export function readPrints(file: Uint8Array): PrintSet | null {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (bytes.length < 8 || bytes.toString('latin1', 0, 4) !== magic) return null;
  const length = bytes.readUInt32LE(4);
  if (length > longestIndex || 8 + length > bytes.length) return null;
  const index = Index.safeParse(jsonOrNull(bytes.toString('utf8', 8, 8 + length)));
  if (!index.success) return null;
  let at = 8 + length;
  const prints = index.data.prints.map(({ length: size, ...print }) => {
    // A copy, so that codes can be looked at as words of 32 bits wherever they stood in the file.
    const piece = new Uint8Array(bytes.subarray(at, at + size));
    at += size;
    return { ...print, bytes: piece };
  });
  return at === bytes.length ? { answers: index.data.answers, prints } : null;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
