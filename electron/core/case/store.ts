import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Case, CustodyEvent, Verification } from '#shared/domain/case.ts';
import type { CheckpointReason } from '#shared/domain/checkpoint.ts';
import { type Acquisition, type Evidence, Sha256 } from '#shared/domain/evidence.ts';
import { type Geometry, GeometryRecord } from '#shared/domain/geometry.ts';
import type { DutyChoice } from '#shared/domain/obligation.ts';
import { type Publication, PublicationRecord } from '#shared/domain/publication.ts';
import { type AnalystRegion, RegionRecord } from '#shared/domain/region.ts';
import { Reproduction } from '#shared/domain/reproduction.ts';
import { type Outcome, Run } from '#shared/domain/run.ts';
import { isDiskFull, releaseBallast } from './ballast.ts';
import { CaseNotes } from './case-notes.ts';
import type { CasePorts } from './case-ports.ts';
import { CheckpointLog } from './checkpoint-log.ts';
import type { ChainHead } from './custody.ts';
import { CustodyLog } from './custody-log.ts';
import { type Database, integrityCheck, openAtThisMoment } from './database.ts';
import { keepLogUntil } from './delivery-log.ts';
import { DutyChoiceTable } from './duty-choice-table.ts';
import {
  type AddedEvidence,
  type EvidenceFilter,
  type EvidencePage,
  EvidenceTable,
} from './evidence-table.ts';
import type { CaseFolder } from './folder.ts';
import type { CaseLock } from './lock.ts';
import { NoteTable } from './note-table.ts';
import { type NewEvidence, RecordDamaged } from './rows.ts';
import { RunTable } from './run-table.ts';

/** The parts an opened store is made of; `openCase` gathers them. */
export interface StoreParts {
  readonly folder: CaseFolder;
  readonly database: Database;
  readonly ports: CasePorts;
  /** Null when opened read-only. */
  readonly lock: CaseLock | null;
  /** What SQLite or the schema check found, when opened for verification in spite of it. */
  readonly damage: readonly string[];
}

/**
 * An open case: the one way to its database. Synchronous, as SQLite is; every write is one transaction that
 * also appends to the custody chain and is on the disk when the call returns.
 */
export class CaseStore {
  readonly folder: CaseFolder;
  readonly readOnly: boolean;
  readonly damage: readonly string[];
  /** Tables as such, for verification. */
  readonly tables: {
    readonly evidence: EvidenceTable;
    readonly runs: RunTable;
    readonly publications: NoteTable<PublicationRecord>;
    readonly geometries: NoteTable<GeometryRecord>;
    readonly regions: NoteTable<RegionRecord>;
    readonly dutyChoices: DutyChoiceTable;
    readonly custody: CustodyLog;
    readonly checkpoints: CheckpointLog;
  };
  /** About the case as a whole: request, propositions, cover, opinion, review. */
  readonly caseNotes: CaseNotes;
  readonly ports: CasePorts;
  readonly #database: Database;
  readonly #lock: CaseLock | null;
  #ballastUsed = false;

  constructor(parts: StoreParts) {
    this.folder = parts.folder;
    this.readOnly = parts.lock === null;
    this.damage = parts.damage;
    this.ports = parts.ports;
    this.#database = parts.database;
    this.#lock = parts.lock;
    const custody = new CustodyLog(parts.database, parts.ports);
    this.caseNotes = new CaseNotes({
      database: parts.database,
      custody,
      ports: parts.ports,
      write: (change) => this.#write(change),
      caseId: () => this.info().id,
    });
    this.tables = {
      custody,
      checkpoints: new CheckpointLog(parts.database, custody, parts.ports, () => this.info().id),
      evidence: new EvidenceTable(parts.database, custody),
      runs: new RunTable(parts.database, custody),
      publications: new NoteTable('publication', PublicationRecord, parts.database, custody),
      geometries: new NoteTable('geometry', GeometryRecord, parts.database, custody),
      regions: new NoteTable('regions', RegionRecord, parts.database, custody),
      dutyChoices: new DutyChoiceTable(parts.database, custody),
    };
  }

  info(): Case {
    const row = this.#database
      .prepare<[], { id: string; name: string; createdAt: string }>(
        'SELECT id, name, created_at AS createdAt FROM case_info',
      )
      .get();
    if (row === undefined) throw new Error('The case database has no case row');
    return {
      ...row,
      directory: this.folder.directory,
      evidenceCount: this.tables.evidence.count(),
      readOnly: this.readOnly,
    };
  }

  listEvidence(request: { offset: number; limit: number; filter?: EvidenceFilter }): EvidencePage {
    return this.tables.evidence.page(request.offset, request.limit, request.filter ?? {});
  }

  evidence(sha256: string): Evidence | null {
    return this.tables.evidence.find(sha256);
  }

  /** Other evidence whose decoded content is the same. */
  sameContent(evidence: Evidence): Evidence[] {
    if (evidence.content.state !== 'known') return [];
    return this.tables.evidence.withContent(evidence.content.sha256, evidence.sha256);
  }

  /** Where the bytes of a piece of evidence stand. */
  evidencePath(sha256: string): string {
    // A row of a stranger's case must not lead out of the folder.
    if (!Sha256.safeParse(sha256).success) throw new RecordDamaged(`evidence ${sha256}`);
    return join(this.folder.evidence, sha256);
  }

  /** Folder of a run's artifacts; made by whoever writes them, before the run is recorded. */
  derivedPath(runId: string): string {
    if (!/^[A-Za-z0-9-]+$/.test(runId)) throw new RecordDamaged(`run ${runId}`);
    return join(this.folder.derived, runId);
  }

  /**
   * A file stands, or is about to stand, at its address. `remarks` go into the custody event.
   * Forgets the placement noted by `beginPlacement`.
   */
  addEvidence(
    evidence: NewEvidence,
    acquisition: Acquisition,
    remarks: Record<string, unknown> = {},
  ): AddedEvidence {
    return this.#write(() => {
      const added = this.tables.evidence.add(evidence, acquisition, remarks);
      this.#database.prepare('DELETE FROM placement WHERE sha256 = ?').run(evidence.sha256);
      return added;
    });
  }

  addAcquisition(sha256: string, acquisition: Acquisition, remarks: Record<string, unknown> = {}): void {
    this.#write(() => this.tables.evidence.addAcquisition(sha256, acquisition, remarks));
  }

  /** Note that a file is about to be moved to its address, so that a crash before its row can be undone. */
  beginPlacement(sha256: string): void {
    this.#write(() => {
      this.#database.prepare('INSERT OR IGNORE INTO placement (sha256) VALUES (?)').run(sha256);
    });
  }

  /** Addresses noted by `beginPlacement` and not yet taken by a row. */
  placements(): string[] {
    return this.#database
      .prepare<[], string>('SELECT sha256 FROM placement WHERE sha256 NOT IN (SELECT sha256 FROM evidence)')
      .pluck()
      .all();
  }

  forgetPlacements(): void {
    this.#write(() => {
      this.#database.prepare('DELETE FROM placement').run();
    });
  }

  /** Keep a run. One with an id that is already there is the same run told twice, and changes nothing. */
  recordRun(run: Run): void {
    this.recordRuns([run]);
  }

  /** Keep several runs in one transaction: all or none. */
  recordRuns(runs: readonly Run[]): void {
    for (const run of runs) Run.parse(run);
    if (runs.length === 0) return;
    this.#write(() => {
      for (const run of runs) {
        if (this.tables.runs.find(run.id) === null) this.tables.runs.record(run);
      }
    });
  }

  findRunByKey(key: string): Run | null {
    return this.tables.runs.findByKey(key);
  }

  runById(id: string): Run | null {
    return this.tables.runs.find(id);
  }

  /** All runs on an evidence, in the order they were recorded. */
  runs(evidence: string): Run[] {
    return this.tables.runs.ofEvidence(evidence);
  }

  /** The latest run of each analysis on an evidence. */
  latestRuns(evidence: string): Run[] {
    return this.tables.runs.latest(evidence);
  }

  /** The latest run of each of these analyses on an evidence, where there is one. */
  latestRunsOf(evidence: string, analyses: readonly string[]): Run[] {
    return analyses.flatMap((analysis) => this.tables.runs.latestOf(evidence, analysis) ?? []);
  }

  /** How the latest run of each analysis ended, counted for each of these pieces of evidence. */
  outcomeCounts(evidence: readonly string[]): Map<string, Partial<Record<Outcome, number>>> {
    return new Map(evidence.map((sha256) => [sha256, this.tables.runs.outcomes(sha256)]));
  }

  /** What the examiner recorded of where evidence was published, or null: nothing yet. */
  publication(evidence: string): PublicationRecord | null {
    return this.tables.publications.latest(evidence);
  }

  /** All versions of it, the first one first. */
  publicationVersions(evidence: string): PublicationRecord[] {
    return this.tables.publications.versions(evidence);
  }

  /** Add a version; earlier ones stay. The same record again changes nothing. */
  recordPublication(evidence: string, publication: Publication): PublicationRecord {
    const latest = this.publication(evidence);
    if (latest !== null && isDeepStrictEqual(latest.publication, publication)) return latest;
    const at = this.ports.clock().toISOString();
    return this.#write(() =>
      this.tables.publications.record({
        evidence,
        at,
        actor: this.ports.actor,
        publication,
        keepLogUntil: keepLogUntil(publication),
      }),
    );
  }

  /** What the analyst drew on a picture last, or null: nothing yet. */
  geometry(evidence: string): GeometryRecord | null {
    return this.tables.geometries.latest(evidence);
  }

  /** All versions of it, the first one first. */
  geometryVersions(evidence: string): GeometryRecord[] {
    return this.tables.geometries.versions(evidence);
  }

  /** Add a version; earlier ones stay. The same drawing again changes nothing. */
  recordGeometry(evidence: string, geometry: Geometry): GeometryRecord {
    const latest = this.geometry(evidence);
    if (latest !== null && isDeepStrictEqual(latest.geometry, geometry)) return latest;
    const at = this.ports.clock().toISOString();
    return this.#write(() =>
      this.tables.geometries.record({ evidence, at, actor: this.ports.actor, geometry }),
    );
  }

  /** The regions an analyst drew on a picture last, or null: never any. */
  regions(evidence: string): RegionRecord | null {
    return this.tables.regions.latest(evidence);
  }

  /** All versions of them, the first one first. */
  regionVersions(evidence: string): RegionRecord[] {
    return this.tables.regions.versions(evidence);
  }

  /** Add a version; earlier ones stay. The same regions again change nothing. */
  recordRegions(evidence: string, regions: AnalystRegion[]): RegionRecord {
    const latest = this.regions(evidence);
    if (latest !== null && isDeepStrictEqual(latest.regions, regions)) return latest;
    const at = this.ports.clock().toISOString();
    return this.#write(() => this.tables.regions.record({ evidence, at, actor: this.ports.actor, regions }));
  }

  /** Jurisdictions, roles, date and assumed copies that were chosen last, or null: nothing is guessed. */
  dutyChoice(): DutyChoice | null {
    return this.tables.dutyChoices.latest();
  }

  /** The same choice again changes nothing. */
  chooseDuties(choice: DutyChoice): void {
    if (isDeepStrictEqual(this.dutyChoice(), choice)) return;
    const at = this.ports.clock().toISOString();
    this.#write(() =>
      this.tables.dutyChoices.record(choice, at, this.ports.actor.toWellFormed(), this.info().id),
    );
  }

  /** A report was written; `sha256` is the hash of its file. With what was taken out of it, where something was. */
  recordReport(
    sha256: string,
    detail: Record<string, unknown>,
    redaction: Record<string, unknown> | null = null,
  ): CustodyEvent {
    return this.#write(() => {
      if (redaction !== null) this.tables.custody.append('report.redacted', sha256, redaction);
      return this.tables.custody.append('report.exported', sha256, detail);
    });
  }

  /** A signed copy of evidence left the program; `sha256` is the copy's. */
  recordSigned(sha256: string, detail: Record<string, unknown>): CustodyEvent {
    return this.#write(() => this.tables.custody.append('credential.signed', sha256, detail));
  }

  /** A labelled copy of evidence left the program; `sha256` is the copy's. */
  recordLabelled(sha256: string, detail: Record<string, unknown>): CustodyEvent {
    return this.#write(() => this.tables.custody.append('label.written', sha256, detail));
  }

  /** A marked copy of evidence left the program; `sha256` is the copy's. */
  recordMarked(sha256: string, detail: Record<string, unknown>): CustodyEvent {
    return this.#write(() => this.tables.custody.append('mark.written', sha256, detail));
  }

  /** A document that was put beside the database; the subject is the hash of its bytes. */
  recordDocument(
    action: CustodyEvent['action'],
    sha256: string,
    detail: Record<string, unknown>,
  ): CustodyEvent {
    return this.#write(() => this.tables.custody.append(action, sha256, detail));
  }

  /** A run was made again; the event itself is the record of what came of it. */
  recordReproduction(reproduction: Reproduction): CustodyEvent {
    return this.#write(() =>
      this.tables.custody.append('run.reproduced', reproduction.run, { ...reproduction }),
    );
  }

  /** What was reproduced of these runs, in the order it was. */
  reproductions(runs: readonly string[]): Reproduction[] {
    return this.tables.custody.about('run.reproduced', runs).map(({ sequence, detail }) => {
      const parsed = Reproduction.safeParse(detail);
      if (!parsed.success) throw new RecordDamaged(`custody event ${sequence}`, parsed.error);
      return parsed.data;
    });
  }

  recordVerification(verification: Verification): CustodyEvent {
    return this.#write(() =>
      this.tables.custody.append('case.verified', this.info().id, {
        evidenceChecked: verification.evidenceChecked,
        eventsChecked: verification.eventsChecked,
        problems: verification.problems.slice(0, 1000).map(({ code, object }) => ({ code, object })),
        problemCount: verification.problems.length,
      }),
    );
  }

  recordOpened(detail: Record<string, unknown>): void {
    this.#write(() => this.tables.custody.append('case.opened', this.info().id, detail));
  }

  /** Custody events in order, from `offset` (0 is the first). */
  custody(offset: number, limit: number): CustodyEvent[] {
    return this.tables.custody.page(offset, limit);
  }

  custodyCount(): number {
    return this.tables.custody.count();
  }

  /**
   * Sign the end of the chain, before something that prints or copies it leaves the case. A case open read-only gets
   * no new one; one that cannot be signed is recorded as missing. See `latestCheckpoint`.
   */
  makeCheckpoint(reason: CheckpointReason): void {
    if (!this.readOnly) this.#write(() => this.tables.checkpoints.make(reason));
  }

  /** What SQLite finds wrong with the database now, at most twenty lines; before anything of it is handed on. */
  integrity(): string[] {
    return integrityCheck(this.#database);
  }

  /** The whole database as it is now, in a new file that needs no log beside it. */
  snapshotTo(path: string): void {
    this.#database.prepare('VACUUM INTO ?').run(path);
  }

  /**
   * The case as it stands now, whoever goes on writing: one state of all tables, for reading, to be closed again.
   * `null`: this one is in memory, and nobody else writes to it.
   */
  async atThisMoment(): Promise<CaseStore | null> {
    if (this.#database.memory) return null;
    const database = await openAtThisMoment(this.folder.database);
    return new CaseStore({
      folder: this.folder,
      database,
      ports: this.ports,
      lock: null,
      damage: this.damage,
    });
  }

  /** The end of the chain, for reports. */
  custodyHead(): ChainHead | null {
    return this.tables.custody.head();
  }

  /** A setting of this case, as it was put; null when never put. Settings are no evidence and leave no event. */
  setting(key: string): unknown {
    const text = this.#database
      .prepare<[string], string>('SELECT value FROM setting WHERE key = ?')
      .pluck()
      .get(key);
    return text === undefined ? null : JSON.parse(text);
  }

  putSetting(key: string, value: unknown): void {
    this.#write(() => {
      this.#database
        .prepare(
          'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
        )
        .run(key, JSON.stringify(value));
    });
  }

  async close(): Promise<void> {
    if (!this.#database.open) return;
    if (!this.readOnly) {
      this.#write(() => {
        this.tables.custody.append('case.closed', this.info().id, {});
        this.tables.checkpoints.make('close');
      });
      // One plain file is easier to copy and to trust than a file with its log beside it.
      this.#database.pragma('wal_checkpoint(TRUNCATE)');
    }
    this.#database.close();
    await this.#lock?.release();
  }

  /** Room that has to be free before anything new is taken in: that of the reserve, once it was used up. */
  get roomOwed(): number {
    return this.#ballastUsed ? (this.ports.ballastBytes ?? 0) : 0;
  }

  #write<T>(change: () => T): T {
    if (this.readOnly) throw new Error('The case is open read-only');
    try {
      return this.#commit(change);
    } catch (error) {
      if (!isDiskFull(error) || !releaseBallast(this.folder)) throw error;
      this.#ballastUsed = true;
      return this.#commit(change);
    }
  }

  #commit<T>(change: () => T): T {
    try {
      const made = this.#database
        .transaction(() => {
          const changed = change();
          this.tables.checkpoints.makeWhenDue();
          return changed;
        })
        .immediate();
      this.tables.custody.settle(true);
      return made;
    } catch (error) {
      this.tables.custody.settle(false);
      this.tables.checkpoints.forget();
      throw error;
    }
  }
}
