import { statSync } from 'node:fs';
import { dirname } from 'node:path';

/** What a worker process may see of the machine beside the program itself. Files and folders, absolute. */
export interface WorkerView {
  readonly read: readonly string[];
  readonly write: readonly string[];
  /** It writes results of unknown size (films, copies), not pictures and tables. */
  readonly large?: boolean;
}

export const emptyView: WorkerView = { read: [], write: [] };

/** What a process was started for, and what stood at each path then. */
export interface OpenView {
  readonly view: WorkerView;
  readonly stood: ReadonlyMap<string, string>;
}

export function openView(view: WorkerView): OpenView {
  return { view, stood: new Map([...view.read, ...view.write].map((path) => [path, standing(path)])) };
}

/**
 * Does a process see all that a task needs? What it may read stands among its files or below its folders; what it may
 * write is exactly one of its folders, as a file inside may be mounted read-only. A folder that was removed and made
 * again is another one: the process still sees the old.
 */
export function covers({ view, stood }: OpenView, task: WorkerView): boolean {
  if (task.large === true && view.large !== true) return false;
  const same = (path: string) => stood.get(path) === standing(path);
  const readable = (path: string) => {
    if (stood.has(path)) return same(path);
    for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder))
      if (stood.has(folder)) return same(folder);
    return false;
  };
  return task.write.every((path) => view.write.includes(path) && same(path)) && task.read.every(readable);
}

/** Name of what stands at a path: the same path may come to lead to something else. */
function standing(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stats === undefined ? '' : `${stats.dev} ${stats.ino}`;
}
