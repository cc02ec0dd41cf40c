import { type FileHandle, open } from 'node:fs/promises';
import { writeNew } from '../../new-file.ts';

/**
 * Digests with the number of the entry each belongs to, sorted, so that one is found by some twenty reads and none of
 * the file is held in memory: `ASSAYDIG`, length of a digest (u32), number of records (u32), then records of a digest
 * and a u32, all little-endian.
 */
const magic = 'ASSAYDIG';
const headBytes = 16;

export interface DigestEntry {
  readonly digest: Buffer;
  readonly entry: number;
}

/** Collects digests and writes them sorted. */
export class DigestCollector {
  readonly #length: number;
  #bytes: Buffer;
  #count = 0;

  /** `length`: bytes of a digest. */
  constructor(length: number) {
    this.#length = length;
    this.#bytes = Buffer.alloc(1024 * (length + 4));
  }

  get count(): number {
    return this.#count;
  }

  add({ digest, entry }: DigestEntry): void {
    const record = this.#length + 4;
    if ((this.#count + 1) * record > this.#bytes.length) {
      const larger = Buffer.alloc(this.#bytes.length * 2);
      this.#bytes.copy(larger);
      this.#bytes = larger;
    }
    digest.copy(this.#bytes, this.#count * record, 0, this.#length);
    this.#bytes.writeUInt32LE(entry, this.#count * record + this.#length);
    this.#count += 1;
  }

  async write(path: string): Promise<void> {
    const length = this.#length;
    const record = length + 4;
    const bytes = this.#bytes;
    // Six bytes decide almost every comparison; as numbers they cost no call into the buffer.
    const keys = Float64Array.from({ length: this.#count }, (_, at) => bytes.readUIntBE(at * record, 6));
    const order = Uint32Array.from({ length: this.#count }, (_, at) => at).sort(
      (one, other) =>
        keys[one]! - keys[other]! ||
        bytes.compare(bytes, other * record, other * record + length, one * record, one * record + length) ||
        one - other,
    );
    const sorted = Buffer.alloc(headBytes + this.#count * record);
    sorted.write(magic, 'latin1');
    sorted.writeUInt32LE(this.#length, 8);
    sorted.writeUInt32LE(this.#count, 12);
    order.forEach((from, to) => {
      bytes.copy(sorted, headBytes + to * record, from * record, (from + 1) * record);
    });
    await writeNew(path, sorted);
  }
}

/** Entries that have this digest, at most `most`. */
export async function findDigest(path: string, digest: Buffer, most = 100): Promise<number[]> {
  const file = await open(path, 'r');
  try {
    const head = await readExactly(file, 0, headBytes);
    if (head.toString('latin1', 0, 8) !== magic || head.readUInt32LE(8) !== digest.length) return [];
    const count = head.readUInt32LE(12);
    const record = digest.length + 4;
    const at = (number: number) => readExactly(file, headBytes + number * record, record);
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((await at(middle)).compare(digest, 0, digest.length, 0, digest.length) < 0) low = middle + 1;
      else high = middle;
    }
    const entries: number[] = [];
    for (let number = low; number < count && entries.length < most; number++) {
      const found = await at(number);
      if (found.compare(digest, 0, digest.length, 0, digest.length) !== 0) break;
      entries.push(found.readUInt32LE(digest.length));
    }
    return entries;
  } finally {
    await file.close();
  }
}

/** A file that ends too early was made shorter since its list was checked: a fault of the file system. */
export async function readExactly(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, at);
  if (bytesRead < length) throw Object.assign(new Error('a file of a list is too short'), { code: 'EIO' });
  return bytes;
}
