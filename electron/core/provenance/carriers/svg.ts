import { decodeBase64 } from './base64-text.ts';
import { addStore, type Carrier, damaged } from './carrier.ts';
import { wholeText } from './document-text.ts';
import { type MarkupTag, tagsOf } from './markup.ts';
import { storeFromBytes } from './superbox.ts';

const DEPTH = 512;

/** SVG: base64 in a `c2pa:manifest` element inside `metadata` (C2PA 2.2, A.3.3). */
export const svg: Carrier = async (search, reading) => {
  const text = wholeText(search, reading);
  if (!text.includes('c2pa:manifest') && !text.includes('<x:xmpmeta')) return;
  const open: string[] = [];
  let manifest: { readonly tag: MarkupTag; readonly place: string } | null = null;
  for (const tag of tagsOf(text)) {
    await search.pulse();
    if (manifest !== null && tag.name === manifest.tag.name && tag.kind === 'end') {
      const { bytes, foreign } = decodeBase64(text.subarray(manifest.tag.end, tag.start));
      const taken = addStore(
        search,
        reading,
        storeFromBytes(bytes, {
          carrier: 'svg-manifest',
          occupied: [[manifest.tag.start, tag.end - manifest.tag.start]],
          problems: [
            ...(open.some((name) => name === 'metadata' || name.endsWith(':metadata'))
              ? []
              : ['the element does not stand inside metadata']),
            ...(foreign === 0 ? [] : [`${foreign} characters are not base64`]),
          ],
          place: manifest.place,
        }),
      );
      if (!taken) return;
      manifest = null;
      continue;
    }
    if (tag.name === 'x:xmpmeta' && tag.kind === 'start') {
      const end = text.indexOf('</x:xmpmeta>', tag.end);
      if (end > 0) reading.xmp.push([tag.start, end + 12 - tag.start]);
    }
    if (tag.kind === 'end') {
      const at = open.lastIndexOf(tag.name);
      if (at >= 0) open.length = at;
    } else if (tag.kind === 'start' && tag.name === 'c2pa:manifest') {
      manifest = { tag, place: open.slice(0, 16).join('/') };
    } else if (tag.kind === 'start') {
      if (open.length >= DEPTH) {
        damaged(reading, `elements are nested more than ${DEPTH} deep at offset ${tag.start}`);
        return;
      }
      open.push(tag.name);
    }
  }
  if (manifest !== null)
    damaged(reading, `the manifest element at offset ${manifest.tag.start} does not end`);
};
