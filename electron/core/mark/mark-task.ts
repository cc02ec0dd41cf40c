import { rm, stat } from 'node:fs/promises';
import type { LabelStatement } from '#shared/domain/label.ts';
import type { Localized } from '#shared/domain/localized.ts';
import type { MarkReading } from '#shared/domain/mark.ts';
import type { Media } from '#shared/domain/media.ts';
import type { RegisterFingerprint } from '#shared/domain/register.ts';
import { pdq } from '#shared/numeric/pdq.ts';
import { luminance } from '#shared/numeric/plane.ts';
import { identify } from '../intake/identify.ts';
import { carrierOf, readLabels } from '../labels/read-labels.ts';
import { decodeImage, decodesImage } from '../media/image.ts';
import type { TaskContext } from '../media/task-context.ts';
import { findStores } from '../provenance/carriers/find-stores.ts';
import * as ownCodecs from './codecs/index.ts';
import type { MarkCodec } from './define.ts';
import {
  CheckMarkInput,
  type CheckMarkOutput,
  FingerprintInput,
  PlanInput,
  type PlanOutput,
  WriteMarkInput,
  type WriteMarkOutput,
} from './mark-tasks.ts';
import { changedForm, lostLabels, noCodec, notRead, unreadable } from './mark-words.ts';

/** Which codec marks a file. */
export interface Codecs {
  codecFor(media: Media): MarkCodec | null;
}

/** In a worker: which codec would mark a file, or why none. */
export async function planMark(
  raw: unknown,
  context: TaskContext,
  codecs: Codecs = ownCodecs,
): Promise<PlanOutput> {
  const { path, name } = PlanInput.parse(raw);
  const media = await identify(path, name);
  const { stores, remote } = await findStores(path, media, { signal: context.signal });
  const { codec, why } = chosen(codecs, media);
  return {
    media,
    codec: codec?.name ?? null,
    why,
    credential: stores.length > 0 || remote !== null,
  };
}

/** In a worker: write the marked copy under its draft name. The source is only read. */
export async function writeMark(
  raw: unknown,
  context: TaskContext,
  codecs: Codecs = ownCodecs,
): Promise<WriteMarkOutput> {
  const { source, target, payload, key, strength } = WriteMarkInput.parse(raw);
  // A second attempt after a crash finds what the first one left.
  await rm(target, { force: true });
  const media = await identify(source, null);
  const { codec, why } = chosen(codecs, media);
  if (codec === null) return { ok: false, reason: { code: 'format', text: why } };
  const answer = await codec.embed({
    ...{ path: source, media, target, key, strength, context },
    payload: BigInt(payload),
  });
  if (!answer.ok) {
    await rm(target, { force: true });
    return { ok: false, reason: answer.reason };
  }
  await stat(target);
  return { ok: true, codec: codec.name, quality: [...answer.quality], notes: [...answer.notes] };
}

/**
 * In a worker: read the finished file as a stranger would, with nothing kept from the writing: the mark with its
 * identifier, the form of the content, and every label it had before.
 */
export async function checkMark(
  raw: unknown,
  context: TaskContext,
  codecs: Codecs = ownCodecs,
): Promise<CheckMarkOutput> {
  const { path, before, payload, key } = CheckMarkInput.parse(raw);
  const [media, old] = [await identify(path, null), await identify(before, null)];
  if (formOf(media) !== formOf(old)) return { ok: false, reason: changedForm(formOf(old), formOf(media)) };
  const lost = await missingLabels(before, old, path, media, context);
  if (lost.length > 0) return { ok: false, reason: lostLabels(lost) };
  const codec = codecs.codecFor(media);
  if (codec === null) return { ok: false, reason: { code: 'check-failed', text: noCodec(media.format) } };
  const answer = await codec.detect({ path, media, keys: [key], identifiers: new BigUint64Array(), context });
  if (answer.state === 'undetermined') return { ok: false, reason: unreadable(answer.reason) };
  const readings: readonly MarkReading[] = answer.state === 'marked' ? answer.readings : [];
  // A scene's mark stands in its textures, read by the codec of pictures; the fragile one in its vertices proves nothing.
  const same = readings.filter((reading) => reading.payload === payload && reading.codec !== 'assay-mesh-1');
  const own = same.find((reading) => reading.codec === codec.name) ?? same[0];
  return own === undefined
    ? {
        ok: false,
        reason: notRead(
          payload,
          readings.map((reading) => reading.payload),
        ),
      }
    : { ok: true, reading: own };
}

/** In a worker: perceptual codes of a finished copy, for the register. */
export async function fingerprintCopy(
  raw: unknown,
  { limits }: TaskContext,
): Promise<{ fingerprints: RegisterFingerprint[] }> {
  const { path } = FingerprintInput.parse(raw);
  const media = await identify(path, null);
  if (media.kind !== 'image' || !decodesImage(media.format)) return { fingerprints: [] };
  const decoded = await decodeImage(path, { format: media.format, limits });
  if (!decoded.ok) return { fingerprints: [] };
  const { hashes, quality } = pdq(luminance(decoded.image, 255));
  return { fingerprints: [{ method: 'pdq', code: hashes.original, quality }] };
}

type Chosen =
  | { readonly codec: MarkCodec; readonly why: null }
  | { readonly codec: null; readonly why: Localized };

function chosen({ codecFor }: Codecs, media: Media): Chosen {
  const codec = codecFor(media);
  const can = codec?.embedsInto(media) ?? noCodec(media.format);
  return can === true && codec !== null
    ? { codec, why: null }
    : { codec: null, why: can === true ? noCodec(media.format) : can };
}

function formOf({ format, width, height }: Media): string {
  return width === undefined || height === undefined ? format : `${format} ${width} × ${height}`;
}

async function missingLabels(
  before: string,
  old: Media,
  path: string,
  media: Media,
  { signal }: TaskContext,
): Promise<string[]> {
  if (carrierOf(old.format) === undefined) return [];
  const { statements } = await readLabels(before, old, signal);
  if (statements.length === 0) return [];
  const now = (await readLabels(path, media, signal)).statements;
  // A label that was changed on purpose keeps its place; that its values are right is checked with it.
  const same = (a: LabelStatement, b: LabelStatement) => a.standard === b.standard && a.key === b.key;
  return statements
    .filter((statement) => !now.some((one) => same(statement, one)))
    .map(({ standard, key }) => `${standard} (${key})`);
}
