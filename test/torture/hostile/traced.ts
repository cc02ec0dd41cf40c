import { spawn, spawnSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { TortureRow } from '../row.ts';
import { makeTraps } from './traps.ts';

/** Calls of every process of the program that open a file or reach for a network, as the kernel saw them. */
const calls = 'open,openat,openat2,socket,connect,bind,sendto,sendmsg,sendmmsg';

/** Words that make strace follow a program and what it starts, into a file. */
export function tracing(log: string): string[] {
  return ['-f', '-qq', '-s', '4096', '-e', `trace=${calls}`, '-o', log];
}

export interface TraceOptions {
  /** Names of the traps; all of them unless said. */
  readonly traps?: (name: string) => boolean;
  readonly only: readonly string[];
  readonly command: string;
}

export function traceable(): boolean {
  return spawnSync('strace', ['-f', '-qq', '-o', '/dev/null', 'true']).status === 0;
}

/** R5 and R6: `assay examine` over files that name others, under strace. */
export async function traced(options: TraceOptions): Promise<TortureRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-traced-'));
  try {
    const { files, canaries } = await makeTraps(join(folder, 'traps'));
    const chosen = files.filter((path) => options.traps?.(path.slice(path.lastIndexOf('/') + 1)) ?? true);
    const log = join(folder, 'trace');
    const examined = await examineTraced(chosen, options.only, log, join(folder, 'data'));
    const seen = await readTrace(log, canaries, chosen);
    const basis = `${chosen.length} files, ${seen.calls} calls of ${seen.processes} processes`;
    return [
      {
        goal: 'R5',
        target: 'no canary opened while another file is examined; no parser in the host process',
        reached: `${seen.opened} opened, ${seen.tried} tried in vain; ${seen.parsersInHost} parsers loaded by the host, ${seen.parsers} by workers; ${basis}`,
        passed:
          seen.opened === 0 &&
          seen.evidence > 0 &&
          seen.parsersInHost === 0 &&
          seen.parsers > 0 &&
          examined === chosen.length,
        command: options.command,
      },
      {
        goal: 'R6',
        target: 'no process opens a connection or sends a packet',
        reached: `${seen.sockets} internet sockets, ${seen.network} connections or packets; ${basis}`,
        passed: seen.sockets === 0 && seen.network === 0 && seen.evidence > 0,
        command: options.command,
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Number of exhibits in what the program printed. */
async function examineTraced(
  files: readonly string[],
  only: readonly string[],
  log: string,
  data: string,
): Promise<number> {
  const entry = fileURLToPath(new URL('../../../electron/hosts/cli/main.ts', import.meta.url));
  const node = [process.execPath, '--disable-warning=ExperimentalWarning', entry];
  const chosen = only.length === 0 ? [] : ['--only', only.join(',')];
  const words = [...tracing(log), ...node, 'examine', '--json', ...chosen, '--', ...files];
  const child = spawn('strace', words, {
    env: { ...process.env, ASSAY_DATA: data },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [printed, complaint] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  await new Promise((resolve) => child.on('close', resolve));
  const start = printed.indexOf('{');
  if (start < 0) throw new Error(`the traced program printed nothing: ${complaint.slice(-2000)}`);
  return (JSON.parse(printed.slice(start)) as { evidence: unknown[] }).evidence.length;
}

export interface Seen {
  readonly calls: number;
  readonly processes: number;
  /** Canaries opened, and those a reader asked for and did not get. */
  readonly opened: number;
  readonly tried: number;
  /** Sockets of the internet made or bound to this machine itself; connections, packets and other addresses bound. */
  readonly sockets: number;
  readonly network: number;
  /** Looks at the evidence itself: a trace without any would prove nothing. */
  readonly evidence: number;
  /** Times a package that decodes was opened by the first process, and by any other. */
  readonly parsersInHost: number;
  readonly parsers: number;
}

/** Packages only a worker may load (`test/architecture/layers.test.ts` follows the imports; this sees what was opened). */
const parserFile =
  /\/node_modules\/(?:sharp|@img|heic-decode|libheif-js|exiftool-vendored[^/]*|@contentauth\/c2pa-(?:node|wasm)|onnxruntime-\w+|@techstark\/opencv-js|@myriaddreamin|fluent-ffmpeg)\//;
const internet = /\bsa_family=AF_(?:INET6?|PACKET)\b/;
const thisMachine = /inet_addr\("127\.|inet_pton\(AF_INET6, "::1"/;

/** What a trace has of files and networks. Unix sockets carry messages between our own processes; over a netlink socket Bubblewrap sets up the new, empty network namespace. */
export async function readTrace(
  log: string,
  canaries: readonly string[],
  taken: readonly string[],
): Promise<Seen> {
  const seen = { calls: 0, opened: 0, tried: 0, sockets: 0, network: 0, evidence: 0 };
  const loads = { parsersInHost: 0, parsers: 0 };
  const processes = new Set<string>();
  const names = canaries.map((path) => path.slice(path.lastIndexOf('/') + 1));
  /** Canaries asked for by calls whose answer stands on a later line. */
  const asked = new Set<string>();
  let host: string | undefined;
  for await (const line of createInterface({ input: createReadStream(log, 'latin1') })) {
    seen.calls += 1;
    const process = line.slice(0, line.indexOf(' '));
    host ??= process;
    processes.add(process);
    if (/\bsocket\(AF_(?:INET6?|PACKET)\b/.test(line)) seen.sockets += 1;
    if (internet.test(line))
      seen[/\bbind\(/.test(line) && thisMachine.test(line) ? 'sockets' : 'network'] += 1;
    const answered = asked.has(process) && /\bopen(?:at2?)? resumed>/.test(line);
    const path = /\bopen(?:at2?)?\((?:AT_FDCWD, |\d+, )?"([^"]*)"/.exec(line)?.[1];
    if (path === undefined && !answered) continue;
    if (path !== undefined) {
      if (/\/in\/[^/]+\/evidence$/.test(path)) seen.evidence += 1;
      if (parserFile.test(path)) loads[process === host ? 'parsersInHost' : 'parsers'] += 1;
      // Files taken in are opened by the intake under their own, hostile names.
      if (taken.includes(path) || !names.some((name) => path.endsWith(name))) continue;
      if (line.endsWith('<unfinished ...>')) {
        asked.add(process);
        continue;
      }
    }
    asked.delete(process);
    seen[/ = -1 /.test(line) ? 'tried' : 'opened'] += 1;
  }
  return { ...seen, ...loads, processes: processes.size };
}
