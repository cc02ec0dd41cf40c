import type { Migration } from '../../../case/migrate.ts';

/** Fingerprints that are more than a short code, files kept to be compared with, and manifest stores. */
export const prints: Migration = {
  id: '0002-prints',
  apply(database) {
    database.exec(`
      CREATE TABLE print (
        entry INTEGER NOT NULL REFERENCES entry (number) ON DELETE CASCADE,
        method TEXT NOT NULL,
        variant TEXT NOT NULL,
        version INTEGER NOT NULL,
        quality REAL,
        bytes BLOB NOT NULL,
        UNIQUE (entry, method, variant)
      ) STRICT;
      CREATE INDEX print_method ON print (method, entry);

      -- The C2PA manifest store of the entered file, byte for byte
      CREATE TABLE manifest_store (
        entry INTEGER NOT NULL PRIMARY KEY REFERENCES entry (number) ON DELETE CASCADE,
        bytes BLOB NOT NULL
      ) STRICT;

      -- Files that are kept beside the register, by the hash they are named after
      CREATE TABLE kept (
        sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
        size INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
