import {
  type ConformanceId,
  type ConformanceOutcome,
  conformanceIds,
} from '#shared/domain/credential-conformance.ts';
import {
  defaultJsonBounds,
  type HostileValue,
  list,
  record,
  text,
  toHostileValue,
} from '../../media/hostile-json.ts';
import { nonEditorialActions } from './signals.ts';

/**
 * The statements about actions of "C2PA Asset Conformance 0.2 Spec 2.4 Rubric" 1.0 (2026-08-06): what the
 * conformance programme asks of the active manifest of a product that follows C2PA 2.4. A credential made
 * before, or by a product outside the programme, breaks no rule by departing from them.
 */
export function conformanceOutcomes(crJson: unknown): ConformanceOutcome[] {
  const [active] = list(record(toHostileValue(crJson, defaultJsonBounds).value).get('manifests'));
  if (active === undefined) return [];
  const facts = factsOf(record(active));
  return conformanceIds.map((id) => {
    const answer = statements[id](facts);
    const matches = typeof answer === 'boolean' ? [] : answer.slice(0, MOST_MATCHES);
    return { id, met: typeof answer === 'boolean' ? answer : answer.length === 0, matches };
  });
}

const MOST_MATCHES = 50;
/** The version of the specification the rubric is for. */
const expectedVersion = '2.4';

type Fields = ReadonlyMap<string, HostileValue>;

interface Facts {
  /** Actions of all assertions that have some, in their order. */
  readonly actions: readonly Fields[];
  /** Assertions that have actions. */
  readonly holders: readonly Fields[];
  /** `c2pa.actions.v2`. */
  readonly first: Fields;
  readonly claim: Fields;
}

function factsOf(manifest: Fields): Facts {
  const assertions = record(manifest.get('assertions'));
  const holders = [...assertions.values()].map(record).filter((data) => given(data.get('actions')));
  return {
    holders,
    actions: holders.flatMap((data) => list(data.get('actions')).map(record)),
    first: record(assertions.get('c2pa.actions.v2')),
    claim: record(manifest.get('claim.v2')),
  };
}

/** Present and not null. */
function given(value: HostileValue | undefined): boolean {
  return value !== undefined && value !== null;
}

const nameOf = (action: Fields): string => text(action.get('action')) ?? '';
const sourceGiven = (action: Fields): boolean => given(action.get('digitalSourceType'));
const inception: ReadonlySet<string> = new Set(['c2pa.created', 'c2pa.opened']);

const words = (text: string): ReadonlySet<string> =>
  new Set(
    text
      .trim()
      .split(/\s+/u)
      .map((one) => `c2pa.${one}`),
  );

const allowedActions = words(`
  addedText adjustedColor changedSpeed color_adjustments converted created cropped deleted drawing dubbed edited
  edited.metadata enhanced filtered mastered mixed opened orientation placed published redacted remixed removed
  repackaged resized resized.proportional transcoded translated trimmed unknown watermarked watermarked.bound
  watermarked.unbound`);

const deprecatedActions = words(
  'copied formatted version_updated printed managed produced saved color_adjustments watermarked',
);

/** A statement is met, or lists what does not meet it. */
const statements: Readonly<Record<ConformanceId, (facts: Facts) => boolean | string[]>> = {
  mandatory_dst_for_perceptible_transformations: ({ actions }) =>
    actions
      .filter((action) => {
        const name = nameOf(action);
        const exempt = inception.has(name) || nonEditorialActions.has(name) || name === 'c2pa.placed';
        return name.startsWith('c2pa.') && !exempt && !sourceGiven(action);
      })
      .map(nameOf),
  mandatory_spec_version: ({ claim }) => {
    const info = claim.get('claim_generator_info');
    const stated = record(list(info)[0]).get('specVersion') ?? record(info).get('specVersion');
    if (!given(stated)) return ['missing'];
    const short = typeof stated === 'string' ? stated.split('.').slice(0, 2).join('.') : null;
    return short === expectedVersion ? [] : [text(stated) ?? 'not text'];
  },
  mandatory_all_actions_included: ({ holders }) =>
    holders.every((data) => given(data.get('allActionsIncluded'))),
  no_dst_for_opened_action: ({ actions }) =>
    actions
      .filter((action) => nameOf(action) === 'c2pa.opened' && sourceGiven(action))
      .map((action) => text(action.get('digitalSourceType')) ?? ''),
  inception_action_position: ({ actions, claim }) => {
    const addresses = list(claim.get('created_assertions')).map(
      (item) => text(record(item).get('url')) ?? '',
    );
    const first = addresses.find((address) => address.includes('c2pa.actions')) ?? '';
    const creates = actions.some((action) => nameOf(action) === 'c2pa.created');
    const begins = inception.has(actions[0] === undefined ? '' : nameOf(actions[0]));
    return first.endsWith('c2pa.actions.v2') && (!creates || begins);
  },
  no_deprecated_actions: ({ actions }) => actions.map(nameOf).filter((name) => deprecatedActions.has(name)),
  no_unsupported_actions: ({ actions }) =>
    actions.map(nameOf).filter((name) => name.startsWith('c2pa.') && !allowedActions.has(name)),
  no_unrecognized_custom_actions: ({ actions }) =>
    actions.map(nameOf).filter((name) => !name.startsWith('c2pa.') && !name.includes('.')),
  mandatory_dst_for_created_action: ({ actions }) =>
    actions.every((action) => nameOf(action) !== 'c2pa.created' || sourceGiven(action)),
  all_actions_included_opened: ({ actions, first }) => {
    const [only] = actions;
    const single = actions.length === 1 && only !== undefined && nameOf(only) === 'c2pa.opened';
    return single && first.get('allActionsIncluded') !== true ? ['c2pa.opened'] : [];
  },
  opened_action_ingredient_reference: ({ actions }) =>
    actions
      .filter((action) => {
        const links = record(action.get('parameters')).get('ingredients');
        return nameOf(action) === 'c2pa.opened' && list(links).length !== 1;
      })
      .map(nameOf),
};
