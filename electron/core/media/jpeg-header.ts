import { sameTable, zigzag } from '#shared/numeric/jpeg-quantization.ts';

/** A quantisation table as one DQT segment defines it (T.81 B.2.4.1). */
export interface QuantizationTable {
  /** Destination 0…3. */
  readonly id: number;
  /** Bits per step in the file. */
  readonly precision: 8 | 16;
  /** 64 steps, natural order. */
  readonly steps: Uint16Array;
  /** Where the table's bytes stand in the file: `[start, length]`, from its precision byte. */
  readonly bytes: readonly [number, number];
}

export interface JpegComponent {
  readonly id: number;
  readonly horizontal: number;
  readonly vertical: number;
  /** Table destination it uses. */
  readonly table: number;
}

export interface JpegHeader {
  /** Offset of SOI. */
  readonly offset: number;
  /** First byte after EOI, or where reading stopped. */
  readonly end: number;
  /** Frame type 0…15 (the n of SOFn), null when no frame header was found. */
  readonly frame: number | null;
  readonly width: number;
  readonly height: number;
  readonly precision: number;
  readonly components: readonly JpegComponent[];
  /** Tables in the order of definition, at most 64; a destination can be defined more than once. */
  readonly tables: readonly QuantizationTable[];
  /** Some destination was defined again with other steps. */
  readonly redefined: boolean;
  /** The tables in force at the first scan, by destination. */
  readonly inForce: ReadonlyMap<number, QuantizationTable>;
  /** Colour transform byte of Adobe's APP14, null without one. */
  readonly adobeTransform: number | null;
  /** Byte ranges of Exif APP1 payloads, where thumbnails live. */
  readonly exif: readonly (readonly [number, number])[];
  readonly warnings: readonly string[];
}

/** Markers without a length: TEM, RST0…7, SOI (T.81 Table B.1). */
export function standsAlone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

/** SOF0…15 without DHT, JPG and DAC, which share the range. */
export function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** More segments than this in one stream are not read. */
const segmentLimit = 20_000;
/** Definitions kept; a picture can use four at a time. */
const tableLimit = 64;

/**
 * Read the headers of one JPEG stream, entropy-coded data skipped. Every read is checked against the
 * bytes; damage ends the reading with a warning and what was found so far.
 *
 * @param file the whole file
 * @param start offset of SOI
 * @param stop first byte that does not belong to this stream's container
 * @returns null when there is no SOI at `start`
 */
export function readJpegHeader(file: Uint8Array, start: number, stop: number): JpegHeader | null {
  const limit = Math.min(stop, file.length);
  if (start + 2 > limit || file[start] !== 0xff || file[start + 1] !== 0xd8) return null;
  const reader = new HeaderReader(file, start, limit);
  reader.read();
  return reader.header();
}

/**
 * Skip entropy-coded data, fill bytes and anything that is no marker.
 *
 * @returns offset of the next marker's second byte, `limit` when there is none
 */
export function nextMarkerCode(file: Uint8Array, start: number, limit: number): number {
  let at = start;
  while (at < limit) {
    at = file.indexOf(0xff, at);
    if (at < 0 || at + 1 >= limit) return limit;
    const code = file[at + 1]!;
    if (code !== 0x00 && code !== 0xff) return at + 1;
    at += code === 0x00 ? 2 : 1;
  }
  return limit;
}

/** State of one reading. */
class HeaderReader {
  readonly file: Uint8Array;
  readonly start: number;
  readonly limit: number;
  private at: number;
  private frame: number | null = null;
  private width = 0;
  private height = 0;
  private precision = 0;
  private components: JpegComponent[] = [];
  private readonly tables: QuantizationTable[] = [];
  private readonly current = new Map<number, QuantizationTable>();
  private inForce: Map<number, QuantizationTable> | undefined;
  private redefined = false;
  private adobeTransform: number | null = null;
  private readonly exif: [number, number][] = [];
  private readonly warnings: string[] = [];

  constructor(file: Uint8Array, start: number, limit: number) {
    this.file = file;
    this.start = start;
    this.limit = limit;
    this.at = start + 2;
  }

  read(): void {
    for (let count = 0; count < segmentLimit; ) {
      const marker = this.nextMarker();
      if (marker === null) {
        this.warn('the stream ends without EOI');
        return;
      }
      if (marker === 0xd9) return;
      if (standsAlone(marker)) continue;
      if (!this.readSegment(marker)) return;
      count += 1;
    }
    this.warn(`more than ${segmentLimit} segments`);
  }

  header(): JpegHeader {
    const { start: offset, at: end, frame, width, height, precision, components, tables } = this;
    const { redefined, adobeTransform, exif, warnings } = this;
    const picture = { offset, end, frame, width, height, precision, components };
    return {
      ...picture,
      tables,
      redefined,
      inForce: this.inForce ?? this.current,
      adobeTransform,
      exif,
      warnings,
    };
  }

  private nextMarker(): number | null {
    const at = nextMarkerCode(this.file, this.at, this.limit);
    this.at = Math.min(at + 1, this.limit);
    return at < this.limit ? this.file[at]! : null;
  }

  private readSegment(marker: number): boolean {
    const { file, limit, at } = this;
    const length = at + 2 <= limit ? file[at]! * 256 + file[at + 1]! : 0;
    const end = at + length;
    if (length < 2 || end > limit) {
      this.warn(`segment FF${marker.toString(16).toUpperCase()} at ${at - 2} is cut off or has no length`);
      return false;
    }
    if (marker === 0xdb) this.readTables(at + 2, end);
    else if (isFrame(marker)) this.readFrame(marker, at + 2, end);
    else if (marker === 0xda) this.inForce ??= new Map(this.current);
    else if (marker === 0xe1 && this.exif.length < 8 && this.startsWith(at + 2, end, 'Exif\0')) {
      this.exif.push([at + 2, end]);
    } else if (marker === 0xee && end - at - 2 >= 12 && this.startsWith(at + 2, end, 'Adobe')) {
      this.adobeTransform = file[at + 13]!;
    }
    this.at = end;
    return true;
  }

  private readTables(start: number, end: number): void {
    let at = start;
    while (at < end) {
      const head = this.file[at]!;
      const wide = head >> 4;
      const id = head & 15;
      const size = wide === 0 ? 64 : 128;
      if (wide > 1 || id > 3)
        this.warn(`quantisation table at ${at} has precision ${wide} and destination ${id}`);
      if (wide > 1 || at + 1 + size > end) {
        this.warn(`quantisation table at ${at} is cut off or unreadable`);
        return;
      }
      const steps = new Uint16Array(64);
      for (let index = 0; index < 64; index += 1) {
        const from = at + 1 + (wide === 0 ? index : index * 2);
        steps[zigzag[index]!] = wide === 0 ? this.file[from]! : this.file[from]! * 256 + this.file[from + 1]!;
      }
      const precision = wide === 0 ? 8 : 16;
      const table: QuantizationTable = { id, precision, steps, bytes: [at, 1 + size] };
      const before = this.current.get(id);
      if (before !== undefined && !sameTable(before.steps, steps)) this.redefined = true;
      if (this.tables.length < tableLimit) this.tables.push(table);
      this.current.set(id, table);
      at += 1 + size;
    }
  }

  private readFrame(marker: number, start: number, end: number): void {
    if (this.frame !== null) {
      this.warn(`a second frame header at ${start - 4}`);
      return;
    }
    const { file } = this;
    const count = end - start >= 6 ? file[start + 5]! : 0;
    if (count === 0 || end - start < 6 + 3 * count) {
      this.warn(`frame header at ${start - 4} is cut off`);
      return;
    }
    this.frame = marker - 0xc0;
    this.precision = file[start]!;
    this.height = file[start + 1]! * 256 + file[start + 2]!;
    this.width = file[start + 3]! * 256 + file[start + 4]!;
    this.components = Array.from({ length: count }, (_, index) => {
      const at = start + 6 + 3 * index;
      const factors = file[at + 1]!;
      return { id: file[at]!, horizontal: factors >> 4, vertical: factors & 15, table: file[at + 2]! };
    });
  }

  private startsWith(start: number, end: number, text: string): boolean {
    if (start + text.length > end) return false;
    for (let index = 0; index < text.length; index += 1) {
      if (this.file[start + index] !== text.charCodeAt(index)) return false;
    }
    return true;
  }

  private warn(text: string): void {
    if (this.warnings.length < 20) this.warnings.push(text);
  }
}
