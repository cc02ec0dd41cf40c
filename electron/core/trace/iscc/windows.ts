/** The UTF-8 bytes of a text and where each of its characters begins, closed by the length. */
interface Characters {
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
}

function charactersOf(text: string): Characters {
  const bytes = Buffer.from(text, 'utf8');
  const starts = new Uint32Array(bytes.length + 1);
  let count = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    if ((bytes[at]! & 0xc0) === 0x80) continue;
    starts[count] = at;
    count += 1;
  }
  starts[count] = bytes.length;
  return { bytes, starts: starts.subarray(0, count + 1) };
}

/**
 * Calls `use` with the UTF-8 bytes of every `width` characters in a row; once with all when there are fewer.
 *
 * @returns the number of characters (Unicode code points)
 */
export function eachWindow(text: string, width: number, use: (window: Uint8Array) => void): number {
  const { bytes, starts } = charactersOf(text);
  const count = starts.length - 1;
  for (let at = 0; at < Math.max(1, count - width + 1); at += 1)
    use(bytes.subarray(starts[at]!, starts[Math.min(count, at + width)]!));
  return count;
}
