import { EndOfData } from '../media/structure/byte-reader.ts';
import type { CarriedPayload, CarrierReading } from './define.ts';

/** What one walk over a container has found so far. Damage later in the file loses nothing of it. */
export interface Gathering {
  readonly payloads: CarriedPayload[];
  readonly warnings: string[];
  complete: boolean;
}

const WARNINGS = 100;
const PAYLOADS = 5000;

/**
 * Run `walk` and hand over what it gathered, in file order. A read past the end of the file is damage like any
 * other, not an error.
 */
export function gathered(walk: (gathering: Gathering) => void): CarrierReading {
  const gathering: Gathering = { payloads: [], warnings: [], complete: true };
  try {
    walk(gathering);
  } catch (error) {
    if (!(error instanceof EndOfData)) throw error;
    damaged(gathering, `the file ends at byte ${error.offset}, inside a part that was being read`);
  }
  if (gathering.payloads.length > PAYLOADS) {
    gathering.payloads.length = PAYLOADS;
    damaged(gathering, `only the first ${PAYLOADS} texts are kept`);
  }
  const { payloads, warnings, complete } = gathering;
  payloads.sort((a, b) => a.bytes[0] - b.bytes[0]);
  return { payloads, warnings, complete };
}

/** Something is odd, and everything was read all the same. */
export function remarked(gathering: Gathering, remark: string): void {
  if (gathering.warnings.length < WARNINGS) gathering.warnings.push(remark);
}

/** A part that could hold a label was not read. */
export function damaged(gathering: Gathering, problem: string): void {
  remarked(gathering, problem);
  gathering.complete = false;
}
