import { readJpegStreams } from '../../media/jpeg-streams.ts';

export interface StoredGainMap {
  /** What its own metadata call it. */
  readonly form: 'iso-21496-1' | 'ultra-hdr' | 'apple';
  readonly bytes: Uint8Array;
}

/** Names by which a gain map declares itself in its own segments; the standard's before those of the makers. */
const forms = [
  ['iso-21496-1', 'urn:iso:std:iso:ts:21496:-1'],
  ['ultra-hdr', 'http://ns.adobe.com/hdr-gain-map/1.0/'],
  ['apple', 'hdrgainmap'],
] as const;
/** Bytes of a picture in which its metadata are looked for. */
const headBytes = 65_536;

/** The gain map of an HDR JPEG: a JPEG after the main one that says so itself (ISO 21496-1; Ultra HDR 1.1; Apple). */
export function findGainMap(file: Uint8Array): StoredGainMap | null {
  for (const { where, header } of readJpegStreams(file).headers) {
    if (where !== 'trailing' || header.frame === null) continue;
    const bytes = file.subarray(header.offset, header.end);
    const head = Buffer.from(bytes.subarray(0, headBytes)).toString('latin1');
    const form = forms.find(([, name]) => head.includes(name));
    if (form !== undefined) return { form: form[0], bytes };
  }
  return null;
}
