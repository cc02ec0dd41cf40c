import type { SignName } from '#core/trace/lineage/evidence.ts';
import type { MeasuredFamily } from './families.ts';
import { share } from './report.ts';
import { measuredSigns } from './training.ts';
import { contentsOf, leadsTo } from './truth.ts';

/** Borne by one of a pair, and not by the other. */
const borne = 0.4;
const absent = 0.1;

/** What each sign says alone: of pairs of which only one file bears it, whether that one came from the other. */
export function signTable(
  families: readonly MeasuredFamily[],
  names: readonly SignName[] = measuredSigns,
): void {
  console.info(
    '\n| sign | pairs of which one bears it | it came from the other | the other from it | neither |',
  );
  console.info('|---|---|---|---|---|');
  for (const name of names) {
    let [copies, sources, neither] = [0, 0, 0];
    for (const family of families) {
      const contents = contentsOf(family);
      for (const { first, second, evidence } of family.pairs) {
        const sign = evidence.signs[name];
        if (sign === undefined || contents[first] === contents[second]) continue;
        const [least, most] = [Math.min(...sign), Math.max(...sign)];
        if (least > absent || most < borne) continue;
        const [bearer, other] = sign[0] > sign[1] ? [first, second] : [second, first];
        if (leadsTo(family, other, bearer)) copies += 1;
        else if (leadsTo(family, bearer, other)) sources += 1;
        else neither += 1;
      }
    }
    const all = copies + sources + neither;
    console.info(
      `| ${name} | ${all} | ${share(copies, all)} | ${share(sources, all)} | ${share(neither, all)} |`,
    );
  }
}
