import type { Part } from './layout.ts';
import type { Scan } from './scan.ts';

const REVISIONS = 2_000;

/**
 * PDF by revisions (ISO 32000-1, 7.5.6): each save that appends ends with `%%EOF`. Objects are not taken
 * apart; what counts here is how often the file was added to, and what stands before and behind.
 */
export async function readPdf(scan: Scan, parent: Part, start: number, end: number): Promise<number> {
  const { reader, layout } = scan;
  const header = reader.search(Buffer.from('%PDF-'), start, Math.min(end, start + 1100));
  if (header < 0) {
    layout.problem('missing', start, 0, '%PDF-');
    return start;
  }
  if (header > start) {
    layout.add(parent, 'before the header', start, header - start, 'unexplained', { flag: 'warning' });
    layout.problem('malformed', start, header - start, '%PDF-');
  }
  const mark = Buffer.from('%%EOF');
  let position = header;
  let revisions = 0;
  while (revisions < REVISIONS) {
    await scan.pulse(position);
    const found = reader.search(mark, position, end);
    if (found < 0) break;
    let stop = found + mark.length;
    // one end of line belongs to the mark
    if (stop < end && reader.u8(stop) === 13) stop += 1;
    if (stop < end && reader.u8(stop) === 10) stop += 1;
    const part = layout.add(parent, `revision ${revisions + 1}`, position, stop - position, 'content');
    if (revisions === 0)
      layout.add(part, 'header', header, 8, 'structure', { detail: reader.latin1(header, 8) });
    addEnd(scan, part, position, found, stop, header);
    position = stop;
    revisions += 1;
  }
  if (revisions === 0) {
    layout.add(parent, 'body', header, end - header, 'content');
    layout.problem('missing', end, 0, '%%EOF');
    return end;
  }
  parent.detail = `${revisions} revisions`;
  return position;
}

function addEnd(scan: Scan, part: Part, start: number, mark: number, stop: number, header: number): void {
  const { reader, layout } = scan;
  const from = Math.max(start, mark - 64);
  const tail = reader.latin1(from, mark - from);
  const match = /startxref\s+(\d{1,15})\s*$/.exec(tail);
  if (match === null) {
    layout.problem('malformed', mark, 5, 'startxref');
    return;
  }
  const place = header + Number(match[1]);
  const end = from + match.index;
  layout.add(part, 'startxref', end, stop - end, 'structure', { detail: match[1] });
  // 0 is what the first section of a linearised file says
  if (place >= mark) layout.problem('malformed', end, stop - end, `startxref ${match[1]}`);
  else if (place >= start && reader.matches(place, 'xref'))
    layout.add(part, 'cross-reference table and trailer', place, end - place, 'structure');
}
