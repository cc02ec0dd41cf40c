import type { Localized } from '#shared/domain/localized.ts';
import { client } from '../bridge/bridge.ts';
import { filesOfDrop, filesOfInput, type PickedFile, uploadFile } from '../bridge/upload.ts';
import { createStore } from './store.ts';

export interface Refusal {
  readonly path: string;
  readonly reason: Localized | null;
  readonly status: number;
}

/** Files on their way to the loopback host: from the host's view not yet a job. */
export interface Upload {
  readonly id: string;
  readonly caseId: string;
  readonly state: 'running' | 'done' | 'cancelled';
  readonly sentBytes: number;
  readonly totalBytes: number;
  readonly sentFiles: number;
  readonly totalFiles: number;
  readonly current: string;
  /** What was not taken in, with the core's words; without words the status tells (0: no answer). */
  readonly refused: readonly Refusal[];
}

export const uploads = createStore<{ readonly list: readonly Upload[] }>({ list: [] });

const controllers = new Map<string, AbortController>();
let counter = 0;

function update(id: string, change: Partial<Upload>): void {
  uploads.set(({ list }) => ({
    list: list.map((upload) => (upload.id === id ? { ...upload, ...change } : upload)),
  }));
}

export function cancelUpload(id: string): void {
  controllers.get(id)?.abort();
}

export function dismissUpload(id: string): void {
  uploads.set(({ list }) => ({ list: list.filter((upload) => upload.id !== id) }));
}

/** One after another: the host hashes and writes, two at a time would only share its disk. */
async function send(caseId: string, picked: readonly PickedFile[]): Promise<void> {
  if (picked.length === 0) return;
  counter += 1;
  const id = `upload-${counter}`;
  const controller = new AbortController();
  controllers.set(id, controller);
  const start: Upload = {
    id,
    caseId,
    state: 'running',
    sentBytes: 0,
    totalBytes: picked.reduce((sum, { file }) => sum + file.size, 0),
    sentFiles: 0,
    totalFiles: picked.length,
    current: '',
    refused: [],
  };
  uploads.set(({ list }) => ({ list: [...list, start] }));
  let before = 0;
  const refused: Refusal[] = [];
  for (const [index, one] of picked.entries()) {
    if (controller.signal.aborted) break;
    update(id, { current: one.path, sentFiles: index });
    const answer = await uploadFile(
      caseId,
      one,
      (sent) => update(id, { sentBytes: before + sent }),
      controller.signal,
    ).catch((error: unknown) => {
      if (controller.signal.aborted) return null;
      throw error;
    });
    if (answer?.taken === false) {
      refused.push({ path: one.path, reason: answer.reason, status: answer.status });
      update(id, { refused: [...refused] });
    }
    before += one.file.size;
  }
  controllers.delete(id);
  const state = controller.signal.aborted ? 'cancelled' : 'done';
  update(id, { state, refused: [...refused], sentFiles: picked.length, sentBytes: before, current: '' });
}

/** Where the host can learn the paths, it reads the files itself; otherwise the bytes are sent. */
async function takeIn(
  caseId: string,
  files: readonly File[],
  uploadable: () => Promise<readonly PickedFile[]>,
): Promise<void> {
  const desktop = window.assay;
  if (desktop === undefined) {
    await send(caseId, await uploadable());
    return;
  }
  const paths = files.map((file) => desktop.pathForFile(file)).filter((path) => path !== '');
  if (paths.length > 0) await client.evidence.add({ caseId, paths });
}

export function takeInDrop(caseId: string, transfer: DataTransfer): Promise<void> {
  const picked = window.assay === undefined ? filesOfDrop(transfer) : Promise.resolve([]);
  return takeIn(caseId, [...transfer.files], () => picked);
}

export function takeInFiles(caseId: string, files: FileList): Promise<void> {
  return takeIn(caseId, [...files], async () => filesOfInput(files));
}
