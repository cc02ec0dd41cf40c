import { donorFor, type Photograph } from '../validation/photographs.ts';
import { rocArea } from '../validation/summary.ts';
import type { Kind } from '../validation/tampering.ts';
import type { Decision } from './decisions.ts';
import type { Pair, Sight } from './pairs.ts';
import type { Peer } from './peer.ts';
import { pixelArea } from './pixel-map.ts';
import { type Form, type Sample, sampleOf } from './samples.ts';
import { table } from './table.ts';

export interface Setting {
  readonly photographs: readonly Photograph[];
  readonly megapixels: number;
  readonly seed: number;
  readonly folder: string;
}

interface Side {
  readonly seconds: number;
  /** For each tampered picture with a mask, of its best map. */
  readonly areas: readonly number[];
  readonly decisions: readonly { readonly kind: Kind | null; readonly decision: Decision }[];
}

export interface Measured {
  readonly pair: Pair;
  /** null: why the peer could not. */
  readonly theirs: Side | string;
  readonly ours: Side;
  /** Pictures of which ours says that it cannot speak. */
  readonly silent: number;
  readonly pictures: number;
  readonly megapixels: number;
}

/** Made once for all pairs. */
const made = new Map<string, Promise<Sample>>();

function sampleFor(index: number, kind: Kind | null, form: Form, setting: Setting): Promise<Sample> {
  const { photographs } = setting;
  const key = [index, kind, form].join();
  const known = made.get(key);
  if (known !== undefined) return known;
  const sample = sampleOf(photographs[index]!, donorFor(photographs, index), kind, form, setting);
  made.set(key, sample);
  return sample;
}

/**
 * One pair on all its pictures, one after another, the two sides taking turns at going first. Each side sees one picture
 * before the clock counts.
 */
export async function measure(pair: Pair, peer: Peer, setting: Setting): Promise<Measured> {
  const count = Math.min(setting.photographs.length, pair.most ?? setting.photographs.length);
  const samples: Sample[] = [];
  for (let index = 0; index < count; index += 1)
    for (const kind of [...pair.kinds, null]) samples.push(await sampleFor(index, kind, pair.form, setting));
  const theirs = { seconds: 0, areas: [] as number[], decisions: [] as Side['decisions'][number][] };
  const ours = { seconds: 0, areas: [] as number[], decisions: [] as Side['decisions'][number][] };
  const first = await peer.ask(pair.request(samples[0]!));
  await pair.ours(samples[0]!);
  let failed = typeof first === 'string' ? first : null;
  let [silent, megapixels, pictures] = [0, 0, 0];
  // A first look shows whether anything is decided at all; untouched pictures of other pairs only cost time.
  const decides = typeof first !== 'string' && pair.theirs(first, samples[0]!).decision !== null;
  for (const [turn, sample] of samples.entries()) {
    if (sample.kind === null && !decides) continue;
    const look = async (): Promise<void> => {
      const begun = process.cpuUsage();
      const sight = await pair.ours(sample);
      const { user, system } = process.cpuUsage(begun);
      ours.seconds += (user + system) / 1e6;
      if (sight === null) silent += 1;
      else note(ours, sight, sample);
    };
    const ask = async (): Promise<void> => {
      if (failed !== null) return;
      const reply = await peer.ask(pair.request(sample));
      if (typeof reply === 'string') {
        failed = reply;
        return;
      }
      theirs.seconds += reply.seconds;
      note(theirs, pair.theirs(reply, sample), sample);
    };
    for (const side of turn % 2 === 0 ? [ask, look] : [look, ask]) await side();
    pictures += 1;
    megapixels += (sample.width * sample.height) / 1e6;
  }
  return { pair, theirs: failed ?? theirs, ours, silent, pictures, megapixels };
}

function note(
  side: { areas: number[]; decisions: Side['decisions'][number][] },
  { maps, decision }: Sight,
  sample: Sample,
): void {
  const { mask, kind } = sample;
  if (mask !== null && maps.length > 0) {
    const areas = maps.map((map) => pixelArea(map, mask));
    side.areas.push(
      areas.reduce((best, area) => (Math.abs(area - 0.5) > Math.abs(best - 0.5) ? area : best)),
    );
  }
  if (decision !== null) side.decisions.push({ kind, decision });
}

function significant(value: number): string {
  return value === 0 ? '0' : value >= 100 ? value.toFixed(0) : value.toPrecision(2);
}

/** Mean over pictures; ↓: the lower the value the more likely the pixel was tampered with. */
function areaOf({ areas }: Side, several: boolean): string {
  if (areas.length === 0) return '–';
  // Of several maps the best of each picture was taken by its distance from ½: either way counts.
  const used = several ? areas.map((area) => Math.max(area, 1 - area)) : areas;
  const mean = used.reduce((sum, area) => sum + area, 0) / used.length;
  const both = mean < 0.5 ? `${(1 - mean).toFixed(2)} ↓` : mean.toFixed(2);
  return `${both} (${areas.length})`;
}

function rates({ decisions }: Side): string[] {
  const tampered = decisions.flatMap(({ kind, decision }) => (kind === null ? [] : [decision]));
  const innocent = decisions.flatMap(({ kind, decision }) => (kind === null ? [decision] : []));
  const share = (list: readonly Decision[], hit: (one: Decision) => boolean | null): string =>
    list.length === 0 || list.some((one) => hit(one) === null)
      ? '–'
      : `${list.filter((one) => hit(one) === true).length}/${list.length}`;
  const roc =
    tampered.length === 0 || innocent.length === 0
      ? '–'
      : rocArea(
          tampered.map(({ score }) => score),
          innocent.map(({ score }) => score),
        ).toFixed(2);
  return [
    roc,
    share(innocent, ({ alarm }) => alarm),
    share(tampered, ({ alarm }) => alarm),
    share(tampered, ({ inPlace, alarm }) => inPlace ?? alarm),
  ];
}

/** Processor time and what the maps show; then what is decided. */
export function pairTables(measured: readonly Measured[]): string {
  const label = ({ pair }: Measured): string =>
    `${pair.peer} ${pair.tool === pair.peer ? '' : pair.tool}`.trim();
  const ours = ({ pair }: Measured): string => pair.id.replace('pixels.', '');
  const maps = measured.map((one) => {
    const { theirs, megapixels } = one;
    const own = one.ours.seconds / megapixels;
    const start = [label(one), ours(one), one.pair.form, one.pair.kinds.join(', ')];
    if (typeof theirs === 'string')
      return [...start, `failed: ${theirs}`, significant(own), '–', '–', '–', '–'];
    const peer = theirs.seconds / megapixels;
    // Ghost maps come several to a picture on one side, one on the other.
    const several = one.pair.tool === 'ghosts' || one.pair.tool === 'GHO';
    return [
      ...start,
      significant(peer),
      significant(own),
      significant(peer / own),
      areaOf(theirs, several),
      areaOf(one.ours, several),
      `${one.silent}/${one.pictures}`,
    ];
  });
  const decided = measured.flatMap((one) => {
    if (typeof one.theirs === 'string' || one.theirs.decisions.length === 0) return [];
    return [
      [label(one), `${one.pair.form}: ${one.pair.kinds.join(', ')}`, ...rates(one.theirs), '–'],
      [ours(one), '', ...rates(one.ours), `${one.silent}/${one.pictures}`],
    ];
  });
  return `${table(
    [
      ...['peer', 'ours', 'stored as', 'tampering', 'peer s/MP', 'ours s/MP', 'peer / ours'],
      ...['peer: ROC area of pixels (n)', 'ours', 'ours silent'],
    ],
    maps,
  )}

${table(['method', 'tampering', 'ROC area of pictures', 'false alarms', 'alarm', 'in place', 'silent'], decided)}`;
}
