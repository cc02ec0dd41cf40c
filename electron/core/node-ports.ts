import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { markFoldersValue, markRingFolders } from './mark/ring-folders.ts';
import { markFoldersVariable } from './media/mark-ring.ts';
import { trustFolderVariable } from './media/trust-lists.ts';
import type { Log, Ports, Workers } from './ports.ts';

export interface NodePortsOptions {
  readonly host: Ports['host'];
  readonly log: Log;
  /** Makes the pool; it gets the private temporary folder and what its processes are to be told. */
  workers(temporary: string, environment: Readonly<Record<string, string>>): Workers;
}

/** Ports of a host that is a plain Node process. `release` removes the temporary folder. */
export async function createNodePorts(
  options: NodePortsOptions,
): Promise<{ ports: Ports; release(): Promise<void> }> {
  const temporary = await mkdtemp(join(tmpdir(), 'assay-'));
  const data = dataFolder();
  const cases = join(homedir(), 'Assay');
  const chosen = process.env[trustFolderVariable];
  const trustManaged = chosen === undefined || chosen === '';
  const trust = trustManaged ? join(data, 'trust') : chosen;
  await mkdir(trustManaged ? trust : data, { recursive: true });
  const passphrase = process.env.ASSAY_PASSPHRASE;
  const ports: Ports = {
    host: options.host,
    log: options.log,
    clock: () => new Date(),
    id: () => randomUUID(),
    actor: process.env.ASSAY_EXAMINER ?? userInfo().username,
    session: randomUUID(),
    monotonic: () => performance.now(),
    ...(passphrase === undefined || passphrase === '' ? {} : { passphrase }),
    ballastBytes: ballastBytes(process.env.ASSAY_BALLAST),
    workers: options.workers(temporary, {
      [trustFolderVariable]: trust,
      [markFoldersVariable]: markFoldersValue(markRingFolders(data, temporary)),
    }),
    paths: { data, cases: process.env.ASSAY_CASES ?? cases, temporary, trust, trustManaged },
  };
  return { ports, release: () => rm(temporary, { recursive: true, force: true, maxRetries: 3 }) };
}

/** Megabytes as set; 64 without a setting, or with one that is no number. */
function ballastBytes(setting: string | undefined): number {
  const chosen = setting === undefined || setting.trim() === '' ? Number.NaN : Number(setting);
  return Math.round((chosen >= 0 && chosen <= 4096 ? chosen : 64) * 1e6);
}

function dataFolder(): string {
  const chosen = process.env.ASSAY_DATA;
  if (chosen !== undefined && chosen !== '') return chosen;
  if (process.platform === 'win32') return join(process.env.APPDATA ?? homedir(), 'Assay');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Assay');
  return join(process.env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'assay');
}

/** A log that writes JSON lines to a stream, for hosts without a log file of their own. */
export function streamLog(stream: NodeJS.WritableStream, least: 'debug' | 'info' | 'warn' | 'error'): Log {
  const order = ['debug', 'info', 'warn', 'error'];
  return (level, message, fields) => {
    if (order.indexOf(level) < order.indexOf(least)) return;
    stream.write(`${JSON.stringify({ at: new Date().toISOString(), level, message, ...fields })}\n`);
  };
}
