import type { ByteReader } from '../../media/structure/byte-reader.ts';
import type { Splice } from '../write-plan.ts';
import { type Chunk, type Form, listType } from './chunks.ts';

/** A RIFF file as far as it must be known for writing. */
export interface RiffFile {
  readonly reader: ByteReader;
  readonly form: Form;
  readonly forms: readonly Form[];
  readonly chunks: readonly Chunk[];
}

/** New bytes and the place they make. */
export interface RiffPlaced {
  readonly place: string;
  readonly splices: readonly Splice[];
}

/** The first list of a type at the outermost level. */
export function findList({ reader, chunks }: RiffFile, type: string): Chunk | undefined {
  return chunks.find((chunk) => listType(reader, chunk) === type);
}
