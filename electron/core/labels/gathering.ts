import { EndOfData } from '../media/structure/byte-reader.ts';
import type { CarriedPayload, CarriedText, CarrierReading } from './define.ts';

/** What one walk over a container has found so far. Damage later in the file loses nothing of it. */
export interface Gathering {
  readonly payloads: CarriedPayload[];
  readonly warnings: string[];
  complete: boolean;
  /** Characters of texts, and bytes of packets, that may still be taken up. */
  room: number;
}

const WARNINGS = 100;
const PAYLOADS = 5000;
/** Texts and packets of a file together. Parts of a container may share their bytes, so that its size is no bound. */
const ROOM = 64 * 1024 * 1024;

export function newGathering(): Gathering {
  return { payloads: [], warnings: [], complete: true, room: ROOM };
}

/**
 * Run `walk` and hand over what it gathered, in file order. A read past the end of the file is damage like any
 * other, not an error.
 */
export function gathered(walk: (gathering: Gathering) => void): CarrierReading {
  const gathering = newGathering();
  try {
    walk(gathering);
  } catch (error) {
    if (!(error instanceof EndOfData)) throw error;
    damaged(gathering, `the file ends at byte ${error.offset}, inside a part that was being read`);
  }
  const { payloads, warnings, complete } = gathering;
  payloads.sort((a, b) => a.bytes[0] - b.bytes[0]);
  return { payloads, warnings, complete };
}

/** Keep a text, unless there are more of them than are read. */
export function keepText(gathering: Gathering, text: Omit<CarriedText, 'kind'>): void {
  if (admitted(gathering, text.text.length)) gathering.payloads.push({ kind: 'text', ...text });
}

/** May so much more be taken up? What is left out is put on record, once. */
export function admitted(gathering: Gathering, length: number): boolean {
  if (isFull(gathering)) return false;
  if (gathering.payloads.length < PAYLOADS && length <= gathering.room) {
    gathering.room -= length;
    return true;
  }
  damaged(
    gathering,
    gathering.payloads.length < PAYLOADS
      ? `only the first ${ROOM} bytes of texts are kept`
      : `only the first ${PAYLOADS} texts are kept`,
  );
  gathering.room = -1;
  return false;
}

/** Nothing more is taken up: a walk that only looks for texts can end. */
export function isFull({ room }: Gathering): boolean {
  return room < 0;
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
