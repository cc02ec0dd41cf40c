import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identify } from '#core/intake/identify.ts';
import { type DutyFacts, dutyFacts } from '#core/labels/obligations/facts.ts';
import { judge } from '#core/labels/obligations/matrix.ts';
import { packs } from '#core/labels/obligations/packs.generated.ts';
import { readLabels } from '#core/labels/read-labels.ts';
import { CredentialResult, type PresentCredential } from '#shared/domain/credential.ts';
import { noCredentialAxes } from '#shared/domain/credential-detail.ts';
import type { VisibleLabel, VisibleLabels } from '#shared/domain/explicit-label.ts';
import type { LabelPassage } from '#shared/domain/label-survival.ts';
import type { Media } from '#shared/domain/media.ts';
import type { DutyRole } from '#shared/domain/obligation.ts';
import { Publication, PublicationRecord } from '#shared/domain/publication.ts';
import type { Outcome, Run } from '#shared/domain/run.ts';
import { fakeRun } from '../store/support/records.ts';

const evidence = 'e'.repeat(64);

/** A run of an analysis with this result. */
export function resultRun(analysis: string, outcome: Outcome, result: unknown, more: Partial<Run> = {}): Run {
  return fakeRun(evidence, `run-${analysis}`, { analysis, outcome, result, ...more });
}

/** What `labels.declared` says of these bytes, read by the one reading path. */
export async function declaredRun(bytes: Uint8Array, name: string): Promise<{ run: Run; media: Media }> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-duty-'));
  try {
    const path = join(folder, name);
    await writeFile(path, bytes);
    const media = await identify(path, name);
    const { warnings: _warnings, ...result } = await readLabels(path, media, new AbortController().signal);
    const outcome =
      result.statements.length > 0 ? 'found' : result.complete ? 'nothing-found' : 'undetermined';
    return { run: resultRun('labels.declared', outcome, result), media };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The container was read, and no credential is in it. */
export const noCredential = resultRun(
  'provenance.c2pa',
  'nothing-found',
  CredentialResult.parse({
    state: 'none',
    axes: noCredentialAxes('none'),
    worst: 'none',
    observations: [],
    opinions: [],
    hidden: [],
    search: { hits: [], searched: 100, complete: true },
  }),
);

interface CredentialChange {
  readonly time?: PresentCredential['verdict']['time'];
  readonly content?: PresentCredential['verdict']['content'];
  readonly watermark?: boolean;
  readonly sourceType?: string;
  readonly agent?: string | null;
}

/** A credential that holds and says the content was generated. */
export function credentialRun(change: CredentialChange = {}): Run {
  const action = (name: string, digitalSourceType: string | null) => ({
    action: name,
    when: '2026-10-01T08:00:00Z',
    softwareAgent: change.agent === undefined ? 'Painter 3.1' : change.agent,
    digitalSourceType,
    description: null,
    assertion: 'c2pa.actions.v2',
    created: true,
  });
  const label = 'urn:c2pa:00000000-0000-4000-8000-000000000001';
  const result = {
    state: 'present',
    axes: {
      presence: 'embedded',
      integrity: change.content === 'changed' ? 'changed' : 'intact',
      signature: 'ok',
      signer: 'unlisted',
      ingredients: 'none',
      identity: 'absent',
    },
    worst: 'ok',
    observations: [],
    opinions: [],
    hidden: [],
    store: {
      active: label,
      manifests: [
        {
          label,
          claimVersion: 2,
          claimGenerator: change.agent === null ? 'painter' : 'painter/3.1',
          title: null,
          format: 'image/png',
          instanceId: 'xmp:iid:1',
          signature: {
            algorithm: 'ES256',
            organisation: 'Painter Ltd',
            commonName: 'Painter',
            serial: '1',
            time: null,
          },
          assertions: [],
          actions: [
            action(
              'c2pa.created',
              change.sourceType ?? 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
            ),
            ...(change.watermark === true ? [action('c2pa.watermarked.unbound', null)] : []),
          ],
          actionLists: [{ assertion: 'c2pa.actions.v2', created: true, allActionsIncluded: true }],
          ingredients: [],
          redactions: [],
        },
      ],
      statuses: [],
      unplaced: [],
      engineState: 'Valid',
      engineStateWithoutIdentity: null,
      embedded: true,
      cut: false,
    },
    verdict: {
      content: change.content ?? 'intact',
      claims: 'intact',
      signature: 'valid',
      time: change.time ?? 'absent',
      revocation: 'unknown',
      signer: 'unlisted',
      list: null,
      ingredients: 'none',
      identity: 'absent',
    },
    lists: [],
    asOf: null,
    nodes: [],
    details: [],
    boxes: [],
    carrier: 'png',
    occupied: [[40, 900]],
    coverage: null,
    signals: null,
    conformance: [],
    crJson: null,
  };
  return resultRun('provenance.c2pa', 'found', CredentialResult.parse(result));
}

/** A label recognised in a picture of 1000 by 1000 pixels; heights are shares of its side. */
export function visibleLabel(change: Partial<VisibleLabel> = {}): VisibleLabel {
  return {
    text: 'AI生成',
    confidence: 0.97,
    elements: { ai: true, generation: true },
    box: { x: 800, y: 920, width: 180, height: 66 },
    inkHeight: 60,
    ratio: 0.06,
    boxRatio: 0.066,
    position: 'bottom-right',
    contrast: 12,
    seen: null,
    product: null,
    ...change,
  };
}

export function visibleRun(labels: readonly VisibleLabel[], sampled: VisibleLabels['sampled'] = null): Run {
  const result: VisibleLabels = { width: 1000, height: 1000, labels: [...labels], otherLines: 0, sampled };
  return resultRun('labels.visible', labels.length > 0 ? 'found' : 'nothing-found', result);
}

type PublicationInput = Parameters<typeof Publication.parse>[0];

export function publicationRecord(publication: PublicationInput): PublicationRecord {
  return PublicationRecord.parse({
    evidence,
    version: 1,
    at: '2026-11-01T00:00:00.000Z',
    actor: 'Examiner',
    publication: Publication.parse(publication),
    keepLogUntil: null,
  });
}

export const pngMedia: Media = {
  kind: 'image',
  format: 'png',
  mime: 'image/png',
  width: 1000,
  height: 1000,
  extensionFits: true,
};

export function factsOf(
  runs: readonly Run[],
  more: {
    readonly media?: Media;
    readonly publication?: PublicationInput;
    readonly passage?: LabelPassage;
  } = {},
): DutyFacts {
  return dutyFacts({
    media: more.media ?? pngMedia,
    runs,
    publication: more.publication === undefined ? null : publicationRecord(more.publication),
    passage: more.passage ?? null,
  });
}

/** One cell's outcome and its reasoning in English. */
export function cellOf(duty: string, facts: DutyFacts, roles: readonly DutyRole[], date = '2026-11-22') {
  const rule = packs.flatMap((pack) => pack.rules).find(({ id }) => id === duty);
  if (rule === undefined) throw new Error(`no duty ${duty}`);
  const { outcome, reasoning, support } = judge(rule, facts, { roles: new Set(roles), date });
  return { outcome, text: reasoning.map(({ en }) => en).join(' '), support };
}
