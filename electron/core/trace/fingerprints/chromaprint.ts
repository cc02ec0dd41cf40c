import type { FingerprintMatch } from '#shared/domain/fingerprint.ts';
import { localized } from '#shared/domain/localized.ts';
import { CANDIDATE_RATE, LIKELY_RATE, matchChromaprints } from '../sound/chromaprint-match.ts';
import { numbersFromBytes, numbersToBytes } from '../sound/chromaprint-print.ts';
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
        'In the register it is looked up by numbers that differ by one bit at most, which other encodings have; what is further away is led to by the landmarks and then compared.',
        '在登记册中按至多相差一个比特的数值检索，其他编码版本即如此；差异更大的副本由频谱地标引出后再行比较。',
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
    const bytes = numbersToBytes(read.numbers);
    const print: Print = { method: 'chromaprint', variant: 'whole', version, quality: null, bytes };
    return { ok: true, prints: [print], warnings: read.warnings };
  },
  text: ({ bytes }) => chromaprintText(numbersFromBytes(bytes) ?? new Uint32Array()),
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
  return print === undefined ? null : numbersFromBytes(print.bytes);
}
