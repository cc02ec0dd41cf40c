import type { FingerprintMatch } from '#shared/domain/fingerprint.ts';
import { localized } from '#shared/domain/localized.ts';
import { leastQuality } from '../iscc/content-unit.ts';
import { fileCode } from '../iscc/file-code.ts';
import { likenesses, type UnitVariant, unitClaim, unitVariants } from '../iscc/likeness.ts';
import { isccReference } from '../iscc/reference.ts';
import { isccText, readUnit, type Unit, unitBytes } from '../iscc/unit.ts';
import { chanceOf } from '../picture/chance.ts';
import { reported } from '../reported.ts';
import type { Fingerprinter, IndexCodes, Print } from './define.ts';

const version = 1;
const BITS = 256;

/** A print is a unit of 256 bits with its header, so that it says itself what it is; `code` is the composite. */
export const fingerprinter: Fingerprinter = {
  method: 'iscc',
  version,
  title: localized('ISCC (ISO 24138)', 'ISCC（ISO 24138）'),
  reference: isccReference,

  appliesTo: () => true,

  async print(request) {
    const made = await fileCode(request);
    const print = (variant: string, bytes: Uint8Array, quality: number | null): Print => {
      return { method: 'iscc', variant, version, quality, bytes };
    };
    const content = made.content;
    return {
      ok: true,
      prints: [
        print('code', made.code, null),
        ...(content === null
          ? []
          : [print(`content-${content.unit.media}`, unitBytes(content.unit, BITS), content.quality)]),
        print('data', unitBytes(made.data, BITS), null),
        print('instance', unitBytes(made.instance, BITS), null),
      ],
      warnings: [...(made.missing === null ? [] : [made.missing.text]), ...made.warnings.map(reported)],
    };
  },

  text: ({ bytes }) => isccText(bytes),

  indexed: (print) => pictureCode(print),

  queried: (print) => pictureCode(print),

  compare(suspect, known, searched) {
    const instance = sameInstance(suspect, known);
    if (instance !== null) return instance;
    const matches = unitVariants.flatMap((variant) => unitMatch(variant, suspect, known, searched) ?? []);
    const order = (match: FingerprintMatch): number =>
      (match.claim === 'likely' ? 0 : 1000) + match.score / match.threshold;
    return matches.toSorted((first, second) => order(first) - order(second))[0] ?? null;
  },
};

function sameInstance(suspect: readonly Print[], known: readonly Print[]): FingerprintMatch | null {
  const [one, other] = [usable(suspect, 'instance'), usable(known, 'instance')];
  if (one === null || other === null || distance(one.unit, other.unit) !== 0) return null;
  return {
    method: 'iscc',
    variant: 'instance',
    claim: 'same-bytes',
    score: 0,
    unit: 'bits',
    threshold: 0,
    descending: true,
    codes: [isccText(one.print.bytes), isccText(other.print.bytes)],
    quality: null,
    // BLAKE3 of 256 bits: nobody knows two files of one digest.
    expectedFalse: 0,
  };
}

function unitMatch(
  variant: UnitVariant,
  suspect: readonly Print[],
  known: readonly Print[],
  searched: number,
): FingerprintMatch | null {
  const [one, other] = [usable(suspect, variant), usable(known, variant)];
  if (one === null || other === null) return null;
  const bits = distance(one.unit, other.unit);
  const claim = unitClaim(variant, bits);
  if (claim === null) return null;
  const { chance } = likenesses[variant];
  const [first, second] = [one.print.quality, other.print.quality];
  return {
    method: 'iscc',
    variant,
    claim,
    score: bits,
    unit: 'bits',
    threshold: likenesses[variant][claim],
    descending: true,
    codes: [isccText(one.print.bytes), isccText(other.print.bytes)],
    quality: first === null || second === null ? null : [first, second],
    expectedFalse: chance === null ? null : chanceOf(chance, bits) * searched,
  };
}

interface UsablePrint {
  readonly print: Print;
  readonly unit: Unit;
}

/** The whole unit of that name, unless it says too little. */
function usable(prints: readonly Print[], variant: string): UsablePrint | null {
  const print = prints.find((one) => one.method === 'iscc' && one.variant === variant);
  if (print === undefined || print.version !== version) return null;
  if (print.quality !== null && print.quality < leastQuality) return null;
  const unit = readUnit(print.bytes);
  return unit === null || unit.digest.length * 8 !== BITS ? null : { print, unit };
}

function distance(first: Unit, second: Unit): number {
  let bits = 0;
  for (const [at, byte] of first.digest.entries()) {
    for (let rest = byte ^ second.digest[at]!; rest !== 0; rest &= rest - 1) bits += 1;
  }
  return bits;
}

/** Only pictures have a code in which near ones are common and worth an index of their own. */
function pictureCode(print: Print): IndexCodes | null {
  const found = print.variant === 'content-image' ? usable([print], 'content-image') : null;
  return found === null
    ? null
    : { index: 'iscc', codes: Uint8Array.from(found.unit.digest), positions: new Uint32Array(1) };
}
