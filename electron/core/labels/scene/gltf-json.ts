import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { wholeBytes } from '../whole-bytes.ts';

/** The JSON of a scene and where it stands. */
export interface SceneJson {
  /** Its bytes as ISO 8859-1 text, padding of the chunk included. */
  readonly source: string;
  /** File offset of its first byte, and of the byte behind the last one. */
  readonly start: number;
  readonly end: number;
  /** Of a binary file: its version, 1 or 2. */
  readonly binary: 1 | 2 | null;
}

/** In both versions: the header, and before the JSON the length and kind of its chunk. */
const HEADER_BYTES = 20;
const JSON_BYTES = 64 * 1024 * 1024;

/** The JSON of a glTF or binary glTF file (glTF 2.0, 4.4; glTF 1.0, KHR_binary_glTF); a text says why it is not read. */
export function readSceneJson(reader: ByteReader): SceneJson | string {
  if (!reader.matches(0, 'glTF')) {
    const mark = reader.matches(0, '\xef\xbb\xbf') ? 3 : 0;
    return textOf(reader, mark, reader.size, null);
  }
  if (reader.size < HEADER_BYTES) return 'the header is cut off';
  const version = reader.u32(4, true);
  if (version === 1) {
    const length = reader.u32(12, true);
    return reader.u32(16, true) === 0 ? textOf(reader, 20, 20 + length, 1) : 'the scene is not in JSON';
  }
  if (version !== 2) return `glTF version ${version}`;
  if (!reader.matches(16, 'JSON')) return 'the first chunk is not JSON';
  return textOf(reader, 20, 20 + reader.u32(12, true), 2);
}

function textOf(
  reader: ByteReader,
  start: number,
  end: number,
  binary: SceneJson['binary'],
): SceneJson | string {
  if (end > reader.size) return 'the JSON is cut off';
  if (end - start > JSON_BYTES) return `the JSON has more than ${JSON_BYTES} bytes`;
  return { source: wholeBytes(reader, start, end).toString('latin1'), start, end, binary };
}
