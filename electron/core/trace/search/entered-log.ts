import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '../../case/problem.ts';

/**
 * Which entries of the register the index has: a file of 32-bit numbers, each added after the codes of its entry are on
 * the disk. An entry that a crash left out is missing here, and is entered the next time.
 */
export class EnteredLog {
  readonly #path: string;
  readonly numbers: Set<number>;

  private constructor(path: string, numbers: Set<number>) {
    this.#path = path;
    this.numbers = numbers;
  }

  static async open(path: string): Promise<EnteredLog> {
    return new EnteredLog(path, new Set(await stored(path)));
  }

  async add(number: number): Promise<void> {
    if (this.numbers.has(number)) return;
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(number);
    const file = await open(this.#path, 'a', 0o600);
    try {
      // A torn write of a crash would shift all that follows.
      const { size } = await file.stat();
      if (size % 4 !== 0) await file.truncate(size - (size % 4));
      await file.appendFile(bytes);
    } finally {
      await file.close();
    }
    this.numbers.add(number);
  }

  /** Begin anew: nothing is in the index. */
  async clear(): Promise<void> {
    await rm(this.#path, { force: true });
    this.numbers.clear();
  }

  /** An entry is gone; numbers are never given twice, so the file may keep it. */
  forget(number: number): void {
    this.numbers.delete(number);
  }
}

async function stored(path: string): Promise<number[]> {
  try {
    const bytes = await readFile(path);
    return Array.from({ length: bytes.length >> 2 }, (_, index) => bytes.readUInt32LE(index * 4));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
