import type { FigureOf } from '#shared/domain/figure.ts';
import { localized } from '#shared/domain/localized.ts';
import {
  characterName,
  codePointText,
  hiddenOddities,
  type Oddity,
  oddities,
  oddityWords,
} from './hidden-characters.ts';
import type { Words } from './words.ts';

/** All places of one code point in a text. */
export interface HiddenCount {
  readonly code: number;
  readonly kind: Oddity;
  readonly count: number;
  /** How many of them do their ordinary work where they stand. */
  readonly ordinary: number;
  /** What stands there in the plain text; empty: nothing. */
  readonly became: string;
  /** UTF-16 offset of the first. */
  readonly at: number;
}

/** By kind, the hidden ones first, then by number. */
export function hiddenCounts({ oddities: list }: Words): HiddenCount[] {
  const counts = new Map<
    number,
    { code: number; kind: number; count: number; ordinary: number; became: number; at: number }
  >();
  for (let index = 0; index < list.length; index += 1) {
    const [code, kind] = [list.codes[index]!, list.kinds[index]!];
    const key = code * 16 + kind;
    const known = counts.get(key);
    if (known === undefined)
      counts.set(key, {
        code,
        kind,
        count: 1,
        ordinary: list.ordinary[index]!,
        became: list.became[index]!,
        at: list.at[index]!,
      });
    else {
      known.count += 1;
      known.ordinary += list.ordinary[index]!;
      known.at = Math.min(known.at, list.at[index]!);
    }
  }
  return Array.from(counts.values(), ({ kind, became, ...rest }) => ({
    ...rest,
    kind: oddities[kind]!,
    became: became === 0 ? '' : String.fromCodePoint(became),
  })).sort(
    (a, b) => oddities.indexOf(a.kind) - oddities.indexOf(b.kind) || b.count - a.count || a.code - b.code,
  );
}

const ROWS = 2000;

export function hiddenTable(id: string, counts: readonly HiddenCount[]): FigureOf<'table'> {
  return {
    kind: 'table',
    id,
    title: localized('Hidden and folded characters', '隐藏字符与归并字符'),
    columns: [
      { key: 'code', title: localized('Code point', '码位'), align: 'start', code: true },
      { key: 'name', title: localized('Name', '名称'), align: 'start', code: false },
      { key: 'kind', title: localized('Kind', '类别'), align: 'start', code: false },
      { key: 'count', title: localized('Number', '数量'), align: 'end', code: false },
      {
        key: 'ordinary',
        title: localized('Of these in their ordinary use', '其中属正常用途'),
        align: 'end',
        code: false,
      },
      { key: 'became', title: localized('Compared as', '归并为'), align: 'start', code: false },
      {
        key: 'first',
        title: localized('First at (UTF-16 unit)', '首次出现（UTF-16 单元）'),
        align: 'end',
        code: false,
      },
    ],
    rows: counts.slice(0, ROWS).map(({ code, kind, count, ordinary, became, at }) => ({
      cells: [codePointText(code), characterName(code), oddityWords[kind], count, ordinary, became, at],
      ...((hiddenOddities.has(kind) || kind === 'look-alike') && count > ordinary
        ? { flag: 'notice' as const }
        : {}),
    })),
  };
}
