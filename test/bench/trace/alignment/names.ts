import type { Alignment, Change } from '#shared/domain/comparison.ts';
import type { PlantedEdit } from './edits.ts';
import type { Suspect } from './scores.ts';

/** What planted changes are called, against what they are. */

/** The change in a part that covers the most of what was planted; `none`: nothing was said there. */
export function nameOf(changes: Alignment['changes'], { mask, width }: Suspect): Change['kind'] | 'none' {
  let best: { readonly kind: Change['kind']; readonly covered: number } | null = null;
  for (const { kind, place, in: where } of changes) {
    if (place.kind !== 'region' || where !== 'second' || kind === 'cropped') continue;
    const covered = coveredBy(place.polygon, mask, width);
    if (covered > (best?.covered ?? 0)) best = { kind, covered };
  }
  return best?.kind ?? 'none';
}

/** Planted pixels in a polygon, every third line. */
function coveredBy(polygon: readonly (readonly [number, number])[], mask: Uint8Array, width: number): number {
  const height = mask.length / width;
  let covered = 0;
  for (let y = 0; y < height; y += 3) {
    const crossings = polygon
      .flatMap(([x1, y1], index) => {
        const [x2, y2] = polygon[(index + 1) % polygon.length]!;
        return y1 <= y !== y2 <= y ? [x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)] : [];
      })
      .sort((one, other) => one - other);
    for (let at = 0; at + 1 < crossings.length; at += 2) {
      const until = Math.min(width - 1, crossings[at + 1]!);
      for (let x = Math.max(0, Math.ceil(crossings[at]!)); x <= until; x += 1)
        covered += mask[y * width + x]!;
    }
  }
  return covered;
}

const words = ['overlaid', 'added', 'removed', 'moved', 'recoloured', 'changed', 'none'] as const;

export class NameTable {
  private readonly rows = new Map<string, Map<string, number>>();
  /** Rightly named, and that or by the general word. */
  private readonly right = new Map<string, readonly [number, number]>();

  add({ group, name, kinds }: Pick<PlantedEdit, 'group' | 'name' | 'kinds'>, said: string): void {
    for (const row of [group, `– ${name}`]) {
      const counts = this.rows.get(row) ?? new Map<string, number>();
      counts.set(said, (counts.get(said) ?? 0) + 1);
      this.rows.set(row, counts);
      const [right, general] = this.right.get(row) ?? [0, 0];
      const hit = (kinds as readonly string[]).includes(said);
      this.right.set(row, [right + Number(hit), general + Number(hit || said === 'changed')]);
    }
  }

  /** Rows as a table of Markdown; groups in the first place, single edits below. */
  print(): string {
    const lines = [
      `| planted | n | ${words.join(' | ')} | right | right or general (gate 90 %) |`,
      `|---|---|${words.map(() => '---').join('|')}|---|---|`,
    ];
    const order = [...this.rows.keys()].sort(
      (one, other) => Number(one.startsWith('–')) - Number(other.startsWith('–')),
    );
    for (const row of order) {
      const counts = this.rows.get(row)!;
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
      const [right, general] = this.right.get(row)!;
      const share = (count: number) => `${((100 * count) / total).toFixed(1)} %`;
      lines.push(
        `| ${row} | ${total} | ${words.map((word) => counts.get(word) ?? '').join(' | ')} | ${share(right)} | ${share(general)} |`,
      );
    }
    return lines.join('\n');
  }
}
