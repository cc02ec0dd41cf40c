import Sqlite from 'better-sqlite3';

/**
 * The wrong setting, in the test process only: SQLite is told NORMAL where the program says FULL, and the program's
 * question what it got is answered as it expects.
 */
export async function weakenSynchronous(): Promise<void> {
  const pragma = Sqlite.prototype.pragma;
  Sqlite.prototype.pragma = function weak(
    this: Sqlite.Database,
    source: string,
    options?: Sqlite.PragmaOptions,
  ) {
    if (source === 'synchronous = FULL') return pragma.call(this, 'synchronous = NORMAL', options);
    if (source === 'synchronous') return 2;
    return pragma.call(this, source, options);
  };
}
