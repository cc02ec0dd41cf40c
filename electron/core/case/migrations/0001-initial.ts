import type { Migration } from '../migrate.ts';

/**
 * The first schema. Evidence, acquisitions, runs and custody events are only ever added: the triggers stop
 * our own mistakes, the custody chain reveals anyone else's edits.
 */
export const initial: Migration = {
  id: '0001-initial',
  apply(database) {
    database.exec(`
      CREATE TABLE case_info (
        singleton INTEGER PRIMARY KEY CHECK (singleton = 1),
        id TEXT NOT NULL,
        name TEXT NOT NULL,
        created_at TEXT NOT NULL
      ) STRICT;

      CREATE TABLE evidence (
        number INTEGER PRIMARY KEY CHECK (number > 0),
        sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
        sha512 TEXT NOT NULL CHECK (length(sha512) = 128 AND sha512 NOT GLOB '*[^0-9a-f]*'),
        size INTEGER NOT NULL CHECK (size >= 0),
        -- SHA-256 of each 16 MiB piece, 32 bytes each, in order
        chunks BLOB NOT NULL CHECK (length(chunks) % 32 = 0),
        name TEXT NOT NULL,
        name_bytes BLOB NOT NULL,
        kind TEXT NOT NULL,
        format TEXT NOT NULL,
        media TEXT NOT NULL,
        content TEXT NOT NULL,
        -- Hash of the decoded content when it is known, to find files that differ in metadata only
        content_sha256 TEXT
      ) STRICT;
      CREATE INDEX evidence_kind ON evidence (kind, number);
      CREATE INDEX evidence_content ON evidence (content_sha256) WHERE content_sha256 IS NOT NULL;

      CREATE TABLE acquisition (
        number INTEGER PRIMARY KEY,
        evidence TEXT NOT NULL REFERENCES evidence (sha256),
        how TEXT NOT NULL,
        path TEXT NOT NULL,
        path_bytes BLOB NOT NULL,
        modified_at TEXT,
        acquired_at TEXT NOT NULL,
        actor TEXT NOT NULL
      ) STRICT;
      CREATE INDEX acquisition_evidence ON acquisition (evidence, number);

      CREATE TABLE run (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        evidence TEXT NOT NULL REFERENCES evidence (sha256),
        analysis TEXT NOT NULL,
        version INTEGER NOT NULL,
        key TEXT NOT NULL,
        outcome TEXT NOT NULL,
        started_at TEXT NOT NULL,
        -- The whole run as JSON; the columns above repeat parts of it for searching
        record TEXT NOT NULL
      ) STRICT;
      CREATE INDEX run_evidence ON run (evidence, analysis, number);
      CREATE INDEX run_key ON run (key, number);

      CREATE TABLE custody (
        sequence INTEGER PRIMARY KEY CHECK (sequence > 0),
        at TEXT NOT NULL,
        offset_minutes INTEGER NOT NULL,
        actor TEXT NOT NULL,
        session TEXT NOT NULL,
        action TEXT NOT NULL,
        object TEXT NOT NULL,
        detail TEXT NOT NULL,
        previous TEXT NOT NULL,
        hash TEXT NOT NULL UNIQUE
      ) STRICT;

      -- Files about to stand at their address, so that a crash between rename and row can be told
      -- from a file somebody else put there.
      CREATE TABLE placement (
        sha256 TEXT PRIMARY KEY
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE setting (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
    `);
    for (const table of ['evidence', 'acquisition', 'run', 'custody']) {
      for (const change of ['UPDATE', 'DELETE']) {
        database.exec(`
          CREATE TRIGGER ${table}_no_${change.toLowerCase()} BEFORE ${change} ON ${table}
          BEGIN SELECT RAISE(ABORT, '${table} rows are only ever added'); END;
        `);
      }
    }
  },
};
