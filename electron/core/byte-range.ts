/** Result of reading an HTTP `Range` header (RFC 9110 §14) for a file of `size` bytes. */
export type ByteRangeRequest =
  | { readonly kind: 'whole' }
  /** First and last byte, both included. */
  | { readonly kind: 'part'; readonly first: number; readonly last: number }
  | { readonly kind: 'unsatisfiable' };

/** One range is served; several or malformed ones get the whole, as the standard allows. */
export function parseByteRange(header: string | null | undefined, size: number): ByteRangeRequest {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (match === null || (match[1] === '' && match[2] === '')) return { kind: 'whole' };
  if (match[1] === '') {
    const length = Math.min(Number(match[2]), size);
    return length === 0 ? { kind: 'unsatisfiable' } : { kind: 'part', first: size - length, last: size - 1 };
  }
  const first = Number(match[1]);
  const last = match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  if (first >= size) return { kind: 'unsatisfiable' };
  return first > last ? { kind: 'whole' } : { kind: 'part', first, last };
}
