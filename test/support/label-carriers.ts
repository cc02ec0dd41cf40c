import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CarriedPayload, Carrier, CarrierReading, LabelEntry } from '#core/labels/define.ts';
import { ByteReader } from '#core/media/structure/byte-reader.ts';
import type { Localized } from '#shared/domain/localized.ts';
import { carriedOut } from './label-plans.ts';

const signal = new AbortController().signal;

/** Runs carriers on bytes, through a file of its own. `close` it when done. */
export function carrierBench() {
  const folder = mkdtempSync(join(tmpdir(), 'assay-carriers-'));
  const path = join(folder, 'file');
  function opened<T>(bytes: Uint8Array, use: (reader: ByteReader) => T): T {
    writeFileSync(path, bytes);
    const reader = new ByteReader(path);
    try {
      return use(reader);
    } finally {
      reader.close();
    }
  }
  return {
    folder,
    read: (carrier: Carrier, bytes: Uint8Array): CarrierReading =>
      opened(bytes, (reader) => carrier.read(reader, signal)),
    /** The new file, or the refusal in words. */
    write(carrier: Carrier, bytes: Uint8Array, entries: readonly LabelEntry[]): Buffer | Localized {
      const answer = opened(bytes, (reader) => carrier.write?.(reader, entries, signal));
      if (answer === undefined) throw new Error(`${carrier.id} does not write`);
      return answer.ok ? carriedOut(answer.plan, Buffer.from(bytes)) : answer.reason;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** `place | key` → text, of payloads that are texts. */
export function textsByPlace(payloads: readonly CarriedPayload[]): Record<string, string> {
  return Object.fromEntries(
    payloads.flatMap((payload) =>
      payload.kind === 'text' ? [[`${payload.place} | ${payload.key}`, payload.text] as const] : [],
    ),
  );
}
