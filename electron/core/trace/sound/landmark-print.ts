/** Peaks of a sound as they are kept: the number of frames, then the peaks, 32 bits each, least significant byte first. */
export function peaksToBytes(frames: number, peaks: Uint32Array): Uint8Array {
  const bytes = new Uint8Array(4 + peaks.length * 4);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, frames, true);
  for (const [index, peak] of peaks.entries()) view.setUint32(4 + index * 4, peak, true);
  return bytes;
}

/** `null`: these are no peaks in order. */
export function peaksFromBytes(
  bytes: Uint8Array,
): { readonly frames: number; readonly peaks: Uint32Array } | null {
  if (bytes.length < 4 || bytes.length % 4 !== 0) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const peaks = new Uint32Array(bytes.length / 4 - 1);
  for (let index = 0; index < peaks.length; index += 1) {
    peaks[index] = view.getUint32(4 + index * 4, true);
    if (index > 0 && peaks[index]! < peaks[index - 1]!) return null;
  }
  return { frames: view.getUint32(0, true), peaks };
}
