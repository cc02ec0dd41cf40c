import type { CountedShare, MeasuredErrors } from '#shared/domain/analysis-card.ts';
import { measured } from './error-rates.generated.ts';
import { conditionWords, type MeasuredRate, wilsonInterval } from './error-rates.ts';

/**
 * The measured errors of a method as a table; `null`: not measured, and shown so.
 *
 * @param id of the analysis
 */
export function measuredErrorsOf(id: string): MeasuredErrors | null {
  const method = measured.methods[id];
  if (method === undefined) return null;
  return {
    corpus: measured.corpus,
    tampering: method.tampering,
    rates: method.rates.map((rate) => ({
      condition: conditionWords[rate.condition],
      falseAlarms: share(...rate.falseAlarms),
      found: share(...rate.detections),
      silent: silentOf(rate),
    })),
  };
}

function share(count: number, of: number): CountedShare {
  const interval = of === 0 ? null : wilsonInterval(count, of);
  return { count, of, interval: interval === null ? null : [interval[0], interval[1]] };
}

/** Where a method spoke of tampered pictures only, the untouched were left out, and their number is not kept. */
function silentOf({ falseAlarms, detections, silent }: MeasuredRate): CountedShare {
  if (falseAlarms[1] === 0 && detections[1] > 0) return { count: silent, of: null, interval: null };
  return share(silent, falseAlarms[1] + detections[1] + silent);
}
