/** Identifiers of marks as people write them. */

/** The key that everyone has, as registers and readings name it. */
export const publicKeyFingerprint = '2727fb54e6f99e4e';

export type IdentifierFault = 'not-a-number' | 'out-of-range';

/** Decimal, or hexadecimal behind `0x`; the decimal form, or what is wrong with it. */
export function readIdentifier(
  typed: string,
): { readonly decimal: string } | { readonly fault: IdentifierFault } {
  const trimmed = typed.trim();
  if (!/^(?:\d{1,40}|0[xX][0-9a-fA-F]{1,40})$/.test(trimmed)) return { fault: 'not-a-number' };
  const value = BigInt(trimmed);
  return value < 1n << 64n ? { decimal: value.toString() } : { fault: 'out-of-range' };
}

/** All 64 bits in hexadecimal, as registers and other programs show them. */
export function hexIdentifier(decimal: string): string {
  return `0x${BigInt(decimal).toString(16).padStart(16, '0')}`;
}
