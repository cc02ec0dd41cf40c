/**
 * What each UTF-16 unit of a document is to a mark. Letters that a copy may show or leave out (targets of links,
 * formulas, comments) break the trail, so that no place is ever named by them.
 */
export const zone = {
  /** Text that may carry characters of a mark. */
  open: 0,
  /** Shown as it is, but nothing is put into it. */
  shown: 1,
  /** Not shown, or not everywhere in this form. */
  barrier: 2,
  /** Not shown, and what stands on both sides of it belongs together: tags within a sentence. */
  silent: 3,
} as const;

export type Zones = Uint8Array;

const addresses = /(?:https?:\/\/|www\.)[^\s<>"]{1,4000}|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/gi;
/** The armoured form of a credential in text (C2PA 2.4, A.9). */
const armour = ['-----BEGIN C2PA MANIFEST-----', '-----END C2PA MANIFEST-----'] as const;

/** Plain text: everything is shown as it is. */
export function plainZones(text: string): Zones {
  const zones = new Uint8Array(text.length);
  paint(zones, text, addresses, zone.shown);
  paintBetween(zones, text, armour, zone.shown);
  return zones;
}

/**
 * Markdown (CommonMark 0.31 and the customary extensions). Left out are front matter, code, headings (their words are
 * the addresses of sections), links, pictures, formulas, HTML, attribute lists; where in doubt more than necessary.
 */
export function markdownZones(text: string, start: number): Zones {
  const zones = new Uint8Array(text.length);
  // From what covers least to what covers most: later ones paint over earlier ones.
  paint(zones, text, /^[ \t>]{0,20}#{1,6}[ \t][^\n]*$/gm, zone.shown);
  paint(zones, text, /^[^\n]*\n[ \t>]{0,20}(?:=+|-+)[ \t]*\r?$/gm, zone.shown);
  paint(zones, text, addresses, zone.shown);
  paint(zones, text, /`[^`\n]{1,2000}`|``[^\n]{1,2000}?``/g, zone.shown);
  paint(zones, text, /\[[^\][\n]{0,2000}\]/g, zone.shown);
  paint(zones, text, /\]\([^()\n]{0,4000}\)|\[\^[^\][\n]{0,200}\]|!\[[^\][\n]{0,2000}\]/g, zone.barrier);
  paint(zones, text, /\]\[[^\][\n]{0,500}\]|^[ \t>]{0,20}\[[^\][\n]{1,500}\]:[^\n]*$/gm, zone.barrier);
  paint(zones, text, /\$\$[^$]{1,8000}\$\$|\$[^$\n]{1,1000}\$|\{[^{}\n]{1,1000}\}/g, zone.barrier);
  paint(zones, text, /&#?\w{1,40};|:[\w+-]{1,40}:/g, zone.barrier);
  paint(zones, text, /<[A-Za-z/!?][^<>]{0,4000}>/g, zone.barrier);
  paintBetween(zones, text, ['<!--', '-->'], zone.barrier);
  paint(zones, text, /^(?: {4,}|\t)[^\n]*$/gm, zone.barrier);
  paintFences(zones, text);
  paintBetween(zones, text, armour, zone.barrier);
  zones.fill(zone.barrier, 0, start);
  return zones;
}

/** Fenced code from its opening line to its closing one, or to the end (CommonMark, 4.5). */
function paintFences(zones: Zones, text: string): void {
  let [open, fence] = [-1, ''];
  for (let at = 0; at < text.length; ) {
    const feed = text.indexOf('\n', at);
    const end = feed < 0 ? text.length : feed + 1;
    const mark = /^[ \t>]{0,20}(`{3,}|~{3,})/.exec(text.slice(at, Math.min(end, at + 200)))?.[1];
    if (mark !== undefined && open < 0) [open, fence] = [at, mark];
    else if (mark?.startsWith(fence) && open >= 0) {
      zones.fill(zone.barrier, open, end);
      open = -1;
    }
    at = end;
  }
  if (open >= 0) zones.fill(zone.barrier, open);
}

function paint(zones: Zones, text: string, pattern: RegExp, value: number): void {
  for (const { index, 0: found } of text.matchAll(pattern)) zones.fill(value, index, index + found.length);
}

/** From each opening to its closing, or to the end of the text. */
function paintBetween(
  zones: Zones,
  text: string,
  [open, close]: readonly [string, string],
  value: number,
): void {
  for (let at = text.indexOf(open); at >= 0; ) {
    const found = text.indexOf(close, at + open.length);
    const end = found < 0 ? text.length : found + close.length;
    zones.fill(value, at, end);
    at = text.indexOf(open, end);
  }
}
