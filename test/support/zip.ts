import { inflateRawSync } from 'node:zlib';

/** Entries of a ZIP file by its central directory: written for the tests, apart from the program's own writer. */
export function zipEntries(file: Buffer): { readonly name: string; readonly bytes: Buffer }[] {
  const end = file.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  let at = file.readUInt32LE(end + 16);
  return Array.from({ length: file.readUInt16LE(end + 10) }, () => {
    const local = file.readUInt32LE(at + 42);
    const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
    const packed = file.subarray(start, start + file.readUInt32LE(at + 20));
    const name = file.toString('utf8', at + 46, at + 46 + file.readUInt16LE(at + 28));
    const bytes = file.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed);
    at += 46 + file.readUInt16LE(at + 28) + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
    return { name, bytes };
  });
}
