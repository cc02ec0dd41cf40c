import type { ByteRange } from '#shared/domain/figure.ts';
import type { CborValue } from './cbor.ts';
import type { CoseSign1 } from './cose.ts';

/**
 * The manifest store as it lies in the bytes (ISO/IEC 19566-5; C2PA 2.2 clause 11). All ranges are
 * `[offset, length]` inside `bytes`.
 */
export interface ManifestStore {
  /**
   * The store, and behind it (from `storedLength` on) what compressed manifests hold when unpacked: so all
   * ranges are of one kind, and `fileRanges` gives nothing for what does not lie in the file as it is.
   */
  readonly bytes: Uint8Array;
  /** Length of the store as stored. */
  readonly storedLength: number;
  readonly root: JumbfBox;
  /** In order of the store. The last one is the active manifest (C2PA 2.2 §11.1.4.2). */
  readonly manifests: readonly StoredManifest[];
  /** What is malformed, in words with offsets. */
  readonly problems: readonly string[];
}

export interface JumbfBox {
  /** Four-character type: `jumb` for a superbox, `cbor`, `json`, `bfdb`, `bidb`, `uuid`, `brob`, `free`. */
  readonly type: string;
  /** The whole box with its header, and its content. Of a superbox, hashes are over the content. */
  readonly range: ByteRange;
  readonly content: ByteRange;
  /** Of a superbox: label and content type (UUID, 32 lower-case hexadecimal digits) of its description box. */
  readonly label: string | null;
  readonly contentType: string | null;
  /** Salt of the description box (`c2sh`), when there is one. */
  readonly salt: ByteRange | null;
  readonly description: DescriptionBox | null;
  /** Without the description box. */
  readonly children: readonly JumbfBox[];
}

/** `jumd` (ISO/IEC 19566-5 §A.3). */
export interface DescriptionBox {
  readonly range: ByteRange;
  readonly contentType: string;
  readonly toggles: number;
  readonly label: string | null;
  readonly id: number | null;
  /** SHA-256 of the superbox's payload, which C2PA does not use. */
  readonly hash: ByteRange | null;
  readonly salt: ByteRange | null;
}

export interface StoredManifest {
  readonly label: string;
  /** Of a compressed manifest what it is when unpacked; `compressed` when it cannot be unpacked. */
  readonly kind: 'standard' | 'update' | 'compressed' | 'unknown';
  readonly compressed: boolean;
  /** As stored: hashes of references to the manifest are over its content, also when compressed (§11.2.4). */
  readonly box: JumbfBox;
  /** Where its parts are: `box`, or the unpacked superbox of a compressed manifest. */
  readonly opened: JumbfBox;
  /** More than one is an error of its own (`claim.multiple`). */
  readonly claims: readonly StoredClaim[];
  readonly assertions: readonly StoredAssertion[];
  /** Data boxes and credentials of earlier versions (C2PA 1.4 §6.10, §6.9): referred to by assertions. */
  readonly dataBoxes: readonly StoredAssertion[];
  readonly credentials: readonly StoredAssertion[];
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

/** A hashed URI (C2PA 2.2 §8.4.2). */
export interface HashedAddress {
  readonly address: string;
  readonly hash: Uint8Array | null;
  /** Its own, else that of the claim (C2PA 2.2 §15.4); else `sha256`, and the manifest has a problem. */
  readonly algorithm: string | null;
  /** Where the hash value lies in the store: for re-signing own files. */
  readonly hashRange: ByteRange | null;
}

/** A hashed URI of the claim. */
export interface AssertionReference extends HashedAddress {
  readonly list: 'created' | 'gathered' | 'listed';
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
  /** `null`: no reference, an unknown algorithm, or content that was taken out as redacted. */
  readonly hashMatches: boolean | null;
}

export interface StoredSignature {
  readonly box: JumbfBox;
  readonly data: ByteRange;
  readonly cose: CoseSign1 | null;
  readonly problem: string | null;
}
