import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { importRegister } from '#core/trace/register/exchange.ts';
import type { Register } from '#core/trace/register/register.ts';
import { type FuzzInput, type FuzzTarget, must } from '../target.ts';

const bytesOf = (hint: string, ...files: readonly Uint8Array[]): FuzzInput[] =>
  files.map((bytes) => ({ hint, bytes }));

/** A register that must not be asked: nothing damaged is signed. */
const untouched = new Proxy({} as Register, {
  get() {
    throw new Error('an entry was taken from a file whose signature does not hold');
  },
});

/** Registers of others, as lines before they are packed. */
export const target: FuzzTarget = {
  name: 'register',
  tokens: [
    '"format":"assay-register"',
    '"version":1',
    '"entries":',
    '"entry":',
    '"prints":',
    '"signature":',
    '"sha512":',
    '\n',
    '{}',
    'null',
    '\\u0000',
    '[[',
    '1e999',
  ],
  seeds: async () =>
    bytesOf(
      '',
      Buffer.from(
        `${JSON.stringify({ format: 'assay-register', version: 1, at: '', assay: '', publicKey: 'AAAA', entries: 1 })}\n${JSON.stringify({ entry: {}, prints: [], manifestStore: null })}\n${JSON.stringify({ sha512: '0'.repeat(128), signature: 'AAAA' })}\n`,
      ),
    ),
  async read({ bytes }, path) {
    writeFileSync(path, gzipSync(bytes, { level: 1 }));
    const answer = await importRegister(untouched, path);
    must(!answer.ok, 'what is not signed is not taken in');
  },
};
