import type { ByteRange } from '#shared/domain/figure.ts';

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
}
