/**
 * Provider codes of TC260-PG-20252A: 27 characters, among them an 18-character unified social credit code
 * (GB 32100-2015) whose last character is a check digit over the first 17.
 */
export type ProviderCode =
  | {
      readonly form: 'code';
      /** Unified social credit code of the legal entity; it names an entity, not a product. */
      readonly creditCode: string;
      readonly checkDigit: 'right' | 'wrong';
      readonly service: 'generation' | 'propagation' | 'unused' | 'unknown';
      /** Model or application code, 4 characters. */
      readonly extension: string;
    }
  /** Not of the code's shape: a name, which the standard allows as well. */
  | { readonly form: 'name' };

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Check digit of a unified social credit code: weights 3^i modulo 31 (GB 32100-2015, 4.4). */
export function creditCodeIsSound(code: string): boolean {
  if (code.length !== 18) return false;
  let sum = 0;
  let weight = 1;
  for (let index = 0; index < 17; index += 1) {
    const value = alphabet.indexOf(code[index]!);
    if (value < 0) return false;
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return alphabet[(31 - (sum % 31)) % 31] === code[17];
}

export function readProviderCode(text: string): ProviderCode {
  const match = /^00\d\d([0-9A-Z]{18})(\d)([0-9A-Z]{4})$/.exec(text);
  if (match === null) return { form: 'name' };
  const [, creditCode, service, extension] = match as unknown as [string, string, string, string];
  const services = { '0': 'unused', '1': 'generation', '2': 'propagation' } as const;
  return {
    form: 'code',
    creditCode,
    checkDigit: creditCodeIsSound(creditCode) ? 'right' : 'wrong',
    service: services[service as keyof typeof services] ?? 'unknown',
    extension,
  };
}
