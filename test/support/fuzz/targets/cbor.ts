import { decodeCbor } from '#core/provenance/jumbf/cbor.ts';
import { type FuzzInput, type FuzzTarget, must } from '../target.ts';

const bytesOf = (hint: string, ...files: readonly Uint8Array[]): FuzzInput[] =>
  files.map((bytes) => ({ hint, bytes }));

/** CBOR by itself (RFC 8949). */
export const target: FuzzTarget = {
  name: 'cbor',
  tokens: [
    '\x9f',
    '\xbf',
    '\xff',
    '\x5f',
    '\x7f',
    '\xf9\x7e\x00',
    '\xfb',
    '\xc2\x49',
    '\x1b',
    '\x3b',
    '\xd8\x20',
    '\xa1\x01',
  ],
  seeds: async () =>
    bytesOf(
      '',
      Buffer.from('a26161019f82020382f5f6fa47c35000ff', 'hex'),
      Buffer.from('bf61625f42010243030405ff61637f6161626263ffff', 'hex'),
      Buffer.from('d8209f1bffffffffffffffff3b7fffffffffffffffc249010000000000000000f97e00ff', 'hex'),
    ),
  read({ bytes }) {
    const reading = decodeCbor(bytes, { depth: 64, items: 20_000 });
    if ('problem' in reading) return;
    must(reading.end > 0 && reading.end <= bytes.length, 'the item ends in the input');
  },
};
