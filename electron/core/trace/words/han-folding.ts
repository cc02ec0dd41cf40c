/** Traditional characters on simplified ones (OpenCC), so that a text is found in either writing. */
export interface HanFolding {
  /** One character by itself; itself when there is nothing to change. */
  character(code: number): number;
  /** A row of ideographs, by words where a word decides (瞭解 → 了解, 乾隆 stays). */
  row(text: string): string;
}

let loaded: Promise<HanFolding> | undefined;

/** Loads the tables at first use: they are of no use to a process that reads no text. */
export function hanFolding(): Promise<HanFolding> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<HanFolding> {
  const { Converter } = await import('opencc-js/t2cn');
  // Hong Kong and Taiwan write some characters differently (衞/衛, 裏/裡, 着/著); one after the other covers both.
  const hongKong = Converter({ from: 'hk', to: 'cn' });
  const taiwan = Converter({ from: 'tw', to: 'cn' });
  const known = new Map<number, number>();
  const fold = (code: number): number => {
    const text = taiwan(hongKong(String.fromCodePoint(code)));
    const folded = text.codePointAt(0) ?? code;
    // a character that becomes several keeps its place
    return text.length === (folded > 0xffff ? 2 : 1) ? folded : code;
  };
  return {
    character(code) {
      const folded = known.get(code) ?? fold(code);
      known.set(code, folded);
      return folded;
    },
    row: (text) => taiwan(text),
  };
}
