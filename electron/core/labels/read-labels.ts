import type { DeclaredLabels, LabelStatement } from '#shared/domain/label.ts';
import type { Media, MediaFormat } from '#shared/domain/media.ts';
import { ByteReader } from '../media/structure/byte-reader.ts';
import { carriers } from './carriers.generated.ts';
import { contradictionsOf } from './contradictions.ts';
import type { Carrier } from './define.ts';
import { saysPanorama } from './panorama.ts';
import { standards } from './standards.generated.ts';
import { mostStatements, withoutEchoes } from './statement.ts';

/** Characters of all values and names of a file together; what goes beyond is shown by its beginning. */
const VALUES = 4_000_000;
const SHORT = 200;
const FEW_FIELDS = 20;

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
        const checked = all.length < mostStatements ? standard.verify?.(statement, file) : null;
        all.push({ ...((await checked) ?? statement), carrier: carrier.id });
      }
    }
    const statements = withoutEchoes(all)
      .sort((a, b) => a.bytes[0] - b.bytes[0] || (a.standard < b.standard ? -1 : 1))
      .slice(0, mostStatements);
    const kept = shortened(statements);
    return {
      places: [...carrier.places],
      payloads: payloads.length,
      complete,
      panorama: panorama || saysPanorama(payloads),
      statements: kept.statements,
      contradictions: contradictionsOf(statements),
      warnings: [
        ...warnings,
        ...(all.length > mostStatements ? [`only the first ${mostStatements} labels are kept`] : []),
        ...(kept.cut ? [`values of labels beyond ${VALUES} characters are cut`] : []),
      ],
    };
  } finally {
    reader.close();
  }
}

/** Hundreds of labels of a megabyte each would be a result nobody can hold, send or compare. */
function shortened(statements: readonly LabelStatement[]): {
  readonly statements: LabelStatement[];
  readonly cut: boolean;
} {
  let room = VALUES;
  let cut = false;
  const take = (text: string): string => {
    const kept = text.length <= Math.max(room, SHORT) ? text : text.slice(0, SHORT);
    cut ||= kept.length < text.length;
    room -= kept.length;
    return kept;
  };
  const shown = statements.map((statement) => {
    const raw = take(statement.raw);
    const fields = statement.fields.slice(0, room > 0 ? statement.fields.length : FEW_FIELDS);
    cut ||= fields.length < statement.fields.length;
    return {
      ...statement,
      raw,
      fields: fields.map(({ name, value, personal }) => {
        room -= name.length;
        return { name, value: take(value), personal };
      }),
    };
  });
  return { statements: shown, cut };
}
