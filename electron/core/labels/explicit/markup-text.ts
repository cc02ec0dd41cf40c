import { Parser } from 'htmlparser2';

/** A stretch of text of one kind, as it stands on the page. */
export interface TextRun {
  readonly text: string;
  /** Set above the line, as corner marks are. */
  readonly raised: boolean;
}

/** One block of text: a paragraph, a heading, a cell. */
export type TextBlock = readonly TextRun[];

/** Which elements of a language hold text, end a block, raise or hide what is in them. */
interface Vocabulary {
  readonly xml: boolean;
  /** Text counts only inside these; `null`: everywhere. */
  readonly holders: ReadonlySet<string> | null;
  readonly blocks: ReadonlySet<string>;
  readonly hidden: ReadonlySet<string>;
  readonly raised: ReadonlySet<string>;
  /** Elements that stand for a blank. */
  readonly blanks: ReadonlySet<string>;
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Names as the parser gives them: lower case in HTML, with the customary prefix in XML. */
export const vocabularies = {
  html: {
    xml: false,
    holders: null,
    blocks: words(
      'p div section article header footer main aside nav h1 h2 h3 h4 h5 h6 li ul ol dl dt dd table tr td th caption blockquote pre br hr figure figcaption form fieldset address body',
    ),
    hidden: words('script style template noscript head svg math select textarea title rp rt'),
    raised: words('sup'),
    blanks: words('br'),
  },
  word: {
    xml: true,
    holders: words('w:t'),
    blocks: words('w:p'),
    hidden: words('mc:Fallback'),
    raised: words(''),
    blanks: words('w:tab w:br w:cr'),
  },
  slide: {
    xml: true,
    holders: words('a:t'),
    blocks: words('a:p'),
    hidden: words('mc:Fallback'),
    raised: words(''),
    blanks: words('a:br'),
  },
  sheet: {
    xml: true,
    holders: words('t'),
    blocks: words('si is'),
    hidden: words('rPh'),
    raised: words(''),
    blanks: words(''),
  },
  openDocument: {
    xml: true,
    holders: words('text:p text:h'),
    blocks: words('text:p text:h'),
    hidden: words('office:annotation text:tracked-changes'),
    raised: words(''),
    blanks: words('text:s text:tab text:line-break'),
  },
} as const satisfies Record<string, Vocabulary>;

export interface BlockReading {
  readonly blocks: readonly TextBlock[];
  /** The markup goes deeper, or holds more, than is read. */
  readonly bounded: boolean;
}

const DEPTH = 512;
const BLOCKS = 400_000;

/**
 * The text of a marked-up document, block by block, without what is not shown: scripts, hidden runs (`w:vanish`,
 * the `hidden` attribute, `display: none`), deletions. Entities of a document's own are not resolved.
 */
export function markupBlocks(source: string, vocabulary: Vocabulary): BlockReading {
  const { holders, blocks: ends, hidden, raised, blanks } = vocabulary;
  const blocks: TextBlock[] = [];
  let runs: { text: string; raised: boolean }[] = [];
  const open: {
    readonly name: string;
    readonly hides: boolean;
    readonly raises: boolean;
    readonly holds: boolean;
  }[] = [];
  const counts = { hides: 0, raises: 0, holds: 0 };
  // Properties of a Word or slide run stand in elements of their own before its text.
  const run = { hidden: false, raised: false };
  let [bounded, lost] = [false, 0];
  const endBlock = (): void => {
    if (runs.some(({ text }) => text.trim() !== '')) {
      if (blocks.length < BLOCKS) blocks.push(runs);
      else bounded = true;
    }
    runs = [];
  };
  const add = (text: string): void => {
    const above = counts.raises > 0 || run.raised;
    const last = runs.at(-1);
    if (last !== undefined && last.raised === above) last.text += text;
    else runs.push({ text, raised: above });
  };
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (open.length >= DEPTH) {
          bounded = true;
          lost += 1;
          return;
        }
        if (name === 'w:r' || name === 'a:r') Object.assign(run, { hidden: false, raised: false });
        if (name === 'w:vanish' && !/^(?:0|false|off)$/.test(attributes['w:val'] ?? '')) run.hidden = true;
        if (name === 'w:vertAlign' && attributes['w:val'] === 'superscript') run.raised = true;
        if (name === 'a:rPr' && Number(attributes.baseline) > 0) run.raised = true;
        if (ends.has(name)) endBlock();
        else if (blanks.has(name) && counts.hides === 0) add(' ');
        const entry = {
          name,
          hides: hidden.has(name) || isHidden(attributes),
          raises: raised.has(name),
          holds: holders?.has(name) === true,
        };
        open.push(entry);
        if (entry.hides) counts.hides += 1;
        if (entry.raises) counts.raises += 1;
        if (entry.holds) counts.holds += 1;
      },
      ontext(text) {
        if (counts.hides > 0 || run.hidden || (holders !== null && counts.holds === 0)) return;
        add(text);
      },
      onclosetag(name) {
        if (lost > 0) {
          lost -= 1;
          return;
        }
        const entry = open.pop();
        if (entry === undefined) return;
        if (entry.hides) counts.hides -= 1;
        if (entry.raises) counts.raises -= 1;
        if (entry.holds) counts.holds -= 1;
        if (name === 'w:r' || name === 'a:r') Object.assign(run, { hidden: false, raised: false });
        if (ends.has(name)) endBlock();
      },
    },
    { xmlMode: vocabulary.xml, decodeEntities: true },
  );
  parser.write(source);
  parser.end();
  endBlock();
  return { blocks, bounded };
}

function isHidden(attributes: Readonly<Record<string, string>>): boolean {
  return (
    Object.hasOwn(attributes, 'hidden') ||
    /display\s{0,4}:\s{0,4}none/i.test((attributes.style ?? '').slice(0, 1000))
  );
}
