import type { Migration } from '../migrate.ts';

/** What people record about a case as a whole: request and propositions, cover, opinion, review; only ever added to. */
export const caseNotes: Migration = {
  id: '0006-case-notes',
  apply(database) {
    database.exec(`
      CREATE TABLE case_note (
        number INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        version INTEGER NOT NULL CHECK (version > 0),
        -- The whole version as JSON, with its time and actor
        record TEXT NOT NULL,
        UNIQUE (kind, version)
      ) STRICT;
    `);
    for (const change of ['UPDATE', 'DELETE']) {
      database.exec(`
        CREATE TRIGGER case_note_no_${change.toLowerCase()} BEFORE ${change} ON case_note
        BEGIN SELECT RAISE(ABORT, 'case_note rows are only ever added'); END;
      `);
    }
  },
};
