import type { Verification } from '#shared/domain/case.ts';
import type { Checkpoint } from '#shared/domain/checkpoint.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Anchor, ChainProblem } from './chain-walk.ts';
import { readCheckpointText } from './checkpoint.ts';
import type { CaseStore } from './store.ts';
import type { VerificationProblem } from './verify-evidence.ts';

/** What the checkpoints of a case say, before the chain is held against them. */
export interface CheckpointLedger {
  readonly anchors: readonly Anchor[];
  readonly problems: readonly VerificationProblem[];
  /** Sequence → identifier of the key it was signed with. */
  readonly rows: ReadonlyMap<number, string>;
  readonly last: Checkpoint | null;
}

/** Read the checkpoints, check their signatures, and join the one that was brought from elsewhere. */
export function readCheckpoints(store: CaseStore, given: Checkpoint | undefined): CheckpointLedger {
  const problems: VerificationProblem[] = [];
  const anchors: Anchor[] = [];
  const rows = new Map<number, string>();
  let last: Checkpoint | null = null;
  const caseId = store.info().id;
  for (const row of store.tables.checkpoints.rows()) {
    const read = readCheckpointText(row.document);
    if (!read.ok || read.checkpoint.sequence !== row.sequence || read.checkpoint.case !== caseId) {
      problems.push(invalid(row.sequence));
      continue;
    }
    const { sequence, hash, keyId } = read.checkpoint;
    anchors.push({ sequence, hash, keyId });
    rows.set(sequence, keyId);
    last = read.checkpoint;
  }
  if (given !== undefined) {
    const { sequence, hash, keyId } = given;
    if (given.case === caseId) anchors.push({ sequence, hash, keyId });
    else problems.push(foreign(given));
  }
  return { anchors, problems, rows, last };
}

/** Is every checkpoint the chain tells of there, and does the chain tell of every one that is there? */
export function compareCheckpoints(
  { rows }: CheckpointLedger,
  announced: ReadonlyMap<number, unknown>,
): VerificationProblem[] {
  const missing = [...announced.keys()].filter((sequence) => !rows.has(sequence));
  const strange = [...rows].filter(([sequence, keyId]) => announced.get(sequence) !== keyId);
  return [
    ...missing.map((sequence) => ({
      code: 'record-missing' as const,
      object: address(sequence),
      message: localized(
        'The custody chain tells of a checkpoint that is not there',
        '保管链中登记的检查点已不存在',
      ),
    })),
    ...strange.map(([sequence]) => ({
      code: 'checkpoint-invalid' as const,
      object: address(sequence),
      message: localized(
        'The custody chain tells of no such checkpoint, or of one by another key',
        '保管链中没有此检查点的登记，或登记的是另一密钥所签',
      ),
    })),
  ];
}

/** For whoever reads the result: what was signed last and by whom. */
export function checkpointSummary(
  store: CaseStore,
  { rows, last }: CheckpointLedger,
  missing: number,
  given: Checkpoint | undefined,
): Verification['checkpoints'] {
  const own = store.ports.checkpoints?.keyId ?? null;
  return {
    count: rows.size,
    missing,
    keys: [...new Set(rows.values())],
    last: last === null ? null : outline(last),
    own: last === null || own === null ? null : last.keyId === own,
    against: given === undefined ? null : outline(given),
  };
}

function outline({ sequence, hash, at, reason, keyId }: Checkpoint) {
  return { sequence, hash, at, reason, keyId };
}

/** A problem of the chain in words. */
export function chainProblem({ code, sequence, until }: ChainProblem): VerificationProblem {
  return { code, object: String(sequence), message: chainWords[code](sequence, until) };
}

const chainWords: Record<ChainProblem['code'], (first: number, until: number) => Localized> = {
  'chain-gap': (first) =>
    localized(
      `The custody chain has a gap: event ${first} is missing or out of place`,
      `保管链存在缺口：第 ${first} 条事件缺失或错位`,
    ),
  'chain-broken': (first) =>
    localized(
      `The custody chain is broken: event ${first}, or one before it, is not what was recorded`,
      `保管链已断裂：第 ${first} 条事件或其之前的事件与当初的记录不符`,
    ),
  'chain-clock': (first) =>
    localized(
      `Event ${first} is dated before the one preceding it, and no step of the clock was recorded`,
      `第 ${first} 条事件的时间早于前一条，且未登记时钟变动`,
    ),
  'chain-rewritten': (first, until) =>
    localized(
      `The custody chain is not the one a checkpoint was signed for at event ${until}: from event ${first} on, nothing confirms it`,
      `保管链与第 ${until} 条事件处签署的检查点不符：自第 ${first} 条事件起无从印证`,
    ),
  'chain-cut': (first) =>
    localized(
      `The end of the custody chain is missing: a checkpoint was signed for a later event, and event ${first} is not there`,
      `保管链末尾缺失：检查点签署于更后的事件，而第 ${first} 条事件已不存在`,
    ),
};

function address(sequence: number): string {
  return `checkpoint/${sequence}`;
}

function invalid(sequence: number): VerificationProblem {
  return {
    code: 'checkpoint-invalid',
    object: address(sequence),
    message: localized(
      'The checkpoint is not what was signed, or was signed for another case or event',
      '检查点与签署时的内容不符，或是为其他案件或事件签署的',
    ),
  };
}

function foreign(given: Checkpoint): VerificationProblem {
  return {
    code: 'chain-rewritten',
    object: '1',
    message: localized(
      `The checkpoint was signed for another case (${given.case}): nothing of this chain is confirmed by it`,
      `该检查点是为另一案件（${given.case}）签署的：不能印证本保管链的任何内容`,
    ),
  };
}
