import { z } from 'zod';
import { Problem } from '#shared/contract/errors.ts';
import type { Localized } from '#shared/domain/localized.ts';
import { Reason } from '#shared/domain/run.ts';

/** A file to take in, with its path below the dropped folder. */
export interface PickedFile {
  readonly file: File;
  readonly path: string;
}

/** Send one file's bytes to this machine's own server, which takes it in as they come. */
export function uploadFile(
  caseId: string,
  picked: PickedFile,
  onProgress: (sentBytes: number) => void,
  signal: AbortSignal,
): Promise<UploadAnswer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/upload/${encodeURIComponent(caseId)}`);
    request.setRequestHeader('x-file-name', encodeURIComponent(picked.path));
    request.setRequestHeader('x-file-modified', String(picked.file.lastModified));
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.addEventListener('progress', (event) => onProgress(event.loaded));
    request.addEventListener('load', () => resolve(readAnswer(request.status, request.responseText)));
    request.addEventListener('error', () => resolve({ taken: false, reason: null, status: 0 }));
    request.addEventListener('abort', () => reject(new DOMException('Cancelled', 'AbortError')));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(picked.file);
  });
}

/** What became of an upload. `status` 0: the host did not answer. */
export type UploadAnswer =
  | { readonly taken: true }
  | { readonly taken: false; readonly reason: Localized | null; readonly status: number };

const Answer = z.union([
  z.object({ ok: z.literal(true), value: z.object({ reason: Reason.optional() }) }),
  z.object({ ok: z.literal(false), problem: Problem }),
]);

/** The host answers with JSON; another text means that the server itself failed, and its status says so. */
function readAnswer(status: number, body: string): UploadAnswer {
  const answer = Answer.safeParse(parseJson(body)).data;
  if (answer === undefined) return { taken: false, reason: null, status };
  if (!answer.ok) return { taken: false, reason: answer.problem.message, status };
  const { reason } = answer.value;
  return reason === undefined ? { taken: true } : { taken: false, reason: reason.text, status };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const deepestFolder = 64;

/** All files of a drop, folders opened to the depth of 64; what cannot be read is left out by the browser. */
export async function filesOfDrop(transfer: DataTransfer): Promise<readonly PickedFile[]> {
  // Everything must be taken before the first await: afterwards the browser has emptied the list.
  const dropped = [...transfer.items]
    .filter((item) => item.kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const found: PickedFile[] = [];
  for (const { entry, file } of dropped) {
    if (entry !== null) await gather(entry, found, 0);
    else if (file !== null) found.push({ file, path: file.name });
  }
  return found;
}

async function gather(entry: FileSystemEntry, found: PickedFile[], depth: number): Promise<void> {
  if (entry instanceof FileSystemFileEntry) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    found.push({ file, path: entry.fullPath.replace(/^\//, '') });
    return;
  }
  if (!(entry instanceof FileSystemDirectoryEntry) || depth >= deepestFolder) return;
  const reader = entry.createReader();
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (batch.length === 0) return;
    for (const child of batch) await gather(child, found, depth + 1);
  }
}

/** Files of a file input; chosen folders give their files a relative path. */
export function filesOfInput(files: FileList): readonly PickedFile[] {
  return [...files].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}
