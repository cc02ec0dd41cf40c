import { damaged } from '../gathering.ts';
import { addText, type Source, step, take } from '../source.ts';
import { plainText } from '../text-decoding.ts';
import { elementsIn, type FileElement, ids, numberIn } from './elements.ts';
import { type SegmentPart, walkSegments } from './segment.ts';

const DEPTH = 8;
const SEEKS = 200;

export interface MatroskaReading {
  panorama: boolean;
}

/** Texts of Tags, Info and Tracks of a Matroska or WebM file. */
export function readMatroska(source: Source, state: MatroskaReading): void {
  const { reader, gathering } = source;
  const seen = new Set<number>();
  const listed: number[] = [];
  const bodies: number[] = [];
  const look = (part: SegmentPart): boolean => {
    if (!step(source)) return false;
    // a child of a Cluster of unknown size, reported to be counted only
    if (part.id === 0) return true;
    bodies[part.segment] ??= part.start;
    if (part.id === ids.seekHead) listed.push(...tagsListed(source, part, bodies[part.segment] ?? 0));
    seen.add(part.start);
    readPart(source, part, state);
    return true;
  };
  const { problem } = walkSegments(reader, look);
  if (problem === null) return;
  damaged(gathering, problem);
  // what the walk did not reach may still be found by the index
  for (const start of listed.filter((place) => !seen.has(place))) {
    const [part] = elementsIn(reader, start, reader.size);
    if (part?.id === ids.tags) readTags(source, part, state);
  }
}

/** Places of Tags in a SeekHead; positions count from the first byte of the Segment's data. */
function tagsListed(source: Source, head: FileElement, base: number): number[] {
  const places: number[] = [];
  for (const seek of elementsIn(source.reader, head.body, head.end)) {
    if (seek.id !== ids.seek || places.length >= SEEKS) continue;
    let [id, position] = [0, -1];
    for (const child of elementsIn(source.reader, seek.body, seek.end)) {
      if (child.id === ids.seekId) id = numberIn(source.reader, child);
      if (child.id === ids.seekPosition) position = numberIn(source.reader, child);
    }
    if (id === ids.tags && position >= 0) places.push(base + position);
  }
  return places;
}

function readPart(source: Source, part: FileElement, state: MatroskaReading): void {
  if (part.id === ids.tags) readTags(source, part, state);
  else if (part.id === ids.info) readStrings(source, part, 'Info', infoNames);
  else if (part.id === ids.tracks) {
    for (const track of children(source, part)) {
      if (track.id !== ids.track) continue;
      readStrings(source, track, 'TrackEntry', trackNames);
      state.panorama ||= isRound(source, track);
    }
  }
}

const infoNames: ReadonlyMap<number, string> = new Map([
  [ids.title, 'Title'],
  [ids.muxingApp, 'MuxingApp'],
  [ids.writingApp, 'WritingApp'],
]);
const trackNames: ReadonlyMap<number, string> = new Map([[ids.name, 'Name']]);

function readStrings(
  source: Source,
  parent: FileElement,
  place: string,
  names: ReadonlyMap<number, string>,
): void {
  for (const { id, body, end } of children(source, parent)) {
    const key = names.get(id);
    const bytes = key === undefined ? null : take(source, [body, end - body], key);
    if (key === undefined || bytes === null) continue;
    const text = plainText(bytes);
    if (text !== '') addText(source, place, key, [body, end - body], text);
  }
}

/** Projection of a 360° film: 1 equirectangular, 2 cube map, 3 mesh (RFC 9559, 5.1.4.1.28.42). */
function isRound(source: Source, track: FileElement): boolean {
  const { reader } = source;
  for (const video of elementsIn(reader, track.body, track.end)) {
    if (video.id !== ids.video) continue;
    for (const projection of elementsIn(reader, video.body, video.end)) {
      if (projection.id !== ids.projection) continue;
      for (const type of elementsIn(reader, projection.body, projection.end)) {
        if (type.id === ids.projectionType) return numberIn(reader, type) > 0;
      }
    }
  }
  return false;
}

/** Children, with damage among them put on record. */
function* children(source: Source, parent: FileElement): Generator<FileElement> {
  const walk = elementsIn(source.reader, parent.body, parent.end);
  let next = walk.next();
  for (; next.done !== true; next = walk.next()) {
    const child = next.value;
    if (!step(source)) return;
    if (child.missing > 0 || child.open)
      damaged(source.gathering, `the element at offset ${child.start} has no end inside its parent`);
    yield child;
  }
  if (next.value !== null) damaged(source.gathering, next.value);
}

function readTags(source: Source, tags: FileElement, state: MatroskaReading): void {
  for (const tag of children(source, tags)) {
    if (tag.id !== ids.tag) continue;
    const parts = [...children(source, tag)];
    const targets = parts.find(({ id }) => id === ids.targets);
    const place = targets !== undefined && isNarrow(source, targets) ? 'Tags with targets' : 'Tags';
    for (const part of parts) if (part.id === ids.simpleTag) readSimpleTag(source, part, place, state, 0);
  }
}

/** Does it name a track, edition, chapter or attachment? Then the tag is not about the whole. */
function isNarrow({ reader }: Source, targets: FileElement): boolean {
  return [...elementsIn(reader, targets.body, targets.end)].some(
    (target) => [0x63c5, 0x63c9, 0x63c4, 0x63c6].includes(target.id) && numberIn(reader, target) !== 0,
  );
}

function readSimpleTag(
  source: Source,
  tag: FileElement,
  place: string,
  state: MatroskaReading,
  depth: number,
): void {
  if (depth >= DEPTH) {
    damaged(source.gathering, `tags are nested deeper than ${DEPTH} at offset ${tag.start}`);
    return;
  }
  let name = '';
  let value: FileElement | null = null;
  const nested: FileElement[] = [];
  for (const child of children(source, tag)) {
    if (child.id === ids.tagName) {
      const bytes = take(source, [child.body, Math.min(1024, child.end - child.body)], 'TagName');
      name = bytes === null ? '' : plainText(bytes);
    } else if (child.id === ids.tagString) value = child;
    else if (child.id === ids.simpleTag) nested.push(child);
  }
  if (value !== null) {
    const range = [value.body, value.end - value.body] as const;
    const bytes = take(source, [...range], `tag ${name}`);
    const text = bytes === null ? '' : plainText(bytes);
    if (text !== '') addText(source, place, name, [...range], text);
    // Spherical Video V1 in Matroska
    if (name === 'SPHERICAL-VIDEO' && /<GSpherical:Spherical>\s{0,20}true/i.test(text)) state.panorama = true;
  }
  for (const child of nested)
    readSimpleTag(source, child, `${place} in ${name}`.slice(0, 200), state, depth + 1);
}
