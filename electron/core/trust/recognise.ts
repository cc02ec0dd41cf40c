import { z } from 'zod';
import {
  type TrustChoice,
  TrustFile,
  type TrustKind,
  TrustLine,
  TrustProposal,
  TrustRefusal,
} from '#shared/domain/trust.ts';
import { looksLikeDenyList } from './deny.ts';
import { editionOf } from './editions.ts';
import type { Gathering, RawFile } from './gather.ts';
import { type ListContent, type ListFile, obviousFault, parseJson, readContent } from './list-content.ts';
import { looksLikeLote, parseLote } from './lote.ts';
import { looksLikeProducts } from './products.ts';
import { notice, refusal } from './texts.ts';

/** A list found in files, before it is held against what is there. Crosses from the worker to the host. */
export const Candidate = TrustProposal.omit({ state: true, diff: true, files: true }).extend({
  files: z.array(TrustFile.extend({ path: z.string() })),
  lines: z.array(TrustLine),
  /** It says that it is official or the interim list, and its bytes are no edition known here. */
  undecided: z.boolean(),
});
export type Candidate = z.infer<typeof Candidate>;

export const Recognition = z.object({
  candidates: z.array(Candidate),
  refused: z.array(TrustRefusal),
  ignored: z.array(z.string()),
});
export type Recognition = z.infer<typeof Recognition>;

/** A candidate with what its files say, inside one process. */
export interface RecognisedList {
  readonly candidate: Candidate;
  readonly content: ListContent;
}

interface Outline {
  readonly kind: TrustKind;
  readonly files: readonly (ListFile & { readonly path: string })[];
}

const timeStampingUsage = '1.3.6.1.5.5.7.3.8';
const officialTitles = { 'official-signer': 'C2PA Trust List', 'official-tsa': 'C2PA TSA Trust List' };

/**
 * Tell which lists the files are: by the hash of a known edition, by what a list says of itself, by name.
 * What is none of these is a list of the user's own.
 */
export function recogniseLists(
  gathering: Gathering,
  choice: TrustChoice,
  now: Date,
): {
  readonly lists: readonly RecognisedList[];
  readonly refused: readonly TrustRefusal[];
  readonly ignored: readonly string[];
} {
  const refused = [...gathering.refused];
  const ignored = [...gathering.ignored];
  const lists: RecognisedList[] = [];
  for (const outline of outlines(gathering.files, refused, ignored)) {
    const reading = readContent(outline.kind, outline.files, now);
    if (!reading.ok) refused.push(reading.refusal);
    else lists.push(complete(outline, reading.content, choice, now));
  }
  const newest = new Map<string, RecognisedList>();
  for (const list of lists) {
    const { id, issued, files } = list.candidate;
    const other = newest.get(id)?.candidate;
    if (other === undefined || (other.issued ?? '') <= (issued ?? '')) newest.set(id, list);
    if (other !== undefined) {
      const older = newest.get(id) === list ? other : list.candidate;
      // The same list twice in one folder: the newer counts, and the other is named.
      ignored.push(older.files[0]?.name ?? files[0]?.name ?? id);
    }
  }
  return { lists: [...newest.values()], refused, ignored };
}

/** Group the files into lists, each file with its role. */
function outlines(files: readonly RawFile[], refused: TrustRefusal[], ignored: string[]): Outline[] {
  const found: Outline[] = [];
  const beside = (file: RawFile, name: string) =>
    files.find((other) => other.folder === file.folder && other.name.toLowerCase() === name.toLowerCase());
  const parts = (file: RawFile, role: TrustFile['role'], others: [string, TrustFile['role']][] = []) => [
    { ...file, role },
    ...others.flatMap(([name, otherRole]) => {
      const other = beside(file, name);
      return other === undefined ? [] : [{ ...other, role: otherRole }];
    }),
  ];
  for (const file of files) {
    const lower = file.name.toLowerCase();
    const stem = lower.replace(/\.[^.]+$/, '');
    // Companions are taken with the list they belong to.
    if (lower.endsWith('.cfg') || (lower === 'allowed.pem' && beside(file, 'anchors.pem') !== undefined))
      continue;
    const fault = obviousFault(file.name, file.bytes);
    if (fault !== null) {
      refused.push(fault);
    } else if (lower === 'anchors.pem') {
      found.push({
        kind: 'interim',
        files: parts(file, 'certificates', [
          ['allowed.pem', 'allowed'],
          ['store.cfg', 'usages'],
        ]),
      });
    } else if (lower.endsWith('.json')) {
      const kind = jsonKind(file);
      if (kind === null) {
        if (file.named) refused.push(refusal(file.name, 'not-a-list'));
        else ignored.push(file.name);
      } else if (kind === 'conforming-products') found.push({ kind, files: parts(file, 'products') });
      else if (kind === 'deny') found.push({ kind, files: parts(file, 'deny') });
      else if (beside(file, `${stem}.pem`) === undefined) found.push({ kind, files: parts(file, 'lote') });
    } else {
      const together = parts(file, 'certificates', [[`${stem}.json`, 'lote']]).filter(
        (part) => part.role !== 'lote' || looksLikeLote(parseJson(part.bytes)),
      );
      found.push({ kind: pemKind(stem, together), files: together });
    }
  }
  return found;
}

function jsonKind(file: RawFile): TrustKind | null {
  const value = parseJson(file.bytes);
  if (looksLikeLote(value)) return loteKind(file);
  if (looksLikeProducts(value)) return 'conforming-products';
  return looksLikeDenyList(value) ? 'deny' : null;
}

function loteKind(file: Pick<RawFile, 'bytes'>): TrustKind {
  const lote = parseLote(parseJson(file.bytes));
  const scheme = 'fault' in lote ? '' : lote.scheme;
  if (scheme === officialTitles['official-tsa']) return 'official-tsa';
  return scheme === officialTitles['official-signer'] ? 'official-signer' : 'user-signer';
}

function pemKind(stem: string, files: readonly (ListFile & { readonly role: string })[]): TrustKind {
  const main = files[0];
  const known = (['official-signer', 'official-tsa', 'interim'] as const).find(
    (kind) => main !== undefined && editionOf(kind, main.sha256, new Map()) !== null,
  );
  if (known !== undefined) return known;
  const lote = files.find((file) => file.role === 'lote');
  if (lote !== undefined) return loteKind(lote);
  if (stem === 'c2pa-trust-list') return 'official-signer';
  return stem === 'c2pa-tsa-trust-list' ? 'official-tsa' : 'user-signer';
}

function complete(outline: Outline, first: ListContent, choice: TrustChoice, now: Date): RecognisedList {
  const [main] = outline.files;
  if (main === undefined) throw new Error('a list without files');
  const edition = editionOf(
    outline.kind,
    main.sha256,
    new Map(outline.files.map((file) => [file.name, file.sha256])),
  );
  const claims = outline.kind === 'interim' || outline.kind.startsWith('official-');
  const unknown = claims && edition === null;
  const own = !claims && outline.kind.startsWith('user-');
  const kind =
    own || (unknown && choice.unknownEdition === 'own')
      ? (choice.timeStamping ?? onlyStampsTime(first))
        ? 'user-tsa'
        : 'user-signer'
      : outline.kind;
  const reading = kind === outline.kind ? null : readContent(kind, outline.files, now);
  const content = reading?.ok === true ? reading.content : first;
  const ours = kind === 'user-signer' || kind === 'user-tsa';
  const stem = main.name.replace(/\.[^.]+$/, '');
  const unsure = kind === 'conforming-products' && edition === null;
  return {
    content,
    candidate: {
      id: idOf(kind, stem, main.sha256),
      kind,
      title: edition?.title ?? (ours || kind === 'deny' ? stem : (content.scheme ?? standardTitle(kind))),
      issued: edition?.issued ?? content.issued?.slice(0, 10) ?? null,
      nextUpdate: edition?.nextUpdate ?? content.nextUpdate?.slice(0, 10) ?? null,
      editionKnown: ours || kind === 'deny' ? null : edition !== null,
      files: outline.files.map(({ path, name, role, sha256, bytes }) => ({
        path,
        name,
        role,
        sha256,
        size: bytes.length,
      })),
      entries: content.lines.length,
      lines: [...content.lines],
      notices: [...((unknown && !ours) || unsure ? [notice.editionUnknown] : []), ...content.notices],
      undecided: unknown && choice.unknownEdition === 'ask',
    },
  };
}

/** Do the certificates say that they are for time-stamps and nothing else? Roots mostly say nothing. */
function onlyStampsTime(content: ListContent): boolean {
  const spoken = [...content.anchors, ...content.allowed].flatMap(({ facts }) =>
    facts.extendedKeyUsages.length > 0 ? [facts.extendedKeyUsages] : [],
  );
  return spoken.length > 0 && spoken.every((usages) => usages.every((usage) => usage === timeStampingUsage));
}

function standardTitle(kind: TrustKind): string {
  switch (kind) {
    case 'official-signer':
    case 'official-tsa':
      return officialTitles[kind];
    case 'interim':
      return 'Interim trust list';
    case 'conforming-products':
      return 'C2PA Conforming Products List';
    default:
      return kind;
  }
}

/** Identifier of the kinds of which there is one list; `null`: told apart by the name of the file. */
export function standardId(kind: TrustKind): string | null {
  switch (kind) {
    case 'official-signer':
      return 'c2pa';
    case 'official-tsa':
      return 'c2pa-tsa';
    case 'interim':
    case 'conforming-products':
      return kind;
    case 'deny':
    case 'user-signer':
    case 'user-tsa':
      return null;
  }
}

function idOf(kind: TrustKind, stem: string, sha256: string): string {
  const standard = standardId(kind);
  if (standard !== null) return standard;
  return kind === 'deny'
    ? `deny-${slug(stem.replace(/^deny[-_]?/i, ''), sha256)}`
    : `user-${slug(stem.replace(/^user[-_]?/i, ''), sha256)}`;
}

function slug(stem: string, sha256: string): string {
  const plain = stem
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  // A name without a Latin letter or digit still needs an identifier; the program's own list keeps its name.
  return plain === '' || plain === 'built-in' ? `list-${sha256.slice(0, 12)}` : plain;
}
