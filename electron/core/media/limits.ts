/** What one run or task may use. Reaching a limit ends the run with an outcome that names the limit. */
export interface Limits {
  /** Wall time in milliseconds. */
  readonly timeMs: number;
  /** Resident memory of the worker and its children, bytes. */
  readonly memoryBytes: number;
  /** Decoded pixels of one image, page or frame. */
  readonly pixels: number;
  /** Frames looked at in a moving image. */
  readonly frames: number;
  /** Nesting of boxes, directories and objects. */
  readonly depth: number;
  /** Bytes a child program may print. */
  readonly outputBytes: number;
}

const mebibyte = 1024 * 1024;

export const defaultLimits: Limits = {
  timeMs: 60_000,
  memoryBytes: 1536 * mebibyte,
  pixels: 120_000_000,
  frames: 100_000,
  depth: 64,
  outputBytes: 64 * mebibyte,
};

/** A limit was reached. Methods let it pass; the runner records `undetermined` with the limit's name. */
export class LimitReached extends Error {
  readonly limit: keyof Limits;
  constructor(limit: keyof Limits, message: string) {
    super(message);
    this.name = 'LimitReached';
    this.limit = limit;
  }
}
