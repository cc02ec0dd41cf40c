import { Worker } from 'node:worker_threads';

/**
 * End this process and its children when the host is gone. A method that computes without a pause does not hear that the
 * message channel closed, and would go on for nobody: so a thread of its own looks whether the process has another
 * parent now. On Windows a job object of the system does the same.
 */
export function watchHost(): void {
  if (process.platform === 'win32') return;
  const watch = `
    const host = ${process.ppid};
    setInterval(() => {
      if (process.ppid === host) return;
      try { process.kill(-process.pid, 'SIGKILL'); } finally { process.kill(process.pid, 'SIGKILL'); }
    }, 1000);`;
  new Worker(watch, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 16 } }).unref();
}
