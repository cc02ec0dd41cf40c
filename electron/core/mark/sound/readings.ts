import { BLIND_IDENTIFIERS, falseAlarmLog10, REQUIRED_LOG10, thresholdFor } from '../code/false-alarm.ts';
import { bestIdentifier } from './identifier-test.ts';
import { PresenceTrail } from './presence.ts';
import type { SoundChange } from './search.ts';
import type { ReadingPattern } from './soft-values.ts';
import type { PilotList } from './synchronise.ts';

/** One identifier that was read. */
export interface SoundReading {
  /** Index among the keys that were tried. */
  readonly key: number;
  readonly payload: bigint;
  readonly statistic: number;
  readonly threshold: number;
  readonly falseAlarmLog10: number;
  readonly trials: number;
  readonly route: 'blind' | 'register';
  readonly change: SoundChange;
  /** Seconds between which the mark is there. */
  readonly from: number;
  readonly to: number;
  /** Second by second: 0 gone, 1 as strong as elsewhere, `null` too soft to carry a mark. */
  readonly presence: readonly (number | null)[];
}

/** A key made ready for reading. */
export interface ReadingKey {
  readonly reading: ReadingPattern;
  readonly pilots: PilotList;
}

/** An identifier found in some stretch, with all that says so. */
export interface Sighting {
  readonly key: number;
  readonly payload: bigint;
  /** Of the values it was decoded from: choosing among them afterwards would make it mean less. */
  readonly statistic: number;
  readonly choices: number;
  readonly change: SoundChange;
  readonly trail: PresenceTrail;
}

/** What came of a decoding. */
export interface Decoded {
  readonly payload: bigint;
  readonly statistic: number;
  /** Ways the windows it was decoded from could have been chosen in. */
  readonly choices: number;
}

/** Values gathered along a track, whether they could be decoded or not. */
export interface Attempt {
  readonly key: number;
  readonly values: Float64Array;
  readonly score: number;
  readonly change: SoundChange;
}

/**
 * What the sightings of a whole sound say: each identifier once, over all that may be tried.
 *
 * @param decodings at most, over all keys, carriers and routes
 */
export function blindReadings(
  sightings: readonly Sighting[],
  decodings: number,
  seconds: number,
): SoundReading[] {
  const trialsOf = ({ choices }: Sighting): number => decodings * choices * BLIND_IDENTIFIERS;
  const chanceOf = (one: Sighting): number => falseAlarmLog10(one.statistic, trialsOf(one));
  const groups = new Map<string, Sighting[]>();
  for (const sighting of sightings) {
    const name = `${sighting.key} ${sighting.payload}`;
    groups.set(name, [...(groups.get(name) ?? []), sighting]);
  }
  const readings: SoundReading[] = [];
  for (const group of groups.values()) {
    const best = group.reduce((most, one) => (chanceOf(one) < chanceOf(most) ? one : most));
    const trail = new PresenceTrail();
    for (const sighting of group) trail.join(sighting.trail);
    const { key, payload, statistic, change } = best;
    const trials = trialsOf(best);
    const log10 = chanceOf(best);
    if (log10 > REQUIRED_LOG10) continue;
    readings.push({
      key,
      payload,
      statistic,
      threshold: thresholdFor(REQUIRED_LOG10, trials),
      falseAlarmLog10: log10,
      trials,
      route: 'blind',
      change,
      ...trail.result(seconds),
    });
  }
  return readings.sort((one, other) => other.statistic - one.statistic);
}

/**
 * The identifier among those issued that the attempts speak for, if one does.
 *
 * @param tested attempts at most, over all keys, carriers and routes
 */
export function issuedReadings(
  attempts: readonly Attempt[],
  keys: readonly ReadingKey[],
  identifiers: BigUint64Array,
  tested: number,
  seconds: number,
): SoundReading[] {
  const trials = tested * identifiers.length;
  let best: SoundReading | null = null;
  for (const { key, values, change } of attempts) {
    const { payload, statistic } = bestIdentifier(values, identifiers, keys[key]!.reading);
    const log10 = falseAlarmLog10(statistic, trials);
    if (log10 > REQUIRED_LOG10 || (best !== null && best.statistic >= statistic)) continue;
    best = {
      key,
      payload,
      statistic,
      threshold: thresholdFor(REQUIRED_LOG10, trials),
      falseAlarmLog10: log10,
      trials,
      route: 'register',
      change,
      from: 0,
      to: seconds,
      presence: [],
    };
  }
  return best === null ? [] : [best];
}
