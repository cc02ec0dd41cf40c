import type { CarrierReading, CarrierSearch } from './carrier.ts';

const COPY = 8 * 1024 * 1024;

/** A text document whole, or as much of it as the limit allows; then the reading is not complete. */
export function wholeText({ reader, limits }: CarrierSearch, reading: CarrierReading): Buffer {
  const length = Math.min(reader.size, limits.textBytes);
  if (length < reader.size) reading.complete = false;
  const text = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const copy = reader.bytes(done, Math.min(COPY, length - done));
    if (copy.length === 0) break;
    copy.copy(text, done);
    done += copy.length;
  }
  return text.subarray(0, done);
}
