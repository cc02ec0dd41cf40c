/**
 * R11: random mutations of nine kinds on the custody chain of a case, each made in its database and looked for by the
 * verification behind `assay verify DIR --checkpoint FILE`.
 *
 *   node test/torture/custody.ts [--count 10000] [--seed 1] [--kind rewrite]
 */
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { CasePorts } from '#core/case/case-ports.ts';
import { checkpointKeyId, checkpointText, signedBytes } from '#core/case/checkpoint.ts';
import { latestCheckpoint } from '#core/case/checkpoint-log.ts';
import { createCase } from '#core/case/create.ts';
import type { StoredEvent } from '#core/case/custody.ts';
import { verifyFolder } from '#core/case/verify-folder.ts';
import { createCheckpointKey } from '#core/work/checkpoint-key.ts';
import type { Verification } from '#shared/domain/case.ts';
import type { Checkpoint } from '#shared/domain/checkpoint.ts';
import { randomNumbers } from '../support/mutations.ts';
import { type Mutation, type MutationKind, mutate, mutationKinds } from './custody-mutations.ts';
import type { TortureRow } from './row.ts';

export interface CustodyOptions {
  readonly count?: number;
  readonly seed?: number;
  readonly kinds?: readonly MutationKind[];
}

const target = '10,000 mutations of 9 kinds: all detected, first bad number named';

export async function custody({
  count = 10_000,
  seed = 1,
  kinds = mutationKinds,
}: CustodyOptions = {}): Promise<TortureRow> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-custody-'));
  try {
    const subject = await makeSubject(folder);
    const random = randomNumbers(seed);
    const misses: string[] = [];
    let exact = 0;
    let bounded = 0;
    for (let index = 0; index < count; index += 1) {
      const kind = kinds[index % kinds.length]!;
      const mutation = mutate(kind, subject.events, subject.signed.sequence, random);
      const verification = await subject.verified(mutation, random() < 0.5);
      const verdict = judge(subject, mutation, verification);
      if (verdict === 'exact') exact += 1;
      else if (verdict === 'bounded') bounded += 1;
      else
        misses.push(
          `${index} ${kind} (${mutation.how}) at ${mutation.touched}: ${verification.state}, ${verification.first}`,
        );
    }
    const failed = misses.length === 0 ? '' : `; missed: ${misses.slice(0, 5).join('; ')}`;
    return {
      goal: 'R11',
      target,
      reached: `${exact + bounded} of ${count} detected and named (${exact} by the event itself, ${bounded} rewrites by the first event no signed checkpoint confirms)${failed}`,
      passed: misses.length === 0,
      command: 'node test/torture/custody.ts',
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A rewrite that makes every link right leaves nothing of what stood there: it is named by the first event that no
 * checkpoint signed with the right key confirms.
 */
function judge(
  { events, checkpoints }: Subject,
  { kind, how, touched, rewritten }: Mutation,
  { state, first }: Verification,
): 'exact' | 'bounded' | 'missed' {
  if (state === 'intact') return 'missed';
  if (first === touched) return 'exact';
  const lastEdited = kind === 'edit' && touched === events.length && how.endsWith('rehashed');
  const confirmed = Math.max(0, ...checkpoints.filter((sequence) => sequence < touched));
  return (rewritten || lastEdited) && first === confirmed + 1 ? 'bounded' : 'missed';
}

interface Subject {
  readonly events: readonly StoredEvent[];
  /** Sequences of the checkpoints in the case. */
  readonly checkpoints: readonly number[];
  /** The one that was kept elsewhere, as a report keeps it. */
  readonly signed: Checkpoint;
  /** What the verification says of the case with this chain. */
  verified(mutation: Pick<Mutation, 'events' | 'resigned'>, resign: boolean): Promise<Verification>;
}

/** A case with more than a hundred events, several checkpoints, and one of them kept elsewhere. */
async function makeSubject(folder: string): Promise<Subject> {
  const key = createCheckpointKey({
    host: 'command-line',
    id: randomUUID,
    log: (level, message) => console.error(level, message),
    paths: { data: folder, cases: folder, temporary: folder, trust: folder, trustManaged: false },
  });
  await key.prepare();
  let now = Date.UTC(2026, 0, 1);
  const clock = () => {
    now += 1000;
    return new Date(now);
  };
  const ports: CasePorts = {
    clock,
    id: randomUUID,
    actor: 'Examiner',
    session: 'session-1',
    checkpoints: key.signer,
  };
  const directory = join(folder, 'matter.case');
  const made = await createCase(directory, 'Matter', ports);
  if (!made.ok) throw new Error(made.problem.message.en);
  const { store } = made;
  const record = (index: number) => store.recordReport(String(index).padStart(64, '0'), { index });
  for (let index = 0; index < 30; index += 1) record(index);
  store.makeCheckpoint('asked');
  for (let index = 30; index < 110; index += 1) record(index);
  store.makeCheckpoint('report');
  const signed = latestCheckpoint(store)?.checkpoint;
  if (signed === undefined) throw new Error('the subject has no checkpoint');
  for (let index = 110; index < 115; index += 1) record(index);
  await store.close();

  const database = join(directory, 'case.db');
  const pristine = readFileSync(database);
  const { events, checkpoints } = contents(database);
  const subject: Subject = {
    events,
    checkpoints,
    signed,
    async verified(mutation, resign) {
      writeFileSync(database, pristine);
      write(database, mutation, resign ? forged(mutation, signed) : []);
      const answer = await verifyFolder(directory, ports, { checkpoint: signed });
      if (!answer.ok) throw new Error(answer.problem.message.en);
      return answer.value;
    },
  };
  // The mutations are found because of what they are, not because of how they are written.
  const control = await subject.verified({ events, resigned: null }, false);
  if (control.state !== 'intact') throw new Error(`the untouched case is ${control.state}`);
  return subject;
}

interface Row extends Omit<StoredEvent, 'detail' | 'offsetMinutes'> {
  readonly offset_minutes: number;
  readonly detail: string;
}

function contents(path: string): { events: StoredEvent[]; checkpoints: number[] } {
  const database = new Sqlite(path, { readonly: true });
  try {
    const rows = database.prepare<[], Row>('SELECT * FROM custody ORDER BY sequence').all();
    const events = rows.map(({ offset_minutes: offsetMinutes, detail, ...rest }) => ({
      ...rest,
      offsetMinutes,
      detail: JSON.parse(detail) as Record<string, unknown>,
    }));
    const checkpoints = database
      .prepare<[], number>('SELECT sequence FROM checkpoint ORDER BY sequence')
      .pluck()
      .all();
    return { events, checkpoints };
  } finally {
    database.close();
  }
}

/** Checkpoints for a rewritten chain, by a key of the forger's own. */
function forged({ events, resigned }: Pick<Mutation, 'events' | 'resigned'>, like: Checkpoint): Checkpoint[] {
  if (resigned === null) return [];
  return events
    .filter(({ action, sequence }) => action === 'checkpoint.signed' && sequence >= resigned)
    .map(({ sequence, hash, at }) => {
      const { signature: _, ...body } = { ...like, sequence, hash, at, ...forger };
      return { ...body, signature: sign(null, signedBytes(body), forgerKey.privateKey).toString('base64') };
    });
}

const forgerKey = generateKeyPairSync('ed25519');
const forgerPublic = forgerKey.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const forger = { publicKey: forgerPublic, keyId: checkpointKeyId(forgerPublic) };

function write(
  path: string,
  { events, resigned }: Pick<Mutation, 'events' | 'resigned'>,
  checkpoints: readonly Checkpoint[],
): void {
  const database = new Sqlite(path);
  try {
    database.pragma('synchronous = OFF');
    const triggers = database
      .prepare<[], { name: string; sql: string }>(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN ('custody', 'checkpoint')",
      )
      .all();
    database.transaction(() => {
      for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
      database.exec('DELETE FROM custody');
      const insert = database.prepare(
        `INSERT INTO custody VALUES (@sequence, @at, @offsetMinutes, @actor, @session, @action, @object, @detail, @previous, @hash)`,
      );
      for (const event of events) insert.run({ ...event, detail: JSON.stringify(event.detail) });
      if (resigned !== null) database.prepare('DELETE FROM checkpoint WHERE sequence >= ?').run(resigned);
      const keep = database.prepare('INSERT INTO checkpoint VALUES (?, ?)');
      for (const checkpoint of checkpoints) keep.run(checkpoint.sequence, checkpointText(checkpoint));
      for (const { sql } of triggers) database.exec(sql);
    })();
  } finally {
    database.close();
  }
}

if (import.meta.main) {
  const { values } = (await import('node:util')).parseArgs({
    options: {
      count: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      kind: { type: 'string', multiple: true },
    },
  });
  const kinds = mutationKinds.filter((kind) => values.kind?.includes(kind) ?? true);
  const row = await custody({ count: Number(values.count), seed: Number(values.seed), kinds });
  console.info(`${row.goal} ${row.passed ? 'passed' : 'FAILED'}: ${row.reached}`);
  process.exitCode = row.passed ? 0 : 1;
}
