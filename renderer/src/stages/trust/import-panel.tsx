import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { TrustChoice, TrustExamination } from '#shared/domain/trust.ts';
import { calls, client } from '../../bridge/bridge.ts';
import { filesOfDrop, filesOfInput, type PickedFile } from '../../bridge/upload.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { ProposalView } from './proposal-view.tsx';
import styles from './trust.module.css';
import { useTrustChanges } from './use-trust.ts';

export type Decision = TrustChoice['unknownEdition'];

interface Source {
  readonly paths: string[];
  readonly files: { readonly name: string; readonly base64: string }[];
}

/** Name files, see what they would change, then import. */
export function ImportPanel() {
  const { text } = useWords();
  const [path, setPath] = useState('');
  const [source, setSource] = useState<Source | null>(null);
  const [decision, setDecision] = useState<Decision>('ask');
  const [readError, setReadError] = useState<unknown>(null);
  // Kept while the same files are looked at again, so that the choice just made keeps the focus.
  const [found, setFound] = useState<TrustExamination | null>(null);
  const look = useMutation(calls.trust.diff.mutationOptions({ onSuccess: setFound }));
  const { take } = useTrustChanges();

  const examine = (wanted: Source, unknownEdition: Decision) => {
    if (wanted !== source) setFound(null);
    setSource(wanted);
    setDecision(unknownEdition);
    take.reset();
    look.mutate({ ...wanted, choice: { unknownEdition } });
  };
  const attempt = (work: Promise<Source>) => {
    setReadError(null);
    work.then(
      (given) => given.paths.length + given.files.length > 0 && examine(given, 'ask'),
      (error: unknown) => setReadError(error),
    );
  };
  const { panel, dropping } = useListDrop(attempt);
  const done = () => {
    setSource(null);
    setFound(null);
    look.reset();
  };
  return (
    <section ref={panel} className={styles.panel} aria-label={text('trust.import')}>
      {dropping && <p className={styles.drop}>{text('trust.import.drop')}</p>}
      <form
        className={styles.line}
        onSubmit={(event) => {
          event.preventDefault();
          if (path.trim() !== '') examine({ paths: [path.trim()], files: [] }, 'ask');
        }}
      >
        <TextField
          label={text('trust.import.path')}
          value={path}
          onChange={setPath}
          note={text('trust.import.path.note')}
          code
        />
        <Button type="submit" disabled={path.trim() === '' || look.isPending}>
          {text('trust.import.look')}
        </Button>
        <FileButtons onSource={attempt} />
      </form>
      {readError !== null && <ProblemNotice error={readError} />}
      {look.isPending && <p role="status">{text('trust.import.looking')}</p>}
      {look.isError && <ProblemNotice error={look.error} />}
      {take.isError && <ProblemNotice error={take.error} />}
      {take.isSuccess && (
        <Notice kind="information">
          {text('trust.import.done', {
            count: take.data.proposals.filter(({ state }) => state === 'new' || state === 'replaces').length,
          })}
        </Notice>
      )}
      {source !== null && found !== null && (
        <ProposalView
          examination={found}
          decision={decision}
          busy={take.isPending || look.isPending}
          onDecide={(unknownEdition) => examine(source, unknownEdition)}
          onCancel={done}
          onImport={() =>
            take.mutate(
              { ...source, choice: { unknownEdition: decision } },
              {
                onSuccess: () => {
                  setPath('');
                  done();
                },
              },
            )
          }
        />
      )}
    </section>
  );
}

/** Native dialogs where the host has them, otherwise the browser's. */
function FileButtons({ onSource }: { readonly onSource: (source: Promise<Source>) => void }) {
  const { text } = useWords();
  const capabilities = useQuery(calls.app.capabilities.queryOptions());
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const native = capabilities.data?.dialogs === true;
  const take = (input: HTMLInputElement) => {
    if (input.files !== null && input.files.length > 0) onSource(bytesOf(filesOfInput(input.files)));
    // So that choosing the same file again is a change.
    input.value = '';
  };
  const chooseFiles = async () => ({ paths: (await client.evidence.chooseFiles()).paths, files: [] });
  const chooseFolder = async () => {
    const { directory } = await client.case.chooseDirectory({ purpose: 'open' });
    return { paths: directory === null ? [] : [directory], files: [] };
  };
  return (
    <>
      <Button onPress={() => (native ? onSource(chooseFiles()) : files.current?.click())}>
        {text('trust.import.files')}
      </Button>
      <Button
        onPress={() => {
          if (native) onSource(chooseFolder());
          else if (folder.current !== null) {
            folder.current.webkitdirectory = true;
            folder.current.click();
          }
        }}
      >
        {text('trust.import.folder')}
      </Button>
      {!native && (
        <>
          <input ref={files} type="file" multiple hidden onChange={(event) => take(event.currentTarget)} />
          <input ref={folder} type="file" hidden onChange={(event) => take(event.currentTarget)} />
        </>
      )}
    </>
  );
}

/** Files dropped on the panel: by path where the page can learn it, otherwise their bytes. */
function useListDrop(onSource: (source: Promise<Source>) => void) {
  const panel = useRef<HTMLElement>(null);
  const [dropping, setDropping] = useState(false);
  const latest = useRef(onSource);
  latest.current = onSource;
  useEffect(() => {
    // The whole dialog takes them, so that none falls through to the window, which takes evidence.
    const target = panel.current?.closest<HTMLElement>('[role=dialog]');
    if (target == null) return;
    const over = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      event.stopPropagation();
      event.dataTransfer.dropEffect = 'copy';
      setDropping(true);
    };
    const leave = (event: DragEvent) => {
      event.stopPropagation();
      if (!(event.relatedTarget instanceof Node) || !target.contains(event.relatedTarget)) setDropping(false);
    };
    const drop = (event: DragEvent) => {
      setDropping(false);
      if (event.dataTransfer === null) return;
      event.preventDefault();
      event.stopPropagation();
      latest.current(sourceOfDrop(event.dataTransfer));
    };
    const listeners = { dragenter: over, dragover: over, dragleave: leave, drop } as const;
    for (const [name, listener] of Object.entries(listeners))
      target.addEventListener(name, listener as EventListener);
    return () => {
      for (const [name, listener] of Object.entries(listeners))
        target.removeEventListener(name, listener as EventListener);
    };
  }, []);
  return { panel, dropping };
}

function sourceOfDrop(transfer: DataTransfer): Promise<Source> {
  const desktop = window.assay;
  if (desktop === undefined) return filesOfDrop(transfer).then(bytesOf);
  const paths = [...transfer.files].map((file) => desktop.pathForFile(file)).filter((path) => path !== '');
  return Promise.resolve({ paths, files: [] });
}

/** Larger than any trust list, and less than a message may be. */
const sentBytes = 8 * 1024 * 1024;
const sentFiles = 200;

async function bytesOf(picked: readonly PickedFile[]): Promise<Source> {
  const files: Source['files'] = [];
  let total = 0;
  for (const { file, path } of picked.slice(0, sentFiles)) {
    total += file.size;
    if (total > sentBytes) throw new Error(`${path}: > ${sentBytes} bytes`);
    files.push({ name: path, base64: base64Of(new Uint8Array(await file.arrayBuffer())) });
  }
  return { paths: [], files };
}

function base64Of(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}
