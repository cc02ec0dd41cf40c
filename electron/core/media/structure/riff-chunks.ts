import type { ByteReader } from './byte-reader.ts';

/** What a RIFF chunk's fixed fields say, in one line. */
export function chunkDetail(
  reader: ByteReader,
  form: string,
  name: string,
  body: number,
  end: number,
  parent: string,
): string | undefined {
  const data = reader.bytes(body, Math.min(256, end - body));
  if (parent === 'LIST INFO') return data.toString('utf8').replace(/\0.*$/s, '');
  switch (name) {
    case 'VP8X':
      if (data.length < 10) return undefined;
      return `${data.readUIntLE(4, 3) + 1}×${data.readUIntLE(7, 3) + 1}, ${flags(data[0]!)}`;
    case 'VP8 ':
      // key frame start code 9D 01 2A (RFC 6386, 9.1)
      if (data.length < 10 || data.readUIntBE(3, 3) !== 0x9d012a) return undefined;
      return `${data.readUInt16LE(6) & 0x3fff}×${data.readUInt16LE(8) & 0x3fff}`;
    case 'VP8L': {
      if (data.length < 5 || data[0] !== 0x2f) return undefined;
      const bits = data.readUInt32LE(1);
      return `${(bits & 0x3fff) + 1}×${((bits >>> 14) & 0x3fff) + 1}`;
    }
    case 'ANIM':
      return data.length < 6 ? undefined : `${data.readUInt16LE(4)} loops`;
    case 'ANMF':
      if (data.length < 16) return undefined;
      return `${data.readUIntLE(6, 3) + 1}×${data.readUIntLE(9, 3) + 1} at ${data.readUIntLE(0, 3) * 2},${data.readUIntLE(3, 3) * 2}, ${data.readUIntLE(12, 3)} ms`;
    case 'fmt ':
      if (data.length < 16) return undefined;
      return `format ${data.readUInt16LE(0)}, ${data.readUInt16LE(2)} channels, ${data.readUInt32LE(4)} Hz, ${data.readUInt16LE(14)} bit`;
    case 'fact':
      return data.length < 4 ? undefined : `${data.readUInt32LE(0)} samples`;
    case 'bext':
      return data.toString('latin1').replace(/\0+/g, ' ').trim();
    case 'avih':
      if (form !== 'AVI ' || data.length < 40) return undefined;
      return `${data.readUInt32LE(32)}×${data.readUInt32LE(36)}, ${data.readUInt32LE(16)} frames, ${data.readUInt32LE(0)} µs per frame`;
    case 'strh':
      return data.length < 8
        ? undefined
        : `${data.toString('latin1', 0, 4)} ${data.toString('latin1', 4, 8)}`;
    case 'ISFT':
    case 'IDIT':
    case 'strn':
      return data.toString('latin1').replace(/\0.*$/s, '');
    default:
      return undefined;
  }
}

function flags(byte: number): string {
  const names = ['', 'animation', 'XMP', 'Exif', 'alpha', 'ICC'];
  const set = names.filter((name, bit) => name !== '' && (byte >> bit) & 1);
  return set.length === 0 ? 'no flags' : set.join(' ');
}
