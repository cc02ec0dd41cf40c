import type { TileSource } from '#shared/contract/contract.ts';
import type { OverlayRequest } from './protocol.ts';

/** One picture of a viewer. */
export interface Picture {
  /** SHA-256 of the exhibit. */
  readonly key: string;
  /** Exhibit number and name as shown. */
  readonly number: number;
  readonly name: string;
  readonly source: TileSource;
  readonly overlay: OverlayRequest | null;
}

/** A, B, C, D: short names of the panes. */
export function letterOf(index: number): string {
  return String.fromCharCode(65 + index);
}
