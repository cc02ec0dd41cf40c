import { type JpegHeader, readJpegHeader } from './jpeg-header.ts';

export interface JpegStream {
  /** The file's own picture, a picture inside its Exif data, or one after its end (MPF, appended). */
  readonly where: 'main' | 'embedded' | 'trailing';
  readonly header: JpegHeader;
}

/** More pictures than this in one file are not looked at. */
const streamLimit = 16;
/** Start markers tried in one part of the file; bounds the work on bytes made of nothing but starts. */
const tryLimit = 64;

/**
 * Headers of every JPEG picture in a file: the main one, thumbnails inside Exif, and pictures that follow
 * the main one. Found by their start marker, not by the tags that point at them, so that a picture no tag
 * mentions is seen too.
 */
export function readJpegStreams(file: Uint8Array): {
  readonly headers: readonly JpegStream[];
  readonly warnings: readonly string[];
} {
  const main = readJpegHeader(file, 0, file.length);
  if (main === null) return { headers: [], warnings: ['the file does not begin with SOI'] };
  const headers: JpegStream[] = [{ where: 'main', header: main }];
  for (const [start, end] of main.exif) collect(file, start, end, 'embedded', headers);
  collect(file, main.end, file.length, 'trailing', headers);
  return { headers, warnings: main.warnings };
}

function collect(
  file: Uint8Array,
  start: number,
  end: number,
  where: JpegStream['where'],
  headers: JpegStream[],
): void {
  let at = start;
  let tries = 0;
  while (at + 4 < end && headers.length < streamLimit && tries < tryLimit) {
    at = file.indexOf(0xff, at);
    if (at < 0 || at + 4 >= end) return;
    const starts = isStart(file, at);
    const header = starts ? readJpegHeader(file, at, end) : null;
    if (starts) tries += 1;
    if (header === null || header.components.length === 0) {
      at += 1;
    } else {
      headers.push({ where, header });
      at = Math.max(header.end, at + 2);
    }
  }
}

/** SOI followed by a marker that begins a table, frame or application segment. */
function isStart(file: Uint8Array, at: number): boolean {
  const next = file[at + 3]!;
  return file[at + 1] === 0xd8 && file[at + 2] === 0xff && next >= 0xc0 && next !== 0xff;
}
