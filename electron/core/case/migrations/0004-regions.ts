import type { Migration } from '../migrate.ts';

/** Regions the analyst drew on pictures and named, in versions; only ever added to. */
export const regions: Migration = {
  id: '0004-regions',
  apply(database) {
    database.exec(`
      CREATE TABLE regions (
        number INTEGER PRIMARY KEY,
        evidence TEXT NOT NULL REFERENCES evidence (sha256),
        version INTEGER NOT NULL CHECK (version > 0),
        -- The whole version as JSON, with its time and actor
        record TEXT NOT NULL,
        UNIQUE (evidence, version)
      ) STRICT;
    `);
    for (const change of ['UPDATE', 'DELETE']) {
      database.exec(`
        CREATE TRIGGER regions_no_${change.toLowerCase()} BEFORE ${change} ON regions
        BEGIN SELECT RAISE(ABORT, 'regions rows are only ever added'); END;
      `);
    }
  },
};
