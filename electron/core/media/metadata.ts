import { isAbsolute } from 'node:path';
import { localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import { complaintLines, failureReason, type ProgramFailure } from './complaints.ts';
import { type ExiftoolOutput, ExiftoolProcess, type ExiftoolRequest } from './exiftool-process.ts';
import type { Limits } from './limits.ts';
import { type MetadataTag, parseMetadata } from './metadata-tags.ts';
import { exiftoolScript, findProgram } from './program-paths.ts';

/** Everything a file's metadata says, in the order of the file. */
export interface Metadata {
  readonly tags: readonly MetadataTag[];
  /** What exiftool complained about: damage, unusual structures, data it passed over. */
  readonly warnings: readonly string[];
  /** Tags beyond the limit that were left out. */
  readonly omitted: number;
}

export type MetadataAnswer =
  | { readonly ok: true; readonly metadata: Metadata }
  | { readonly ok: false; readonly reason: Reason; readonly warnings: readonly string[] };

export interface EmbeddedFile {
  readonly name: string;
  /** Where it stands: IFD1, Photoshop, MPF0 … */
  readonly place: string;
  readonly bytes: Uint8Array;
}

/**
 * `-j -l -t`: JSON with readable value, stored value, tag id and table. `-a -u`: duplicates and unknown
 * tags too. `-G0:1:3:4`: format, place, sub-document and copy of each. `-struct`: XMP structures whole.
 * `-e`: nothing computed by exiftool. JSONQ: numbers as the text they are, so that `1.10` stays `1.10`.
 * System tags (name, times, rights of our private copy) say nothing about the evidence.
 */
const readArguments = [
  ...['-j', '-l', '-t', '-a', '-u', '-struct', '-e', '-G0:1:3:4'],
  ...['-api', 'structformat=jsonq', '-api', 'largefilesupport=1'],
  ...['-charset', 'filename=utf8', '--System:all', '--ExifTool:ExifToolVersion'],
];

/** Most of an embedded picture that is taken out: previews of large raw files stay below. */
const EMBEDDED_BYTES = 24 * 1024 * 1024;

let current: Promise<ExiftoolProcess> | undefined;
let queue: Promise<unknown> = Promise.resolve();

/**
 * Read all metadata of a file. A file that breaks exiftool is tried once more alone in a fresh process
 * and is then an answer about that file only; the next file gets a new process.
 */
export async function readMetadata(
  path: string,
  limits: Limits,
  signal: AbortSignal,
): Promise<MetadataAnswer> {
  const output = await ask([...readArguments, path], limits, signal);
  if (!output.ok) return { ok: false, reason: output.reason, warnings: output.warnings };
  const complaints = complaintLines(output.stderr.replaceAll(path, 'evidence'));
  const parsed = parseMetadata(output.stdout, limits.depth);
  if (parsed === null) {
    const text = localized('ExifTool could not read this file.', 'ExifTool 无法读取该文件。');
    return {
      ok: false,
      reason: { code: 'engine-output', text, detail: complaints.join('\n') },
      warnings: complaints,
    };
  }
  const warnings = [...parsed.warnings, ...complaints].map((line) => line.replaceAll(path, 'evidence'));
  if (parsed.error !== null) {
    const text = localized('ExifTool found no metadata it can read.', 'ExifTool 未找到可读取的元数据。');
    return { ok: false, reason: { code: 'format-unsupported', text, detail: parsed.error }, warnings };
  }
  return { ok: true, metadata: { tags: parsed.tags, warnings, omitted: parsed.omitted } };
}

let last: { readonly sha256: string; readonly metadata: Metadata } | undefined;

/**
 * The same for a piece of evidence. The last reading of the process is kept, because the runs on one
 * evidence follow each other on one worker.
 */
export async function readEvidenceMetadata(
  evidence: { readonly path: string; readonly sha256: string },
  limits: Limits,
  signal: AbortSignal,
): Promise<MetadataAnswer> {
  if (last?.sha256 === evidence.sha256) return { ok: true, metadata: last.metadata };
  last = undefined;
  const answer = await readMetadata(evidence.path, limits, signal);
  if (answer.ok) last = { sha256: evidence.sha256, metadata: answer.metadata };
  return answer;
}

/** The pictures a file carries inside its metadata (thumbnails and previews), as their own bytes. */
export async function readEmbedded(
  path: string,
  names: readonly string[],
  limits: Limits,
  signal: AbortSignal,
): Promise<readonly EmbeddedFile[]> {
  const wanted = names.map((name) => `-${name}`);
  const outputBytes = Math.max(limits.outputBytes, 2 * EMBEDDED_BYTES);
  const values = await rawValues(['-G1:4', ...wanted], path, { ...limits, outputBytes }, signal);
  return values.flatMap(([key, value]) => {
    if (!value.startsWith(binary)) return [];
    const words = key.split(':');
    const bytes = Buffer.from(value.slice(binary.length), 'base64');
    if (bytes.length > EMBEDDED_BYTES) return [];
    return [{ name: words.at(-1) ?? key, place: words[0] ?? '', bytes }];
  });
}

/** What stands in a place ExifTool has no name of its own for, such as `Unknown_AIGC` of a RIFF file, as text. */
export async function readUnknown(
  path: string,
  name: string,
  limits: Limits,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const values = await rawValues(['-u', `-${name}`], path, limits, signal);
  return values
    .filter(([key]) => key === name)
    .map(([, value]) =>
      value.startsWith(binary) ? Buffer.from(value.slice(binary.length), 'base64').toString('utf8') : value,
    );
}

/** How ExifTool's JSON marks bytes that are no text. */
const binary = 'base64:';

async function rawValues(
  chosen: readonly string[],
  path: string,
  limits: Limits,
  signal: AbortSignal,
): Promise<readonly (readonly [string, string])[]> {
  const output = await ask(['-j', '-b', '-a', ...chosen, path], limits, signal);
  if (!output.ok) return [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(output.stdout).toString('utf8'));
  } catch (error) {
    // A reading that broke off half-way: nothing came out whole.
    if (error instanceof SyntaxError) return [];
    throw error;
  }
  const record: unknown = Array.isArray(parsed) ? parsed[0] : null;
  if (record === null || typeof record !== 'object') return [];
  return Object.entries(record).flatMap(([key, value]) =>
    typeof value === 'string' ? [[key, value] as const] : [],
  );
}

type Asked =
  | { readonly ok: true; readonly stdout: Uint8Array; readonly stderr: string }
  | { readonly ok: false; readonly reason: Reason; readonly warnings: readonly string[] };

/** One command after another through the one process of this worker. The last argument is the path. */
function ask(args: readonly string[], limits: Limits, signal: AbortSignal): Promise<Asked> {
  // A relative path could be taken for an option, and the process has its own working folder.
  if (!isAbsolute(args.at(-1) ?? '')) throw new Error('Evidence is given to exiftool by absolute path');
  const answer = queue.then(() => askNow(args, limits, signal));
  queue = answer.catch(() => undefined);
  return answer;
}

async function askNow(args: readonly string[], limits: Limits, signal: AbortSignal): Promise<Asked> {
  const request: ExiftoolRequest = { signal, timeMs: limits.timeMs, outputBytes: limits.outputBytes };
  const perl = await findProgram('perl');
  const script = await exiftoolScript();
  if (!perl.found || script === null) {
    const text = perl.found
      ? localized('ExifTool is not installed: run the set-up again.', '未安装 ExifTool：请重新运行安装步骤。')
      : perl.remedy;
    return { ok: false, reason: { code: 'engine-missing', text }, warnings: [] };
  }
  const process = await openProcess(perl.path, script);
  const seasoned = process.served > 0;
  let output: ExiftoolOutput = await process.run(args, request);
  // A breakdown may be the fault of what earlier files left behind: once more, alone and fresh.
  if (!output.ok && output.failure.code === 'killed' && seasoned && !signal.aborted) {
    output = await (await openProcess(perl.path, script)).run(args, request);
  }
  if (output.ok) return output;
  return { ok: false, reason: exiftoolReason(output.failure, args.at(-1) ?? ''), warnings: [] };
}

async function openProcess(perl: string, script: string): Promise<ExiftoolProcess> {
  const known = await current;
  if (known !== undefined && !known.ended) return known;
  current = ExiftoolProcess.start(perl, script);
  return await current;
}

function exiftoolReason(failure: ProgramFailure, path: string): Reason {
  const stderr = failure.stderr.replaceAll(path, 'evidence');
  const reason = failureReason({ ...failure, program: 'exiftool', stderr });
  if (failure.code !== 'killed' || !/^Out of memory/m.test(stderr)) return reason;
  return {
    ...reason,
    code: 'memory-limit',
    text: localized(
      'ExifTool reached its memory limit: the metadata of this file unpack to more than it may hold.',
      'ExifTool 达到内存上限：该文件的元数据解压后超出允许的大小。',
    ),
  };
}

/** End this worker's exiftool; the next reading starts another. */
export async function closeMetadata(): Promise<void> {
  const known = await current;
  known?.close();
  current = undefined;
}
