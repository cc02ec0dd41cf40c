import { readBmff } from './bmff.ts';
import type { Part } from './layout.ts';
import type { Scan } from './scan.ts';
import { readTiff } from './tiff.ts';

/** Raw files are TIFF or ISO base media underneath, save for a few makers' own containers, which are not read. */
export async function readCameraRaw(scan: Scan, parent: Part, start: number, end: number): Promise<number> {
  if (scan.reader.matches(start + 4, 'ftyp')) return readBmff(scan, parent, start, end);
  const mark = scan.reader.latin1(start, 4);
  // Canon CRW, Fujifilm, Sigma and Minolta have their own
  if (/^(II[*+U]|IIR|MM\0[*+]|MMO)/.test(mark) && !scan.reader.matches(start, 'II\x1a\0'))
    return readTiff(scan, parent, start, end);
  return end;
}
