import Sqlite from 'better-sqlite3';

/** Edit the database of a closed case as with a database tool: append-only triggers are put aside and back. */
export function tamperFile(path: string, sql: string): void {
  const database = new Sqlite(path);
  try {
    const triggers = database
      .prepare<[], { name: string; sql: string }>(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'",
      )
      .all();
    for (const trigger of triggers) database.exec(`DROP TRIGGER ${trigger.name}`);
    database.pragma('foreign_keys = OFF');
    database.exec(sql);
    for (const trigger of triggers) database.exec(trigger.sql);
  } finally {
    database.close();
  }
}
