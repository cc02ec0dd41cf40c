import {
  type AmbiguousReason,
  ambiguousReasons,
  type CredentialSignals,
  type InceptionSignal,
  inceptionSignals,
  type SignalNode,
  type TransformationSignal,
  transformationSignals,
} from '#shared/domain/credential-signals.ts';
import type { RubricAction, RubricIngredient, RubricManifest, RubricStore } from './rubric-input.ts';

/**
 * "C2PA Asset Signals Rubric (Local)" 1.0 of 2026-08-06 (C2PA Conformance Task Force), its expressions one
 * by one. The rubric judges each manifest by itself; over the tree the signals are joined here. Where the
 * text of the rubric's guide and its expressions differ (`c2pa.opened` with a source type counts as
 * inception, only the first `c2pa.ingredient.v3` is looked at) the expressions count, and what they pass
 * over is kept apart as `elsewhere`.
 */

const inceptionActions: ReadonlySet<string> = new Set(['c2pa.created', 'c2pa.opened']);

export const nonEditorialActions: ReadonlySet<string> = new Set([
  'c2pa.converted',
  'c2pa.published',
  'c2pa.repackaged',
  'c2pa.transcoded',
  'c2pa.resized.proportional',
  'c2pa.enhanced',
  'c2pa.edited.metadata',
  'c2pa.watermarked',
  'c2pa.watermarked.bound',
  'c2pa.watermarked.unbound',
  'c2pa.redacted',
]);

const iptc = 'http://cv.iptc.org/newscodes/digitalsourcetype/';
const c2pa = 'http://c2pa.org/digitalsourcetype/';

const generative: ReadonlySet<string> = new Set([
  `${iptc}trainedAlgorithmicMedia`,
  `${iptc}compositeWithTrainedAlgorithmicMedia`,
  `${iptc}compositeSynthetic`,
  `${c2pa}trainedAlgorithmicData`,
]);
const possiblyGenerative: ReadonlySet<string> = new Set([`${iptc}digitalArt`, `${iptc}composite`]);

const inceptionBySource: ReadonlyMap<string, InceptionSignal> = new Map([
  [`${c2pa}empty`, 'blankCanvas'],
  [`${iptc}digitalCapture`, 'capturedMedia'],
  [`${iptc}computationalCapture`, 'capturedMedia'],
  [`${iptc}compositeCapture`, 'capturedMediaStitched'],
  [`${iptc}composite`, 'compositionMayContainGenAI'],
  [`${iptc}trainedAlgorithmicMedia`, 'fullyGenAIMedia'],
  [`${iptc}digitalCreation`, 'nonGenAIDigitalCreation'],
  [`${iptc}compositeWithTrainedAlgorithmicMedia`, 'partlyGenAICreation'],
  [`${iptc}screenCapture`, 'screenCaptureMayContainGenAI'],
]);

/** Assertions the rubric's expressions look into, by their whole label. */
const actionsLabel = 'c2pa.actions.v2';
const ingredientLabel = 'c2pa.ingredient.v3';

/** Most nodes of one credential that are looked at. */
const MOST_NODES = 2000;

/** Signals of every manifest of a store, and of the tree below its active manifest. */
export function credentialSignals({ manifests, complete }: RubricStore): CredentialSignals {
  const byLabel = new Map(manifests.map((manifest) => [manifest.label, manifest]));
  const reached = new Set<string>();
  const missing = new Set<string>();
  const perNode: SignalNode[] = [];
  const queue = manifests.slice(0, 1);
  let whole = complete;
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (reached.has(next.label)) continue;
    if (perNode.length >= MOST_NODES) {
      whole = false;
      break;
    }
    reached.add(next.label);
    perNode.push(...nodesOf(next));
    for (const { manifest } of next.ingredients) {
      if (manifest === null) continue;
      const found = byLabel.get(manifest);
      if (found === undefined) missing.add(manifest);
      else if (!reached.has(manifest)) queue.push(found);
    }
  }
  const unreached = manifests
    .filter(({ label }) => !reached.has(label))
    .slice(0, MOST_NODES)
    .flatMap(nodesOf);
  const inception = union(inceptionSignals, perNode, (node) => node.inception);
  const transformations = union(transformationSignals, perNode, (node) => node.transformations);
  return {
    inception,
    transformations,
    elsewhere: {
      inception: union(inceptionSignals, perNode, (node) => node.elsewhere.inception).filter(
        (signal) => !inception.includes(signal),
      ),
      transformations: union(transformationSignals, perNode, (node) => node.elsewhere.transformations).filter(
        (signal) => !transformations.includes(signal),
      ),
    },
    ambiguous: union(ambiguousReasons, perNode, (node) => node.ambiguous),
    perNode,
    unreached,
    missing: [...missing],
    complete: whole,
  };
}

/** A manifest's own node, and one for each ingredient without a manifest whose source type is declared. */
function nodesOf(manifest: RubricManifest): SignalNode[] {
  const local = manifest.actions.find(({ assertion }) => assertion === actionsLabel);
  const actions = local?.actions ?? [];
  const ambiguous = ambiguousBy(manifest);
  const inception = inceptionOf(
    actions,
    manifest.ingredients.filter(({ assertion }) => assertion === ingredientLabel),
  );
  const transformations = transformationsOf(actions, ambiguous.length > 0);
  const every = manifest.actions.flatMap((one) => one.actions);
  return [
    {
      manifest: manifest.label,
      ingredient: null,
      inception,
      transformations,
      ambiguous,
      elsewhere: {
        inception: inceptionOf(every, manifest.ingredients).filter((signal) => !inception.includes(signal)),
        transformations: transformationsOf(every, false).filter(
          (signal) => !transformations.includes(signal),
        ),
      },
    },
    ...flatIngredients(manifest),
  ];
}

/**
 * An ingredient without a manifest gets a node of its own when its source type is declared, by itself or
 * by an `opened` action of the same manifest (the programme's `c2pa_signals_rubric_evaluator.py`).
 */
function flatIngredients(manifest: RubricManifest): SignalNode[] {
  const opened = manifest.actions
    .flatMap(({ actions }) => actions)
    .find(({ action, digitalSourceType }) => action === 'c2pa.opened' && filled(digitalSourceType));
  return manifest.ingredients
    .filter((ingredient) => ingredient.manifest === null)
    .slice(0, MOST_NODES)
    .flatMap(({ assertion, digitalSourceType }) => {
      const source = filled(digitalSourceType) ? digitalSourceType : opened?.digitalSourceType;
      const signal = inceptionBySource.get(source ?? '');
      return filled(source)
        ? [
            {
              manifest: manifest.label,
              ingredient: assertion,
              inception: signal === undefined ? [] : [signal],
              transformations: [],
              ambiguous: [],
              elsewhere: { inception: [], transformations: [] },
            },
          ]
        : [];
    });
}

function filled(value: string | null | undefined): value is string {
  return value !== null && value !== undefined && value !== '';
}

function inceptionOf(
  actions: readonly RubricAction[],
  ingredients: readonly RubricIngredient[],
): InceptionSignal[] {
  const found = new Set<InceptionSignal>();
  for (const { action, digitalSourceType } of actions) {
    if (action === null || !inceptionActions.has(action) || digitalSourceType === null) continue;
    const signal = inceptionBySource.get(digitalSourceType);
    if (signal !== undefined) found.add(signal);
  }
  if (ingredients.some(({ manifest }) => manifest === null)) found.add('mediaUnknownProvenance');
  return inceptionSignals.filter((signal) => found.has(signal));
}

function transformationsOf(actions: readonly RubricAction[], ambiguous: boolean): TransformationSignal[] {
  const found = new Set<TransformationSignal>(ambiguous ? ['ambiguousActions'] : []);
  for (const { action, digitalSourceType } of actions) {
    if (action === null) continue;
    if (nonEditorialActions.has(action)) found.add('nonEditorial');
    else if (!inceptionActions.has(action) && digitalSourceType !== null) {
      found.add(generative.has(digitalSourceType) ? 'perceptibleGenAI' : 'perceptibleNonGenAI');
      if (possiblyGenerative.has(digitalSourceType)) found.add('perceptiblePossiblyGenAI');
    }
  }
  return transformationSignals.filter((signal) => found.has(signal));
}

function ambiguousBy({ actions: lists, gatheredActions }: RubricManifest): AmbiguousReason[] {
  const local = lists.find(({ assertion }) => assertion === actionsLabel);
  const actions = local?.actions ?? [];
  const all = local?.allActionsIncluded ?? null;
  const holds: Readonly<Record<AmbiguousReason, boolean>> = {
    'no-actions': actions.length === 0,
    'completeness-unstated': all === null,
    'not-all-included': all === false,
    'custom-action': actions.some(({ action }) => action !== null && !action.startsWith('c2pa.')),
    'unknown-action': actions.some(({ action }) => action === 'c2pa.unknown'),
    'gathered-actions': gatheredActions,
  };
  return ambiguousReasons.filter((reason) => holds[reason]);
}

function union<T>(
  order: readonly T[],
  nodes: readonly SignalNode[],
  of: (node: SignalNode) => readonly T[],
): T[] {
  const found = new Set(nodes.flatMap(of));
  return order.filter((one) => found.has(one));
}
