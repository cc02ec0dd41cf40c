import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('../../electron/hosts/cli/main.ts', import.meta.url));

export interface CommandResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line in a world of its own: private temporary, home and data folders, English, no settings. */
export class CommandLine {
  readonly folder = mkdtempSync(join(tmpdir(), 'assay-cli-'));
  /** Temporary folder of every command; what is left in it after a command was not cleaned up. */
  readonly temporary = mkdtempSync(join(this.folder, 'tmp-'));

  /** Path of a file or case in this world. */
  path(...segments: string[]): string {
    return join(this.folder, ...segments);
  }

  leftovers(): string[] {
    return readdirSync(this.temporary);
  }

  start(args: readonly string[], environment: NodeJS.ProcessEnv = {}): ChildProcess {
    return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', entry, ...args], {
      cwd: this.folder,
      env: {
        PATH: process.env.PATH,
        HOME: this.folder,
        LANG: 'C.UTF-8',
        TMPDIR: this.temporary,
        ASSAY_DATA: join(this.folder, 'data'),
        // as `npm run assay` sets it
        ...(process.env.NODE_COMPILE_CACHE === undefined
          ? {}
          : { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE }),
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  async run(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<CommandResult> {
    return ended(this.start(args, environment));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Output and exit status of a command once it is over. */
export async function ended(child: ChildProcess): Promise<CommandResult> {
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
}
