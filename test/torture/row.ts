/** One goal of the torture run, as its table prints it. */
export interface TortureRow {
  /** R1 … R20 of the reliability goals. */
  readonly goal: string;
  readonly target: string;
  readonly reached: string;
  readonly passed: boolean;
  /** What repeats this row by itself. */
  readonly command: string;
}
