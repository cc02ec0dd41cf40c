import type { FingerprintMatch } from '#shared/domain/fingerprint.ts';
import { localized } from '#shared/domain/localized.ts';
import { CANDIDATE_RATE, LIKELY_RATE, matchChromaprints } from '../sound/chromaprint-match.ts';
import { chromaprintText } from '../sound/chromaprint-text.ts';
import { holdsSound, readChromaprint } from '../sound/sound-prints.ts';
import type { Fingerprinter, Print } from './define.ts';

const version = 1;
/** Longest code that is told in a match, numbers (two minutes). */
const TOLD = 970;

/** A print is the numbers, 32 bits each, least significant byte first. */
export const fingerprinter: Fingerprinter = {
  method: 'chromaprint',
  version,
  title: localized('Chromaprint', 'Chromaprint'),
  reference: {
    cite: 'Lalinský, How does Chromaprint work?, 2011; chromaprint 1.5.1, algorithm 2; Ke, Hoiem, Sukthankar, Computer vision for music identification, CVPR 2005',
    limits: [
      localized(
        'Made for the same recording in other encodings. Changes of speed or pitch, other voices on top and recordings made over the air are mostly missed.',
        '用于识别同一录音的不同编码。变速、变调、叠加其他声音以及空气翻录大多无法识别。',
      ),
      localized(
        'Numbers equal those of fpcalc for equal samples at 11,025 Hz; other resamplers move some bits. Of long sounds 32 windows of 15 seconds are compared.',
        '在 11,025 Hz 采样完全相同时，数值与 fpcalc 相同；不同的重采样器会改变若干比特。较长的声音取 32 个 15 秒窗口比较。',
      ),
    ],
  },
  appliesTo: holdsSound,
  async print({ path, media, context }) {
    const read = await readChromaprint({ path, media, context });
    if (!read.ok) return read;
    const bytes = new Uint8Array(read.numbers.length * 4);
    const view = new DataView(bytes.buffer);
    for (const [index, number] of read.numbers.entries()) view.setUint32(index * 4, number, true);
    const print: Print = { method: 'chromaprint', variant: 'whole', version, quality: null, bytes };
    return { ok: true, prints: [print], warnings: read.warnings };
  },
  text: ({ bytes }) => chromaprintText(numbersOf(bytes)),
  indexed: () => null,
  queried: () => null,
  compare(suspect, known) {
    const [one, other] = [usable(suspect), usable(known)];
    if (one === null || other === null) return null;
    const match = matchChromaprints(one, other);
    return match === null || match.rate > CANDIDATE_RATE ? null : matchOf(match.rate, one, other);
  },
};

function matchOf(rate: number, one: Uint32Array, other: Uint32Array): FingerprintMatch {
  const likely = rate <= LIKELY_RATE;
  const told = one.length <= TOLD && other.length <= TOLD;
  return {
    method: 'chromaprint',
    variant: 'whole',
    claim: likely ? 'likely' : 'candidate',
    score: rate,
    unit: 'bit-error-rate',
    threshold: likely ? LIKELY_RATE : CANDIDATE_RATE,
    descending: true,
    codes: told ? [chromaprintText(one), chromaprintText(other)] : null,
    quality: null,
    expectedFalse: null,
  };
}

function usable(prints: readonly Print[]): Uint32Array | null {
  const print = prints.find((one) => one.method === 'chromaprint' && one.version === version);
  return print === undefined || print.bytes.length % 4 !== 0 ? null : numbersOf(print.bytes);
}

function numbersOf(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: bytes.length >> 2 }, (_, index) => view.getUint32(index * 4, true));
}
