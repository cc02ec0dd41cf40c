import { readdirSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';

const pageBytes = 4096;

/**
 * Resident memory of a process and all its descendants in bytes, from /proc; `null` where that is
 * not available (other systems: the time limit and the JavaScript heap limit still hold there).
 */
export async function residentMemory(pid: number): Promise<number | null> {
  if (process.platform !== 'linux') return null;
  let total = 0;
  const waiting = [pid];
  while (waiting.length > 0) {
    const current = waiting.pop()!;
    try {
      const [statm, threads] = await Promise.all([
        readFile(`/proc/${current}/statm`, 'latin1'),
        readdir(`/proc/${current}/task`),
      ]);
      total += Number(statm.split(' ')[1]) * pageBytes;
      const lists = await Promise.all(
        threads.map((thread) => readFile(`/proc/${current}/task/${thread}/children`, 'latin1').catch(absent)),
      );
      for (const list of lists)
        for (const child of list.split(' ')) if (child !== '') waiting.push(Number(child));
    } catch (error) {
      absent(error);
    }
  }
  return total;
}

/** A process and all its descendants, also those that made a process group of their own. Linux only. */
export function processTree(pid: number): number[] {
  const found: number[] = [];
  const waiting = [pid];
  while (waiting.length > 0) {
    const current = waiting.pop()!;
    found.push(current);
    if (process.platform !== 'linux') continue;
    try {
      for (const thread of readdirSync(`/proc/${current}/task`)) {
        const list = readFileSync(`/proc/${current}/task/${thread}/children`, 'latin1');
        for (const child of list.split(' ')) if (child !== '') waiting.push(Number(child));
      }
    } catch (error) {
      absent(error);
    }
  }
  return found;
}

/** Processes and threads end while we look; that is no fault. */
function absent(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ESRCH') return '';
  throw error;
}
