import { localized } from '#shared/domain/localized.ts';
import type { FromWorker, ToWorker, Transport } from './protocol.ts';
import { plainProtections } from './sandbox/protections.ts';

/** The part of Electron's `utilityProcess` module that is used; handed in, so that this file needs no Electron. */
export interface UtilityProcessModule {
  fork(
    modulePath: string,
    args: string[],
    options: {
      execArgv: string[];
      env: Record<string, string>;
      stdio: ['ignore', 'ignore', 'pipe'];
      serviceName: string;
    },
  ): UtilityChild;
}

export interface UtilityChild {
  readonly pid: number | undefined;
  readonly stderr: NodeJS.ReadableStream | null;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  postMessage(message: ToWorker): void;
  kill(): boolean;
}

/**
 * Worker processes as Electron utility processes, for packaged apps whose RunAsNode fuse is off. This is
 * process isolation without a barrier to network and files: capabilities say so.
 */
export function createUtilityTransport(
  utilityProcess: UtilityProcessModule,
  options: {
    readonly entry: string;
    readonly heapMebibytes: number;
    readonly temporary: string;
    /** Variables the host decides. */
    readonly environment?: Readonly<Record<string, string>>;
  },
): Transport {
  return {
    protections: plainProtections(notForUtilities),
    confinesFiles: false,
    start(listener) {
      const child = utilityProcess.fork(options.entry, [], {
        execArgv: [`--max-old-space-size=${options.heapMebibytes}`],
        env: {
          PATH: process.env.PATH ?? '',
          LANG: 'C.UTF-8',
          TMPDIR: options.temporary,
          VIPS_BLOCK_UNTRUSTED: '1',
          ...options.environment,
        },
        stdio: ['ignore', 'ignore', 'pipe'],
        serviceName: 'Assay worker',
      });
      child.stderr?.setEncoding('utf8').on('data', (text) => listener.stderr(String(text)));
      child.on('message', (message) => listener.message(message as FromWorker));
      child.on('exit', (code) => listener.exit(`exit code ${code}`));
      return { pid: child.pid, send: (message) => child.postMessage(message), kill: () => void child.kill() };
    },
  };
}

const notForUtilities = localized(
  'Workers run as utility processes of Electron here, which cannot be put into a sandbox of the system.',
  '此处的工作进程是 Electron 实用进程，无法置于系统沙箱中。',
);
