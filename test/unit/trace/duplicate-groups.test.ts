import { expect, test } from 'vitest';
import type { CaseStore } from '#core/case/store.ts';
import { duplicateGroups } from '#core/work/duplicates.ts';
import type { FingerprintMatch } from '#shared/domain/fingerprint.ts';
import type { Trace } from '#shared/domain/trace.ts';

const [film, cut, dubbed] = ['1', '2', '3'].map((digit) => digit.repeat(64));
const media = { kind: 'video', format: 'mp4' } as const;

type Method = FingerprintMatch['method'];

/** A trace as far as groups are made of it: which films it led to, by what. */
function traced(sha256: string, found: readonly (readonly [string, readonly Method[]])[]): Trace {
  const trace = {
    file: { sha256, media },
    candidates: found.map(([evidence, methods]) => ({
      ...{ source: { kind: 'case', evidence }, claim: 'copy', media, compared: ['frames', 'landmarks'] },
      matches: methods.map((method) => ({ method, claim: 'copy' })),
    })),
  };
  return trace as unknown as Trace;
}

test('films that share the sound only are named once, apart from the copies', () => {
  const exhibits = [film, cut, dubbed].map((sha256) => ({ sha256, content: { state: 'unknown' } }));
  const store = {
    listEvidence: ({ offset }: { offset: number }) => ({ items: exhibits.slice(offset) }),
  } as unknown as CaseStore;
  const groups = duplicateGroups(store, [
    traced(film!, [
      [cut!, ['frames', 'landmarks']],
      [dubbed!, ['landmarks']],
    ]),
    traced(cut!, [
      [film!, ['frames', 'landmarks']],
      [dubbed!, ['landmarks']],
    ]),
    traced(dubbed!, [
      [film!, ['landmarks']],
      [cut!, ['landmarks']],
    ]),
  ]);
  expect(groups).toEqual([
    { claim: 'copy', evidence: [dubbed, film, cut], what: 'same-sound-other-picture' },
    { claim: 'copy', evidence: [film, cut], what: 'copies' },
  ]);
});
