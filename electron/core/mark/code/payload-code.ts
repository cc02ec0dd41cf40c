import { CODE_RATE, CONSTRAINT, decodeConvolution, encodeConvolution } from './convolution.ts';
import { crc16 } from './crc16.ts';

/** Bits of an identifier and of its check sum. */
export const PAYLOAD_BITS = 64;
const MESSAGE_BITS = PAYLOAD_BITS + 16;

/** Coded bits of one identifier. */
export const CODED_BITS = (MESSAGE_BITS + CONSTRAINT - 1) * CODE_RATE;

/** +1 for a coded 0, −1 for a coded 1, of an identifier 0 ≤ payload < 2⁶⁴ and its check sum. */
export function encodePayload(payload: bigint): Int8Array {
  const bytes = payloadBytes(payload);
  const check = crc16(bytes);
  const message = new Uint8Array(MESSAGE_BITS);
  for (let bit = 0; bit < PAYLOAD_BITS; bit += 1) message[bit] = (bytes[bit >> 3]! >> (7 - (bit & 7))) & 1;
  for (let bit = 0; bit < 16; bit += 1) message[PAYLOAD_BITS + bit] = (check >> (15 - bit)) & 1;
  return Int8Array.from(encodeConvolution(message), (bit) => 1 - 2 * bit);
}

/**
 * Identifiers whose check sum fits, most likely first, among the `paths` best messages. What comes out is a
 * proposal: whether it is believed is for `falseAlarm` to say.
 *
 * @param soft `CODED_BITS` values, positive where the coded bit looks like +1.
 */
export function decodePayload(soft: Float64Array, paths = 32): bigint[] {
  const found: bigint[] = [];
  let listed = 0;
  for (const { message } of decodeConvolution(soft, MESSAGE_BITS)) {
    const bytes = new Uint8Array(MESSAGE_BITS / 8);
    for (const [bit, value] of message.entries()) bytes[bit >> 3]! |= value << (7 - (bit & 7));
    const payload = bytes.subarray(0, PAYLOAD_BITS / 8);
    if (crc16(payload) === ((bytes[8]! << 8) | bytes[9]!)) found.push(Buffer.from(payload).readBigUInt64BE());
    listed += 1;
    if (listed >= paths) break;
  }
  return found;
}

function payloadBytes(payload: bigint): Uint8Array {
  const bytes = Buffer.alloc(PAYLOAD_BITS / 8);
  bytes.writeBigUInt64BE(payload);
  return bytes;
}
