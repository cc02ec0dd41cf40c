import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';

export type FailureCode = 'missing' | 'timed-out' | 'output-limit' | 'killed' | 'aborted';

export interface ProgramFailure {
  readonly code: FailureCode;
  readonly program: string;
  /** Signal that ended it, when one did. */
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** Text that keeps its beginning and counts the rest. */
export class BoundedText {
  readonly #limit: number;
  #parts: Uint8Array[] = [];
  #kept = 0;
  #dropped = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(chunk: Uint8Array): void {
    const part = chunk.subarray(0, this.#limit - this.#kept);
    if (part.length > 0) this.#parts.push(part);
    this.#kept += part.length;
    this.#dropped += chunk.length - part.length;
  }

  text(): string {
    const text = Buffer.concat(this.#parts).toString('utf8');
    return this.#dropped === 0 ? text : `${text}\n… ${this.#dropped} more bytes`;
  }

  clear(): void {
    this.#parts = [];
    this.#kept = 0;
    this.#dropped = 0;
  }
}

/** The complaints of a program as separate lines, without repeats, at most `most` of them. */
export function complaintLines(stderr: string, most = 50): string[] {
  const counts = new Map<string, number>();
  for (const line of stderr.split(/\r?\n|\r/)) {
    // Decoders name their context by an address that differs from run to run.
    const text = line
      .replace(/ @ 0x[0-9a-f]+/g, '')
      .trim()
      .slice(0, 500);
    if (text !== '') counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const lines = [...counts].map(([text, count]) => (count === 1 ? text : `${text} (×${count})`));
  return lines.length <= most ? lines : [...lines.slice(0, most), `… ${lines.length - most} more`];
}

/** What a failed child means for the run: reasons an examiner can act on. `timed-out` and `output-limit` are limits. */
export function failureReason(failure: ProgramFailure, remedy?: Localized): Reason {
  const detail = complaintLines(failure.stderr, 10).join('\n');
  const name = failure.program.replace(/^.*[\\/]/, '');
  const reason = (code: string, text: Localized): Reason =>
    detail === '' ? { code, text } : { code, text, detail };
  switch (failure.code) {
    case 'missing':
      return reason(
        'engine-missing',
        remedy ??
          localized(`The program ${name} cannot be run on this machine.`, `本机无法运行程序 ${name}。`),
      );
    case 'timed-out':
      return reason('time-limit', localized(`${name} reached its time limit.`, `${name} 达到时间上限。`));
    case 'output-limit':
      return reason(
        'output-limit',
        localized(`${name} printed more than its limit.`, `${name} 的输出超过上限。`),
      );
    case 'aborted':
      return reason('aborted', localized(`${name} was stopped.`, `${name} 已被中止。`));
    case 'killed':
      return reason(
        'engine-crashed',
        localized(
          `${name} broke down on this file (${failure.signal ?? 'unknown signal'}).`,
          `${name} 在处理该文件时崩溃（${failure.signal ?? '未知信号'}）。`,
        ),
      );
  }
}
