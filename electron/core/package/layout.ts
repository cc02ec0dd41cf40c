/** Names inside a package. Everything in it has a name of these letters: no name from outside is ever a path here. */
export const tagNames = {
  declaration: 'bagit.txt',
  info: 'bag-info.txt',
  recipe: 'VERIFY.txt',
  /** Hash of the names in the folder, in the form `sha256sum --check` reads; see `folder-listing.ts`. */
  listing: 'listing-sha256.txt',
  key: 'signing-key.pem',
  timestamps: 'timestamps',
} as const;

export const manifestAlgorithms = ['sha256', 'sha512'] as const;

export const signatureOf = (tagManifest: string) => `${tagManifest}.sig`;

/** What seals the other tag files, and is listed by none. */
export const sealNames = manifestAlgorithms
  .map((algorithm) => `tagmanifest-${algorithm}.txt`)
  .flatMap((name) => [name, signatureOf(name)]);

export const dataNames = {
  database: 'data/case.db',
  ontology: 'data/case.jsonld',
  names: 'data/names.json',
  versions: 'data/versions.json',
  log: 'data/custody/log.jsonl',
  checkpoint: 'data/custody/checkpoint.json',
} as const;

/** Folders of the payload and what they are called in a case. `results` repeats what the database holds. */
export const caseFolders: Readonly<Record<string, string | null>> = {
  evidence: 'evidence',
  figures: 'derived',
  results: null,
  custody: null,
  reports: 'reports',
  exports: 'exports',
  survival: 'survival',
  traces: 'traces',
  comparisons: 'comparisons',
  lineages: 'lineages',
};

/** One component: no leading dot, nothing that a system or `sha256sum` reads as anything but a letter of a name. */
const component = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;

/** Reserved by Windows with any suffix; a trailing dot is dropped there. */
const reserved = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)|\.$/i;

export function isSafeName(name: string): boolean {
  return component.test(name) && !reserved.test(name);
}

/** Components a path in a package may have. */
export const deepestPath = 8;

/** Can the path stand in a package, and be unpacked anywhere? */
export function isSafePath(path: string): boolean {
  const parts = path.split('/');
  return parts.length <= deepestPath && parts.every(isSafeName);
}
