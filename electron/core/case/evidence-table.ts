import type { Acquisition, Evidence } from '#shared/domain/evidence.ts';
import type { MediaFormat, MediaKind } from '#shared/domain/media.ts';
import type { CustodyLog } from './custody-log.ts';
import type { Database } from './database.ts';
import {
  type AcquisitionRow,
  acquisitionDetail,
  acquisitionRow,
  type EvidenceRow,
  evidenceRecordHash,
  evidenceRow,
  type NewEvidence,
  readEvidence,
} from './rows.ts';

export interface EvidenceFilter {
  readonly kind?: MediaKind;
  readonly format?: MediaFormat;
  /** Part of the shown name, or the beginning of the SHA-256; letters of either case. */
  readonly text?: string;
}

export interface EvidencePage {
  readonly items: Evidence[];
  /** All that match, not only this page. */
  readonly total: number;
}

export interface AddedEvidence {
  /** `duplicate`: the same bytes are in the case already; this is one more acquisition of them. */
  readonly outcome: 'added' | 'duplicate';
  readonly evidence: Evidence;
}

/** Evidence and its acquisitions. Rows are only added, each with its custody event. */
export class EvidenceTable {
  readonly #database: Database;
  readonly #custody: CustodyLog;

  constructor(database: Database, custody: CustodyLog) {
    this.#database = database;
    this.#custody = custody;
  }

  count(): number {
    return this.#database.prepare<[], number>('SELECT count(*) FROM evidence').pluck().get() ?? 0;
  }

  find(sha256: string): Evidence | null {
    const row = this.row(sha256);
    return row === null ? null : readEvidence(row, this.acquisitions(sha256));
  }

  row(sha256: string): EvidenceRow | null {
    const row = this.#database
      .prepare<[string], EvidenceRow>('SELECT * FROM evidence WHERE sha256 = ?')
      .get(sha256);
    return row ?? null;
  }

  /** Rows in order of number, from after `number`; for walking the whole table. */
  rowsAfter(number: number, limit: number): EvidenceRow[] {
    return this.#database
      .prepare<[number, number], EvidenceRow>(
        'SELECT * FROM evidence WHERE number > ? ORDER BY number LIMIT ?',
      )
      .all(number, limit);
  }

  acquisitions(sha256: string): AcquisitionRow[] {
    return this.#database
      .prepare<[string], AcquisitionRow>('SELECT * FROM acquisition WHERE evidence = ? ORDER BY number')
      .all(sha256);
  }

  page(offset: number, limit: number, filter: EvidenceFilter): EvidencePage {
    const where = `(@kind IS NULL OR kind = @kind) AND (@format IS NULL OR format = @format)
      AND (@text IS NULL OR instr(lower(name), @text) > 0 OR substr(sha256, 1, length(@text)) = @text)`;
    const values = {
      kind: filter.kind ?? null,
      format: filter.format ?? null,
      text: filter.text?.toLowerCase() ?? null,
      offset,
      limit,
    };
    const rows = this.#database
      .prepare<[typeof values], EvidenceRow>(
        `SELECT * FROM evidence WHERE ${where} ORDER BY number LIMIT @limit OFFSET @offset`,
      )
      .all(values);
    const total = this.#database
      .prepare<[typeof values], number>(`SELECT count(*) FROM evidence WHERE ${where}`)
      .pluck()
      .get(values);
    return { items: rows.map((row) => readEvidence(row, this.acquisitions(row.sha256))), total: total ?? 0 };
  }

  /** Evidence with the same decoded content, this one not among it: they differ in metadata or packing only. */
  withContent(contentSha256: string, except: string): Evidence[] {
    return this.#database
      .prepare<[string, string], EvidenceRow>(
        'SELECT * FROM evidence WHERE content_sha256 = ? AND sha256 <> ? ORDER BY number',
      )
      .all(contentSha256, except)
      .map((row) => readEvidence(row, this.acquisitions(row.sha256)));
  }

  /** In the caller's transaction: a new row and its first acquisition, or one more acquisition. */
  add(evidence: NewEvidence, acquisition: Acquisition, remarks: Record<string, unknown>): AddedEvidence {
    const existing = this.row(evidence.sha256);
    if (existing !== null) {
      this.addAcquisition(evidence.sha256, acquisition, remarks);
      return { outcome: 'duplicate', evidence: readEvidence(existing, this.acquisitions(evidence.sha256)) };
    }
    const last = this.#database.prepare<[], number | null>('SELECT max(number) FROM evidence').pluck().get();
    const row = evidenceRow(evidence, (last ?? 0) + 1);
    this.#database
      .prepare(
        `INSERT INTO evidence (number, sha256, sha512, size, chunks, name, name_bytes, kind, format, media,
           content, content_sha256)
         VALUES (@number, @sha256, @sha512, @size, @chunks, @name, @name_bytes, @kind, @format, @media,
           @content, @content_sha256)`,
      )
      .run(row);
    const first = this.#insertAcquisition(evidence.sha256, acquisition);
    this.#custody.append('evidence.added', evidence.sha256, {
      number: row.number,
      name: row.name,
      size: row.size,
      sha512: row.sha512,
      record: evidenceRecordHash(row),
      acquisition: acquisitionDetail(first),
      ...remarks,
    });
    return { outcome: 'added', evidence: readEvidence(row, this.acquisitions(row.sha256)) };
  }

  /** In the caller's transaction: the same bytes were taken in once more. */
  addAcquisition(sha256: string, acquisition: Acquisition, remarks: Record<string, unknown>): void {
    const row = this.#insertAcquisition(sha256, acquisition);
    this.#custody.append('evidence.acquired-again', sha256, {
      acquisition: acquisitionDetail(row),
      ...remarks,
    });
  }

  #insertAcquisition(sha256: string, acquisition: Acquisition): Omit<AcquisitionRow, 'number'> {
    const row = acquisitionRow(acquisition, sha256);
    this.#database
      .prepare(
        `INSERT INTO acquisition (evidence, how, path, path_bytes, modified_at, acquired_at, actor)
         VALUES (@evidence, @how, @path, @path_bytes, @modified_at, @acquired_at, @actor)`,
      )
      .run(row);
    return row;
  }
}
