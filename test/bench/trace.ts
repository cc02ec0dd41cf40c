interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
}

export interface Work {
  /** Milliseconds of main-thread tasks in each animation frame. */
  readonly wall: readonly number[];
  readonly cpu: readonly number[];
}

/** Sum the tasks of the page's main thread between animation frames of a Chromium trace. */
export function mainThreadWork(json: string): Work {
  const { traceEvents } = JSON.parse(json) as { readonly traceEvents: readonly TraceEvent[] };
  const frames = traceEvents.filter((event) => event.name === 'FireAnimationFrame');
  const thread = busiest(frames);
  const own = (event: TraceEvent) => event.pid === thread.pid && event.tid === thread.tid;
  const outer = outermost(
    traceEvents.filter((event) => own(event) && event.ph === 'X' && event.name.endsWith('RunTask')),
  );
  const begins = outer.map((task) => task.ts);
  // Several callbacks run in the task of one frame: the task is the frame, not the callback.
  const framesAt = new Set(frames.filter(own).map((event) => lastBefore(begins, event.ts)));
  const starts = [...framesAt].sort((one, other) => one - other).flatMap((at) => begins[at] ?? []);
  const wall = new Array<number>(Math.max(0, starts.length - 1)).fill(0);
  const cpu = [...wall];
  for (const task of outer) {
    const frame = lastBefore(starts, task.ts);
    if (frame < 0 || frame >= wall.length) continue;
    wall[frame] = (wall[frame] as number) + (task.dur ?? 0) / 1000;
    cpu[frame] = (cpu[frame] as number) + (task.tdur ?? task.dur ?? 0) / 1000;
  }
  return { wall, cpu };
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function busiest(frames: readonly TraceEvent[]): { readonly pid: number; readonly tid: number } {
  const counts = new Map<string, { pid: number; tid: number; count: number }>();
  for (const { pid, tid } of frames) {
    const key = `${pid}/${tid}`;
    const entry = counts.get(key) ?? { pid, tid, count: 0 };
    entry.count += 1;
    counts.set(key, entry);
  }
  const [first] = [...counts.values()].sort((one, other) => other.count - one.count);
  if (first === undefined) throw new Error('the trace has no animation frames');
  return first;
}

/** Tasks that lie in no other task: nested ones would be counted twice. */
function outermost(tasks: readonly TraceEvent[]): readonly TraceEvent[] {
  const sorted = [...tasks].sort((one, other) => one.ts - other.ts || (other.dur ?? 0) - (one.dur ?? 0));
  const outer: TraceEvent[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const task of sorted) {
    if (task.ts < end) continue;
    outer.push(task);
    end = task.ts + (task.dur ?? 0);
  }
  return outer;
}

function lastBefore(starts: readonly number[], at: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as number) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
