import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { localized } from '#shared/domain/localized.ts';
import type { MarkReading } from '#shared/domain/mark.ts';
import type { Media } from '#shared/domain/media.ts';
import { pdq } from '#shared/numeric/pdq.ts';
import { luminance } from '#shared/numeric/plane.ts';
import { carrierOf, readLabels } from '../labels/read-labels.ts';
import { decodesImage, type ImageOutcome } from '../media/image.ts';
import { registerIdentifiers, ringKeys } from '../media/mark-ring.ts';
import type { TaskContext } from '../media/task-context.ts';
import { findStores } from '../provenance/carriers/find-stores.ts';
import { examineCredential } from '../provenance/examination.ts';
import type { MarkCodec } from './define.ts';
import type { LayerReading, MarkSearch } from './survive-tasks.ts';

/** Which codecs look for their marks in a file. */
export interface ReadingCodecs {
  codecsReading(media: Media): readonly MarkCodec[];
}

/** A file whose traces are read. */
export interface ReadFile {
  readonly path: string;
  readonly sha256: string;
  readonly media: Media;
  /** Empty folder to write in. */
  readonly folder: string;
  decode(): Promise<ImageOutcome>;
}

/** In a worker: label, credential, mark and fingerprint of one file, each by its own reader. */
export async function readLayers(
  file: ReadFile,
  search: MarkSearch,
  context: TaskContext,
  codecs: ReadingCodecs,
): Promise<LayerReading> {
  const { size } = await stat(file.path);
  const labels = await labelsOf(file, context);
  const credential = await credentialOf(file, size, context);
  const fingerprint = await fingerprintOf(file);
  const mark = await marksOf(file, search, context, codecs);
  return { media: file.media, size, labels, credential, mark, fingerprint };
}

async function labelsOf({ path, media }: ReadFile, { signal }: TaskContext): Promise<LayerReading['labels']> {
  if (carrierOf(media.format) === undefined) return { statements: [], complete: false };
  const { statements, complete } = await readLabels(path, media, signal);
  return { statements: statements.filter(({ kind }) => kind === 'label'), complete };
}

/** The whole examination only where something that looks like a credential was seen: it costs a second. */
async function credentialOf(
  { path, sha256, media, folder }: ReadFile,
  size: number,
  context: TaskContext,
): Promise<LayerReading['credential']> {
  const found = await findStores(path, media, { signal: context.signal });
  if (found.stores.length === 0 && found.hits.length === 0 && found.remote === null)
    return found.complete || !found.carrierRead ? 'none' : 'undetermined';
  const scratch = join(folder, 'credential');
  await mkdir(scratch);
  try {
    const answer = await examineCredential({
      evidence: { path, sha256, size, media, companion: null },
      parameters: { asOf: null, sidecar: null },
      scratch,
      limits: context.limits,
      signal: context.signal,
      progress: () => undefined,
      artifact: async () => undefined,
    });
    const { result } = answer;
    if (result === undefined || result.state === 'unreadable' || result.state === 'remote-only')
      return 'undetermined';
    if (result.state === 'none') return 'none';
    const { integrity, signature } = result.axes;
    if (integrity === 'unchecked') return 'undetermined';
    const whole = integrity === 'intact' || integrity === 'partly-covered';
    return whole && signature !== 'broken' && signature !== 'absent' ? 'intact' : 'broken';
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function fingerprintOf({ media, decode }: ReadFile): Promise<LayerReading['fingerprint']> {
  if (media.kind !== 'image' || !decodesImage(media.format)) return null;
  const decoded = await decode();
  if (!decoded.ok) return null;
  const { hashes, quality } = pdq(luminance(decoded.image, 255));
  return { hashes: { ...hashes }, quality };
}

async function marksOf(
  { path, media }: ReadFile,
  search: MarkSearch,
  context: TaskContext,
  codecs: ReadingCodecs,
): Promise<LayerReading['mark']> {
  const reading = codecs.codecsReading(media);
  const { keys } = await ringKeys(search.keys);
  const identifiers = search.identifiers ? await registerIdentifiers() : new BigUint64Array();
  const common = { keys: keys.map(({ name }) => name), identifiers: identifiers.length };
  if (reading.length === 0) return { state: 'not-measured', reason: null, readings: [], ...common };
  if (keys.length === 0) {
    const text = localized('The key is not in the ring.', '密钥不在密钥环中。');
    return { state: 'undetermined', reason: { code: 'no-key', text }, readings: [], ...common };
  }
  const found: MarkReading[] = [];
  let open: LayerReading['mark']['reason'] = null;
  for (const codec of reading) {
    const answer = await codec.detect({ path, media, keys, identifiers, context });
    if (answer.state === 'marked') found.push(...answer.readings);
    if (answer.state === 'undetermined') open ??= answer.reason;
  }
  const state = found.length > 0 ? 'marked' : open === null ? 'none-found' : 'undetermined';
  return { state, reason: open, readings: found.map(brief), ...common };
}

function brief(reading: MarkReading): LayerReading['mark']['readings'][number] {
  const { codec, payload, statistic, threshold, falseAlarmLog10, route, key } = reading;
  return { codec, payload, statistic, threshold, falseAlarmLog10, route, key };
}
