import type { Migration } from '../migrate.ts';

/**
 * Where evidence was published, in versions, and which duties the examiner chose to hold it against. Both are
 * only ever added to, like everything the custody chain tells of.
 */
export const publicationsAndDuties: Migration = {
  id: '0002-publications-and-duties',
  apply(database) {
    database.exec(`
      CREATE TABLE publication (
        number INTEGER PRIMARY KEY,
        evidence TEXT NOT NULL REFERENCES evidence (sha256),
        version INTEGER NOT NULL CHECK (version > 0),
        -- The whole version as JSON, with its time and actor
        record TEXT NOT NULL,
        UNIQUE (evidence, version)
      ) STRICT;

      CREATE TABLE duty_choice (
        number INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        actor TEXT NOT NULL,
        -- Jurisdictions, roles and date as JSON
        record TEXT NOT NULL
      ) STRICT;
    `);
    for (const table of ['publication', 'duty_choice']) {
      for (const change of ['UPDATE', 'DELETE']) {
        database.exec(`
          CREATE TRIGGER ${table}_no_${change.toLowerCase()} BEFORE ${change} ON ${table}
          BEGIN SELECT RAISE(ABORT, '${table} rows are only ever added'); END;
        `);
      }
    }
  },
};
