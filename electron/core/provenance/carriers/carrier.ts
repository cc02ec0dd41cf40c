import { setImmediate as turn } from 'node:timers/promises';
import type { ByteRange } from '#shared/domain/figure.ts';
import type { ByteReader } from '../../media/structure/byte-reader.ts';
import type { EmbeddedStore } from './embedded-store.ts';

const mebibyte = 1024 * 1024;

/** What one search may use. What lies beyond a limit is reported as not looked at, never as absent. */
export interface CarrierLimits {
  /** Bytes of one store. */
  readonly storeBytes: number;
  /** Bytes of all stores together. */
  readonly totalBytes: number;
  /** Bytes of a text document or an SVG, which are read whole. */
  readonly textBytes: number;
  /** Bytes all compressed streams of one document may unpack to. */
  readonly unpackedBytes: number;
  /** Boxes, segments, chunks, blocks, objects looked at. */
  readonly parts: number;
  /** Stores and hidden payloads reported. */
  readonly stores: number;
  /** Bytes the recovery scan goes over. */
  readonly scanBytes: number;
}

export const carrierLimits: CarrierLimits = {
  storeBytes: 64 * mebibyte,
  totalBytes: 256 * mebibyte,
  textBytes: 64 * mebibyte,
  unpackedBytes: 128 * mebibyte,
  parts: 500_000,
  stores: 64,
  scanBytes: 2 ** 34,
};

/** What a carrier works with. */
export interface CarrierSearch {
  readonly reader: ByteReader;
  readonly limits: CarrierLimits;
  /** Call once per part: answers a cancel and lets the process breathe during long walks. */
  pulse(): Promise<void>;
}

/** Bytes hidden in text as variation selectors that are no manifest wrapper. */
export interface HiddenPayload {
  /** In the file; of a spread payload from its first to its last selector. */
  readonly range: ByteRange;
  /** One selector behind another, or one behind each of several characters that take none. */
  readonly form: 'run' | 'spread';
  /** Decoded bytes. */
  readonly length: number;
  /** The first of them. */
  readonly preview: Uint8Array;
  /** The preview as text, when it is UTF-8 without control characters. */
  readonly text: string | null;
}

/** What one walk gathers. A carrier fills it as it goes, so that damage later in the file loses nothing. */
export interface CarrierReading {
  readonly stores: EmbeddedStore[];
  readonly hidden: HiddenPayload[];
  /** XMP packets met on the way, where they lie in the file as they are. */
  readonly xmp: ByteRange[];
  /** Address of a store that is kept elsewhere, when the container itself names one. */
  remote: string | null;
  /** What kept the walk from the end of the container, in words with offsets. */
  damage: string | null;
  /** `false`: a limit was reached, or a part of the container cannot be read here. */
  complete: boolean;
}

/** Walk one kind of container. Reads past the end of the file may throw `EndOfData`: the caller records it. */
export type Carrier = (search: CarrierSearch, reading: CarrierReading) => Promise<void>;

export function newReading(): CarrierReading {
  return { stores: [], hidden: [], xmp: [], remote: null, damage: null, complete: true };
}

/** The first damage is kept: what follows it is mostly its consequence. */
export function damaged(reading: CarrierReading, problem: string): void {
  reading.damage ??= problem;
}

/** Take a store in. `false`: there are too many or too large ones already, and the walk may end. */
export function addStore({ limits }: CarrierSearch, reading: CarrierReading, store: EmbeddedStore): boolean {
  const held = reading.stores.reduce((sum, { bytes }) => sum + bytes.length, store.bytes.length);
  const taken = reading.stores.length < limits.stores && held <= limits.totalBytes;
  if (taken) reading.stores.push(store);
  else reading.complete = false;
  return taken;
}

/** @param every calls between two turns of the event loop */
export function newPulse(signal: AbortSignal, every = 512): () => Promise<void> {
  let calls = 0;
  return async () => {
    signal.throwIfAborted();
    calls += 1;
    if (calls % every !== 0) return;
    await turn();
    signal.throwIfAborted();
  };
}
