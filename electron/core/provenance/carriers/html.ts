import { decodeBase64 } from './base64-text.ts';
import { addStore, type Carrier, damaged } from './carrier.ts';
import { wholeText } from './document-text.ts';
import { attribute, tagsOf } from './markup.ts';
import { storeFromBytes } from './superbox.ts';

/** HTML (C2PA 2.4, A.7): base64 in `<script type="application/c2pa">`, or `<link rel="c2pa-manifest">` elsewhere. */
export const html: Carrier = async (search, reading) => {
  const text = wholeText(search, reading);
  if (!text.includes('c2pa') && !text.includes('C2PA')) return;
  let skipTo = 0;
  for (const tag of tagsOf(text)) {
    await search.pulse();
    if (tag.start < skipTo) continue;
    const name = tag.name.toLowerCase();
    if (name === 'link' && tag.kind !== 'end') {
      const relations = attribute(tag.rest, 'rel')?.toLowerCase().split(/\s+/) ?? [];
      if (relations.includes('c2pa-manifest')) reading.remote ??= attribute(tag.rest, 'href');
    }
    if (name !== 'script' || tag.kind !== 'start') continue;
    const close = closingScript(text, tag.end);
    const stored = attribute(tag.rest, 'type')?.trim().toLowerCase() === 'application/c2pa';
    if (close === null) {
      if (stored) damaged(reading, `the script element at offset ${tag.start} does not end`);
      return;
    }
    skipTo = close.end;
    if (!stored) continue;
    const { bytes, foreign } = decodeBase64(text.subarray(tag.end, close.start));
    addStore(
      search,
      reading,
      storeFromBytes(bytes, {
        carrier: 'html-script',
        occupied: [[tag.start, close.end - tag.start]],
        problems: foreign === 0 ? [] : [`${foreign} characters are not base64`],
      }),
    );
  }
};

/** Script content is no markup: only its own end tag ends it. */
function closingScript(text: Buffer, from: number): { readonly start: number; readonly end: number } | null {
  for (let at = text.indexOf('</', from); at >= 0; at = text.indexOf('</', at + 2)) {
    if (!/^<\/script[\s>/]$/i.test(text.toString('latin1', at, at + 9))) continue;
    const end = text.indexOf('>', at);
    return end < 0 ? null : { start: at, end: end + 1 };
  }
  return null;
}
