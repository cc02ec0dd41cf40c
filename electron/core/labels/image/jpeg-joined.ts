import type { ByteRange } from '#shared/domain/figure.ts';
import { damaged, type Gathering } from '../gathering.ts';
import { gatherResources, gatherXmp } from '../payload-blocks.ts';

/** Payloads of a JPEG that are spread over several segments. */

/** A piece of one: its bytes and where they lie in the file. */
export interface JpegPiece {
  readonly data: Buffer;
  readonly offset: number;
}

export interface ExtendedPiece extends JpegPiece {
  /** Position inside the whole packet, and the length of that. */
  readonly at: number;
  readonly total: number;
}

const EXTENDED_BYTES = 16 * 1024 * 1024;

/**
 * Extended XMP (XMP specification part 3, 1.1.3.1): pieces in any order, joined by GUID, length and offset.
 *
 * @param named GUIDs the main packets refer to
 */
export function gatherExtendedXmp(
  gathering: Gathering,
  extensions: ReadonlyMap<string, readonly ExtendedPiece[]>,
  named: readonly string[],
): void {
  for (const [guid, pieces] of extensions) {
    const packet = joinExtension(pieces);
    if (packet === null) {
      damaged(gathering, `extended XMP ${guid}: pieces missing, overlapping or too large`);
      continue;
    }
    gatherXmp(
      gathering,
      {
        place: 'APP1 extended XMP',
        bytes: span(pieces),
        contiguous: false,
        orphaned: !named.includes(guid),
      },
      packet,
    );
  }
}

/** The packet, or `null` when the pieces do not make one. */
export function joinExtension(pieces: readonly ExtendedPiece[]): Buffer | null {
  const sorted = pieces.toSorted((a, b) => a.at - b.at);
  const total = sorted[0]!.total;
  let length = 0;
  const whole = sorted.every((piece) => {
    const fits = piece.at === length && piece.total === total;
    length += piece.data.length;
    return fits;
  });
  if (!whole || length !== total || total > EXTENDED_BYTES) return null;
  return Buffer.concat(sorted.map((piece) => piece.data));
}

/** Image resources may run on over several APP13 segments; they are joined before reading. */
export function gatherPhotoshop(gathering: Gathering, pieces: readonly JpegPiece[]): void {
  if (pieces.length === 0) return;
  gatherResources(
    gathering,
    'APP13',
    Buffer.concat(pieces.map(({ data }) => data)),
    (start, length) => [fileOffset(pieces, start), length],
    pieces.length === 1,
  );
}

function fileOffset(pieces: readonly JpegPiece[], at: number): number {
  let before = 0;
  for (const piece of pieces) {
    if (at < before + piece.data.length) return piece.offset + at - before;
    before += piece.data.length;
  }
  return pieces[0]!.offset;
}

function span(pieces: readonly JpegPiece[]): ByteRange {
  const start = Math.min(...pieces.map((piece) => piece.offset));
  return [start, Math.max(...pieces.map((piece) => piece.offset + piece.data.length)) - start];
}
