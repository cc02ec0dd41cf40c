import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { identify } from '#core/intake/identify.ts';
import { carrierOf, readLabels } from '#core/labels/read-labels.ts';
import { composeLabels } from '#core/labels/writing/compose-labels.ts';
import { LabelOrder } from '#core/labels/writing/order.ts';
import { ByteReader } from '#core/media/structure/byte-reader.ts';
import type { LabelStatement } from '#shared/domain/label.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import { aigcFields } from '../../fixtures/make/aigc.ts';
import { sourceTypePrefix } from '../../fixtures/make/xmp.ts';
import { carriedOut, replacedStretches } from '../../support/label-plans.ts';
import { exiftoolTags, ffprobeTags, type ShownTags } from '../../support/label-witnesses.ts';
import { type LabelDesk, producer } from '../../support/labelling.ts';
import type { Base } from './bases.ts';
import { contentOf } from './content.ts';
import { differing, furtherReader, holding } from './others.ts';

type StandardId = 'gb45438-aigc' | 'iptc-digital-source-type' | 'schema-org';

/** One base labelled in one standard by the way of `assay label`, twice, and what each reader sees of it. */
export interface Trial {
  readonly format: MediaFormat;
  readonly name: string;
  readonly standard: StandardId;
  readonly place: string;
  /** Tags other programs show the label under; none: they do not look there. */
  readonly exiftool: readonly string[];
  readonly ffprobe: readonly string[];
  /** A further reader that finds exactly this value once, with the place in its words. */
  readonly other: string | null;
  /** The strict reading has nothing against the place. */
  readonly guidePlace: boolean;
  /** Bytes of the source that were replaced, of how many. */
  readonly replaced: readonly [bytes: number, size: number];
  readonly witness: string;
  readonly panorama: boolean;
  readonly faults: readonly string[];
}

const weaker = 'compositeWithTrainedAlgorithmicMedia';
const stronger = 'trainedAlgorithmicMedia';
const terms: Readonly<Record<string, string>> = {
  [weaker]: 'https://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource',
  [stronger]: 'https://schema.org/TrainedAlgorithmicMediaDigitalSource',
};
const platform = { propagator: '某平台 <&>', propagateId: 'p-9' };

interface Asked {
  readonly standard: StandardId;
  readonly name: RegExp;
  readonly requests: readonly [object, object];
  /** What must be read after each: a text every reader that knows the place shows. */
  readonly values: readonly [string, string];
}

const first = {
  ...aigcFields,
  ContentProducer: producer.producer,
  ProduceID: producer.produceId,
  ContentPropagator: producer.producer,
  PropagateID: producer.produceId,
};

const asked: readonly Asked[] = [
  {
    standard: 'gb45438-aigc',
    name: /aigc/i,
    requests: [{ ...producer }, platform],
    values: [
      JSON.stringify(first),
      JSON.stringify({ ...first, ContentPropagator: platform.propagator, PropagateID: platform.propagateId }),
    ],
  },
  {
    standard: 'iptc-digital-source-type',
    name: /DigitalSourceType/,
    requests: [{ sourceType: weaker }, { sourceType: stronger, system: 'A model' }],
    values: [`${sourceTypePrefix}${weaker}`, `${sourceTypePrefix}${stronger}`],
  },
  {
    standard: 'schema-org',
    name: /digitalSourceType/,
    requests: [{ sourceType: weaker }, { sourceType: stronger }],
    values: [terms[weaker]!, terms[stronger]!],
  },
];

interface Written {
  readonly base: Base;
  readonly asked: Asked;
  readonly paths: readonly [once: string, twice: string];
  readonly trial: Trial;
}

/** Label every base in every standard its container has a place for; one that is refused is a fault. */
export async function runTrials(bases: readonly Base[], desk: LabelDesk): Promise<Trial[]> {
  const written: Written[] = [];
  const refused: Trial[] = [];
  for (const base of bases) {
    for (const one of asked) {
      if (!takes(base.format, one.standard)) continue;
      try {
        written.push(await label(base, one, desk));
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        refused.push(notWritten(base, one, error.message));
      }
    }
  }
  const paths = written.flatMap((one) => [one.base.path, ...one.paths]);
  const tags = await exiftoolTags([...new Set(paths)], desk.folder);
  return [...(await Promise.all(written.map((one) => seen(one, tags)))), ...refused];
}

function notWritten({ format, path }: Base, { standard }: Asked, words: string): Trial {
  return {
    ...{ format, standard, name: basename(path), place: '', exiftool: [], ffprobe: [], other: null },
    ...{ guidePlace: true, replaced: [0, 0], witness: '', panorama: false },
    faults: [`our reader: not written: ${words}`],
  };
}

function takes(format: MediaFormat, standard: StandardId): boolean {
  const writes = carrierOf(format)?.writes ?? [];
  if (standard === 'schema-org') return format === 'html';
  return standard === 'gb45438-aigc' ? writes.length > 0 : writes.includes('xmp');
}

async function label(base: Base, one: Asked, desk: LabelDesk): Promise<Written> {
  const faults: string[] = [];
  const order = (at: 0 | 1) => ({ labels: [{ standard: one.standard, ...one.requests[at] }] });
  const once = await desk.labelled(base.path, order(0));
  const twice = await desk.labelled(once.out, order(1));
  const before = await read(base.path);
  if (before.statements.length > 0) faults.push('the base was labelled already');
  for (const [at, path] of [once.out, twice.out].entries()) {
    const now = await read(path);
    const own = now.statements.filter(({ standard, kind }) => standard === one.standard && kind === 'label');
    if (!now.complete || own.length !== 1 || !says(own[0]!, one.values[at]!))
      faults.push(
        `write ${at + 1}: our reader finds ${own.map(({ raw }) => raw).join(' and ') || 'nothing'}`,
      );
    if (now.panorama !== before.panorama) faults.push(`write ${at + 1}: panorama ${now.panorama}`);
  }
  const contents = [];
  for (const path of [base.path, once.out, twice.out]) contents.push(await contentOf(path, base.format));
  if (new Set(contents.map(({ hash }) => hash)).size !== 1) faults.push('the content differs');
  const guidePlace = once.answer.promised.entries.length > 0 && !(await remarksPlace(once.out));
  const replaced = await planned(base, { ...order(0), source: base.path, out: once.out }, once.out, faults);
  const trial: Trial = {
    format: base.format,
    name: basename(base.path),
    standard: one.standard,
    place: once.answer.changes[0]?.place ?? '',
    exiftool: [],
    ffprobe: [],
    other: null,
    guidePlace,
    replaced,
    witness: contents[0]!.witness,
    panorama: before.panorama,
    faults,
  };
  return { base, asked: one, paths: [once.out, twice.out], trial };
}

async function read(path: string) {
  return readLabels(path, await identify(path, basename(path)), new AbortController().signal);
}

async function remarksPlace(path: string): Promise<boolean> {
  const { statements } = await read(path);
  return statements.some(({ checks }) => checks.some(({ code }) => code === 'place'));
}

function says({ raw, fields }: LabelStatement, value: string): boolean {
  if (raw === value || fields.some((field) => field.value === value)) return true;
  if (!raw.startsWith('{')) return false;
  // a scene and a page of front matter keep the object and not its text
  return JSON.stringify(JSON.parse(raw)) === value;
}

/** The plan carried out must give the very file, and says how much of the source it leaves out. */
async function planned(
  base: Base,
  request: object,
  out: string,
  faults: string[],
): Promise<Trial['replaced']> {
  const media = await identify(base.path, basename(base.path));
  const carrier = carrierOf(media.format);
  const composed = composeLabels(LabelOrder.parse(request), media, carrier, []);
  const source = await readFile(base.path);
  const reader = new ByteReader(base.path);
  try {
    if (!composed.ok || carrier?.write === undefined) throw new Error(`${base.path} is not written`);
    const entries = composed.composed.flatMap((each) => each.entries);
    const answer = carrier.write(reader, entries, new AbortController().signal);
    if (!answer.ok) throw new Error(answer.reason.en);
    if (!carriedOut(answer.plan, source).equals(await readFile(out)))
      faults.push('the file is not the plan’s');
    const gone = replacedStretches(answer.plan, source.length).map(([from, to]) => to - from);
    return [gone.reduce((sum, length) => sum + length, 0), source.length];
  } finally {
    reader.close();
  }
}

/** What the other programs show of both writes, and that they show everything else as before. */
async function seen(
  { base, asked: one, paths, trial }: Written,
  all: ReadonlyMap<string, ShownTags>,
): Promise<Trial> {
  const faults = [...trial.faults];
  const names: { exiftool: readonly string[]; ffprobe: readonly string[] }[] = [];
  for (const [at, path] of paths.entries()) {
    const value = one.values[at]!;
    const shown = {
      exiftool: holding(all.get(path), one.name, value, `write ${at + 1}: exiftool`, faults),
      ffprobe: holding(await ffprobeTags(path), one.name, value, `write ${at + 1}: ffprobe`, faults),
    };
    names.push(shown);
    const missed = differing(all.get(base.path), all.get(path), one.name);
    if (missed.length > 0)
      faults.push(`write ${at + 1}: exiftool misses: ${missed.join(', ').slice(0, 500)}`);
  }
  const other = await furtherReader(base.format, one.standard === 'gb45438-aigc', paths, one.values, faults);
  if (JSON.stringify(names[0]) !== JSON.stringify(names[1]))
    faults.push('the second write is shown otherwise');
  return { ...trial, exiftool: names[0]!.exiftool, ffprobe: names[0]!.ffprobe, other, faults };
}
