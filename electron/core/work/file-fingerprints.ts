import type { FileFingerprints } from '#shared/domain/fingerprint.ts';
import { fingerprinters } from '../trace/fingerprints/fingerprinters.ts';
import type { PrintSet } from '../trace/fingerprints/print-file.ts';

/** Longest text of a code that is told, characters. */
const longestCode = 100_000;

/** The prints of a file as others write them. */
export async function fingerprintsOf({ answers, prints }: PrintSet): Promise<FileFingerprints> {
  const codes: FileFingerprints['codes'] = [];
  for (const print of prints) {
    const { method, variant, quality, bytes } = print;
    const code = (await fingerprinters.get(method)?.())?.text(print) ?? null;
    const told = code !== null && code.length <= longestCode ? code : null;
    codes.push({ method, variant, code: told, quality, bytes: bytes.length });
  }
  return {
    codes,
    methods: answers.map(({ method, state, reason, warnings }) => ({ method, state, reason, warnings })),
  };
}
