import { addStore, type Carrier } from './carrier.ts';
import { storeFromRanges } from './superbox.ts';

/** A `.c2pa` file is the store (C2PA 2.2, 11.4). */
export const sidecar: Carrier = async (search, reading) => {
  const { size } = search.reader;
  addStore(
    search,
    reading,
    storeFromRanges(search, [[0, size]], { carrier: 'sidecar', occupied: [[0, size]] }),
  );
};
