import { LimitReached } from '#core/media/limits.ts';
import { endOfComplaints, type FromWorker, type ToWorker } from './protocol.ts';
import type { TaskFunction } from './tasks.ts';

/**
 * The worker's side of the protocol, whatever carries it: run tasks by name, report progress, obey
 * cancel. One task at a time is the pool's habit, not a rule here.
 */
export function serveTasks(
  tasks: ReadonlyMap<string, TaskFunction>,
  send: (message: FromWorker) => void,
): (message: ToWorker) => void {
  const running = new Map<number, AbortController>();
  send({ type: 'ready' });
  return (message) => {
    if (message.type === 'cancel') {
      running.get(message.id)?.abort(new Error('cancelled'));
      return;
    }
    const controller = new AbortController();
    running.set(message.id, controller);
    void perform(tasks, message, controller.signal, send).then((answer) => {
      running.delete(message.id);
      process.stderr.write(endOfComplaints(message.id));
      send(answer);
    });
  };
}

async function perform(
  tasks: ReadonlyMap<string, TaskFunction>,
  message: Extract<ToWorker, { type: 'task' }>,
  signal: AbortSignal,
  send: (message: FromWorker) => void,
): Promise<FromWorker> {
  const { id } = message;
  try {
    const task = tasks.get(message.task);
    if (task === undefined) throw new Error(`No task is called ${message.task}`);
    const value = await task(message.input, {
      limits: message.limits,
      signal,
      progress: (fraction) => send({ type: 'progress', id, fraction }),
    });
    return { type: 'value', id, value };
  } catch (error) {
    const fault = error instanceof Error ? error : new Error(String(error));
    const code = signal.aborted
      ? 'cancelled'
      : fault instanceof LimitReached
        ? 'limit-reached'
        : 'task-failed';
    return { type: 'error', id, code, message: fault.message, detail: fault.stack ?? '' };
  }
}
