import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('../../electron/hosts/cli/main.ts', import.meta.url));
const keptProcess = fileURLToPath(new URL('./command-line-process.ts', import.meta.url));

export interface CommandResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the kept process is asked to do. */
export interface CommandOrder {
  readonly args: readonly string[];
  /** Every variable the command sees. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The command line in a world of its own: private temporary, home and data folders, English, no settings. */
export class CommandLine {
  readonly folder = mkdtempSync(join(tmpdir(), 'assay-cli-'));
  /** Temporary folder of every command; what is left in it after a command was not cleaned up. */
  readonly temporary = mkdtempSync(join(this.folder, 'tmp-'));
  #kept: KeptProcess | undefined;

  /** Path of a file or case in this world. */
  path(...segments: string[]): string {
    return join(this.folder, ...segments);
  }

  leftovers(): string[] {
    return readdirSync(this.temporary);
  }

  /** A process of its own, for signals and for looking at it while it works. */
  start(args: readonly string[], environment: NodeJS.ProcessEnv = {}): ChildProcess {
    return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', entry, ...args], {
      cwd: this.folder,
      env: this.#environment(environment),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** In a process of its own: also shows that the process ends by itself, and with which status. */
  async runAlone(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<CommandResult> {
    return ended(this.start(args, environment));
  }

  /** One after another in a process that is kept, since loading the program takes longer than most commands. */
  async run(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<CommandResult> {
    this.#kept ??= new KeptProcess(this.folder, this.#environment({}));
    return this.#kept.run({ args, environment: this.#environment(environment) });
  }

  async remove(): Promise<void> {
    await this.#kept?.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #environment(more: NodeJS.ProcessEnv): Record<string, string> {
    const { PATH, NODE_COMPILE_CACHE } = process.env;
    const all = {
      PATH,
      HOME: this.folder,
      LANG: 'C.UTF-8',
      TMPDIR: this.temporary,
      ASSAY_DATA: join(this.folder, 'data'),
      // as `npm run assay` sets it
      NODE_COMPILE_CACHE,
      ...more,
    };
    return Object.fromEntries(
      Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
  }
}

class KeptProcess {
  readonly #child: ChildProcess;
  readonly #closed: Promise<void>;
  readonly #waiting: { resolve(result: CommandResult): void; reject(fault: Error): void }[] = [];
  /** What reached the streams past the commands, such as a warning of Node; belongs to standard error. */
  #stray = '';

  constructor(folder: string, environment: Record<string, string>) {
    this.#child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', keptProcess, entry], {
      cwd: folder,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#stray += text;
      });
    this.#child.on('message', (result: CommandResult) => {
      const stderr = result.stderr + this.#stray;
      this.#stray = '';
      this.#waiting.shift()?.resolve({ ...result, stderr });
    });
    this.#closed = new Promise((resolve) => {
      this.#child.on('close', (code, signal) => {
        for (const { reject } of this.#waiting.splice(0))
          reject(new Error(`the command line ended with ${code ?? signal}: ${this.#stray}`));
        resolve();
      });
    });
  }

  run(order: CommandOrder): Promise<CommandResult> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#child.send(order, (fault) => {
        if (fault !== null) reject(fault);
      });
    });
  }

  /** Output nobody has seen is a fault of the last command. */
  async end(): Promise<void> {
    // Not by closing the channel: then Node does not tell when the streams are closed as well.
    if (this.#child.connected) this.#child.send('end');
    await this.#closed;
    if (this.#stray !== '') throw new Error(`the command line also wrote: ${this.#stray}`);
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
