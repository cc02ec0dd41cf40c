import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCredentialStore } from '#core/media/c2pa-store.ts';
import { conformanceOutcomes } from '#core/provenance/rubrics/conformance.ts';
import { rubricStore, rubricStoreOfCrJson } from '#core/provenance/rubrics/rubric-input.ts';
import { credentialSignals } from '#core/provenance/rubrics/signals.ts';
import {
  ConformanceOutcome,
  conformanceIds,
  conformanceWords,
} from '#shared/domain/credential-conformance.ts';
import { CredentialSignals } from '#shared/domain/credential-signals.ts';
import { officialRubric, rubricFolder } from '../../support/official-rubric.ts';

const present = existsSync(join(rubricFolder, 'asset-rubric-signals-local.yml'));
const iptc = (code: string): string => `http://cv.iptc.org/newscodes/digitalsourcetype/${code}`;

/** crJSON as anybody may write it: all names the rubrics know, some they do not, and things left out. */
const source = fc.constantFrom(
  ...'trainedAlgorithmicMedia compositeWithTrainedAlgorithmicMedia compositeSynthetic digitalCapture computationalCapture compositeCapture composite digitalCreation digitalArt screenCapture humanEdits'
    .split(' ')
    .map(iptc),
  'http://c2pa.org/digitalsourcetype/empty',
  'http://c2pa.org/digitalsourcetype/trainedAlgorithmicData',
  'http://example.org/other',
);
const actionName = fc.constantFrom(
  ...'created opened edited cropped placed unknown converted published repackaged transcoded resized resized.proportional enhanced edited.metadata watermarked watermarked.bound watermarked.unbound redacted color_adjustments saved invented'
    .split(' ')
    .map((name) => `c2pa.${name}`),
  'com.example.magic',
  'magic',
);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null | undefined> =>
  fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: fc.constantFrom(null, undefined) });
const link = fc.record({ url: fc.constant('self#jumbf=c2pa.assertions/c2pa.ingredient.v3') });
const action = fc.record({
  action: maybe(actionName),
  digitalSourceType: maybe(source),
  parameters: maybe(fc.record({ ingredients: maybe(fc.array(link, { maxLength: 3 })) })),
});
const actions = fc.record({
  actions: maybe(fc.array(action, { maxLength: 5 })),
  allActionsIncluded: maybe(fc.boolean()),
});
const ingredient = fc.record({
  relationship: fc.constant('componentOf'),
  activeManifest: maybe(fc.record({ url: fc.constant('self#jumbf=/c2pa/urn:c2pa:2') })),
  digitalSourceType: maybe(source),
});
const reference = fc.record({
  url: maybe(
    fc.constantFrom(
      'self#jumbf=c2pa.assertions/c2pa.actions.v2',
      'self#jumbf=c2pa.assertions/c2pa.actions.v2__1',
      'self#jumbf=c2pa.assertions/c2pa.hash.data',
    ),
  ),
});
const claim = fc.record({
  created_assertions: maybe(fc.array(reference, { maxLength: 3 })),
  gathered_assertions: maybe(fc.array(reference, { maxLength: 3 })),
  claim_generator_info: maybe(
    fc.record({
      name: fc.constant('x'),
      specVersion: maybe(fc.constantFrom('2.4', '2.4.0', '2.2.0', '1.4', '24')),
    }),
  ),
});
const manifest = (label: string) =>
  fc
    .record({
      v1: maybe(actions),
      v2: maybe(actions),
      more: maybe(actions),
      one: maybe(ingredient),
      two: maybe(ingredient),
      old: maybe(ingredient),
      claim: maybe(claim),
    })
    .map(({ v1, v2, more, one, two, old, claim: own }) => ({
      label,
      assertions: dropAbsent({
        'c2pa.actions': v1,
        'c2pa.actions.v2': v2,
        'c2pa.actions.v2__1': more,
        'c2pa.ingredient.v3': one,
        'c2pa.ingredient.v3__1': two,
        'c2pa.ingredient.v2': old,
      }),
      ...(own == null ? {} : { 'claim.v2': own }),
    }));
const dropAbsent = (all: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined && value !== null));
const document = fc.tuple(manifest('urn:c2pa:1'), manifest('urn:c2pa:2')).map((manifests) => ({ manifests }));

describe.skipIf(!present)('against the published rubrics, over documents made at random', () => {
  it('gives the same signals', () => {
    const rubric = officialRubric('asset-rubric-signals-local.yml');
    fc.assert(
      fc.property(document, (crJson) => {
        const signals = CredentialSignals.parse(credentialSignals(rubricStoreOfCrJson(crJson)));
        const nodes = [...signals.perNode, ...signals.unreached].filter((node) => node.ingredient === null);
        for (const one of crJson.manifests) {
          const expected = [...rubric.evaluate(one)]
            .filter(([, value]) => value === true)
            .map(([id]) => id.replace(/^.*signal_/, ''));
          const node = nodes.find(({ manifest: label }) => label === one.label);
          expect([...(node?.inception ?? []), ...(node?.transformations ?? [])].sort()).toEqual(
            expected.sort(),
          );
          expect(node?.ambiguous.length !== 0).toBe(expected.includes('ambiguousActions'));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same outcomes of conformance statements', () => {
    const rubric = officialRubric('asset-rubric-conformance0.2-spec2.4.yml');
    fc.assert(
      fc.property(document, (crJson) => {
        const expected = rubric.evaluate(crJson, { $expected_spec_version: '2.4' });
        for (const { id, met, matches } of conformanceOutcomes(crJson)) {
          const official = expected.get(`validation:${id}`);
          expect([id, met]).toEqual([id, Array.isArray(official) ? official.length === 0 : official]);
          if (Array.isArray(official)) expect([id, matches.length]).toEqual([id, official.length]);
        }
      }),
      { numRuns: 300 },
    );
  });
});

const capture = { action: 'c2pa.created', digitalSourceType: iptc('digitalCapture') };
const complete = (list: unknown[]) => ({ 'c2pa.actions.v2': { actions: list, allActionsIncluded: true } });
const signalsOf = (manifests: unknown[]) => credentialSignals(rubricStoreOfCrJson({ manifests }));

describe('walking the tree', () => {
  const to = (label: string) => ({ activeManifest: { url: `self#jumbf=/c2pa/${label}` } });

  it('joins signals over all depths, ends in cycles, and keeps what is not reached apart', () => {
    const signals = signalsOf([
      {
        label: 'a',
        assertions: { ...complete([]), 'c2pa.ingredient.v3': to('b'), 'c2pa.ingredient.v3__1': to('gone') },
      },
      {
        label: 'b',
        assertions: { ...complete([{ action: 'c2pa.converted' }]), 'c2pa.ingredient.v3': to('c') },
      },
      { label: 'c', assertions: { ...complete([capture]), 'c2pa.ingredient.v3': to('a') } },
      { label: 'd', assertions: complete([{ ...capture, digitalSourceType: iptc('screenCapture') }]) },
    ]);
    expect(signals.inception).toEqual(['capturedMedia']);
    expect(signals.transformations).toEqual(['ambiguousActions', 'nonEditorial']);
    expect(signals.ambiguous).toEqual(['no-actions']);
    expect(signals.perNode.map((node) => node.manifest)).toEqual(['a', 'b', 'c']);
    expect(signals.unreached.map((node) => node.inception)).toEqual([['screenCaptureMayContainGenAI']]);
    expect(signals.missing).toEqual(['gone']);
    expect(signals.complete).toBe(true);
  });

  it('gives an ingredient without a manifest the source type that is declared for it', () => {
    const opened = { action: 'c2pa.opened', digitalSourceType: iptc('composite') };
    const signals = signalsOf([
      {
        label: 'a',
        assertions: {
          ...complete([opened]),
          'c2pa.ingredient.v3': { digitalSourceType: iptc('trainedAlgorithmicMedia') },
          'c2pa.ingredient.v3__1': { digitalSourceType: null },
        },
      },
    ]);
    expect(signals.perNode.map(({ ingredient: label, inception }) => [label, inception])).toEqual([
      [null, ['compositionMayContainGenAI', 'mediaUnknownProvenance']],
      ['c2pa.ingredient.v3', ['fullyGenAIMedia']],
      ['c2pa.ingredient.v3__1', ['compositionMayContainGenAI']],
    ]);
  });

  it('tells why actions are ambiguous, and finds declarations in old places', () => {
    const signals = signalsOf([{ label: 'a', assertions: { 'c2pa.actions': { actions: [capture] } } }]);
    expect(signals.inception).toEqual([]);
    expect(signals.elsewhere.inception).toEqual(['capturedMedia']);
    expect(signals.ambiguous).toEqual(['no-actions', 'completeness-unstated']);
  });

  it('takes hostile documents for what they are', () => {
    for (const hostile of [null, 7, 'x', [], {}, { manifests: 7 }, { manifests: [null, { assertions: [] }] }])
      expect(CredentialSignals.parse(credentialSignals(rubricStoreOfCrJson(hostile))).inception).toEqual([]);
    expect(conformanceOutcomes({})).toEqual([]);
    const key = JSON.parse(
      '{"manifests":[{"label":"__proto__","assertions":{"__proto__":{"actions":[]}}}]}',
    ) as unknown;
    expect(credentialSignals(rubricStoreOfCrJson(key)).perNode).toHaveLength(1);
  });

  it('ends on a chain of any length', () => {
    const chain = Array.from({ length: 5000 }, (_, index) => ({
      label: `m${index}`,
      assertions: { 'c2pa.ingredient.v3': to(`m${index + 1}`) },
    }));
    const signals = signalsOf(chain);
    expect(signals.complete).toBe(false);
    expect(signals.perNode.length).toBeLessThanOrEqual(2000);
  });
});

describe('the neutral store', () => {
  it('keeps what the rubric needs', () => {
    const store = toCredentialStore(
      {
        active_manifest: 'a',
        manifests: {
          a: {
            claim_version: 2,
            claim_generator_info: [{ name: 'n', specVersion: '2.4.0' }],
            assertions: [
              {
                label: 'c2pa.actions.v2',
                created: true,
                data: {
                  allActionsIncluded: false,
                  actions: [
                    {
                      action: 'c2pa.redacted',
                      reason: 'c2pa.PII.present',
                      changes: [{ region: [{ type: 'spatial' }] }],
                      parameters: { redacted: 'self#jumbf=x', ingredients: [{ url: 'self#jumbf=y' }] },
                    },
                  ],
                },
              },
            ],
            ingredients: [{ label: 'c2pa.ingredient.v3', relationship: 'parentOf', instance_id: 'iid' }],
          },
        },
      },
      true,
      64,
    );
    const [one] = store.manifests;
    expect(one?.specVersion).toBe('2.4.0');
    expect(one?.actionLists).toEqual([
      { assertion: 'c2pa.actions.v2', created: true, allActionsIncluded: false },
    ]);
    expect(one?.actions[0]).toMatchObject({
      redacted: 'self#jumbf=x',
      reason: 'c2pa.PII.present',
      ingredients: ['self#jumbf=y'],
      changes: ['{"region": [{"type": "spatial"}]}'],
    });
    expect(one?.ingredients[0]?.instanceId).toBe('iid');
    expect(credentialSignals(rubricStore(store)).ambiguous).toEqual(['not-all-included']);
  });
});

describe('words', () => {
  it('are there for every statement', () => {
    expect(Object.keys(conformanceWords).sort()).toEqual([...conformanceIds].sort());
    const outcomes = conformanceOutcomes({ manifests: [{ label: 'a', assertions: complete([capture]) }] });
    expect(outcomes.map((one) => ConformanceOutcome.parse(one).id)).toEqual([...conformanceIds]);
  });
});
