import type { TrustKind } from '#shared/domain/trust.ts';

/**
 * Facts about published trust lists: which bytes are which edition. The lists are other people's
 * publications and are not part of this repository; they are imported and recognised by these hashes.
 */
export interface TrustEdition {
  readonly kind: TrustKind;
  readonly title: string;
  /** SHA-256 of the published file that holds the list. */
  readonly sha256: string;
  /** SHA-256 of the files published beside it, by name. They must fit too when they are there. */
  readonly companions: Readonly<Record<string, string>>;
  /** Date of issue, ISO 8601; for the interim list the day it was frozen, for products the last change. */
  readonly issued: string;
  readonly nextUpdate: string | null;
  readonly source: string;
  readonly licence: string;
}

const programme = { source: 'https://github.com/c2pa-org/conformance-public', licence: 'CC-BY-4.0' } as const;

export const trustEditions: readonly TrustEdition[] = [
  {
    kind: 'official-signer',
    title: 'C2PA Trust List',
    sha256: '75cacc98b79ecac33713c7ecfb58d4a0ef383f3c1f886e7409f9e37e8664aea5',
    companions: {
      'C2PA-TRUST-LIST.json': '709555a038a78d4b001e96826313957a27771dc66ca881d408ec8cbf2e21627e',
    },
    issued: '2026-08-05',
    nextUpdate: '2027-08-05',
    ...programme,
  },
  {
    kind: 'official-tsa',
    title: 'C2PA TSA Trust List',
    sha256: 'c688d3555f4a2f1f8d663472bbd37888ff234abdd234c25934c0f9292e4eb5c9',
    companions: {
      'C2PA-TSA-TRUST-LIST.json': '6f409f08c7c877019cb8fa54e83017bd02feee5a1851cc95d2e369ccaba1793e',
    },
    issued: '2026-08-05',
    nextUpdate: '2027-08-05',
    ...programme,
  },
  {
    kind: 'interim',
    title: 'Interim trust list (older trust model, frozen)',
    sha256: 'e0ab688a23a03a995b355fef351f6a89ccbb09329b5dc9195297fbe2c7a525c5',
    companions: {
      'allowed.pem': '2f4ba19707a49a0aece732c8a211b7f544f990247018368deaf7382bcfa58451',
      'store.cfg': '1044c30a906b0c9cbe28b4a4c0002ca56a718f0ae22b9af83238543a07d0e718',
    },
    issued: '2026-01-01',
    nextUpdate: null,
    source: 'https://github.com/contentauth/verify-site',
    licence: 'Apache-2.0',
  },
  {
    kind: 'conforming-products',
    title: 'C2PA Conforming Products List',
    sha256: '47723b7648e7134c6cec60a17b3371586f24fe8c4925dbd27be4c7645426771f',
    companions: {},
    issued: '2026-08-20',
    nextUpdate: null,
    ...programme,
  },
];

/**
 * The known edition these files are, or `null`. A companion that is there and differs makes it unknown: the
 * genuine anchors beside somebody's own list of allowed certificates are not the published list. A list
 * given only by its JSON counts as well, because the JSON holds the same certificates.
 *
 * @param main SHA-256 of the file that holds the list
 * @param beside SHA-256 of the files beside it, by name
 */
export function editionOf(
  kind: TrustKind,
  main: string,
  beside: ReadonlyMap<string, string>,
): TrustEdition | null {
  const edition = trustEditions.find(
    (known) =>
      known.kind === kind &&
      (known.sha256 === main || (kind !== 'interim' && Object.values(known.companions).includes(main))),
  );
  if (edition === undefined) return null;
  const genuine = Object.entries(edition.companions).every(([name, sha256]) => {
    const there = beside.get(name);
    return there === undefined || there === sha256;
  });
  return genuine ? edition : null;
}
