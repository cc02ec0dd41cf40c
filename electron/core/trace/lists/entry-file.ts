import { open } from 'node:fs/promises';
import { z } from 'zod';
import { readExactly } from './digest-file.ts';

/** What a list says of one of its entries. Text stays text: nothing in it is ever a formula, a link or markup. */
export const ListEntry = z.object({
  /** Line of the source. */
  line: z.number().int().positive(),
  /** The type as it was written; empty when the file has none. */
  type: z.string(),
  id: z.string(),
  tags: z.array(z.string()),
  /** Further columns by name: `collab`, `category`. */
  other: z.record(z.string(), z.string()),
});
export type ListEntry = z.infer<typeof ListEntry>;

const flushAt = 1 << 20;

/** Writes entries as lines of JSON, and where each begins (u64, little-endian). */
export class EntryWriter {
  readonly #lines: Awaited<ReturnType<typeof open>>;
  readonly #starts: Awaited<ReturnType<typeof open>>;
  #text: string[] = [];
  #held = 0;
  #offsets: bigint[] = [];
  #end = 0;
  #count = 0;

  private constructor(lines: Awaited<ReturnType<typeof open>>, starts: Awaited<ReturnType<typeof open>>) {
    this.#lines = lines;
    this.#starts = starts;
  }

  static async create(path: string): Promise<EntryWriter> {
    const lines = await open(path, 'wx', 0o600);
    return new EntryWriter(lines, await open(startsOf(path), 'wx', 0o600));
  }

  /** Number of the next entry. */
  get count(): number {
    return this.#count;
  }

  async add(entry: ListEntry): Promise<void> {
    const text = `${JSON.stringify(entry)}\n`;
    this.#offsets.push(BigInt(this.#end));
    this.#end += Buffer.byteLength(text);
    this.#count += 1;
    this.#text.push(text);
    this.#held += text.length;
    if (this.#held >= flushAt) await this.#flush();
  }

  /** The bytes are on the disk when this resolves. */
  async finish(): Promise<void> {
    this.#offsets.push(BigInt(this.#end));
    await this.#flush();
    await this.#lines.sync();
    await this.#starts.sync();
  }

  async close(): Promise<void> {
    await this.#lines.close();
    await this.#starts.close();
  }

  async #flush(): Promise<void> {
    await this.#lines.appendFile(this.#text.join(''));
    const starts = Buffer.alloc(this.#offsets.length * 8);
    this.#offsets.forEach((offset, at) => {
      starts.writeBigUInt64LE(offset, at * 8);
    });
    await this.#starts.appendFile(starts);
    this.#text = [];
    this.#offsets = [];
    this.#held = 0;
  }
}

/** The entry of this number. */
export async function readEntry(path: string, number: number): Promise<ListEntry> {
  const starts = await open(startsOf(path), 'r');
  const lines = await open(path, 'r');
  try {
    const range = await readExactly(starts, number * 8, 16);
    const from = Number(range.readBigUInt64LE(0));
    const line = await readExactly(lines, from, Number(range.readBigUInt64LE(8)) - from);
    return ListEntry.parse(JSON.parse(line.toString()));
  } finally {
    await starts.close();
    await lines.close();
  }
}

export function startsOf(path: string): string {
  return `${path}.starts`;
}
