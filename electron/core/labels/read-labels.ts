import type { DeclaredLabels, LabelStatement } from '#shared/domain/label.ts';
import type { Media, MediaFormat } from '#shared/domain/media.ts';
import { ByteReader } from '../media/structure/byte-reader.ts';
import { carriers } from './carriers.generated.ts';
import { contradictionsOf } from './contradictions.ts';
import type { Carrier } from './define.ts';
import { saysPanorama } from './panorama.ts';
import { standards } from './standards.generated.ts';
import { withoutEchoes } from './statement.ts';

/** A hostile file may carry thousands of labels; more than this says nothing more. */
const STATEMENTS = 500;

const byFormat: ReadonlyMap<MediaFormat, Carrier> = new Map(
  carriers.flatMap((carrier) => carrier.formats.map((format) => [format, carrier] as const)),
);

/** The carrier that reads this format, or `undefined`: labels are not read from it. */
export function carrierOf(format: MediaFormat): Carrier | undefined {
  return byFormat.get(format);
}

export interface LabelReading extends DeclaredLabels {
  readonly warnings: readonly string[];
}

/**
 * Every statement in every standard that the file's container carries, in file order, signatures inside labels
 * checked. Throws for a format no carrier reads.
 */
export async function readLabels(path: string, media: Media, signal: AbortSignal): Promise<LabelReading> {
  const carrier = carrierOf(media.format);
  if (carrier === undefined) throw new Error(`no carrier for ${media.format}`);
  const reader = new ByteReader(path);
  try {
    const { payloads, warnings, complete, panorama = false } = carrier.read(reader, signal);
    const all: LabelStatement[] = [];
    const file = { path, media, signal };
    for (const standard of standards) {
      for (const statement of standard.read(payloads, media.format)) {
        signal.throwIfAborted();
        const checked = all.length < STATEMENTS ? standard.verify?.(statement, file) : null;
        all.push({ ...((await checked) ?? statement), carrier: carrier.id });
      }
    }
    const statements = withoutEchoes(all)
      .sort((a, b) => a.bytes[0] - b.bytes[0] || (a.standard < b.standard ? -1 : 1))
      .slice(0, STATEMENTS);
    return {
      places: [...carrier.places],
      payloads: payloads.length,
      complete,
      panorama: panorama || saysPanorama(payloads),
      statements,
      contradictions: contradictionsOf(statements),
      warnings:
        all.length > STATEMENTS ? [...warnings, `only the first ${STATEMENTS} labels are kept`] : warnings,
    };
  } finally {
    reader.close();
  }
}
