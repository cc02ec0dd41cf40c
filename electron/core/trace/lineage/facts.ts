import { z } from 'zod';
import { dateSources } from '#shared/domain/lineage.ts';
import type { Sign, Signs } from './evidence.ts';

/** What is known of a file besides its content, gathered by whoever asks for a lineage. */
export const LineageFacts = z.object({
  sha256: z.string(),
  /** Fields that only a camera or recorder writes (make, model, exposure …). */
  capture: z.number().int().nonnegative(),
  /** Does it carry a label that it was generated? */
  label: z.boolean(),
  /** Does it carry a Content Credential that verifies? */
  credential: z.boolean(),
  /** SHA-256 of files that its signed credential names as what it was made from (`parentOf`). */
  parents: z.array(z.string()),
  /** ISO 8601; the source decides what it is worth. */
  date: z.object({ at: z.string(), from: z.enum(dateSources) }).nullable(),
});
export type LineageFacts = z.infer<typeof LineageFacts>;

export function noFacts(sha256: string): LineageFacts {
  return { sha256, capture: 0, label: false, credential: false, parents: [], date: null };
}

/** Differences of less than this between dates say nothing, milliseconds: clocks, and uploads of one moment. */
const sameMoment = 120_000;

/**
 * Signs from facts. Only a trusted timestamp or a credential may date a file for a direction; dates of publication are
 * claims and weigh little; dates in metadata, of acquisition and of the file system say nothing here.
 */
export function factSigns(first: LineageFacts, second: LineageFacts): Signs {
  const signs: Signs = {};
  const lost = (one: boolean, other: boolean): Sign => [other && !one ? 1 : 0, one && !other ? 1 : 0];
  if (first.capture > 0 || second.capture > 0) signs.capture = lost(first.capture > 2, second.capture > 2);
  if (first.label || second.label) signs.label = lost(first.label, second.label);
  if (first.credential || second.credential) signs.credential = lost(first.credential, second.credential);
  const [down, up] = [names(second, first), names(first, second)];
  if (down !== up) signs.ingredient = down ? [0, 1] : [1, 0];
  const dated = later(first, second, ['timestamp', 'credential']);
  if (dated !== null) signs.dated = dated;
  const published = later(first, second, ['publication']);
  if (published !== null) signs.published = published;
  return signs;
}

function names(child: LineageFacts, parent: LineageFacts): boolean {
  return parent.sha256 !== '' && child.parents.includes(parent.sha256);
}

/** The later one underwent more; `null`: not both are dated so. */
function later(first: LineageFacts, second: LineageFacts, from: readonly string[]): Sign | null {
  if (first.date === null || second.date === null) return null;
  if (!from.includes(first.date.from) || !from.includes(second.date.from)) return null;
  const difference = Date.parse(second.date.at) - Date.parse(first.date.at);
  if (Number.isNaN(difference) || Math.abs(difference) < sameMoment) return null;
  return difference > 0 ? [0, 1] : [1, 0];
}
