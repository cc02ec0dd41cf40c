import type { CoefficientOutcome, CoefficientPlane } from '../jpeg-coefficients.ts';
import { isFrame, type JpegHeader, nextMarkerCode, readJpegHeader, standsAlone } from '../jpeg-header.ts';
import type { Limits } from '../limits.ts';
import { CodingTables } from './coding-tables.ts';
import { EntropyData } from './entropy-data.ts';
import { type FramePlan, planFrame } from './frame-plan.ts';
import type { HuffmanTable } from './huffman-table.ts';
import { noCoefficients } from './reasons.ts';
import { readScanHeader, type ScanHeader } from './scan-header.ts';
import { decodePieces } from './scan-pieces.ts';
import { type FrameComponent, type ScanPlan, scanLayout } from './scan-plan.ts';

/** More scans than this are not read: each coefficient and bit alone would be fewer in any real script. */
const scanLimit = 1000;
/** Blocks that scans may pass over, for each there is; progressions in use need fewer than 20. */
const visitLimit = 100;
const warningLimit = 20;

/** Read the picture whose SOI stands at `offset`. */
export function readPicture(
  file: Uint8Array,
  offset: number,
  limits: Pick<Limits, 'pixels'>,
): CoefficientOutcome {
  const header = readJpegHeader(file, offset, file.length);
  if (header === null) return noCoefficients('no-jpeg', `no SOI at ${offset}`);
  const plan = planFrame(file, header, limits);
  if (!plan.ok) return plan;
  const reader = new PictureReader(file, header, plan.frame);
  reader.read();
  return reader.outcome();
}

/** State of one reading: walks the segments and decodes the scans as they come. */
class PictureReader {
  private readonly file: Uint8Array;
  private readonly header: JpegHeader;
  private readonly frame: FramePlan;
  private readonly coefficients: Int16Array;
  private readonly extent: Uint8Array;
  private readonly tables = new CodingTables();
  private readonly warnings: string[];
  private data: EntropyData | undefined;
  private restartInterval = 0;
  private scans = 0;
  /** Blocks that scans passed over. */
  private visits = 0;
  /** Coefficients that had to be decoded, and those that were. */
  private due = 0;
  private done = 0;
  /** EOI was there. */
  private ended = false;
  /** Some scan could not be decoded at all. */
  private skipped = false;

  constructor(file: Uint8Array, header: JpegHeader, frame: FramePlan) {
    this.file = file;
    this.header = header;
    this.frame = frame;
    this.coefficients = new Int16Array(frame.total);
    this.extent = new Uint8Array(frame.progressive ? frame.total / 64 : 0);
    this.warnings = [...header.warnings];
  }

  read(): void {
    const { file } = this;
    let at = this.header.offset + 2;
    let frames = 0;
    for (;;) {
      const place = nextMarkerCode(file, at, file.length);
      const code = file[place];
      if (code === undefined || code === 0xd8) return;
      this.ended = code === 0xd9;
      if (this.ended) return;
      at = place + 1;
      if (standsAlone(code)) continue;
      const end = at + (at + 2 <= file.length ? file[at]! * 256 + file[at + 1]! : 0);
      if (end < at + 2 || end > file.length) return;
      if (isFrame(code)) frames += 1;
      if (frames > 1) return;
      if (code === 0xc4) this.complain(at, this.tables.define(file, at + 2, end), 'Huffman table');
      else if (code === 0xdd && end >= at + 4) this.restartInterval = file[at + 2]! * 256 + file[at + 3]!;
      at = end;
      if (code === 0xda && frames > 0) {
        const next = this.readScan(place + 3, end);
        if (next === null) return;
        at = next;
      }
    }
  }

  outcome(): CoefficientOutcome {
    const { frame, header, restartInterval, warnings } = this;
    const components: CoefficientPlane[] = [];
    for (const component of frame.components) {
      const { id, horizontal, vertical, blocksWide, blocksHigh, width, height, start } = component;
      const size = blocksWide * blocksHigh * 64;
      const steps = component.steps ?? this.steps(component, Number.POSITIVE_INFINITY);
      if (steps === undefined) return noCoefficients('no-scan', `component ${id} has no quantisation table`);
      const coefficients = this.coefficients.subarray(start, start + size);
      const geometry = { id, horizontal, vertical, blocksWide, blocksHigh, width, height };
      components.push({ ...geometry, coefficients, steps });
      const missing = this.missing(component);
      if (missing > 0) warnings.push(`no scan sends ${missing} coefficients of component ${id}`);
      this.due += missing;
    }
    if (this.done === 0) return noCoefficients('no-scan', warnings.slice(0, 4).join('; '));
    const { width, height, precision, progressive } = frame;
    const { adobeTransform } = header;
    const picture = { width, height, precision, progressive, restartInterval, adobeTransform };
    return { ok: true, jpeg: { ...picture, components, decoded: this.done / this.due, warnings } };
  }

  /** @returns where the segments go on, null when there is nothing more to be read */
  private readScan(at: number, end: number): number | null {
    const { frame, file } = this;
    this.scans += 1;
    if (this.scans > scanLimit) return this.stop(at, `more than ${scanLimit} scans`);
    this.data ??= new EntropyData(file.length - end);
    const next = this.data.read(file, end, this.restartInterval > 0);
    const scan = readScanHeader(file, at, end, frame.components, frame.progressive);
    const plan = typeof scan === 'string' ? scan : this.plan(scan, at);
    if (plan === null) return this.stop(at, 'the scans pass over the same blocks too often');
    if (typeof plan === 'string' || typeof scan === 'string') {
      this.skipped = true;
      this.complain(at, String(plan), 'the scan');
    } else this.decode(scan, plan, at);
    return next;
  }

  /** @returns null when the scans have done enough, words when this one cannot be decoded */
  private plan(scan: ScanHeader, at: number): ScanPlan | string | null {
    const { frame, coefficients, extent } = this;
    const { first, last, high, low } = scan;
    for (const { component } of scan.components) {
      // A bit can only follow the one above it (T.81 G.1.1.1.2), and nothing is sent twice.
      const before = high === 0 ? -1 : high;
      if (component.sent.subarray(first, last + 1).some((bit) => bit !== before))
        return `sends bits of component ${component.id} that do not follow those before`;
      component.steps ??= this.steps(component, at) ?? null;
      if (component.steps === null)
        return `needs quantisation table ${component.table}, which is not defined`;
    }
    const layout = scanLayout(scan.components.map(({ component }) => component));
    this.visits += layout.mcus * layout.unitStart.length;
    if (this.visits > visitLimit * (frame.total / 64)) return null;
    const direct: HuffmanTable[] = [];
    const alternating: HuffmanTable[] = [];
    for (const component of scan.components) {
      const dc = first === 0 && high === 0 ? this.tables.table(0, component.direct) : null;
      const ac = last > 0 ? this.tables.table(1, component.alternating) : null;
      if (typeof dc === 'string') return dc;
      if (typeof ac === 'string') return ac;
      if (dc !== null) direct.push(dc);
      if (ac !== null) alternating.push(ac);
    }
    const state = { predicted: new Int32Array(4), reached: 0, longRuns: 0 };
    return { coefficients, extent, ...layout, direct, alternating, first, last, high, low, ...state };
  }

  private decode(scan: ScanHeader, plan: ScanPlan, at: number): void {
    const { data, frame } = this;
    const { first, last, low } = scan;
    for (const { component } of scan.components) component.sent.fill(low, first, last + 1);
    const mcus = decodePieces(plan, data!, frame.progressive, this.restartInterval, (text) =>
      this.complain(at, text, 'the scan'),
    );
    const each = plan.unitStart.length * (last - first + 1);
    this.due += plan.mcus * each;
    this.done += mcus * each;
  }

  /** Coefficients no scan has sent: of a whole component, or, where scans are missing, of those. */
  private missing({ sent, blocksWide, blocksHigh }: FrameComponent): number {
    const whole = sent.every((bit) => bit === -1);
    if (!whole && ((this.ended && !this.skipped) || !this.frame.progressive)) return 0;
    return blocksWide * blocksHigh * sent.reduce((count, bit) => count + (bit === 0 ? 0 : 1), 0);
  }

  /** Steps of the table a component names, as defined before `offset`. */
  private steps({ table }: FrameComponent, offset: number): Uint16Array | undefined {
    return this.header.tables.findLast(({ id, bytes }) => id === table && bytes[0] < offset)?.steps;
  }

  private complain(at: number, what: string | null, of: string): void {
    if (what !== null && this.warnings.length < warningLimit) this.warnings.push(`${of} at ${at} ${what}`);
  }

  private stop(at: number, why: string): null {
    this.warnings.push(`reading ended at ${at}: ${why}`);
    return null;
  }
}
