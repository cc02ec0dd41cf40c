import type { Migration } from '../migrate.ts';

/** What the analyst drew on pictures, in versions; only ever added to, like everything the custody chain tells of. */
export const geometry: Migration = {
  id: '0003-geometry',
  apply(database) {
    database.exec(`
      CREATE TABLE geometry (
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
        CREATE TRIGGER geometry_no_${change.toLowerCase()} BEFORE ${change} ON geometry
        BEGIN SELECT RAISE(ABORT, 'geometry rows are only ever added'); END;
      `);
    }
  },
};
