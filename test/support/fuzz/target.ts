/** A file to start from, or a damaged one. `hint` says what it was made as: a format, a suffix. */
export interface FuzzInput {
  readonly hint: string;
  readonly bytes: Uint8Array;
}

/** One of our own byte parsers, and what must hold whatever it is given. */
export interface FuzzTarget {
  readonly name: string;
  /** Names and marks of the format: put in, and near which numbers are changed. */
  readonly tokens: readonly string[];
  seeds(): Promise<readonly FuzzInput[]>;
  /** Reads the bytes and checks what was read; throws only where there is a fault. `path`: a file it may write. */
  read(input: FuzzInput, path: string): Promise<void> | void;
}

export function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`does not hold: ${what}`);
}
