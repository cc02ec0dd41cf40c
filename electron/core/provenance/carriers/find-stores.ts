import type { Media, MediaFormat } from '#shared/domain/media.ts';
import { ByteReader, EndOfData } from '../../media/structure/byte-reader.ts';
import { bmff, originalPlace } from './bmff.ts';
import {
  type Carrier,
  type CarrierLimits,
  type CarrierReading,
  type CarrierSearch,
  carrierLimits,
  type HiddenPayload,
  newPulse,
  newReading,
} from './carrier.ts';
import type { EmbeddedStore } from './embedded-store.ts';
import { font } from './font.ts';
import { gif } from './gif.ts';
import { html } from './html.ts';
import { id3 } from './id3.ts';
import { jpeg } from './jpeg.ts';
import { jxl } from './jxl.ts';
import { pdf } from './pdf.ts';
import { png } from './png.ts';
import { remoteAddress } from './remote.ts';
import { riff } from './riff.ts';
import { recoverStores } from './scan.ts';
import { sidecar } from './sidecar.ts';
import { type StoreHit, searchStores } from './store-search.ts';
import { structuredText } from './structured-text.ts';
import { svg } from './svg.ts';
import { text } from './text.ts';
import { tiff } from './tiff.ts';
import { zip } from './zip.ts';

export interface FoundStores {
  /** The one that counts first; what the recovery scan put together has the carrier `scan`. */
  readonly stores: readonly EmbeddedStore[];
  /** Address of a store that is kept elsewhere. It is never fetched. */
  readonly remote: string | null;
  /** Bytes hidden in text. */
  readonly hidden: readonly HiddenPayload[];
  /** What is wrong with the container, in words with offsets; null when it was read to its end. */
  readonly damage: string | null;
  /** Was there a reader for the place this format keeps a store in? */
  readonly carrierRead: boolean;
  /** Places where the recovery scan saw the header of a store; empty when it was not needed. */
  readonly hits: readonly StoreHit[];
  /** Bytes the recovery scan went over; 0 when it was not needed. */
  readonly searched: number;
  /** `false`: something was not looked at, because of a limit or because it cannot be read here. */
  readonly complete: boolean;
}

export interface FindOptions {
  readonly signal: AbortSignal;
  readonly limits?: Partial<CarrierLimits>;
  /** `always`: look for further stores by their bytes even when the container holds one and is sound. */
  readonly scan?: 'when-needed' | 'always';
}

const documents: readonly Carrier[] = [text, structuredText];

const carriers: ReadonlyMap<MediaFormat, readonly Carrier[]> = new Map<MediaFormat, readonly Carrier[]>([
  ['jpeg', [jpeg]],
  ['png', [png]],
  ['gif', [gif]],
  ['webp', [riff]],
  ['wav', [riff]],
  ['avi', [riff]],
  ['tiff', [tiff]],
  ['dng', [tiff]],
  ['heif', [bmff]],
  ['avif', [bmff]],
  ['mp4', [bmff]],
  ['mov', [bmff]],
  ['m4a', [bmff]],
  ['mp4-fragment', [bmff]],
  ['jxl', [jxl]],
  ['svg', [svg, text]],
  ['mp3', [id3]],
  ['flac', [id3]],
  ['pdf', [pdf]],
  ['font', [font]],
  ['zip', [zip]],
  ['docx', [zip]],
  ['xlsx', [zip]],
  ['pptx', [zip]],
  ['odf', [zip]],
  ['epub', [zip]],
  ['usdz', [zip]],
  ['text', documents],
  ['markdown', documents],
  ['xml', documents],
  ['json', documents],
  ['csv', documents],
  ['html', [html, ...documents]],
  ['c2pa', [sidecar]],
]);

/**
 * Find the manifest stores of a file by reading its container, and by their bytes where the container is
 * damaged, of a kind C2PA has no place in, or holds none. Large files are walked by their headers.
 *
 * @param media what the file is by content
 */
export async function findStores(
  path: string,
  media: Pick<Media, 'format'>,
  { signal, limits, scan = 'when-needed' }: FindOptions,
): Promise<FoundStores> {
  const reader = new ByteReader(path);
  try {
    const search: CarrierSearch = {
      reader,
      limits: { ...carrierLimits, ...limits },
      pulse: newPulse(signal),
    };
    const chosen = carriersOf(reader, media.format);
    const reading = newReading();
    for (const carrier of chosen) await walk(carrier, search, reading);
    const needed =
      scan === 'always' ||
      !reading.stores.some(({ incomplete }) => incomplete !== true) ||
      reading.damage !== null;
    const seen = needed
      ? await searchStores(path, signal, search.limits.scanBytes)
      : { hits: [], searched: 0, complete: true };
    await recoverStores(search, seen.hits, reading);
    return {
      stores: alone(reading.stores),
      remote: reading.remote ?? remoteAddress(search, reading.xmp),
      hidden: reading.hidden,
      damage: reading.damage,
      carrierRead: chosen.length > 0,
      hits: seen.hits,
      searched: seen.searched,
      complete: reading.complete && seen.complete,
    };
  } finally {
    reader.close();
  }
}

/** Camera files are TIFF, ISO base media files, or something of their own. */
function carriersOf(reader: ByteReader, format: MediaFormat): readonly Carrier[] {
  if (format !== 'raw') return carriers.get(format) ?? [];
  if (/^(II|MM)/.test(reader.latin1(0, 2))) return [tiff];
  return reader.matches(4, 'ftyp') ? [bmff] : [];
}

async function walk(carrier: Carrier, search: CarrierSearch, reading: CarrierReading): Promise<void> {
  try {
    await carrier(search, reading);
  } catch (error) {
    if (!(error instanceof EndOfData)) throw error;
    reading.damage ??= `the file ends where more was to be read, at offset ${error.offset}`;
  }
}

/** All annexes allow one store; only an updated movie has two, and superseded ones do not count. */
function alone(stores: readonly EmbeddedStore[]): readonly EmbeddedStore[] {
  const counted = stores.filter(
    ({ carrier, superseded, place }) => carrier !== 'scan' && superseded !== true && place !== originalPlace,
  );
  if (counted.length < 2) return stores;
  return stores.map((store) =>
    counted.includes(store)
      ? {
          ...store,
          rivals: counted.length - 1,
          problems: [...store.problems, `it is one of ${counted.length} stores in this file; one is allowed`],
        }
      : store,
  );
}
