import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import { calls, client } from '../../bridge/bridge.ts';
import { rememberJob } from '../../state/activity.ts';
import { takeInFiles } from '../../state/uploads.ts';

export interface FileChooser {
  readonly chooseFiles: () => void;
  /** Only where the browser's own dialog is used; the native one offers folders itself. */
  readonly chooseFolder: (() => void) | null;
  readonly error: unknown;
  /** Hidden file inputs that must be in the page. */
  readonly inputs: ReactNode;
}

/** The native dialog where there is one, otherwise the browser's. */
export function useFileChooser(caseId: string): FileChooser {
  const capabilities = useQuery(calls.app.capabilities.queryOptions());
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const chooseFolder = () => {
    if (folder.current === null) return;
    folder.current.webkitdirectory = true;
    folder.current.click();
  };
  const [error, setError] = useState<unknown>(null);
  const native = capabilities.data?.dialogs === true;

  const attempt = (work: Promise<void>) => {
    setError(null);
    work.catch((reason: unknown) => setError(reason));
  };
  const chooseNatively = async () => {
    const { paths } = await client.evidence.chooseFiles();
    if (paths.length > 0) rememberJob(await client.evidence.add({ caseId, paths }));
  };
  const take = (input: HTMLInputElement) => {
    if (input.files !== null && input.files.length > 0) attempt(takeInFiles(caseId, input.files));
    // So that choosing the same file again is a change.
    input.value = '';
  };
  return {
    chooseFiles: () => (native ? attempt(chooseNatively()) : files.current?.click()),
    chooseFolder: native ? null : chooseFolder,
    error,
    inputs: !native && (
      <>
        <input ref={files} type="file" multiple hidden onChange={(event) => take(event.currentTarget)} />
        <input ref={folder} type="file" hidden onChange={(event) => take(event.currentTarget)} />
      </>
    ),
  };
}
