import { Tokenizer } from 'htmlparser2';
import { vocabularies } from '../../labels/explicit/markup-text.ts';
import { type Zones, zone } from './zones.ts';

/** Elements whose text is shown, but stays as it is: it may be taken for a name, a value or a command. */
const untouched = new Set('pre code kbd samp var tt button option output data time object'.split(' '));
/** Elements whose text is not read at all (ruby included: its readings stand in the middle of words). */
const unread = new Set([
  ...vocabularies.html.hidden,
  'ruby',
  'iframe',
  'noembed',
  'noframes',
  'xmp',
  'plaintext',
]);
/** Of these the end tag is often left out, or they have none; no zone is opened by them. */
const unpaired = new Set(['rp', 'rt', 'option']);

/**
 * Text nodes of a page carry, tags are silent; hidden elements, scripts and character references break the trail.
 *
 * @returns `null` when the page is nested in a way that does not let a hidden element be told from its surroundings
 */
export function htmlZones(source: string): Zones | null {
  const zones = new Uint8Array(source.length).fill(zone.silent);
  const inside: { readonly name: string; readonly value: number }[] = [];
  let [name, start, hides] = ['', 0, false];
  let attribute = '';
  let broken = false;
  const opened = (index: number, selfClosing: boolean): void => {
    const value = hides || unread.has(name) ? zone.barrier : untouched.has(name) ? zone.shown : zone.open;
    zones.fill(value === zone.barrier ? zone.barrier : zone.silent, start, index + 1);
    // The head needs no end tag; what is in the body is not in it.
    if (name === 'body') inside.length = 0;
    broken ||= inside.length >= 200;
    if (broken) return;
    if (value !== zone.open && !selfClosing && !voids.has(name) && !unpaired.has(name))
      inside.push({ name, value });
  };
  const nothing = (): void => {
    return;
  };
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      ontext: (from, to) => {
        if (!broken) zones.fill(Math.max(zone.open, ...inside.map((one) => one.value)), from, to);
      },
      // A reference is one character to a reader and several here.
      ontextentity: (_code, to) => {
        const from = source.lastIndexOf('&', to - 1);
        zones.fill(zone.barrier, Math.max(0, from), to);
      },
      onopentagname: (from, to) => {
        name = source.slice(from, to).toLowerCase();
        start = from - 1;
        hides = false;
      },
      onattribname: (from, to) => {
        attribute = source.slice(from, to).toLowerCase();
        if (attribute === 'hidden' || attribute === 'contenteditable') hides = true;
      },
      onattribdata: (from, to) => {
        const value = source.slice(from, Math.min(to, from + 1000));
        if (
          attribute === 'style' &&
          /display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden/i.test(value)
        )
          hides = true;
      },
      onopentagend: (index) => opened(index, false),
      onselfclosingtag: (index) => opened(index, true),
      onclosetag: (from, to) => {
        const closed = source.slice(from, to).toLowerCase();
        const at = inside.findLastIndex((one) => one.name === closed);
        if (at >= 0) inside.length = at;
      },
      oncomment: nothing,
      oncdata: nothing,
      ondeclaration: nothing,
      onprocessinginstruction: nothing,
      onattribentity: nothing,
      onattribend: nothing,
      onend: nothing,
    },
  );
  tokenizer.write(source);
  tokenizer.end();
  return broken ? null : zones;
}

const voids = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
