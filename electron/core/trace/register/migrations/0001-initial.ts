import type { Migration } from '../../../case/migrate.ts';

export const initial: Migration = {
  id: '0001-register',
  apply(database) {
    database.exec(`
      -- An identifier belongs to one original for good.
      CREATE TABLE identifier (
        -- 64 bits, most significant byte first
        payload BLOB NOT NULL PRIMARY KEY CHECK (length(payload) = 8),
        original TEXT NOT NULL CHECK (length(original) = 64),
        UNIQUE (payload, original)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE entry (
        -- Never given twice: an entry is named by it in reports
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        state TEXT NOT NULL CHECK (state IN ('reserved', 'registered')),
        payload BLOB CHECK (length(payload) = 8),
        original TEXT NOT NULL CHECK (length(original) = 64),
        copy TEXT CHECK (length(copy) = 64),
        manifest TEXT,
        note TEXT NOT NULL,
        at TEXT NOT NULL,
        -- The whole entry as JSON, without number, state and note
        record TEXT NOT NULL,
        CHECK ((state = 'registered') = (copy IS NOT NULL)),
        FOREIGN KEY (payload, original) REFERENCES identifier (payload, original)
      ) STRICT;
      CREATE INDEX entry_payload ON entry (payload);
      CREATE INDEX entry_original ON entry (original);
      CREATE INDEX entry_copy ON entry (copy);
      CREATE INDEX entry_manifest ON entry (manifest);

      CREATE TABLE fingerprint (
        entry INTEGER NOT NULL REFERENCES entry (number) ON DELETE CASCADE,
        method TEXT NOT NULL,
        code TEXT NOT NULL,
        quality REAL,
        UNIQUE (entry, method, code)
      ) STRICT;
      CREATE INDEX fingerprint_code ON fingerprint (method, code);

      -- How often the register was changed, to know whether the workers' copy is up to date
      CREATE TABLE change (count INTEGER NOT NULL) STRICT;
      INSERT INTO change (count) VALUES (0);
    `);
  },
};
