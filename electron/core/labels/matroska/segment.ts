import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { elementsIn, type FileElement, ids } from './elements.ts';

/** Elements that can stand directly in a Segment, and so end a Cluster of unknown size (RFC 9559, 5.1). */
const outer: ReadonlySet<number> = new Set([
  ...[ids.seekHead, ids.info, ids.tracks, ids.cluster, ids.cues, ids.tags, ids.ebml, ids.segment],
  ...[0x1941a469, 0x1043a770],
]);

/** A part of a Segment. */
export interface SegmentPart extends FileElement {
  /** The Segment it belongs to, by its order. */
  readonly segment: number;
}

export interface SegmentHead extends FileElement {
  /** Bytes of its size field. */
  readonly width: number;
}

export interface Walked {
  readonly segments: readonly SegmentHead[];
  /** Ends of the segments as far as they were walked. */
  readonly ends: readonly number[];
  readonly problem: string | null;
}

/**
 * Visit the parts of all Segments of a file. Clusters of known size are stepped over; one of unknown size is walked
 * to where it ends.
 *
 * @param visit `false` ends the walk
 */
export function walkSegments(reader: ByteReader, visit: (part: SegmentPart) => boolean): Walked {
  const segments: SegmentHead[] = [];
  const ends: number[] = [];
  let at = 0;
  let problem: string | null = null;
  while (at < reader.size && problem === null) {
    const [element] = elementsIn(reader, at, reader.size);
    if (
      element === undefined ||
      (element.id !== ids.segment && element.id !== ids.ebml && element.id !== ids.void)
    ) {
      const zero = reader.filled(0, at, Math.min(reader.size, at + 65536));
      problem = zero ? null : `no Segment at offset ${at}`;
      break;
    }
    if (element.id !== ids.segment) {
      at = element.end;
      continue;
    }
    segments.push({ ...element, width: element.body - element.start - 4 });
    if (segments.length > 100) return { segments, ends, problem: 'more than 100 Segments' };
    const walked = walkParts(reader, element, segments.length - 1, visit);
    problem =
      walked.problem ??
      (element.missing > 0 ? `the Segment at offset ${element.start} lacks ${element.missing} bytes` : null);
    at = element.open ? walked.at : element.end;
    ends.push(at);
  }
  return { segments, ends, problem: problem ?? (segments.length === 0 ? 'no Segment' : null) };
}

function walkParts(
  reader: ByteReader,
  segment: FileElement,
  number: number,
  visit: (part: SegmentPart) => boolean,
): { readonly at: number; readonly problem: string | null } {
  let at = segment.body;
  while (at < segment.end) {
    const [element] = elementsIn(reader, at, segment.end);
    if (element === undefined) {
      const zero = reader.filled(0, at, Math.min(segment.end, at + 65536));
      return { at, problem: zero ? null : `no element at offset ${at} of the Segment` };
    }
    if (segment.open && (element.id === ids.ebml || element.id === ids.segment)) return { at, problem: null };
    let part: SegmentPart = { ...element, segment: number };
    if (element.open) {
      if (element.id !== ids.cluster)
        return { at, problem: `the element at offset ${at} is of unknown size and no Cluster` };
      const walked = clusterEnd(reader, element, segment.end, () => visit({ ...part, id: 0 }));
      if (walked.problem !== null) return walked;
      part = { ...part, end: walked.at };
    }
    if (!visit(part)) return { at, problem: null };
    if (part.missing > 0)
      return { at: part.end, problem: `the element at offset ${at} lacks ${part.missing} bytes` };
    at = part.end;
  }
  return { at, problem: null };
}

function clusterEnd(
  reader: ByteReader,
  cluster: FileElement,
  limit: number,
  step: () => boolean,
): { readonly at: number; readonly problem: string | null } {
  let at = cluster.body;
  while (at < limit) {
    const [child] = elementsIn(reader, at, limit);
    if (child === undefined) return { at, problem: `no element at offset ${at} of a Cluster` };
    if (outer.has(child.id)) break;
    if (child.open || child.missing > 0)
      return { at, problem: `the element at offset ${at} of a Cluster has no end` };
    if (!step()) return { at, problem: null };
    at = child.end;
  }
  return { at, problem: null };
}
