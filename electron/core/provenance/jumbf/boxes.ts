import type { ByteRange } from '#shared/domain/figure.ts';
import type { DescriptionBox, JumbfBox } from './manifest-store.ts';

export interface BoxBounds {
  /** Nesting of superboxes. */
  readonly depth: number;
  /** Boxes of all kinds together. */
  readonly boxes: number;
}

export const defaultBoxBounds: BoxBounds = { depth: 32, boxes: 100_000 };

export interface BoxReading {
  readonly boxes: readonly JumbfBox[];
  /** What departs from ISO/IEC 19566-5, in words with offsets. */
  readonly problems: readonly string[];
}

/**
 * The boxes in `bytes[from, to)` with everything nested in superboxes (ISO/IEC 19566-5 clause A). Damaged
 * lengths are cut to what encloses them and reported, so that the rest is still seen. Ranges count from the
 * start of `bytes`.
 */
export function readBoxes(
  bytes: Uint8Array,
  bounds: BoxBounds = defaultBoxBounds,
  from = 0,
  to = bytes.length,
): BoxReading {
  const reader = new BoxReader(bytes, bounds);
  return { boxes: reader.sequence(from, to, 0), problems: reader.problems };
}

const MOST_PROBLEMS = 100;
/** Characters a label must not have (C2PA 2.2 §11.1.4.1.1; ISO/IEC 19566-5 §A.3). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const forbiddenInLabels = /[\u0000-\u001f\u007f-\u009f/;?#\ufeff\uffff]/;
const toggle = { requestable: 1, label: 2, id: 4, hash: 8, private: 16 } as const;

/** Holds the count of boxes and problems over one reading. */
class BoxReader {
  readonly problems: string[] = [];
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #bounds: BoxBounds;
  #count = 0;

  constructor(bytes: Uint8Array, bounds: BoxBounds) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#bounds = bounds;
  }

  sequence(from: number, to: number, depth: number): JumbfBox[] {
    const boxes: JumbfBox[] = [];
    let at = from;
    while (at < to) {
      if (++this.#count > this.#bounds.boxes) {
        this.#report(`more than ${this.#bounds.boxes} boxes: not read from offset ${at}`);
        break;
      }
      const box = this.#box(at, to, depth);
      if (box === null) break;
      boxes.push(box);
      at = box.range[0] + box.range[1];
    }
    return boxes;
  }

  #box(at: number, limit: number, depth: number): JumbfBox | null {
    const header = this.#header(at, limit);
    if (header === null) return null;
    const { type, content, end } = header;
    const box: JumbfBox = {
      type,
      range: [at, end - at],
      content: [content, end - content],
      label: null,
      contentType: null,
      salt: null,
      description: null,
      children: [],
    };
    if (type !== 'jumb') return box;
    if (depth >= this.#bounds.depth) {
      this.#report(`superboxes nested deeper than ${this.#bounds.depth} at offset ${at}: content not read`);
      return box;
    }
    const description = this.#description(content, end);
    if (description === null) {
      this.#report(`superbox at offset ${at} does not begin with a description box`);
      return { ...box, children: this.sequence(content, end, depth + 1) };
    }
    const { label, contentType, salt } = description;
    const children = this.sequence(description.range[0] + description.range[1], end, depth + 1);
    return { ...box, label, contentType, salt, description, children };
  }

  /** LBox, TBox, XLBox (ISO/IEC 19566-5 §A.2). `null`: nothing that can be a box. */
  #header(at: number, limit: number): { type: string; content: number; end: number } | null {
    if (limit - at < 8) {
      this.#report(`${limit - at} bytes at offset ${at} are no box`);
      return null;
    }
    const short = this.#view.getUint32(at);
    const type = fourCharacters(this.#bytes.subarray(at + 4, at + 8));
    let content = at + 8;
    let length = short;
    if (short === 1) {
      if (limit - at < 16) {
        this.#report(`box ${type} at offset ${at} ends inside its length`);
        return null;
      }
      const long = this.#view.getBigUint64(at + 8);
      length = long > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(long);
      content = at + 16;
    } else if (short === 0) {
      // To the end of the file, which only the outermost last box may say.
      length = limit - at;
      this.#report(`box ${type} at offset ${at} does not tell its length: read to offset ${limit}`);
    }
    if (length < content - at) {
      this.#report(`box ${type} at offset ${at} has the impossible length ${length}`);
      return null;
    }
    if (length > limit - at) {
      this.#report(`box ${type} at offset ${at} is ${length} bytes long, only ${limit - at} are there`);
    }
    return { type, content, end: Math.min(at + length, limit) };
  }

  /** Description box (ISO/IEC 19566-5 §A.3) at the start of a superbox. */
  #description(at: number, limit: number): DescriptionBox | null {
    if (limit - at < 8 || fourCharacters(this.#bytes.subarray(at + 4, at + 8)) !== 'jumd') return null;
    this.#count += 1;
    const header = this.#header(at, limit);
    if (header === null || header.end - header.content < 17) return null;
    const { content, end } = header;
    const toggles = this.#bytes[content + 16] ?? 0;
    const contentType = Buffer.from(this.#bytes.subarray(content, content + 16)).toString('hex');
    let position = content + 17;
    let label: string | null = null;
    if ((toggles & toggle.label) !== 0) {
      const zero = this.#bytes.subarray(position, end).indexOf(0);
      if (zero === -1) this.#report(`label of the description box at offset ${at} does not end`);
      const labelEnd = zero === -1 ? end : position + zero;
      label = this.#label(position, labelEnd);
      position = Math.min(labelEnd + 1, end);
    }
    if ((toggles & 3) !== 3) this.#report(`description box at offset ${at} is not requestable by a label`);
    const take = (length: number): ByteRange | null => {
      if (end - position < length) {
        this.#report(`description box at offset ${at} ends inside a field`);
        return null;
      }
      position += length;
      return [position - length, length];
    };
    const id = (toggles & toggle.id) === 0 ? null : take(4);
    const hash = (toggles & toggle.hash) === 0 ? null : take(32);
    const salt = (toggles & toggle.private) === 0 ? null : this.#salt(position, end);
    if (salt !== null) position = salt[0] + salt[1];
    if (position < end) {
      this.#report(`${end - position} unexplained bytes at offset ${position} in a description box`);
    }
    return {
      range: [at, end - at],
      contentType,
      toggles,
      label,
      id: id === null ? null : this.#view.getUint32(id[0]),
      hash,
      salt,
    };
  }

  /** The private field of C2PA: a `c2sh` box of 16 or 32 random bytes (C2PA 2.2 §8.4.2.3). */
  #salt(at: number, limit: number): ByteRange | null {
    const header = this.#header(at, limit);
    if (header === null) return null;
    if (header.type !== 'c2sh') this.#report(`private field ${header.type} at offset ${at} is no salt`);
    return [header.content, header.end - header.content];
  }

  #label(from: number, to: number): string {
    const label = new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.#bytes.subarray(from, to));
    if (label.includes('\ufffd')) this.#report(`label at offset ${from} is not UTF-8`);
    if (forbiddenInLabels.test(label)) {
      this.#report(
        `label ${JSON.stringify(label.slice(0, 100))} at offset ${from} has a forbidden character`,
      );
    }
    return label;
  }

  #report(problem: string): void {
    if (this.problems.length < MOST_PROBLEMS) this.problems.push(problem);
    else if (this.problems.length === MOST_PROBLEMS) this.problems.push('further problems are not listed');
  }
}

/** A box type as text; bytes outside printable ASCII as `\xNN`. */
function fourCharacters(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`,
  ).join('');
}
