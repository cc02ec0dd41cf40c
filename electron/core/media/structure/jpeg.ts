import { readMultiPicture } from './jpeg-multi-picture.ts';
import { describeSegment, markerName } from './jpeg-segments.ts';
import type { Part } from './layout.ts';
import type { Scan } from './scan.ts';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const TEM = 0x01;

const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7;
const standsAlone = (marker: number) => marker === TEM || marker === SOI || isRestart(marker);

/**
 * JPEG interchange format, ITU-T T.81 Annex B: marker segments, entropy-coded scans with restart markers,
 * pictures of a Multi-Picture object (CIPA DC-007) after the end of the image.
 */
export async function readJpeg(scan: Scan, parent: Part, start: number, end: number): Promise<number> {
  const { reader, layout } = scan;
  const order: string[] = [];
  let multiPicture: number | null = null;
  let frameSeen = false;
  let scanSeen = false;
  let position = start;
  if (end - start < 2 || reader.u8(start) !== 0xff || reader.u8(start + 1) !== SOI) {
    layout.problem('missing', start, 0, 'SOI');
  } else {
    layout.add(parent, 'SOI', start, 2, 'structure');
    order.push('SOI');
    position += 2;
  }

  let finished = false;
  while (!finished) {
    await scan.pulse(position);
    if (position + 2 > end) {
      if (position < end) layout.problem('truncated', position, 1, 'marker');
      break;
    }
    const marker = nextMarker(scan, parent, position, end);
    if (marker === null) break;
    position = marker.at;
    const { code } = marker;
    const name = markerName(code);
    note(order, name);
    if (code === EOI) {
      layout.add(parent, 'EOI', position, 2, 'structure');
      position += 2;
      finished = true;
    } else if (standsAlone(code)) {
      layout.add(parent, name, position, 2, 'structure', { flag: 'warning' });
      layout.problem(code === SOI ? 'duplicate' : 'order', position, 2, name);
      position += 2;
    } else {
      if (position + 4 > end) {
        layout.add(parent, name, position, end - position, 'structure', { flag: 'error' });
        layout.problem('truncated', end, position + 4 - end, name);
        position = end;
        break;
      }
      const length = reader.u16(position + 2);
      if (length < 2) {
        layout.add(parent, name, position, 4, 'structure', { flag: 'error', detail: `length ${length}` });
        layout.problem('malformed', position + 2, 2, `${name}: length ${length}`);
        position += 4;
        continue;
      }
      const stop = Math.min(end, position + 2 + length);
      if (stop < position + 2 + length) layout.problem('truncated', stop, position + 2 + length - stop, name);
      const segment = await describeSegment(scan, parent, code, position, stop);
      if (segment.multiPicture !== null) multiPicture = segment.multiPicture;
      if (isFrame(code)) {
        // several frames are allowed in hierarchical mode only (B.3)
        if (frameSeen && code < 0xc5) layout.problem('duplicate', position, stop - position, name);
        frameSeen = true;
      }
      position = stop;
      if (code === SOS) {
        if (!frameSeen) layout.problem('order', position, 0, 'SOS before SOF');
        scanSeen = true;
        position = await readEntropyCoded(scan, parent, position, end);
      }
    }
  }
  if (!finished) layout.problem('missing', position, 0, 'EOI');
  if (!scanSeen && finished && frameSeen) layout.problem('missing', position, 0, 'SOS');
  parent.detail = summary(parent, order);
  if (multiPicture !== null) position = await readMultiPicture(scan, parent, multiPicture, position, end);
  return position;
}

const isFrame = (code: number) =>
  code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc;

/** Marker at or after `position`; bytes skipped on the way get an owner of their own. */
function nextMarker(
  scan: Scan,
  parent: Part,
  position: number,
  end: number,
): { readonly at: number; readonly code: number } | null {
  const { reader, layout } = scan;
  let at = position;
  while (true) {
    const candidate = reader.find(0xff, at, end);
    if (candidate < 0) return lost(scan, parent, position, end);
    // any number of fill bytes 0xFF may precede a marker (B.1.1.2)
    let last = candidate;
    while (last + 1 < end && reader.u8(last + 1) === 0xff) last += 1;
    if (last + 1 >= end) return lost(scan, parent, position, end);
    const code = reader.u8(last + 1);
    if (code === 0) {
      at = last + 2;
      continue;
    }
    if (candidate > position) {
      const zero = reader.filled(0, position, candidate);
      layout.add(
        parent,
        'between segments',
        position,
        candidate - position,
        zero ? 'padding' : 'unexplained',
        { flag: 'warning' },
      );
      layout.problem('malformed', position, candidate - position, `no marker before ${markerName(code)}`);
    }
    if (last > candidate) layout.add(parent, 'fill', candidate, last - candidate, 'padding');
    return { at: last, code };
  }
}

function lost(scan: Scan, parent: Part, position: number, end: number): null {
  if (position < end) {
    scan.layout.add(parent, 'no marker', position, end - position, 'unexplained', { flag: 'warning' });
    scan.layout.problem('malformed', position, end - position, 'no marker follows');
  }
  return null;
}

/** Entropy-coded segments up to the next marker that is neither stuffing nor a restart (F.1.2.3, B.1.1.5). */
async function readEntropyCoded(scan: Scan, parent: Part, start: number, end: number): Promise<number> {
  const { reader, layout } = scan;
  let restarts = 0;
  let stuffed = 0;
  let outOfOrder = 0;
  let firstOut = 0;
  let reserved = 0;
  let position = start;
  while (position < end) {
    const at = reader.find(0xff, position, end);
    if (at < 0 || at + 1 >= end) {
      position = end;
      break;
    }
    const code = reader.u8(at + 1);
    if (code === 0) stuffed += 1;
    else if (isRestart(code)) {
      if (code - 0xd0 !== restarts % 8) {
        if (outOfOrder === 0) firstOut = at;
        outOfOrder += 1;
      }
      restarts += 1;
    } else if (code < 0xc0) {
      // RES codes (Table B.1) cannot occur here: the data is damaged, the scan goes on
      if (reserved === 0) layout.problem('malformed', at, 2, `${markerName(code)} in entropy-coded data`);
      reserved += 1;
    } else if (code !== 0xff) {
      position = at;
      break;
    }
    position = code === 0xff ? at + 1 : at + 2;
    if ((stuffed & 0xfff) === 0) await scan.pulse(position);
  }
  if (outOfOrder > 0) layout.problem('order', firstOut, 2, `RST × ${outOfOrder}`);
  if (position > start) {
    const detail = [restarts > 0 ? `RST × ${restarts}` : '', stuffed > 0 ? `FF00 × ${stuffed}` : '']
      .filter((word) => word !== '')
      .join(', ');
    layout.add(parent, 'entropy-coded data', start, position - start, 'content', {
      detail: detail === '' ? undefined : detail,
      flag: outOfOrder > 0 ? 'warning' : undefined,
    });
  }
  return position;
}

/** Runs of the same marker are written once: `DQT×2`. Hostile files repeat markers for ever. */
function note(order: string[], name: string): void {
  const last = order.at(-1) ?? '';
  const [before, count] = last.split('×');
  if (before === name) order[order.length - 1] = `${name}×${Number(count ?? 1) + 1}`;
  else if (order.length < 64) order.push(name);
}

/** The order of segments is characteristic of the writing program, so it is shown in one line. */
function summary(parent: Part, order: readonly string[]): string {
  const text = order.join(' ');
  return parent.detail === undefined ? text : `${parent.detail}; ${text}`;
}
