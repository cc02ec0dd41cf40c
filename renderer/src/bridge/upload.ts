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
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/upload/${encodeURIComponent(caseId)}`);
    request.setRequestHeader('x-file-name', encodeURIComponent(picked.path));
    request.setRequestHeader('x-file-modified', new Date(picked.file.lastModified).toISOString());
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.addEventListener('progress', (event) => onProgress(event.loaded));
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) resolve();
      else reject(new UploadRefused(request.status, request.responseText));
    });
    request.addEventListener('error', () => reject(new UploadRefused(0, '')));
    request.addEventListener('abort', () => reject(new DOMException('Cancelled', 'AbortError')));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(picked.file);
  });
}

/** The server's answer to a file it did not take: its status and its words, if any. */
export class UploadRefused extends Error {
  readonly status: number;
  readonly body: string;

  constructor(status: number, body: string) {
    super(`Upload refused with status ${status}`);
    this.name = 'UploadRefused';
    this.status = status;
    this.body = body;
  }
}

const deepestFolder = 64;

/** All files of a drop, folders opened to the depth of 64; what cannot be read is left out by the browser. */
export async function filesOfDrop(transfer: DataTransfer): Promise<readonly PickedFile[]> {
  // Entries must be taken before the first await: afterwards the browser has emptied the list.
  const entries = [...transfer.items]
    .filter((item) => item.kind === 'file')
    .map((item) => item.webkitGetAsEntry())
    .filter((entry) => entry !== null);
  const found: PickedFile[] = [];
  for (const entry of entries) await gather(entry, found, 0);
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
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) return;
    for (const child of batch) await gather(child, found, depth + 1);
  }
}

/** Files of a file input; chosen folders give their files a relative path. */
export function filesOfInput(files: FileList): readonly PickedFile[] {
  return [...files].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}
