import type { ByteRange } from '#shared/domain/figure.ts';
import { type CborProblem, type CborValue, decodeCbor, rangeWithin } from './cbor.ts';
import { bytesOf, entryOf, integerOf, isCborMap, isCborTag, listOf } from './cbor-values.ts';

/** A COSE_Sign1 (RFC 9052 §4.2) as C2PA 2.2 §13.2 and §14.6 use it: payload detached, chain in `x5chain`. */
export interface CoseSign1 {
  /** The serialised protected header: part of what is signed. */
  readonly protectedBytes: Uint8Array;
  /** COSE algorithm identifier (−7 ES256, −35 ES384, −36 ES512, −37 PS256, −38, −39, −8 EdDSA). */
  readonly algorithm: number | null;
  /** Header names, in order: integers of RFC 9052 by name (`alg`, `x5chain`), others as they stand. */
  readonly protectedHeaders: readonly string[];
  readonly unprotectedHeaders: readonly string[];
  /** DER certificates, end entity first. */
  readonly chain: readonly Uint8Array[];
  readonly chainPlace: 'protected' | 'unprotected' | 'none';
  /** An attached payload is an error in C2PA; `null`: detached, as it must be. */
  readonly payload: Uint8Array | null;
  readonly signature: Uint8Array;
  /** Where the signature's bytes lie in the store: for re-signing own files. */
  readonly signatureRange: ByteRange | null;
  /** Headers `pad` and `pad2`, and any bytes behind the COSE structure inside the box. */
  readonly pad: { readonly bytes: number; readonly nonZero: number; readonly ranges: readonly ByteRange[] };
  /** RFC 3161 tokens (or responses) of `sigTst` and `sigTst2`, DER. */
  readonly timeStamps: readonly { readonly header: 'sigTst' | 'sigTst2'; readonly token: Uint8Array }[];
  /** Stapled OCSP responses of `rVals.ocspVals`, DER. */
  readonly ocsp: readonly Uint8Array[];
  /** What departs from RFC 9052 and C2PA without making the structure unreadable. */
  readonly problems: readonly string[];
}

type Headers = ReadonlyMap<CborValue, CborValue>;

/** Common header parameters (RFC 9052 §3.1) and certificates (RFC 9360 §2). */
const headerNames: ReadonlyMap<CborValue, string> = new Map<CborValue, string>([
  [1, 'alg'],
  [2, 'crit'],
  [3, 'content type'],
  [4, 'kid'],
  [5, 'IV'],
  [6, 'Partial IV'],
  [11, 'countersignature version 2'],
  [32, 'x5bag'],
  [33, 'x5chain'],
  [34, 'x5t'],
  [35, 'x5u'],
]);
const SIGN1_TAG = 18;

/**
 * @param bytes content of the signature's `cbor` box
 * @param storeOffset where it begins in the store
 */
export function readCose(bytes: Uint8Array, storeOffset: number): CoseSign1 | CborProblem {
  const reading = decodeCbor(bytes);
  if ('problem' in reading) return reading;
  const tagged = isCborTag(reading.value) ? reading.value : null;
  if (tagged !== null && tagged.tag !== SIGN1_TAG) {
    return { problem: `COSE: tag ${tagged.tag} is not COSE_Sign1` };
  }
  const parts = listOf(tagged === null ? reading.value : tagged.value);
  const [first, unprotected, payload, last] = parts;
  const protectedBytes = bytesOf(first);
  const signature = bytesOf(last);
  if (parts.length !== 4 || protectedBytes === null || signature === null || !isCborMap(unprotected)) {
    return { problem: 'COSE: not the four parts of a COSE_Sign1' };
  }
  if (payload !== null && !(payload instanceof Uint8Array)) {
    return { problem: 'COSE: the payload is neither bytes nor nil' };
  }
  const headers = readProtected(protectedBytes);
  if ('problem' in headers) return headers;
  const problems: string[] = [];
  if (tagged === null) problems.push('COSE_Sign1 without its tag');
  const protectedHeaders = names(headers.map);
  const unprotectedHeaders = names(unprotected);
  for (const name of protectedHeaders) {
    if (unprotectedHeaders.includes(name)) problems.push(`header ${name} is in both header maps`);
  }
  const place = (range: readonly [number, number]): ByteRange => [storeOffset + range[0], range[1]];
  const signaturePlace = rangeWithin(bytes, signature);
  return {
    protectedBytes,
    algorithm: integerOf(headers.map.get(1)),
    protectedHeaders,
    unprotectedHeaders,
    ...certificates(headers.map, unprotected),
    payload,
    signature,
    signatureRange: signaturePlace === null ? null : place(signaturePlace),
    pad: padding(bytes, reading.end, [headers.map, unprotected], place),
    timeStamps: (['sigTst', 'sigTst2'] as const).flatMap((header) =>
      listOf(entryOf(unprotected.get(header), 'tstTokens')).flatMap((item) => {
        const token = bytesOf(entryOf(item, 'val'));
        return token === null ? [] : [{ header, token }];
      }),
    ),
    ocsp: listOf(entryOf(unprotected.get('rVals'), 'ocspVals')).flatMap((item) => bytesOf(item) ?? []),
    problems,
  };
}

/** The protected header is a map inside a byte string; an empty string is an empty map (RFC 9052 §3). */
function readProtected(bytes: Uint8Array): { readonly map: Headers } | CborProblem {
  if (bytes.length === 0) return { map: new Map() };
  const reading = decodeCbor(bytes);
  if ('problem' in reading) return { problem: `${reading.problem} of the protected header` };
  if (!isCborMap(reading.value)) return { problem: 'COSE: the protected header is no map' };
  if (reading.end < bytes.length) return { problem: 'COSE: bytes behind the protected header' };
  return { map: reading.value };
}

function names(headers: Headers): string[] {
  return [...headers.keys()].map(
    (key) => headerNames.get(key) ?? (typeof key === 'string' ? key.slice(0, 100) : String(key)),
  );
}

/** `x5chain` by its number or, in early files, by its name; one certificate may stand without a list. */
function certificates(
  inside: Headers,
  outside: Headers,
): { readonly chain: readonly Uint8Array[]; readonly chainPlace: CoseSign1['chainPlace'] } {
  for (const [headers, chainPlace] of [
    [inside, 'protected'],
    [outside, 'unprotected'],
  ] as const) {
    const value = headers.get(33) ?? headers.get('x5chain');
    if (value === undefined) continue;
    const chain =
      value instanceof Uint8Array ? [value] : listOf(value).flatMap((item) => bytesOf(item) ?? []);
    return { chain, chainPlace };
  }
  return { chain: [], chainPlace: 'none' };
}

function padding(
  bytes: Uint8Array,
  end: number,
  headers: readonly Headers[],
  place: (range: readonly [number, number]) => ByteRange,
): CoseSign1['pad'] {
  const pads = headers.flatMap((map) => ['pad', 'pad2'].flatMap((name) => bytesOf(map.get(name)) ?? []));
  const all = [...pads, ...(end < bytes.length ? [bytes.subarray(end)] : [])];
  return {
    bytes: all.reduce((sum, { length }) => sum + length, 0),
    nonZero: all.reduce(
      (sum, part) => sum + part.reduce((count, byte) => count + (byte === 0 ? 0 : 1), 0),
      0,
    ),
    ranges: all.flatMap((part) => {
      const range = rangeWithin(bytes, part);
      return range === null || part.length === 0 ? [] : [place(range)];
    }),
  };
}

const emptyMap = 0xa0;

/**
 * What a COSE_Sign1 signature is over: `["Signature1", protected, external, payload]` in CBOR (RFC 9052
 * §4.4). In C2PA the payload is the bytes of the claim, and nothing is external.
 */
export function sigStructure(
  protectedBytes: Uint8Array,
  payload: Uint8Array,
  externalAad: Uint8Array = new Uint8Array(),
): Uint8Array {
  return structure('Signature1', protectedBytes, externalAad, payload);
}

/**
 * What the imprint of a time-stamp is over (C2PA 2.2 §10.3.2.5): a `CounterSignature` structure, for
 * `sigTst` over the claim, for `sigTst2` over the encoded byte string of the signature.
 */
export function timeStampedBytes(
  header: 'sigTst' | 'sigTst2',
  cose: Pick<CoseSign1, 'protectedBytes' | 'signature'>,
  claimBytes: Uint8Array,
): Uint8Array {
  const payload = header === 'sigTst' ? claimBytes : byteString(cose.signature);
  return structure('CounterSignature', cose.protectedBytes, new Uint8Array(), payload);
}

function structure(
  context: string,
  inside: Uint8Array,
  external: Uint8Array,
  payload: Uint8Array,
): Uint8Array {
  // An empty header map counts as the empty string, however it was written (RFC 9052 §4.4).
  const header = inside.length === 1 && inside[0] === emptyMap ? new Uint8Array() : inside;
  const text = Buffer.from(context, 'latin1');
  return new Uint8Array(
    Buffer.concat([
      Buffer.from([0x84]),
      head(3, text.length),
      text,
      byteString(header),
      byteString(external),
      byteString(payload),
    ]),
  );
}

function byteString(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([head(2, bytes.length), bytes]);
}

/** Head of a string in its shortest form (RFC 8949 §3). */
function head(major: number, length: number): Uint8Array {
  const first = major << 5;
  if (length < 24) return Uint8Array.of(first | length);
  if (length < 0x100) return Uint8Array.of(first | 24, length);
  const wide = Buffer.alloc(length < 0x10000 ? 3 : 5);
  wide[0] = first | (length < 0x10000 ? 25 : 26);
  if (length < 0x10000) wide.writeUInt16BE(length, 1);
  else wide.writeUInt32BE(length, 1);
  return wide;
}
