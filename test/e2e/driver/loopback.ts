import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('../../../electron/starter/launch.ts', import.meta.url));

export interface RunningHost {
  /** Works once: the page that opens it gets the cookie. */
  readonly entrance: string;
  /** Folder of this run: settings, cases, files to take in. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** Start the program as `npm start -- --browser` does, with settings and cases in a folder of its own. */
export function startConfinedHost(...options: string[]): Promise<RunningHost> {
  return start({}, options);
}

/**
 * The same with less of a sandbox: on a screen it makes no difference, and a process for every exhibit takes time. The
 * flow, the sample's examination and the tests of the command line run confined.
 */
export function startHost(...options: string[]): Promise<RunningHost> {
  return start({ ASSAY_SANDBOX: 'namespaces' }, options);
}

async function start(
  environment: Readonly<Record<string, string>>,
  options: readonly string[],
): Promise<RunningHost> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-e2e-'));
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', launcher, '--browser', '--quiet', ...options],
    {
      env: {
        ...process.env,
        ...environment,
        ASSAY_DATA: join(folder, 'data'),
        ASSAY_CASES: join(folder, 'cases'),
        ASSAY_EXAMINER: 'R. Examiner',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const entrance = await firstLine(child);
  return {
    entrance,
    folder,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await new Promise((resolve) => child.once('exit', resolve));
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout!.on('data', (piece: Buffer) => {
      text += piece.toString();
      const end = text.indexOf('\n');
      if (end >= 0) resolve(text.slice(0, end));
    });
    child.once('exit', (code) =>
      reject(new Error(`the program ended with ${code} before it printed its address`)),
    );
  });
}
