import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { identify } from '#core/intake/identify.ts';
import { carrierOf, readLabels } from '#core/labels/read-labels.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import { type LabelledMedia, makeLabelledMedia } from './labelled-media.ts';
import { mutate, randomNumbers } from './mutations.ts';

export interface LabelMutationOrder {
  readonly seed: number;
  /** Number of the first file. What is done to a file depends on the seed and its number. */
  readonly from: number;
  readonly count: number;
  /** With files of ffmpeg among the sources; `true` when absent. */
  readonly withClips?: boolean;
  /** Folder in which files are kept that threw, took long, or lost a whole label without a word. */
  readonly keep?: string;
  onProgress?(done: number, summary: LabelMutationSummary): void;
}

/** A damaged file said to be read whole and to carry nothing. */
export interface Silent {
  readonly number: number;
  readonly source: string;
  readonly carrier: string;
  readonly kind: string;
  /** First and last byte that differ from the source, counted from the start and from the end. */
  readonly change: readonly [start: number, end: number];
  /**
   * `own`: bytes of a text, of its name or of the header before it were changed, and nothing moved. `resized`:
   * bytes were cut out or put in, so that what frames the texts does not fit any more. `whole`: every text stands
   * as it was, and so do their headers.
   */
  readonly label: 'own' | 'resized' | 'whole';
}

export interface LabelMutationSummary {
  readonly files: number;
  readonly sources: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly silent: readonly Silent[];
  /** Files that made a reader throw, or took longer than `SLOW_MILLISECONDS`. */
  readonly broken: readonly string[];
  readonly slowestMilliseconds: number;
  readonly slowest: string;
}

const SLOW_MILLISECONDS = 5000;

/** Names near which a length, a count or an offset decides about a label. */
const landmarks = [
  'AIGC',
  'tEXt',
  'iTXt',
  'zTXt',
  'eXIf',
  'Exif',
  'EXIF',
  'XMP ',
  'VP8X',
  'http://ns.adobe.com/xap/1.0/',
  'xpacket',
  'moov',
  'udta',
  'meta',
  'keys',
  'ilst',
  'mdta',
  'RIFF',
  'LIST',
  '_PMX',
  'ID3',
  'TXXX',
  'COMM',
  'fLaC',
  'OggS',
  'OpusTags',
  'vorbis',
  'onMetaData',
  'PK\x01\x02',
  'PK\x05\x06',
  'endobj',
  'startxref',
  'stream',
  'glTF',
  'JSON',
  '\x1aE\xdf\xa3',
  '\x12T\xc3g',
];

/** Labelled files of every container, damaged by a seeded generator and read in this process. */
export async function runLabelMutations(order: LabelMutationOrder): Promise<LabelMutationSummary> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-label-mutations-'));
  const outcomes: Record<string, number> = {};
  const silent: Silent[] = [];
  const broken: string[] = [];
  let slowest = { milliseconds: 0, what: '' };
  let files = 0;
  const sources = await makeLabelledMedia(folder, order.withClips);
  const summary = (): LabelMutationSummary => ({
    files,
    sources: sources.length,
    outcomes: { ...outcomes },
    silent: [...silent],
    broken: [...broken],
    slowestMilliseconds: Math.round(slowest.milliseconds),
    slowest: slowest.what,
  });
  try {
    for (let number = order.from; number < order.from + order.count; number += 1) {
      const random = randomNumbers(Math.imul(order.seed, 0x9e3779b1) ^ number);
      const pick = () => sources[Math.floor(random() * sources.length)]!;
      const source = pick();
      const { kind, bytes } = mutate(source.bytes, pick().bytes, random, landmarks);
      const path = join(folder, `mutated${extname(source.name)}`);
      await writeFile(path, bytes);
      const what = `#${number} ${source.name} ${kind}`;
      const { outcome, milliseconds } = await read(path, source.format);
      files += 1;
      const name = outcome.startsWith('threw') ? 'threw' : outcome;
      outcomes[name] = (outcomes[name] ?? 0) + 1;
      if (milliseconds > slowest.milliseconds) slowest = { milliseconds, what };
      let remarkable = name === 'threw' || milliseconds > SLOW_MILLISECONDS;
      if (remarkable) broken.push(`${what}: ${outcome} after ${Math.round(milliseconds)} ms`);
      if (outcome === 'nothing-found') {
        const case_ = silence(number, source, kind, bytes);
        silent.push(case_);
        remarkable ||= case_.label === 'whole';
      }
      if (remarkable && order.keep !== undefined)
        await writeFile(join(order.keep, `${order.seed}-${number}-${source.name}`), bytes);
      order.onProgress?.(files, summary());
    }
    return summary();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function read(path: string, format: MediaFormat): Promise<{ outcome: string; milliseconds: number }> {
  const start = performance.now();
  const done = (outcome: string) => ({ outcome, milliseconds: performance.now() - start });
  try {
    const media = await identify(path, null);
    if (carrierOf(media.format) === undefined) return done('not-read');
    const { statements, complete } = await readLabels(path, media, new AbortController().signal);
    if (statements.length > 0) return done('found');
    if (!complete) return done('undetermined');
    // Bytes that are no longer what they were: most often plain text without the mark of its former format.
    return done(media.format === format ? 'nothing-found' : 'another-format');
  } catch (error) {
    return done(`threw ${error instanceof Error ? error.stack : String(error)}`);
  }
}

/** Names, lengths and types of a text stand at most this many bytes before it. */
const HEADER_BYTES = 512;

function silence(number: number, source: LabelledMedia, kind: string, bytes: Buffer): Silent {
  const before = source.bytes;
  const shorter = Math.min(before.length, bytes.length);
  let start = 0;
  while (start < shorter && before[start] === bytes[start]) start += 1;
  let tail = 0;
  while (tail < shorter - start && before[before.length - 1 - tail] === bytes[bytes.length - 1 - tail])
    tail += 1;
  const same = before.length === bytes.length;
  const own =
    same &&
    source.parts.some(([offset, length]) => {
      const from = Math.max(0, offset - HEADER_BYTES);
      return !before.subarray(from, offset + length).equals(bytes.subarray(from, offset + length));
    });
  const whole = source.parts.every(([offset, length]) =>
    bytes.includes(before.subarray(offset, offset + length)),
  );
  const label = own ? 'own' : whole ? 'whole' : 'resized';
  return {
    number,
    source: source.name,
    carrier: source.carrier,
    kind,
    change: [start, before.length - tail],
    label,
  };
}
