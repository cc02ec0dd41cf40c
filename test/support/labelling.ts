import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { LabelOrder } from '#core/labels/writing/order.ts';
import type { WriteOutput } from '#core/labels/writing/tasks.ts';
import { writeLabels } from '#core/labels/writing/write-task.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { closeMetadata } from '#core/media/metadata.ts';

export const producer = { producer: '001191110000MA00TXTX0X10000', produceId: 'fx-0001' } as const;

/** A folder in which copies are labelled as a worker does it. */
export class LabelDesk {
  readonly folder = mkdtempSync(join(tmpdir(), 'assay-label-'));

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  /** The copy, and what the worker says about it; the copy's name is given before all is in order here. */
  async label(
    source: string,
    request: object,
    signal = new AbortController().signal,
  ): Promise<{ readonly out: string; readonly answer: WriteOutput }> {
    const out = this.path(`out-${readdirSync(this.folder).length}${extname(source)}`);
    const order = LabelOrder.parse({ source, out, ...request });
    const answer = await writeLabels(
      { order, drafts: { rendered: `${out}.rendered${extname(source)}`, file: out } },
      { limits: { ...defaultLimits, timeMs: 120_000 }, signal, progress: () => undefined },
    );
    return { out, answer };
  }

  /** The same where it must succeed. */
  async labelled(
    source: string,
    request: object,
  ): Promise<{ readonly out: string; readonly answer: Written }> {
    const { out, answer } = await this.label(source, request);
    if (!answer.ok)
      throw new Error(`${answer.reason.code}: ${answer.reason.text.en} ${answer.reason.detail ?? ''}`);
    return { out, answer };
  }

  /** The refusal in English. */
  async refusal(source: string, request: object): Promise<string> {
    const { answer } = await this.label(source, request);
    return answer.ok ? 'it was written' : `${answer.reason.code}: ${answer.reason.text.en}`;
  }

  async close(): Promise<void> {
    await closeMetadata();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

type Written = Extract<WriteOutput, { ok: true }>;
