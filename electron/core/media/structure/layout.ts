import type { Flag, TreeNode } from '#shared/domain/figure.ts';
import { type Claim, cover, type Role, type Span } from './coverage.ts';

/**
 * What can be wrong with a container. `detail` is the format's own words (chunk names, numbers); the
 * sentence for people is made from the code.
 */
export const problemCodes = [
  'truncated',
  'checksum',
  'malformed',
  'order',
  'missing',
  'duplicate',
  'size-mismatch',
  'padding',
  'overlap',
  'limit',
] as const;
export type ProblemCode = (typeof problemCodes)[number];

export interface Problem {
  readonly code: ProblemCode;
  /** Byte the problem is at, and how many bytes it concerns (0 when it is a place). */
  readonly at: number;
  readonly length: number;
  readonly detail: string;
}

/** One node of the structure and its claim on the file's bytes. */
export interface Part {
  readonly label: string;
  readonly start: number;
  length: number;
  readonly role: Role;
  readonly level: number;
  readonly owner: string;
  /** Nearest ancestor that is shown; folded parts count there. */
  readonly shown: Part | null;
  detail: string | undefined;
  flag: Flag | undefined;
  readonly children: Part[];
  fold: { count: number; start: number; end: number; content: number; other: number } | null;
}

export interface PartOptions {
  readonly detail?: string | undefined;
  readonly flag?: Flag | undefined;
  /** Level of the claim when it is not the parent's plus one. */
  readonly level?: number;
}

export interface LayoutLimits {
  readonly nodes: number;
  readonly children: number;
  readonly problems: number;
  /** Parts declared in all, shown or folded: what bounds the time a hostile file can take. */
  readonly parts: number;
}
const defaults: LayoutLimits = { nodes: 20_000, children: 2_000, problems: 200, parts: 3_000_000 };

/** The file has more parts than a reader will walk. The driver records it and keeps what was read. */
export class TooManyParts extends Error {
  override readonly name = 'TooManyParts';
}

/** The owner map of one file while it is read: whatever stops a reader, the parts found so far stand. */
export class Layout {
  readonly size: number;
  readonly root: Part;
  readonly #limits: LayoutLimits;
  readonly #problems: Problem[] = [];
  #declared = 0;
  #nodes = 0;
  #flagged = 0;
  #folded = 0;
  readonly #counts = new Map<ProblemCode, number>();

  constructor(size: number, limits: Partial<LayoutLimits> = {}) {
    this.size = size;
    this.#limits = { ...defaults, ...limits };
    this.root = part('', 0, size, 'unexplained', 0, 'unexplained', null, {});
  }

  /** Declare a part. What reaches beyond the file is cut off and reported as truncated. */
  add(
    parent: Part,
    label: string,
    start: number,
    length: number,
    role: Role,
    options: PartOptions = {},
  ): Part {
    this.#declared += 1;
    if (this.#declared > this.#limits.parts) throw new TooManyParts(`more than ${this.#limits.parts} parts`);
    const from = Math.min(Math.max(0, start), this.size);
    const kept = Math.max(0, Math.min(length, this.size - from));
    const cut = length - kept;
    if (cut > 0) this.problem('truncated', from + kept, cut, label);
    const flag = cut > 0 ? 'error' : options.flag;
    const level = options.level ?? parent.level + 1;
    const crowded = this.#nodes >= this.#limits.nodes || parent.children.length >= this.#limits.children;
    const urgent = (flag === 'error' || flag === 'warning') && this.#flagged < this.#limits.children;
    if (parent.shown !== null || (crowded && !urgent)) {
      const holder = parent.shown ?? parent;
      this.#fold(holder, from, kept, role);
      return part(label, from, kept, role, level, holder.owner, holder, { flag });
    }
    const name = printable(label, 80);
    const owner = parent === this.root ? name : clip(`${parent.owner} / ${name}`);
    if (crowded) this.#flagged += 1;
    else this.#nodes += 1;
    const added = part(name, from, kept, role, level, owner, null, { ...options, flag });
    parent.children.push(added);
    return added;
  }

  /** A part of unknown size turned out to end here. */
  close(part: Part, end: number): void {
    part.length = Math.max(0, Math.min(part.length, end - part.start));
  }

  problem(code: ProblemCode, at: number, length: number, detail: string): void {
    this.#counts.set(code, (this.#counts.get(code) ?? 0) + 1);
    if (this.#problems.length >= this.#limits.problems) return;
    const where = Math.min(Math.max(0, at), this.size);
    this.#problems.push({ code, at: where, length: clampLength(length), detail: printable(detail, 160) });
  }

  /** The first problems, in the order they were met. */
  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** Occurrences of each kind, also of those that are not kept. */
  get counts(): readonly { readonly code: ProblemCode; readonly count: number }[] {
    return problemCodes.flatMap((code) => {
      const count = this.#counts.get(code) ?? 0;
      return count === 0 ? [] : [{ code, count }];
    });
  }

  /** Parts shown only as a count. */
  get folded(): number {
    return this.#folded;
  }

  /** Flatten to the tree that is shown and the spans that cover the file. */
  finish(): { readonly tree: TreeNode[]; readonly spans: readonly Span[] } {
    const claims: Claim[] = [];
    const tree = this.#nodesOf(this.root, claims);
    const { spans, overlaps } = cover(this.size, claims);
    for (const { start, length, owners } of overlaps) this.problem('overlap', start, length, owners);
    return { tree, spans };
  }

  #nodesOf(parent: Part, claims: Claim[]): TreeNode[] {
    const nodes = parent.children.map((child) => {
      claims.push(child);
      const children = this.#nodesOf(child, claims);
      return {
        label: child.label,
        bytes: [child.start, child.length] as [number, number],
        ...(child.detail === undefined ? {} : { detail: child.detail }),
        ...(child.flag === undefined ? {} : { flag: child.flag }),
        ...(children.length === 0 ? {} : { children }),
      };
    });
    if (parent.fold !== null) {
      const { count, start, end, content, other } = parent.fold;
      const role = content >= other ? 'content' : 'structure';
      // below its sibling parts and above the parent, so that it never hides a part that is shown
      claims.push({
        start,
        length: end - start,
        level: parent.level + 0.5,
        owner: `${parent === this.root ? '' : `${parent.owner} / `}…`,
        role,
      });
      nodes.push({ label: '…', detail: `× ${count}`, bytes: [start, end - start] });
    }
    return nodes;
  }

  #fold(holder: Part, start: number, length: number, role: Role): void {
    this.#folded += 1;
    const fold = holder.fold ?? { count: 0, start, end: start, content: 0, other: 0 };
    fold.count += 1;
    fold.start = Math.min(fold.start, start);
    fold.end = Math.max(fold.end, start + length);
    if (role === 'content') fold.content += length;
    else fold.other += length;
    holder.fold = fold;
  }
}

function part(
  label: string,
  start: number,
  length: number,
  role: Role,
  level: number,
  owner: string,
  shown: Part | null,
  options: PartOptions,
): Part {
  const detail = options.detail === undefined ? undefined : printable(options.detail, 240);
  return {
    label,
    start,
    length,
    role,
    level,
    owner,
    shown,
    detail,
    flag: options.flag,
    children: [],
    fold: null,
  };
}

/** Names and values come from hostile files: control and bidirectional characters are shown as escapes. */
export function printable(text: string, most: number): string {
  const cut = text.length > most ? `${text.slice(0, most - 1)}…` : text;
  return cut.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to make visible
    /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufff0-\ufffc]/gu,
    (character) => `\\x${character.codePointAt(0)!.toString(16).padStart(2, '0')}`,
  );
}

/** Lengths come from 64-bit fields of hostile files. */
function clampLength(length: number): number {
  return Number.isFinite(length) ? Math.max(0, Math.min(Math.round(length), Number.MAX_SAFE_INTEGER)) : 0;
}

function clip(owner: string): string {
  return owner.length > 200 ? `…${owner.slice(-199)}` : owner;
}
