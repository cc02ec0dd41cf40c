import { setInterval } from 'node:timers';
import type { z } from 'zod';
import type { TaskFailure, TaskOptions, TaskResult, Workers } from '#core/ports.ts';
import { residentMemory } from './process-tree.ts';
import {
  endOfComplaints,
  type FromWorker,
  type Transport,
  type WorkerProcess,
  type WorkerPurpose,
  withoutEnds,
} from './protocol.ts';
import { viewOfTask } from './sandbox/task-views.ts';
import { covers, emptyView, type OpenView, openView, type WorkerView } from './sandbox/view.ts';

export interface PoolOptions {
  readonly size: number;
  readonly transport: Transport;
  /** Time between a cancel message and the kill. */
  readonly graceMs?: number;
  /** A worker that has grown beyond this is replaced when it is idle. */
  readonly recycleBytes?: number;
  /** Files a task is given, read from its input. */
  readonly viewOf?: (task: string, input: unknown) => WorkerView;
}

const stderrLimit = 64 * 1024;
/** An answer waits so long for what the task wrote to standard error: a worker that was taken over may never end it. */
const complaintsMs = 500;
/** Time between two looks at the resident memory of a worker. */
const memoryLookMs = 75;
/** How far down the queue a worker looks for a task whose evidence it has just decoded. */
const affinityReach = 64;

type Outcome = { readonly value: unknown } | { readonly failure: TaskFailure };

interface Task {
  readonly id: number;
  readonly name: string;
  readonly input: unknown;
  readonly options: TaskOptions;
  readonly view: WorkerView;
  readonly settle: (outcome: Outcome, stderr: string, startedAt: number) => void;
  attempts: number;
  startedAt: number;
}

interface Slot {
  process: WorkerProcess | undefined;
  task: Task | undefined;
  affinity: string | undefined;
  /** The files the process was started for, and the ceiling of its memory. */
  seen: OpenView;
  ceiling: number;
  stderr: string;
  /** The task's answer, while its complaints are still on their way. */
  answer: Outcome | undefined;
  /** Set when we decided to end the running task; tells a kill of ours from a crash. */
  ending: TaskFailure | undefined;
  timers: NodeJS.Timeout[];
  resident: number;
  generation: number;
}

/**
 * A pool of isolated processes. Interactive work goes before batch work; a task has a time and a memory
 * limit; abort → cancel message → grace → kill; a crash is retried once in a fresh process and is then an
 * ordinary failure of that one task.
 */
export function createPool(options: PoolOptions): Workers {
  const { transport } = options;
  const graceMs = options.graceMs ?? 300;
  const recycleBytes = options.recycleBytes ?? 700 * 1024 * 1024;
  const viewOf = options.viewOf ?? viewOfTask;
  const queues: Record<TaskOptions['priority'], Task[]> = { interactive: [], batch: [] };
  const slots: Slot[] = Array.from({ length: Math.max(1, options.size) }, () => ({
    process: undefined,
    task: undefined,
    affinity: undefined,
    seen: openView(emptyView),
    ceiling: 0,
    stderr: '',
    answer: undefined,
    ending: undefined,
    timers: [],
    resident: 0,
    generation: 0,
  }));
  let nextId = 1;
  let closed = false;

  /** Can the slot's process do this task? A confined one serves only tasks whose files it sees, below its ceiling. */
  function fits(slot: Slot, { view, options: { limits } }: Task): boolean {
    if (!transport.confinesFiles) return true;
    return limits.memoryBytes <= slot.ceiling && covers(slot.seen, view);
  }

  function launch(slot: Slot, purpose: WorkerPurpose): WorkerProcess {
    const generation = ++slot.generation;
    // Events of a process that was already replaced must not touch its successor's task.
    const current = () => slot.generation === generation;
    slot.resident = 0;
    slot.affinity = undefined;
    slot.seen = openView(purpose.view);
    slot.ceiling = purpose.memoryBytes;
    const listener = {
      message: (message: FromWorker) => current() && receive(slot, message),
      stderr: (text: string) => {
        if (!current()) return;
        slot.stderr = (slot.stderr + text).slice(-stderrLimit);
        finishWhenRead(slot);
      },
      exit: (how: string) => current() && exited(slot, how),
    };
    return transport.start(listener, purpose);
  }

  function dispatch(): void {
    for (const slot of slots) {
      if (slot.task !== undefined) continue;
      const task = take(slot);
      if (task === undefined) return;
      begin(slot, task);
    }
  }

  function take(slot: Slot): Task | undefined {
    const queue = queues.interactive.length > 0 ? queues.interactive : queues.batch;
    const near = queue.slice(0, affinityReach);
    const busy = new Set(slots.map((other) => other.task?.options.affinity));
    const warm = (task: Task) =>
      task.options.affinity !== undefined && task.options.affinity === slot.affinity;
    // What the process can do as it is comes first: to start another takes longer than many a task.
    let index = slot.process === undefined ? -1 : near.findIndex((task) => warm(task) && fits(slot, task));
    if (index < 0) index = near.findIndex(warm);
    if (index < 0 && transport.confinesFiles && slot.process !== undefined)
      index = near.findIndex((task) => fits(slot, task));
    if (index < 0)
      index = near.findIndex(
        (task) => task.options.affinity === undefined || !busy.has(task.options.affinity),
      );
    return queue.splice(Math.max(0, index), 1)[0];
  }

  function begin(slot: Slot, task: Task): void {
    if (!fits(slot, task)) retire(slot);
    slot.process ??= launch(slot, { view: task.view, memoryBytes: task.options.limits.memoryBytes });
    slot.task = task;
    slot.affinity = task.options.affinity;
    slot.stderr = '';
    slot.ending = undefined;
    task.attempts += 1;
    task.startedAt = performance.now();
    const { limits } = task.options;
    slot.timers = [
      setTimeout(
        () => end(slot, { code: 'timed-out', message: `The limit of ${limits.timeMs} ms was reached` }),
        limits.timeMs,
      ),
      setInterval(() => void watchMemory(slot, task), memoryLookMs),
    ];
    slot.process.send({ type: 'task', id: task.id, task: task.name, input: task.input, limits });
  }

  async function watchMemory(slot: Slot, task: Task): Promise<void> {
    const pid = slot.process?.pid;
    if (pid === undefined) return;
    const bytes = await residentMemory(pid);
    if (bytes === null || slot.task !== task) return;
    slot.resident = bytes;
    if (bytes > task.options.limits.memoryBytes) {
      end(slot, {
        code: 'memory-exceeded',
        message: `The limit of ${task.options.limits.memoryBytes} bytes of memory was exceeded (${bytes})`,
      });
    }
  }

  /** Ask the running task to stop, and kill its process when it does not within the grace time. */
  function end(slot: Slot, failure: TaskFailure): void {
    if (slot.task === undefined || slot.ending !== undefined) return;
    slot.ending = failure;
    // Too much memory is not discussed; the machine may be about to swap.
    if (failure.code === 'memory-exceeded') {
      slot.process?.kill();
      return;
    }
    slot.process?.send({ type: 'cancel', id: slot.task.id });
    slot.timers.push(setTimeout(() => slot.process?.kill(), graceMs));
  }

  function receive(slot: Slot, message: FromWorker): void {
    const task = slot.task;
    if (message.type === 'ready' || task === undefined || message.id !== task.id) return;
    if (message.type === 'progress') {
      task.options.onProgress?.(Math.min(1, Math.max(0, Number(message.fraction))));
    } else if (slot.answer === undefined) {
      slot.answer = outcomeOf(slot, message);
      slot.timers.push(setTimeout(() => finish(slot, slot.answer!), complaintsMs));
      finishWhenRead(slot);
    }
  }

  function outcomeOf({ ending }: Slot, message: Extract<FromWorker, { type: 'value' | 'error' }>): Outcome {
    // It answered after we asked it to stop: the process is healthy, the task is over all the same.
    if (ending !== undefined) return { failure: ending };
    if (message.type === 'value') return { value: message.value };
    const { code, message: text, detail } = message;
    return { failure: { code, message: String(text), detail: String(detail) } };
  }

  function finishWhenRead(slot: Slot): void {
    const { task, answer } = slot;
    if (task === undefined || answer === undefined) return;
    if (slot.stderr.includes(endOfComplaints(task.id))) finish(slot, answer);
  }

  function exited(slot: Slot, how: string): void {
    slot.process = undefined;
    slot.generation += 1;
    const task = slot.task;
    if (task === undefined) return;
    if (slot.answer !== undefined) {
      finish(slot, slot.answer);
      return;
    }
    if (slot.ending === undefined && task.attempts < 2 && !closed) {
      release(slot);
      queues[task.options.priority].unshift(task);
      dispatch();
      return;
    }
    const failure = slot.ending ?? {
      code: 'worker-crashed' as const,
      message: `The process that examined the file ended unexpectedly (${how}), twice`,
      detail: slot.stderr.slice(-4000),
    };
    finish(slot, { failure });
  }

  function finish(slot: Slot, outcome: Outcome): void {
    const task = slot.task;
    const stderr = withoutEnds(slot.stderr);
    release(slot);
    if (slot.resident > recycleBytes) retire(slot);
    task?.settle(outcome, stderr, task.startedAt);
    dispatch();
  }

  function release(slot: Slot): void {
    for (const timer of slot.timers) clearTimeout(timer);
    slot.timers = [];
    slot.task = undefined;
    slot.answer = undefined;
    slot.ending = undefined;
  }

  function retire(slot: Slot): void {
    const old = slot.process;
    slot.process = undefined;
    slot.generation += 1;
    old?.kill();
  }

  function cancel(task: Task): void {
    const slot = slots.find((candidate) => candidate.task === task);
    const failure: TaskFailure = { code: 'cancelled', message: 'Cancelled' };
    if (slot !== undefined) {
      end(slot, failure);
      return;
    }
    const queue = queues[task.options.priority];
    const index = queue.indexOf(task);
    if (index >= 0) {
      queue.splice(index, 1);
      task.settle({ failure }, '', performance.now());
    }
  }

  return {
    get protections() {
      return transport.protections;
    },
    run<T>(
      name: string,
      input: unknown,
      schema: z.ZodType<T>,
      taskOptions: TaskOptions,
    ): Promise<TaskResult<T>> {
      return new Promise((resolve) => {
        const { signal } = taskOptions;
        const task: Task = {
          id: nextId++,
          name,
          input,
          options: taskOptions,
          view: viewOf(name, input),
          attempts: 0,
          startedAt: 0,
          settle(outcome, stderr, startedAt) {
            signal?.removeEventListener('abort', abort);
            const durationMs = performance.now() - startedAt;
            if ('failure' in outcome)
              return resolve({ ok: false, failure: outcome.failure, stderr, durationMs });
            const parsed = schema.safeParse(outcome.value);
            if (parsed.success) return resolve({ ok: true, value: parsed.data, stderr, durationMs });
            const failure: TaskFailure = {
              code: 'task-failed',
              message: 'The worker answered something that does not fit the expected shape',
              detail: parsed.error.message.slice(0, 4000),
            };
            resolve({ ok: false, failure, stderr, durationMs });
          },
        };
        const abort = () => cancel(task);
        if (closed || signal?.aborted === true) {
          return task.settle({ failure: { code: 'cancelled', message: 'Cancelled' } }, '', performance.now());
        }
        signal?.addEventListener('abort', abort, { once: true });
        queues[taskOptions.priority].push(task);
        dispatch();
      });
    },
    async close() {
      closed = true;
      const failure: TaskFailure = { code: 'cancelled', message: 'The application is closing' };
      for (const queue of Object.values(queues)) {
        for (const task of queue.splice(0)) task.settle({ failure }, '', performance.now());
      }
      for (const slot of slots) {
        const task = slot.task;
        release(slot);
        retire(slot);
        task?.settle({ failure }, slot.stderr, task.startedAt);
      }
    },
  };
}
