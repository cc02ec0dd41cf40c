import { type BoxHeader, walkBoxes } from './box-walk.ts';
import { addStore, type Carrier, type CarrierReading, type CarrierSearch, damaged } from './carrier.ts';
import { beginsStore, headBytes, storeFromRanges } from './superbox.ts';

const storeUuid = 'd8fec3d61b0e483c92975828877ec481';
const xmpUuid = 'be7acfcb97a942e89c71999491e3afac';
/** Purposes of the box; `merkle` ones hold hashes of fragments and no store. */
const storePurposes: ReadonlySet<string> = new Set(['manifest', 'original', 'update']);
/** Place of the store that holds the parents of an update. */
export const originalPlace = 'uuid "original"';

/**
 * ISO base media files: a `uuid` box at the outermost level (C2PA 2.2, A.5): full-box word, purpose, offset of the
 * first auxiliary box, store, padding. Only headers are read, so the size of the media does not matter.
 */
export const bmff: Carrier = async (search, reading) => {
  let mediaSeen = false;
  await walkBoxes(search, reading, (box) => {
    if (box.type === 'uuid') userBox(search, reading, box, mediaSeen);
    else if (box.type === 'mdat' || box.type === 'moov') mediaSeen = true;
  });
  // an updated file: the update is the active store, and its parent is in the original one
  reading.stores.sort((a, b) => rank(a.place) - rank(b.place));
};

const rank = (place: string | undefined): number => (place === originalPlace ? 1 : 0);

function userBox(search: CarrierSearch, reading: CarrierReading, box: BoxHeader, mediaSeen: boolean): void {
  const { reader } = search;
  if (box.end - box.body < 16) return;
  const uuid = reader.bytes(box.body, 16).toString('hex');
  const body = box.body + 16;
  if (uuid === xmpUuid) reading.xmp.push([body, box.end - body]);
  if (uuid !== storeUuid) return;
  const head = reader.latin1(body + 4, Math.min(16, Math.max(0, box.end - body - 4)));
  const purpose = head.split('\0')[0]!;
  if (purpose === 'merkle') return;
  const known = storePurposes.has(purpose);
  if (!known && !head.includes('\0')) {
    damaged(reading, `the uuid box at offset ${box.start} has no purpose`);
    return;
  }
  const data = Math.min(box.end, body + 4 + purpose.length + 1);
  // the offset of the auxiliary boxes is certain for "manifest" and "original" only
  const bare = beginsStore(reader.bytes(data, Math.min(headBytes, box.end - data)));
  const start = bare ? data : Math.min(box.end, data + 8);
  const word = reader.u32(body);
  addStore(
    search,
    reading,
    storeFromRanges(search, [[start, box.end - start]], {
      carrier: 'bmff-uuid',
      occupied: [[box.start, box.end - box.start]],
      problems: [
        ...(known ? [] : ['the purpose of the box is none of the annex']),
        ...(word === 0 ? [] : [`version and flags are ${word.toString(16).padStart(8, '0')} instead of 0`]),
        ...(mediaSeen && purpose !== 'update' ? ['the box stands behind the first moov or mdat box'] : []),
        ...(box.short ? ['the box runs past the end of the file'] : []),
      ],
      place: `uuid "${known ? purpose : '?'}"`,
      padded: true,
    }),
  );
}
