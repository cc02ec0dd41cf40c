/**
 * A byte of Deflate unpacks to at most so many (RFC 1951: a match of 258 bytes takes two bits at least). What failed to
 * unpack is charged by it, or a file of thousands of bombs would cost hours.
 */
export const DEFLATE_RATIO = 1032;
