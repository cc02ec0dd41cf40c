import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { type CsvError, type Info, parse } from 'csv-parse';

/** One record of a CSV file (RFC 4180, and what is written in its name). */
export interface CsvRecord {
  /** First line of it, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A place where no record could be made out; reading goes on with the next line. */
export interface BrokenRecord {
  readonly line: number;
  readonly broken: 'not-csv' | 'rest-not-read';
}

/** Longest record, bytes: a vPDQ signal of four hours at a frame a second has about one million. */
export const longestRecord = 8 << 20;
/** A file with more broken places is no CSV file; each may cost the reading of one longest record. */
const mostBroken = 200;

export type Delimiter = ',' | ';' | '\t' | ' ';

/**
 * Every record of a file. A quotation mark that is never closed, or only by one that was meant to open another cell,
 * costs its own line and not what follows: `suits` says whether a record that runs over several lines can be one.
 */
export async function* csvRecords(
  path: string,
  {
    delimiter,
    suits,
    signal,
    onBytes,
  }: {
    readonly delimiter: Delimiter;
    suits(cells: readonly string[]): boolean;
    readonly signal: AbortSignal;
    /** How many bytes of the file were read. */
    onBytes(bytes: number): void;
  },
): AsyncGenerator<CsvRecord | BrokenRecord, void, void> {
  const file = await open(path, 'r');
  try {
    let start = (await startsWithMark(file)) ? 3 : 0;
    let line = 1;
    for (let broken = 0; ; broken++) {
      const stop = yield* recordsFrom(path, { start, line, delimiter, suits, signal, onBytes });
      if (stop === null) return;
      const next = await nextLine(file, stop.at);
      line = stop.line + next.feeds;
      start = next.at;
      yield { line: line - 1, broken: broken === mostBroken ? 'rest-not-read' : 'not-csv' };
      if (broken === mostBroken) return;
    }
  } finally {
    await file.close();
  }
}

interface Beginning {
  readonly start: number;
  readonly line: number;
  readonly delimiter: Delimiter;
  suits(cells: readonly string[]): boolean;
  readonly signal: AbortSignal;
  onBytes(bytes: number): void;
}

interface Stop {
  /** Byte and line at which the broken record begins, blank lines before it not counted. */
  readonly at: number;
  readonly line: number;
}

/** Until the end (`null`) or the first broken record. */
async function* recordsFrom(
  path: string,
  { start, line, delimiter, suits, signal, onBytes }: Beginning,
): AsyncGenerator<CsvRecord, Stop | null, void> {
  const fault: { error: CsvError | null } = { error: null };
  const source = createReadStream(path, { start, signal });
  let sent = start;
  source.on('data', (chunk) => {
    sent += chunk.length;
    onBytes(sent);
  });
  const parser = parse({
    delimiter,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: longestRecord,
    on_skip: (error) => {
      fault.error ??= error ?? null;
      return undefined;
    },
  });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let bytes = 0;
  let lines = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      // Records behind a fault may be made of its rest.
      if (fault.error !== null && info.bytes > bytesBefore(fault.error)) break;
      const feeds = record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
      if (feeds > 0 && !suits(record)) return { at: start + bytes, line: line + lines };
      yield { line: line + info.lines - 1 - feeds, cells: record };
      bytes = info.bytes;
      lines = info.lines;
    }
  } finally {
    source.destroy();
    parser.destroy();
  }
  return fault.error === null ? null : { at: start + bytes, line: line + lines };
}

/** Where the last whole record before a fault ends. */
function bytesBefore(error: CsvError): number {
  const { bytes } = error as CsvError & { readonly bytes?: unknown };
  return typeof bytes === 'number' ? bytes : 0;
}

/** Does the file begin with the byte order mark of UTF-8? */
async function startsWithMark(file: FileHandle): Promise<boolean> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(3), 0, 3, 0);
  return bytesRead === 3 && buffer.equals(Buffer.from([0xef, 0xbb, 0xbf]));
}

/** Beginning of the line after the one at `at`, blank lines before that one left out; how many lines that is. */
async function nextLine(
  file: FileHandle,
  at: number,
): Promise<{ readonly at: number; readonly feeds: number }> {
  const window = Buffer.alloc(1 << 16);
  let begun = false;
  let feeds = 0;
  for (let start = at; ; start += window.length) {
    const { bytesRead } = await file.read(window, 0, window.length, start);
    for (let byte = 0; byte < bytesRead; byte++) {
      const feed = window[byte] === 10;
      if (feed) feeds += 1;
      if (feed && begun) return { at: start + byte + 1, feeds };
      begun ||= !feed && window[byte] !== 13;
    }
    if (bytesRead < window.length) return { at: start + bytesRead, feeds: feeds + 1 };
  }
}
