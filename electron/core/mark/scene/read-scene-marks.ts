import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MarkReading } from '#shared/domain/mark.ts';
import { REQUIRED_LOG10 } from '../code/false-alarm.ts';
import { AddressBook } from '../code/self-locating.ts';
import { readSymbols, symbolDerivation, symbolStatistic } from '../code/symbol-reading.ts';
import type { DetectAnswer, DetectRequest, MarkCodec } from '../define.ts';
import { isTooLittle, tooLittleToTell } from '../too-little.ts';
import { readScene, type SceneFile } from './scene-file.ts';
import { unread } from './scene-words.ts';
import { textureMedia, texturesOf } from './textures.ts';
import { VERTICES_PURPOSE, vertexSymbols } from './vertices.ts';

const VERSION = 1;
/** More pictures than these are not decoded. */
const TEXTURES = 256;

/** Marks in all textures of a scene, and the fragile one in its vertices. */
export async function readSceneMarks(request: DetectRequest, pictures: MarkCodec): Promise<DetectAnswer> {
  const outcome = readScene(request.path);
  if (!outcome.ok)
    return { state: 'undetermined', reason: { code: 'scene-unreadable', text: outcome.text }, warnings: [] };
  const { file } = outcome;
  const readings: MarkReading[] = [];
  const warnings: string[] = [];
  const missing: string[] = [];
  let told = 0;
  const textures = texturesOf(file);
  const carriers = textures.length + 1;
  const folder = await mkdtemp(join(tmpdir(), 'assay-textures-'));
  try {
    for (const [index, { part, bytes, format }] of textures.entries()) {
      request.context.signal.throwIfAborted();
      if (
        index >= TEXTURES ||
        bytes === null ||
        (format !== 'jpeg' && format !== 'png' && format !== 'webp')
      ) {
        missing.push(part);
        continue;
      }
      const path = join(folder, `${index}`);
      await writeFile(path, bytes);
      const context = { ...request.context, progress: () => undefined };
      const answer = await pictures.detect({ ...request, path, media: textureMedia(format), context });
      await rm(path);
      warnings.push(...answer.warnings.map((warning) => `${part}: ${warning}`));
      // Small and single-coloured textures are usual; of such a one nothing is missing.
      if (answer.state === 'undetermined' && !isTooLittle(answer.reason)) missing.push(part);
      if (answer.state === 'none-found') told += 1;
      if (answer.state === 'marked')
        readings.push(...answer.readings.flatMap((reading) => amongCarriers(reading, part, carriers)));
      request.context.progress((0.9 * (index + 1)) / textures.length);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  readings.push(...vertexReadings(file, carriers, request));
  if (readings.length > 0) return { state: 'marked', readings, warnings };
  if (missing.length === 0 && told > 0) return { state: 'none-found', warnings };
  // The layer in the vertices is lost by any export: without it and without a texture nothing is known.
  if (missing.length === 0) return { state: 'undetermined', reason: tooLittleToTell.scene, warnings };
  const shown = missing.length > 8 ? [...missing.slice(0, 8), '…'] : missing;
  return {
    state: 'undetermined',
    reason: { code: 'scene-partly-read', text: unread.textures(shown) },
    warnings,
  };
}

/** Textures and vertices share the scene's chance; a reading that does not bear that is none. */
function amongCarriers(reading: MarkReading, part: string, carriers: number): MarkReading[] {
  const falseAlarmLog10 = Math.min(0, reading.falseAlarmLog10 + Math.log10(carriers));
  if (falseAlarmLog10 > REQUIRED_LOG10) return [];
  const threshold = Math.sqrt(reading.threshold ** 2 + 2 * Math.log(carriers));
  return [{ ...reading, part, falseAlarmLog10, threshold, trials: reading.trials * carriers }];
}

function vertexReadings(
  { scene, buffers }: SceneFile,
  carriers: number,
  { keys, identifiers }: DetectRequest,
): MarkReading[] {
  return keys.flatMap((key) => {
    const sequence = vertexSymbols(scene, buffers, new AddressBook(key, VERTICES_PURPOSE));
    return readSymbols(sequence, { keys: keys.length * carriers, identifiers }).map(
      (found): MarkReading => ({
        codec: 'assay-mesh-1',
        version: VERSION,
        payload: String(found.payload),
        meaning: null,
        key: key.name,
        statistic: found.hits,
        statisticName: symbolStatistic,
        threshold: found.threshold,
        falseAlarmLog10: found.falseAlarmLog10,
        derivation: symbolDerivation,
        trials: found.trials,
        route: found.route,
        part: 'vertices',
      }),
    );
  });
}
