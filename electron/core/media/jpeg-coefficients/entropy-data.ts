/** More bytes than any one block can take, so that a scan may read past the end of its data. */
const blockBytes = 512;

/**
 * Entropy-coded data of one scan without the bytes stuffed into it (T.81 B.1.1.5), cut at its restart
 * markers. The buffer is used again by the next scan.
 */
export class EntropyData {
  readonly bytes: Uint8Array;
  /** Pieces between restart markers: first byte, and first byte after. */
  readonly from: number[] = [];
  readonly to: number[] = [];
  /** Number 0…7 of the restart marker before the piece, -1 for the first. */
  readonly restart: number[] = [];
  /** Places where something stood in the data that cannot stand there. */
  breaks = 0;

  /** @param capacity the most bytes a scan can have */
  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity + blockBytes);
  }

  /**
   * Read the data from `start` up to the marker that ends the scan.
   *
   * @param restarts restart markers may stand in it
   * @returns offset of that marker's 0xFF, or the end of the file
   */
  read(file: Uint8Array, start: number, restarts: boolean): number {
    const { bytes } = this;
    this.clear();
    this.from.push(0);
    this.restart.push(-1);
    let length = 0;
    let at = start;
    // After a break nothing is kept until a restart marker says where the data go on.
    let broken = false;
    while (at < file.length) {
      const byte = file[at]!;
      at += 1;
      if (byte !== 0xff) {
        if (!broken) {
          bytes[length] = byte;
          length += 1;
        }
        continue;
      }
      const code = at < file.length ? file[at]! : 0xd9;
      if (code === 0xff) continue;
      at += 1;
      if (code === 0) {
        if (!broken) {
          bytes[length] = 0xff;
          length += 1;
        }
      } else if (restarts && code >= 0xd0 && code <= 0xd7) {
        if (!broken) this.to.push(length);
        this.from.push(length);
        this.restart.push(code & 7);
        broken = false;
      } else if (endsScan(file, code, at)) {
        if (!broken) this.to.push(length);
        return at - 2;
      } else if (!broken) {
        this.to.push(length);
        this.breaks += 1;
        broken = true;
      }
    }
    if (!broken) this.to.push(length);
    return file.length;
  }

  private clear(): void {
    this.from.length = 0;
    this.to.length = 0;
    this.restart.length = 0;
    this.breaks = 0;
  }
}

/** Is this a marker that can follow a scan? A changed byte in the data makes one seldom. */
function endsScan(file: Uint8Array, code: number, at: number): boolean {
  if (code === 0xd9) return true;
  if (code === 0xd8) return at >= file.length || file[at] === 0xff;
  if (code < 0xc0 || (code >= 0xd0 && code <= 0xd7) || at + 2 > file.length) return false;
  const length = file[at]! * 256 + file[at + 1]!;
  const end = at + length;
  if (length < 2 || end > file.length) return false;
  // A scan's own header is followed by data, not by a marker.
  if (code === 0xda) return length === 6 + 2 * file[at + 2]!;
  if (code === 0xdc && length !== 4) return false;
  return end === file.length || (file[end] === 0xff && end + 1 < file.length && file[end + 1] !== 0);
}
