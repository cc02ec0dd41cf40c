/**
 * Entry of the process in which `CommandLine.run` runs one command after another: the program's modules are loaded once,
 * its entry file anew for each command, and what the command writes goes back as a message.
 */
import { pathToFileURL } from 'node:url';
import type { CommandOrder, CommandResult } from './command-line.ts';

const [entry] = process.argv.slice(2);
let commands = 0;
let before = Promise.resolve();

process.on('message', (order: CommandOrder | 'end') => {
  before = before.then(async () => {
    if (order === 'end') process.exit(0);
    const result = await perform(order);
    process.send?.(result);
  });
});
// Whoever asked is gone.
process.on('disconnect', () => process.exit(0));

async function perform({ args, environment }: CommandOrder): Promise<CommandResult> {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment);
  process.argv = [process.execPath, entry!, ...args];
  process.exitCode = undefined;
  const stdout = captured(process.stdout);
  const stderr = captured(process.stderr);
  try {
    commands += 1;
    await import(`${pathToFileURL(entry!).href}?command=${commands}`);
    return { status: Number(process.exitCode ?? 0), stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    stdout.release();
    stderr.release();
    process.exitCode = undefined;
  }
}

/** Takes what is written to the stream until it is released. */
function captured(stream: NodeJS.WriteStream): { text(): string; release(): void } {
  const pieces: Buffer[] = [];
  const { write } = stream;
  stream.write = (piece: string | Uint8Array, ...more: unknown[]) => {
    pieces.push(Buffer.from(piece as string));
    const written = more.findLast((candidate) => typeof candidate === 'function');
    if (written !== undefined) process.nextTick(written as () => void);
    return true;
  };
  return {
    text: () => Buffer.concat(pieces).toString(),
    release: () => {
      stream.write = write;
    },
  };
}
