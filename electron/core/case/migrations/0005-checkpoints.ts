import type { Migration } from '../migrate.ts';

/** Signed statements of the end of the custody chain, one for each `checkpoint.signed` event; only ever added to. */
export const checkpoints: Migration = {
  id: '0005-checkpoints',
  apply(database) {
    database.exec(`
      CREATE TABLE checkpoint (
        -- The last event it covers
        sequence INTEGER PRIMARY KEY CHECK (sequence > 0),
        -- Canonical JSON with the signature
        document TEXT NOT NULL
      ) STRICT;
    `);
    for (const change of ['UPDATE', 'DELETE']) {
      database.exec(`
        CREATE TRIGGER checkpoint_no_${change.toLowerCase()} BEFORE ${change} ON checkpoint
        BEGIN SELECT RAISE(ABORT, 'checkpoint rows are only ever added'); END;
      `);
    }
  },
};
