import type { ByteRange } from '#shared/domain/figure.ts';
import type { CborValue } from './cbor.ts';
import type { CoseSign1 } from './cose.ts';

/**
 * The manifest store as it lies in the bytes (ISO/IEC 19566-5; C2PA 2.2 clause 11). All ranges are
 * `[offset, length]` inside the store.
 */
export interface ManifestStore {
  readonly bytes: Uint8Array;
  readonly root: JumbfBox;
  readonly manifests: readonly StoredManifest[];
  /** What is malformed, in words with offsets. */
  readonly problems: readonly string[];
}

export interface JumbfBox {
  /** Four-character type: `jumb` for a superbox, `cbor`, `json`, `bfdb`, `bidb`, `uuid`, `brob`, `free`. */
  readonly type: string;
  /** The whole box with its header, and its content. */
  readonly range: ByteRange;
  readonly content: ByteRange;
  /** Of a superbox: label and content type (UUID, 32 lower-case hexadecimal digits) of its description box. */
  readonly label: string | null;
  readonly contentType: string | null;
  /** Salt of the description box (`c2sh`), when there is one. */
  readonly salt: ByteRange | null;
  readonly children: readonly JumbfBox[];
}

export interface StoredManifest {
  readonly label: string;
  readonly kind: 'standard' | 'update' | 'compressed' | 'unknown';
  readonly box: JumbfBox;
  /** More than one is an error of its own (`claim.multiple`). */
  readonly claims: readonly StoredClaim[];
  readonly assertions: readonly StoredAssertion[];
  readonly signature: StoredSignature | null;
  readonly problems: readonly string[];
}

export interface StoredClaim {
  /** `c2pa.claim` (v1) or `c2pa.claim.v2`. */
  readonly label: string;
  readonly version: 1 | 2;
  readonly box: JumbfBox;
  /** The CBOR bytes: what the signature is over. */
  readonly data: ByteRange;
  readonly value: CborValue;
  readonly algorithm: string | null;
  readonly instanceId: string | null;
  readonly title: string | null;
  readonly format: string | null;
  readonly generator: string;
  readonly signatureAddress: string | null;
  readonly references: readonly AssertionReference[];
  /** Addresses of redacted assertions. */
  readonly redacted: readonly string[];
}

/** A hashed URI of the claim (C2PA 2.2 §8.3). */
export interface AssertionReference {
  readonly list: 'created' | 'gathered' | 'listed';
  readonly address: string;
  readonly hash: Uint8Array | null;
  readonly algorithm: string | null;
  /** Where the hash value lies in the store: for re-signing own files. */
  readonly hashRange: ByteRange | null;
}

export interface StoredAssertion {
  readonly label: string;
  readonly box: JumbfBox;
  readonly content: 'cbor' | 'json' | 'embedded-file' | 'uuid' | 'unknown';
  /** The data without box headers; of an embedded file its content (`bidb`). */
  readonly data: ByteRange;
  /** Media type of an embedded file. */
  readonly mediaType: string | null;
  /** Decoded CBOR or JSON; `null` for the other kinds and for what cannot be decoded. */
  readonly value: CborValue | null;
  /** The reference of the claim that names it, and whether its hash fits. */
  readonly reference: AssertionReference | null;
  readonly redacted: boolean;
  readonly hashMatches: boolean | null;
}

export interface StoredSignature {
  readonly box: JumbfBox;
  readonly data: ByteRange;
  readonly cose: CoseSign1 | null;
  readonly problem: string | null;
}
