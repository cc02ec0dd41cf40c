/**
 * SM3 cryptographic hash (GB/T 32905-2016; GM/T 0004-2012). Written out because Electron's crypto library does
 * not have it.
 */
export function sm3(message: Uint8Array): Uint8Array {
  const padded = pad(message);
  const view = new DataView(padded.buffer);
  const state = Uint32Array.of(
    0x7380166f,
    0x4914b2b9,
    0x172442d7,
    0xda8a0600,
    0xa96f30bc,
    0x163138aa,
    0xe38dee4d,
    0xb0fb0e4e,
  );
  const words = new Uint32Array(68);
  for (let at = 0; at < padded.length; at += 64) {
    for (let index = 0; index < 16; index += 1) words[index] = view.getUint32(at + index * 4);
    for (let index = 16; index < 68; index += 1) {
      const sum = words[index - 16]! ^ words[index - 9]! ^ rotate(words[index - 3]!, 15);
      // P1 of 4.4, then the recurrence of 5.3.2 b).
      const spread = sum ^ rotate(sum, 15) ^ rotate(sum, 23);
      words[index] = spread ^ rotate(words[index - 13]!, 7) ^ words[index - 6]!;
    }
    compress(state, words);
  }
  const digest = new Uint8Array(32);
  const out = new DataView(digest.buffer);
  state.forEach((word, index) => {
    out.setUint32(index * 4, word);
  });
  return digest;
}

/** 5.2: a one bit, zeros, and the length in bits as 64 bits. */
function pad(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(Math.ceil((message.length + 9) / 64) * 64);
  padded.set(message);
  padded[message.length] = 0x80;
  new DataView(padded.buffer).setBigUint64(padded.length - 8, BigInt(message.length) * 8n);
  return padded;
}

/** 5.3.3: 64 rounds over the registers A…H. */
function compress(state: Uint32Array, words: Uint32Array): void {
  let [a, b, c, d, e, f, g, h] = state as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (let round = 0; round < 64; round += 1) {
    const constant = round < 16 ? 0x79cc4519 : 0x7a879d8a;
    const first = rotate((rotate(a, 12) + e + rotate(constant, round % 32)) | 0, 7);
    const second = first ^ rotate(a, 12);
    const mix = round < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const choice = round < 16 ? e ^ f ^ g : (e & f) | (~e & g);
    const one = (mix + d + second + (words[round]! ^ words[round + 4]!)) | 0;
    const two = (choice + h + first + words[round]!) | 0;
    d = c;
    c = rotate(b, 9);
    b = a;
    a = one;
    h = g;
    g = rotate(f, 19);
    f = e;
    // P0 of 4.4.
    e = two ^ rotate(two, 9) ^ rotate(two, 17);
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => {
    state[index] = state[index]! ^ word;
  });
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
