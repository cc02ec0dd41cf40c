import { readFile } from 'node:fs/promises';
import type { CredentialResult } from '#shared/domain/credential.ts';
import type { CredentialAxes, CredentialObservation } from '#shared/domain/credential-detail.ts';
import type { CredentialSignals } from '#shared/domain/credential-signals.ts';
import type { CredentialStore, TrustListFact } from '#shared/domain/provenance.ts';
import type { AnalysisContext, Answer } from '../analysis/define.ts';
import { engineTypes } from '../media/c2pa.ts';
import { toCredentialStore } from '../media/c2pa-store.ts';
import { readEvidenceMetadata } from '../media/metadata.ts';
import { currentTrust, type TrustReading, trustFolder } from '../media/trust-lists.ts';
import { appendedBytes } from './appended.ts';
import { axesOf, type SignerTier, worstOf } from './axes.ts';
import type { EmbeddedStore } from './carriers/embedded-store.ts';
import { type FoundStores, findStores } from './carriers/find-stores.ts';
import { joinUpdates } from './carriers/joined-stores.ts';
import { compositeClaims, compositeNotChecked } from './checks/composite-claims.ts';
import { hiddenChecks } from './checks/reading.ts';
import { runChecks } from './checks/run-checks.ts';
import { askEngines, type EngineAnswers } from './engine-answers.ts';
import { namedWrapper } from './named-wrapper.ts';
import { nodesOf, worstOfTree } from './nodes.ts';
import { compareOpinions } from './opinions.ts';
import { type OwnReading, readOwn } from './own-reading.ts';
import { ownReport } from './own-report.ts';
import { refinedVerdict } from './refined-verdict.ts';
import { conformanceOutcomes } from './rubrics/conformance.ts';
import { rubricStore } from './rubrics/rubric-input.ts';
import { rubricStoreOfJumbf } from './rubrics/rubric-jumbf.ts';
import { credentialSignals } from './rubrics/signals.ts';
import { thumbnailObservations, withThumbnails } from './thumbnails.ts';
import { verdictOf } from './verdict.ts';
import { hiddenOf, withoutStore } from './without-store.ts';

export interface CredentialParameters {
  readonly asOf: string | null;
  readonly sidecar: string | null;
}
type Context = AnalysisContext<CredentialParameters>;

const METADATA_MILLISECONDS = 10_000;

/**
 * The whole examination of one file's Content Credentials: our own reading first, then the engines, and one
 * answer of all of them.
 */
export async function examineCredential(context: Context): Promise<Answer<CredentialResult>> {
  const { evidence, signal } = context;
  const trust = await currentTrust(trustFolder());
  const found = await findStores(evidence.path, evidence.media, { signal });
  context.progress(0.2);
  const beside = evidence.companion === null ? null : await readSidecar(evidence.companion);
  const embedded = beside ?? chosenStore(found);
  const engines = await askEngines({
    path: evidence.path,
    format: evidence.media.format,
    sidecar: beside?.bytes ?? null,
    suspected: found.stores.length > 0 || found.hits.length > 0,
    options: { lists: trust.lists, limits: context.limits, signal },
  });
  context.progress(0.6);
  const own = embedded === null ? null : await ownReading(context, embedded, trust);
  const ownStore = own === null ? null : ownCredential(own, trust, context.limits.depth);
  context.progress(0.8);
  const warnings = trust.problems.map((problem) => `trust list: ${problem}`);
  // Data of before version 1.0 is signed over other bytes: our reading of it would call it broken.
  const prerelease = engines.reading?.state === 'unreadable' && engines.reading.code === 'PrereleaseError';
  const primary = engines.store ?? (prerelease ? null : ownStore);
  if (primary === null) return withoutStore(evidence, found, engines, warnings);
  return present(context, {
    found,
    engines,
    own,
    ownStore,
    primary,
    trust,
    sidecar: beside !== null,
    warnings,
  });
}

/** The newest whole store of the place the format defines; recovered ones only where that place holds none. */
function chosenStore({ stores }: FoundStores): EmbeddedStore | null {
  const whole = stores.filter(({ incomplete }) => incomplete !== true);
  return (
    joinUpdates(whole) ??
    namedWrapper(whole) ??
    whole.find(({ carrier, superseded }) => carrier !== 'scan' && superseded !== true) ??
    whole.find(({ carrier }) => carrier !== 'scan') ??
    whole[0] ??
    stores[0] ??
    null
  );
}

async function readSidecar(path: string): Promise<EmbeddedStore> {
  const bytes = await readFile(path);
  return { carrier: 'sidecar', bytes, pieces: [], occupied: [], problems: [] };
}

async function ownReading(
  context: Context,
  embedded: EmbeddedStore,
  trust: TrustReading,
): Promise<OwnReading> {
  const { path, size, media } = context.evidence;
  return readOwn(embedded, {
    asset: { path, size, media },
    trust,
    asOf: context.parameters.asOf === null ? null : new Date(context.parameters.asOf),
    clock: endOfToday(),
    signal: context.signal,
  });
}

/** Certificates are held against the day of the run, so that two runs of one day give the same answer. */
function endOfToday(): Date {
  return new Date(`${new Date().toISOString().slice(0, 10)}T23:59:59Z`);
}

/** Our own reading in the form of the engines' report; `null`: not one claim could be read. */
function ownCredential(own: OwnReading, trust: TrustReading, depth: number): CredentialStore | null {
  if (!own.store.manifests.some(({ claims }) => claims.length > 0)) return null;
  return toCredentialStore(ownReport(own.store, own.details, trust.lists), true, depth);
}

interface Present {
  readonly found: FoundStores;
  readonly engines: EngineAnswers;
  readonly own: OwnReading | null;
  readonly ownStore: CredentialStore | null;
  readonly primary: CredentialStore;
  readonly trust: TrustReading;
  readonly sidecar: boolean;
  readonly warnings: readonly string[];
}

async function present(context: Context, input: Present): Promise<Answer<CredentialResult>> {
  const { found, engines, own, ownStore, primary, trust } = input;
  const { evidence, parameters } = context;
  const lists = trust.lists.map(toFact);
  const tiers = new Map<string, SignerTier>(trust.lists.map(({ id, tier }) => [id, tier]));
  const { opinions, disagreements } = compareOpinions(...engines.opinions, ...ownOpinion(ownStore));
  const presence = presenceOf(input, evidence.media.format);
  // The engines rename old actions to the current form; only the bytes tell which form was signed.
  const signals = credentialSignals(own === null ? rubricStore(primary) : rubricStoreOfJumbf(own.store));
  const damage = presence === 'recovered' ? (found.damage ?? engines.complaint) : null;
  const observations = [
    ...runChecks(
      {
        size: evidence.size,
        format: evidence.media.format,
        store: primary,
        own,
        opinions: [...opinions],
        lists,
        damage,
        refused: engines.store === null ? engines.complaint : null,
        stray: presence === 'recovered' && damage === null,
      },
      { disagreements, trust, signals, mime: engineTypes.get(evidence.media.format) ?? evidence.media.mime },
    ),
    ...(own === null ? [] : await appendedBytes(own, evidence, context.scratch, context.signal)),
    ...(own === null ? [] : await thumbnailObservations(context, own.store)),
    ...hiddenChecks(hiddenOf(found)),
    ...(await captureClaims(context, primary.active, signals)),
  ];
  const verdict = verdictOf(primary, lists);
  const detail = own?.details.find(({ label }) => label === primary.active) ?? null;
  const axes = axesOf({
    presence,
    verdict,
    detail,
    observations,
    mapped: own?.coverage != null,
    tiers,
  });
  const root = { axes, worst: worstOf(axes, observations) };
  const bare = nodesOf({ store: primary, details: own?.details ?? [], observations, lists, tiers, root });
  const nodes = own === null ? bare : await withThumbnails(bare, own.store, context);
  let crJson: string | null = null;
  if (engines.crJson !== null) {
    crJson = 'credential.crjson';
    await context.artifact(crJson, 'application/json', Buffer.from(JSON.stringify(engines.crJson, null, 2)));
  }
  return {
    outcome: 'found',
    result: {
      state: 'present',
      axes,
      worst: worstOfTree(nodes, root.worst),
      observations,
      opinions: [...opinions],
      hidden: hiddenOf(found),
      store: primary,
      verdict: refinedVerdict(verdict, axes, detail),
      lists,
      asOf: parameters.asOf,
      nodes,
      details: [...(own?.details ?? [])],
      boxes: [...(own?.boxes ?? [])],
      carrier: own?.embedded.carrier ?? null,
      occupied: (own?.embedded.occupied ?? []).map(([start, length]) => [start, length]),
      coverage: own?.coverage ?? null,
      signals,
      conformance: engines.crJson === null ? [] : conformanceOutcomes(engines.crJson),
      crJson,
    },
    warnings: primary.cut
      ? [...input.warnings, 'store cut: a limit of size, depth or count was reached']
      : input.warnings,
  };
}

/** Only where a capture is claimed: reading the metadata costs more than all other checks together. */
async function captureClaims(
  { evidence, limits, signal }: Context,
  active: string | null,
  signals: CredentialSignals,
): Promise<CredentialObservation[]> {
  const node = signals.perNode.find(({ manifest, ingredient }) => manifest === active && ingredient === null);
  const inception = [...(node?.inception ?? []), ...(node?.elsewhere.inception ?? [])];
  // Only still cameras combine exposures; and a damaged file must not hold up all other answers.
  if (active === null || evidence.media.kind !== 'image' || !inception.includes('capturedMedia')) return [];
  const answer = await readEvidenceMetadata(evidence, { ...limits, timeMs: METADATA_MILLISECONDS }, signal);
  return answer.ok
    ? compositeClaims(active, signals, answer.metadata.tags)
    : [compositeNotChecked(active, answer.reason)];
}

function ownOpinion(store: CredentialStore | null) {
  return store === null
    ? []
    : [{ name: 'assay', version: '1', answer: { state: 'present' as const, store }, partial: true }];
}

function toFact(list: TrustReading['lists'][number]): TrustListFact {
  const { id, uri, title, kind, edition, sha256, certificates } = list;
  return { id, uri, title, kind, edition, sha256, certificates };
}

/** Formats the engines do not know, but C2PA does: there our own reading is no recovery. */
function presenceOf(
  { found, engines, own, sidecar: beside }: Present,
  format: string,
): CredentialAxes['presence'] {
  if (beside || own?.embedded.carrier === 'sidecar' || format === 'c2pa') return 'sidecar';
  if (own === null || (engines.store !== null && found.damage === null)) return 'embedded';
  if (own.embedded.carrier === 'scan' || own.embedded.incomplete === true) return 'recovered';
  // A store in its place that the engines find malformed was not hidden from them.
  const malformed = engines.reading?.state === 'unreadable' && engines.reading.what === 'store';
  return engines.store !== null || !engines.asked || malformed ? 'embedded' : 'recovered';
}
