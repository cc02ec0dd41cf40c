import { createHash } from 'node:crypto';

/** SHA-256, lower-case hexadecimal. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** SHA-256 of a value of our own making as JSON text: tells two editions of a line apart. */
export function digestOf(value: unknown): string {
  return sha256Of(Buffer.from(JSON.stringify(value)));
}
