import { addressPath } from './addresses.ts';
import { type BoxBounds, defaultBoxBounds, readBoxes } from './boxes.ts';
import { contentTypes } from './content-types.ts';
import { readCose } from './cose.ts';
import type {
  AssertionReference,
  JumbfBox,
  ManifestStore,
  StoredAssertion,
  StoredClaim,
  StoredManifest,
  StoredSignature,
} from './manifest-store.ts';
import { readClaim } from './read-claim.ts';
import { ReadingBudget, readAssertion } from './read-content.ts';
import { unpackManifests } from './unpack.ts';

export interface StoreLimits {
  readonly boxes: BoxBounds;
  /** Nesting of CBOR values. */
  readonly depth: number;
  /** CBOR data items of all boxes together. */
  readonly items: number;
  /** JSON text of all boxes together, bytes. */
  readonly jsonBytes: number;
  /** What compressed manifests may unpack to together, bytes. */
  readonly unpackedBytes: number;
}

const mebibyte = 1024 * 1024;
export const defaultStoreLimits: StoreLimits = {
  boxes: defaultBoxBounds,
  depth: 64,
  items: 2_000_000,
  jsonBytes: 32 * mebibyte,
  unpackedBytes: 32 * mebibyte,
};

/**
 * Read a manifest store of whatever condition. Never throws for what is in the bytes: damage is told in the
 * problems of the store and of its manifests, and what can be read is there.
 *
 * @param stored the superbox of the store; it is kept, and byte strings of the result are views into it
 */
export function readManifestStore(
  stored: Uint8Array,
  limits: StoreLimits = defaultStoreLimits,
): ManifestStore {
  const plain = new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength);
  const outer = readBoxes(plain, limits.boxes);
  const problems = [...outer.problems];
  const [root = noBox] = outer.boxes;
  if (root.contentType !== contentTypes.store || root.label !== 'c2pa') {
    problems.push('the first box is no C2PA manifest store');
  }
  if (outer.boxes.length > 1) {
    problems.push(`${outer.boxes.length - 1} more boxes behind the store at offset ${root.range[1]}`);
  }
  const unpacked = unpackManifests(plain, root.children, limits.unpackedBytes);
  problems.push(...unpacked.problems);
  const { bytes } = unpacked;
  const budget = new ReadingBudget(limits.items, limits.jsonBytes, limits.depth);
  const opened = root.children.flatMap((box): OpenedManifest[] => {
    const place = unpacked.places.get(box);
    const inner = place === undefined ? null : unpackedManifest(bytes, box, place, limits.boxes, problems);
    return isManifest(box) ? [openManifest(bytes, box, inner, budget)] : [];
  });
  reportTwice(
    root.children.map(({ label }) => label),
    'boxes of the store',
    (problem) => problems.push(problem),
  );
  const redactions = new Set(
    opened.flatMap(({ label, claims }) =>
      claims.flatMap(({ redacted }) =>
        redacted.map((address) => pathKey(addressPath(address, label) ?? [label, address])),
      ),
    ),
  );
  const manifests = opened.map((manifest) => readManifest(bytes, manifest, redactions, budget));
  return { bytes, storedLength: plain.length, root, manifests, problems };
}

const noBox: JumbfBox = {
  type: '',
  range: [0, 0],
  content: [0, 0],
  label: null,
  contentType: null,
  salt: null,
  description: null,
  children: [],
};

const kinds: ReadonlyMap<string | null, StoredManifest['kind']> = new Map([
  [contentTypes.manifest, 'standard'],
  [contentTypes.manifestSecondName, 'standard'],
  [contentTypes.updateManifest, 'update'],
  [contentTypes.compressedManifest, 'compressed'],
  [contentTypes.timeStampManifest, 'unknown'],
]);

/** By its type, or because it holds a claim although its type is unknown. */
function isManifest(box: JumbfBox): boolean {
  return kinds.has(box.contentType) || box.children.some((part) => part.contentType === contentTypes.claim);
}

/** The superbox a compressed manifest unpacks to, which must be alone and bear the same label. */
function unpackedManifest(
  bytes: Uint8Array,
  box: JumbfBox,
  [from, to]: readonly [number, number],
  bounds: BoxBounds,
  problems: string[],
): JumbfBox | null {
  const inner = readBoxes(bytes, bounds, from, to);
  problems.push(...inner.problems);
  const [only] = inner.boxes;
  if (inner.boxes.length !== 1 || only?.label !== box.label) {
    problems.push(`compressed manifest at offset ${box.range[0]} holds something else than itself`);
  }
  return only ?? null;
}

/** A manifest whose claims are read: its assertions need the redactions of all claims. */
interface OpenedManifest {
  readonly label: string;
  readonly box: JumbfBox;
  readonly opened: JumbfBox;
  readonly claims: readonly StoredClaim[];
  readonly problems: string[];
}

function openManifest(
  bytes: Uint8Array,
  box: JumbfBox,
  inner: JumbfBox | null,
  budget: ReadingBudget,
): OpenedManifest {
  const opened = inner ?? box;
  const problems: string[] = [];
  const claims = opened.children
    .filter((part) => part.contentType === contentTypes.claim)
    .flatMap((part) => readClaim(bytes, part, budget, (problem) => problems.push(problem)) ?? []);
  return { label: box.label ?? '', box, opened, claims, problems };
}

function readManifest(
  bytes: Uint8Array,
  manifest: OpenedManifest,
  redactions: ReadonlySet<string>,
  budget: ReadingBudget,
): StoredManifest {
  const { label, box, opened, claims, problems } = manifest;
  const report = (problem: string): void => {
    problems.push(problem);
  };
  const parts = (contentType: string): JumbfBox[] =>
    opened.children.filter((part) => part.contentType === contentType);
  const stores = parts(contentTypes.assertions);
  const signatures = parts(contentTypes.signature);
  if (box.label === null) report(`manifest at offset ${box.range[0]} has no label`);
  if (claims.length !== 1) report(`${claims.length} claims in one manifest`);
  if (stores.length !== 1) report(`${stores.length} assertion stores in one manifest`);
  if (signatures.length !== 1) report(`${signatures.length} signatures in one manifest`);
  const references = referencesByPath(label, claims, report);
  const content = (stored: readonly JumbfBox[]): StoredAssertion[] => {
    const boxes = stored.flatMap((owner) =>
      owner.children.filter(({ type }) => type === 'jumb').map((each) => ({ owner, each })),
    );
    reportTwice(
      boxes.map(({ each }) => each.label),
      'assertions',
      report,
    );
    return boxes.map(({ owner, each }) => {
      const key = pathKey([label, owner.label ?? '', each.label ?? '']);
      return readAssertion(bytes, each, references.get(key) ?? [], redactions.has(key), budget, report);
    });
  };
  const kind = kinds.get(opened.contentType) ?? 'unknown';
  return {
    label,
    kind,
    compressed: box.contentType === contentTypes.compressedManifest,
    box,
    opened,
    claims,
    assertions: content(stores),
    dataBoxes: content(parts(contentTypes.dataBoxes)),
    credentials: content(parts(contentTypes.credentials)),
    signature: signatures[0] === undefined ? null : readSignature(bytes, signatures[0], report),
    problems,
  };
}

/** The claims' references by the place they point to. One to another manifest is an error (§15.10.3). */
function referencesByPath(
  label: string,
  claims: readonly StoredClaim[],
  report: (problem: string) => void,
): Map<string, AssertionReference[]> {
  const found = new Map<string, AssertionReference[]>();
  for (const reference of claims.flatMap(({ references }) => references)) {
    const path = addressPath(reference.address, label);
    if (path?.[0] !== label) {
      report(`the claim names an assertion outside its manifest: ${reference.address.slice(0, 200)}`);
      continue;
    }
    const key = pathKey(path);
    const known = found.get(key);
    if (known === undefined) found.set(key, [reference]);
    else known.push(reference);
  }
  return found;
}

function readSignature(bytes: Uint8Array, box: JumbfBox, report: (problem: string) => void): StoredSignature {
  const parts = box.children.filter(({ type }) => type !== 'free');
  if (parts.length !== 1) report(`signature at offset ${box.range[0]} has ${parts.length} content boxes`);
  const part = parts.find(({ type }) => type === 'cbor');
  if (part === undefined) return { box, data: box.content, cose: null, problem: 'no cbor box' };
  const [offset, length] = part.content;
  const cose = readCose(bytes.subarray(offset, offset + length), offset);
  const data = part.content;
  return 'problem' in cose
    ? { box, data, cose: null, problem: cose.problem }
    : { box, data, cose, problem: null };
}

/** Labels hold no control characters where they are right; where they are wrong this stays unambiguous. */
function pathKey(path: readonly string[]): string {
  return JSON.stringify(path);
}

function reportTwice(
  labels: readonly (string | null)[],
  what: string,
  report: (problem: string) => void,
): void {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const label of labels) {
    if (label === null) continue;
    if (seen.has(label)) twice.add(label);
    seen.add(label);
  }
  for (const label of [...twice].slice(0, 20)) report(`several ${what} have the label ${label}`);
}
