import type { ByteReader } from './byte-reader.ts';
import type { Layout, Part } from './layout.ts';

/** Formats whose structure can be read, on their own or inside another one. */
export type StructureFormat =
  | 'jpeg'
  | 'png'
  | 'riff'
  | 'bmff'
  | 'gif'
  | 'tiff'
  | 'camera-raw'
  | 'jpeg-2000'
  | 'jpeg-xl'
  | 'bmp'
  | 'flac'
  | 'ogg'
  | 'mpeg-audio'
  | 'iff'
  | 'ebml'
  | 'glb'
  | 'zip'
  | 'pdf';

/** What a reader works with. One scan is one walk over one file. */
export interface Scan {
  readonly reader: ByteReader;
  readonly layout: Layout;
  /**
   * Read another format inside this one. Depth is limited and a damaged inner structure never stops the
   * outer one. Resolves to where the inner format ends by its own account.
   */
  nested(format: StructureFormat, parent: Part, start: number, end: number): Promise<number>;
  /** Call once per part: lets the process answer a cancel during long walks. */
  pulse(position: number): Promise<void>;
}

/**
 * Describe `[start, end)` as parts under `parent`. Resolves to the end of the format by its own account;
 * what follows is trailing data for the caller to name. Damage is recorded as problems, never thrown.
 */
export type StructureReader = (scan: Scan, parent: Part, start: number, end: number) => Promise<number>;
