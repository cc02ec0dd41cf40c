import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { PixelMap } from './pixel-map.ts';

/** What a peer said of one file. */
export interface PeerReply {
  /** Processor time of decoding and method; starting the interpreter is not in it. */
  readonly seconds: number;
  readonly map: PixelMap | null;
  readonly facts: Readonly<Record<string, unknown>>;
}

type Raw =
  | { readonly error: string }
  | {
      readonly seconds: number;
      readonly width?: number;
      readonly height?: number;
      readonly facts: PeerReply['facts'];
    };

/** A driver that stays up: a line to it, a line back. */
export class Peer {
  readonly name: string;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: Interface;
  readonly #mapFile: string;
  readonly #form: (request: Readonly<Record<string, unknown>>, map: string) => string;

  constructor(
    name: string,
    command: readonly [string, ...string[]],
    folder: string,
    form: (request: Readonly<Record<string, unknown>>, map: string) => string = jsonForm,
  ) {
    this.name = name;
    this.#form = form;
    this.#mapFile = join(folder, `${name.toLowerCase()}.f32`);
    this.#child = spawn(command[0], command.slice(1), { cwd: folder, stdio: 'pipe' });
    this.#child.stderr.resume();
    this.#lines = createInterface({ input: this.#child.stdout });
  }

  /** The reason, when the peer could not do it. */
  async ask(request: Readonly<Record<string, unknown>>): Promise<PeerReply | string> {
    const reply = new Promise<string>((resolve) => {
      const lost = () => resolve(JSON.stringify({ error: 'the driver ended' }));
      this.#lines.once('line', (line) => {
        this.#lines.off('close', lost);
        resolve(line);
      });
      this.#lines.once('close', lost);
    });
    this.#child.stdin.write(`${this.#form(request, this.#mapFile)}\n`);
    const raw: Raw = JSON.parse(await reply);
    if ('error' in raw) return raw.error;
    const { seconds, facts, width, height } = raw;
    if (width === undefined || height === undefined) return { seconds, facts, map: null };
    const bytes = await readFile(this.#mapFile);
    const values = new Float32Array(width * height);
    for (let at = 0; at < values.length; at += 1) values[at] = bytes.readFloatLE(4 * at);
    return { seconds, facts, map: { width, height, values } };
  }

  stop(): void {
    this.#child.stdin.end();
  }
}

function jsonForm(request: Readonly<Record<string, unknown>>, map: string): string {
  return JSON.stringify({ ...request, map });
}

/** For Octave: three fields, and an empty line, since Octave waits for what follows a line before it gives it. */
export function fieldForm(request: Readonly<Record<string, unknown>>, map: string): string {
  return `${[request.tool, request.file, map].join('\t')}\n`;
}
