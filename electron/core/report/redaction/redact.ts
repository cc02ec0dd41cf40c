import { type Language, localized } from '#shared/domain/localized.ts';
import {
  type RedactionKind,
  type RedactionLog,
  type RedactionOrder,
  redactionKinds,
} from '#shared/domain/redaction.ts';
import type { ReportInput, ReportItem } from '../input.ts';
import { withoutPersonalFields } from './personal-fields.ts';
import { withheldPictures, withoutSmallPictures } from './pictures.ts';
import { blackedRings, type Ring, withoutRecognised } from './regions.ts';
import { type Secrets, secretsOf } from './secrets.ts';
import { tellingTexts, tellingValues } from './telling-values.ts';

export interface RedactedInput {
  readonly input: ReportInput;
  /** By evidence: what is blacked out, as parts of width and height. */
  readonly blacked: ReadonlyMap<string, readonly Ring[]>;
}

const mark = localized('[redacted]', '［已隐去］');

export function redactionMark(language: Language): string {
  return mark[language];
}

/**
 * Everything a report is composed of, without what the order names. Done before composing: what is not in the input can
 * stand in no written form, shortened or whole. `blacked` is worked out before, from every picture that may be printed.
 */
export function redactInput(
  input: ReportInput,
  order: RedactionOrder,
  blacked: ReadonlyMap<string, readonly Ring[]>,
): RedactedInput {
  const shown = redactionMark(input.language);
  const tally = new Tally();
  const values: string[] = [];
  const texts: string[] = [];
  const items = input.items.map((item): ReportItem => {
    const { number, sha256 } = item.evidence;
    let { runs } = item;
    const rings = order.regions ? blacked.get(sha256) : undefined;
    if (rings !== undefined) {
      tally.add('region', number, blackedRegions(item));
      tally.add('picture', number, withheldPictures(item));
      runs = runs.map((run) => {
        const read = withoutRecognised(run, rings, item.evidence.media, shown);
        tally.add('recognised-text', number, read.count);
        values.push(...read.values);
        return read.run;
      });
    }
    if (!order.fields && !order.texts) return { ...item, runs };
    const clean = runs.map((run) => {
      const found = withoutPersonalFields(run, order, shown);
      tally.add('field', number, found.count);
      tally.add('text', number, found.textCount);
      values.push(...found.values);
      texts.push(...found.texts);
      return found.run;
    });
    return { ...item, runs: clean };
  });
  const names = secretsOf(order.words, [], shown);
  const repeated = secretsOf([], [...tellingValues(values), ...tellingTexts(texts)], shown);
  const redacted = Object.fromEntries(
    Object.entries({ ...input, items, ...lineagesOf(input, order, blacked) }).map(([key, value]) => {
      if (own.has(key)) return [key, value];
      if (key !== 'items')
        return [key, walk(value, { names, repeated, tally, exhibit: null, shown, free: false })];
      return [
        key,
        items.map((item) =>
          walk(item, { names, repeated, tally, exhibit: item.evidence.number, shown, free: false }),
        ),
      ];
    }),
  ) as unknown as ReportInput;
  const redaction: RedactionLog = {
    ...{ reason: names.replace(order.reason).text, by: names.replace(input.examiner).text },
    ...{ at: input.generatedAt, entries: tally.entries() },
  };
  return { input: { ...redacted, redaction }, blacked: order.regions ? blacked : new Map() };
}

/** Small pictures in drawings of families with such an exhibit are blacked out: they show it whole. */
function lineagesOf(
  { lineages }: ReportInput,
  { regions }: RedactionOrder,
  blacked: ReadonlyMap<string, readonly Ring[]>,
): Pick<ReportInput, 'lineages'> {
  if (lineages === undefined || !regions) return {};
  return {
    lineages: lineages.map((one) => {
      if (!one.lineage.nodes.some(({ sha256 }) => sha256 !== null && blacked.has(sha256))) return one;
      return {
        ...one,
        drawings: one.drawings.map((drawing) => ({ ...drawing, svg: withoutSmallPictures(drawing.svg) })),
      };
    }),
  };
}

function blackedRegions({ regions }: ReportItem): number {
  return Math.max(1, blackedRings(regions?.record ?? null, { width: 1, height: 1 }).length);
}

/** Parts of the input that are this program's own words, or no words. */
const own = new Set(['language', 'generatedAt', 'offsetMinutes', 'assay', 'analyses', 'engines', 'sections']);
/** Members that are names of ours: without them a report could not be composed. */
const structural = new Set([
  ...[
    'kind',
    'as',
    'sha256',
    'sha512',
    'evidence',
    'run',
    'analysis',
    'artifact',
    'figure',
    'figures',
    'code',
    'format',
  ],
  ...[
    'mime',
    'flag',
    'bearing',
    'strength',
    'outcome',
    'key',
    'action',
    'hash',
    'previous',
    'state',
    'style',
    'role',
  ],
  ...[
    'how',
    'scale',
    'verdict',
    'degree',
    'step',
    'mode',
    'standard',
    'jurisdiction',
    'colour',
    'shape',
    'proposition',
  ],
]);
/** Members whose content a file or a method chose: every name in them is text. */
const unstructured = new Set(['result', 'parameters', 'detail']);
const ours = /^[a-z0-9][A-Za-z0-9._/-]*$/;
/** When something was done, by the clock of this machine. */
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;
const hash =
  /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

interface Walk {
  readonly names: Secrets;
  readonly repeated: Secrets;
  readonly tally: Tally;
  readonly exhibit: number | null;
  readonly shown: string;
  readonly free: boolean;
}

function walk(value: unknown, walking: Walk, member = ''): unknown {
  if (typeof value === 'string') return text(value, walking, member);
  if (typeof value === 'number') {
    // A coordinate is as telling as a number as it is as a text; so is a telephone number. Sizes and offsets are our own.
    const written = String(value);
    if (Number.isInteger(value) && (!walking.free || written.length < 6)) return value;
    const named = walking.names.within(written);
    if (!named && !walking.repeated.within(written)) return value;
    walking.tally.add(named ? 'word' : 'repeated', walking.exhibit, 1);
    return walking.free ? walking.shown : 0;
  }
  if (Array.isArray(value)) return value.map((item) => walk(item, walking, member));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item], index) => {
      const inside = { ...walking, free: walking.free || unstructured.has(key) };
      const named = walking.free && (walking.names.within(key) || walking.repeated.within(key));
      if (named) walking.tally.add('word', walking.exhibit, 1);
      return [named ? `${walking.shown} ${index + 1}` : key, walk(item, inside, key)];
    }),
  );
}

function text(value: string, { names, repeated, tally, exhibit, shown, free }: Walk, member: string): string {
  const bytes = member === 'nameBytes' || member === 'pathBytes';
  if (!bytes && hash.test(value)) return value;
  if (!free && ((structural.has(member) && ours.test(value)) || instant.test(value))) return value;
  // Values first: with a name in it already replaced, the rest of an address or a prompt would no longer be found.
  const first = repeated.replace(value);
  tally.add('repeated', exhibit, first.count);
  const second = names.replace(first.text);
  tally.add('word', exhibit, second.count);
  if (first.count + second.count > 0) return second.text;
  // Bytes of a name, Base64 of a field: they say the same to whoever decodes them.
  if (names.within(value)) {
    tally.add('word', exhibit, 1);
    return shown;
  }
  if (!repeated.within(value)) return value;
  tally.add('repeated', exhibit, 1);
  return shown;
}

class Tally {
  readonly #counts = new Map<string, number>();

  add(kind: RedactionKind, exhibit: number | null, count: number): void {
    if (count === 0) return;
    const key = `${kind} ${exhibit ?? ''}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + count);
  }

  /** By exhibit, the whole last, and by kind. */
  entries(): RedactionLog['entries'] {
    const place = ({ kind, exhibit }: RedactionLog['entries'][number]) =>
      (exhibit ?? Number.MAX_SAFE_INTEGER / 100) * 10 + redactionKinds.indexOf(kind);
    return [...this.#counts]
      .map(([key, count]) => {
        const [kind, exhibit] = key.split(' ') as [RedactionKind, string];
        return { kind, exhibit: exhibit === '' ? null : Number(exhibit), count };
      })
      .sort((a, b) => place(a) - place(b));
  }
}
