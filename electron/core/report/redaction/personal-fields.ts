import type { Cell, Figure, TreeNode } from '#shared/domain/figure.ts';
import type { Run } from '#shared/domain/run.ts';

/** What is taken out of one run: the run without the values, the values, and how many places there were. */
export interface WithoutFields {
  readonly run: Run;
  /** Of people: their parts are looked for elsewhere too. */
  readonly values: readonly string[];
  /** Free text, looked for as a whole. */
  readonly texts: readonly string[];
  readonly count: number;
  readonly textCount: number;
}

/** Which values: those flagged as personal data, those people write whole sentences into. */
interface Wanted {
  readonly fields: boolean;
  readonly texts: boolean;
}

/** Columns that say what a value is, not what it is worth. All others of a flagged row are taken for the value. */
const naming = new Set([
  'place',
  'id',
  'name',
  'group',
  'title',
  'tag',
  'kind',
  'personal',
  'standard',
  'number',
  'meant',
  'key',
  'standing',
  'label',
  'manifest',
  'created',
  'hash',
  'entries',
]);
const valued = ['raw', 'readable', 'value', 'text', 'says', 'who', 'data'] as const;

/**
 * Names of fields into which people write freely, without spaces, hyphens and underscores: prompts (generators, IPTC 2025.1),
 * comments, captions and titles (Exif, IPTC, XMP, PNG, QuickTime).
 */
const freeText =
  /prompt|^(?:xp|user|image|long|media|track|album)?(?:comments?|description|caption|captionabstract|abstract|headline|title|objectname|subject|keywords?|lyrics|synopsis|storyline|notes?|message|label|transcript)$|^(?:parameters|workflow|dream|sdmetadata|hierarchicalsubject|alttext(?:accessibility)?|extdescraccessibility|song)$/i;

/** Assertions of a credential that speak of people, places and devices (C2PA 2.2, 18; CAWG metadata and identity). */
const tellingAssertion = /^(?:stds\.|cawg\.|c2pa\.metadata)/;

type Sort = 'fields' | 'texts';

/** Methods flag rows, nodes, events and parts of their results as personal; the values of all of them are taken out. */
export function withoutPersonalFields(run: Run, wanted: Wanted, mark: string): WithoutFields {
  const values = { fields: new Set<string>(), texts: new Set<string>() };
  const inFigures = { fields: 0, texts: 0 };
  const inResult = { fields: 0, texts: 0 };
  const taking: Taking = {
    take(value, sort) {
      if (value === '' || value === mark || value === null || typeof value === 'boolean') return value;
      for (const text of stringsOf(value)) values[sort].add(text);
      return mark;
    },
    sortOf: (personal, name) =>
      personal && wanted.fields
        ? 'fields'
        : wanted.texts && freeText.test(name.replace(/[\s_-]/g, ''))
          ? 'texts'
          : wanted.fields && tellingAssertion.test(name)
            ? 'fields'
            : null,
  };
  const figures = run.figures.map((figure) =>
    withoutFlagged(figure, taking, (sort) => (inFigures[sort] += 1)),
  );
  const result = withoutMarked(run.result, taking, (sort) => (inResult[sort] += 1));
  return {
    run: { ...run, figures, result },
    values: [...values.fields],
    texts: [...values.texts],
    // A result and the figure that shows it hold the same fields: the larger number is theirs.
    count: Math.max(inFigures.fields, inResult.fields),
    textCount: Math.max(inFigures.texts, inResult.texts),
  };
}

interface Taking {
  take<T>(value: T, sort: Sort): T | string;
  /** What the value of a field of this name is taken out as; `null`: it stays. */
  sortOf(personal: boolean, name: string): Sort | null;
}
type Found = (sort: Sort) => void;

const names = ['name', 'key', 'tag', 'title', 'field', 'label'] as const;

function withoutFlagged(figure: Figure, { take, sortOf }: Taking, found: Found): Figure {
  const flagged = (flag: string | undefined) => flag === 'personal';
  switch (figure.kind) {
    case 'table': {
      const keys = figure.columns.map(({ key }) => key);
      const rows = figure.rows.map((row) => {
        const name = row.cells.find((cell, at) => isName(keys[at]) && typeof cell === 'string');
        const sort = sortOf(flagged(row.flag), typeof name === 'string' ? name : '');
        if (sort === null) return row;
        const cells = row.cells.map((cell, at): Cell => {
          // What is in both languages is said by the method about the value.
          const kept = naming.has(keys[at] ?? '') || typeof cell === 'object';
          return kept ? cell : take(cell, sort);
        });
        if (cells.some((cell, at) => cell !== row.cells[at])) found(sort);
        return { ...row, cells };
      });
      return { ...figure, rows };
    }
    case 'tree': {
      const clean = (node: TreeNode, inside: boolean): TreeNode => {
        const personal = inside || flagged(node.flag);
        const sort = sortOf(personal, node.label);
        if (sort !== null && node.detail !== undefined && node.detail !== '') found(sort);
        return {
          ...node,
          ...(sort !== null && node.detail !== undefined ? { detail: take(node.detail, sort) } : {}),
          ...(node.children === undefined
            ? {}
            : { children: node.children.map((child) => clean(child, personal)) }),
        };
      };
      return { ...figure, roots: figure.roots.map((root) => clean(root, false)) };
    }
    case 'timeline': {
      const events = figure.events.map((event) => {
        const sort = sortOf(flagged(event.flag), '');
        if (sort === null) return event;
        found(sort);
        return { ...event, label: take(event.label, sort) };
      });
      return { ...figure, events };
    }
    case 'regions': {
      const regions = figure.regions.map((region) => {
        const sort = sortOf(flagged(region.flag), '');
        if (sort === null) return region;
        found(sort);
        return { ...region, label: take(region.label, sort) };
      });
      return { ...figure, regions };
    }
    default:
      return figure;
  }
}

function isName(key: string | undefined): boolean {
  return (names as readonly (string | undefined)[]).includes(key);
}

/** Parts of a result that say of themselves that they are personal (`personal: true` or a kind of personal data), or by their name. */
function withoutMarked(value: unknown, taking: Taking, found: Found): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutMarked(item, taking, found));
  if (typeof value !== 'object' || value === null) return value;
  const record = value as { readonly personal?: unknown; readonly [key: string]: unknown };
  const personal = record.personal === true || typeof record.personal === 'string';
  const name = names.map((key) => record[key]).find((one) => typeof one === 'string');
  const sort = taking.sortOf(personal, typeof name === 'string' ? name : '');
  const taken = (key: string) => sort !== null && (valued as readonly string[]).includes(key);
  if (Object.keys(record).some((key) => taken(key) && record[key] !== null)) found(sort!);
  return Object.fromEntries(
    Object.entries(record).map(([key, item]) => [
      key,
      taken(key) ? taking.take(item, sort!) : withoutMarked(item, taking, found),
    ]),
  );
}

/** Every text in a value; what is written as JSON is read. */
function stringsOf(value: unknown): string[] {
  if (typeof value === 'number') return [String(value)];
  if (typeof value === 'string') {
    const inside = /^\s*[{[]/.test(value) ? parsed(value) : null;
    return inside === null ? [value] : [value, ...stringsOf(inside)];
  }
  if (typeof value !== 'object' || value === null) return [];
  // Names of a vocabulary say nothing of a person.
  return Object.entries(value).flatMap(([key, item]) => (key.startsWith('@') ? [] : stringsOf(item)));
}

function parsed(text: string): object | null {
  try {
    return JSON.parse(text) as object;
  } catch (error) {
    // Cut short, or not JSON after all: it is taken as it stands.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
