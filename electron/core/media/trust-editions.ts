/**
 * Facts about the official trust lists: which bytes are which edition. The lists are other people's
 * publications and are not part of this repository; they are imported and recognised by these hashes.
 */
export interface TrustEdition {
  /** SHA-256 of the published PEM file. */
  readonly sha256: string;
  readonly title: string;
  /** Date of issue, ISO 8601; for the interim list the day it was frozen. */
  readonly issued: string;
  readonly source: string;
  readonly licence: string;
}

export const trustEditions: readonly TrustEdition[] = [
  {
    sha256: '75cacc98b79ecac33713c7ecfb58d4a0ef383f3c1f886e7409f9e37e8664aea5',
    title: 'C2PA Trust List',
    issued: '2026-08-05',
    source: 'https://github.com/c2pa-org/conformance-public',
    licence: 'CC-BY-4.0',
  },
  {
    sha256: 'c688d3555f4a2f1f8d663472bbd37888ff234abdd234c25934c0f9292e4eb5c9',
    title: 'C2PA TSA Trust List',
    issued: '2026-08-05',
    source: 'https://github.com/c2pa-org/conformance-public',
    licence: 'CC-BY-4.0',
  },
  {
    sha256: 'e0ab688a23a03a995b355fef351f6a89ccbb09329b5dc9195297fbe2c7a525c5',
    title: 'Interim trust list (older trust model, frozen)',
    issued: '2026-01-01',
    source: 'https://github.com/contentauth/verify-site',
    licence: 'Apache-2.0',
  },
];
