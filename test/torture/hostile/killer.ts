import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Transport } from '#workers/protocol.ts';
import type { TortureRow } from '../row.ts';
import { type Examined, openHostileSession } from './session.ts';

export interface KillerOptions {
  /** The last one is the killer. */
  readonly files: readonly string[];
  readonly analyses: readonly string[];
  readonly command: string;
}

const Task = z.object({ evidence: z.object({ sha256: z.string() }) });

/** A transport whose processes die as soon as they are given the one file, each time. */
function dyingAt(sha256: string): (transport: Transport) => Transport {
  return (transport) => ({
    ...transport,
    start(listener, purpose) {
      const child = transport.start(listener, purpose);
      return {
        ...child,
        send(message) {
          const task = message.type === 'task' ? Task.safeParse(message.input) : undefined;
          // Not sent at all: a quick worker would have answered before the signal reaches it.
          if (task?.data?.evidence.sha256 === sha256) child.kill();
          else child.send(message);
        },
      };
    },
  });
}

/** R4: what a file that kills its worker does to those examined beside it. */
export async function oneKiller({ files, analyses, command }: KillerOptions): Promise<TortureRow> {
  const killer = createHash('sha256')
    .update(readFileSync(files.at(-1)!))
    .digest('hex');
  const quiet = await results(files.slice(0, -1), analyses);
  const loud = await results(files, analyses, dyingAt(killer));
  const died = loud.get(killer) ?? [];
  loud.delete(killer);
  const same = [...quiet].filter(([sha256, runs]) => isDeepStrictEqual(runs, loud.get(sha256))).length;
  const crashed = died.filter((run) => run.reason === 'worker-crashed').length;
  // A method that does not apply to the file was never given it.
  const given = died.filter((run) => run.outcome !== 'not-applicable').length;
  return {
    goal: 'R4',
    target: 'one killer: all other results complete and identical',
    reached: `${same} of ${quiet.size} others identical; the killer: ${died.map((run) => run.reason ?? run.outcome).join(', ')}`,
    passed: same === quiet.size && quiet.size > 0 && crashed === given && crashed > 0,
    command,
  };
}

interface Kept {
  readonly analysis: string;
  readonly outcome: string;
  readonly reason: string | undefined;
  readonly said: unknown;
}

async function results(
  files: readonly string[],
  analyses: readonly string[],
  around?: (transport: Transport) => Transport,
): Promise<Map<string, Kept[]>> {
  const session = await openHostileSession(around);
  try {
    const examined = await session.examine(files, analyses);
    return new Map(examined.map((one) => [one.evidence.sha256, kept(one)]));
  } finally {
    await session.close();
  }
}

/** What a run says, without when it ran and where its files lie. */
function kept({ runs }: Examined): Kept[] {
  return runs
    .map(({ analysis, outcome, reason, result, findings, warnings }) => ({
      analysis,
      outcome,
      reason: reason?.code,
      said: { result, findings, warnings },
    }))
    .sort((one, other) => (one.analysis < other.analysis ? -1 : 1));
}
