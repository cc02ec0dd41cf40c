import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PackageVerification } from '#shared/domain/package.ts';
import { calls } from '../../bridge/bridge.ts';
import { showCase } from '../../state/case.ts';
import { closeOverlay } from '../../state/overlays.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { TextField } from '../../ui/field.tsx';
import { Hash } from '../../ui/hash.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { DirectoryField } from '../start/directory-field.tsx';
import styles from './package.module.css';
import { PackageTimestamps } from './package-timestamps.tsx';

/** Check a package first; only one that is intact is unpacked, into a case that is only read. */
export function OpenPackage() {
  const { text, pick } = useWords();
  const proposed = useQuery(calls.case.defaultDirectory.queryOptions());
  const [directory, setDirectory] = useState('');
  const [typed, setTyped] = useState<string | null>(null);
  const place = directory.trim();
  const stem = place.split(/[/\\]/).filter(Boolean).at(-1);
  const out =
    typed ??
    (stem === undefined || proposed.data === undefined ? '' : `${proposed.data.directory}/${stem}.case`);
  const verify = useMutation(calls.package.verify.mutationOptions());
  const open = useMutation(
    calls.package.open.mutationOptions({
      onSuccess: async (opened) => {
        closeOverlay();
        await showCase(opened.case);
      },
    }),
  );
  const [stamped, setStamped] = useState<PackageVerification | null>(null);
  const verified = stamped ?? verify.data;
  const busy = verify.isPending || open.isPending;
  const mayOpen = verified?.state === 'intact' && out.trim() !== '';
  const submit = () => {
    if (busy || place === '') return;
    if (mayOpen) open.mutate({ directory: place, out: out.trim() });
    else verify.mutate({ directory: place });
  };
  return (
    <Dialog
      title={text('package.open')}
      open
      onClose={closeOverlay}
      foot={
        <>
          <Button onPress={closeOverlay}>{text('common.cancel')}</Button>
          <Button kind="primary" disabled={busy || place === ''} onPress={submit}>
            {text(mayOpen ? 'package.unpack' : 'package.verify')}
          </Button>
        </>
      }
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {verify.isError && <ProblemNotice error={verify.error} />}
        {open.isError && <ProblemNotice error={open.error} />}
        <DirectoryField
          purpose="open"
          value={directory}
          onChange={(value) => {
            setDirectory(value);
            verify.reset();
            setStamped(null);
          }}
          note={text('package.folder.note')}
          autoFocus
        />
        {verified !== undefined && (
          <Notice
            kind={verified.state === 'intact' ? 'information' : 'problem'}
            title={text(`package.state.${verified.state}`)}
          >
            {verified.problems.slice(0, 5).map(({ code, object, message }) => (
              <p key={`${code} ${object}`}>
                <code>{object}</code>: {pick(message)}
              </p>
            ))}
            {verified.problems.length > 5 && (
              <p>{text('package.more', { number: verified.problems.length - 5 })}</p>
            )}
          </Notice>
        )}
        {verified?.state === 'intact' && (
          <>
            <FactList
              facts={[
                {
                  name: text('package.signer'),
                  value: <Hash value={verified.signer ?? ''} whole label={text('package.signer.copy')} />,
                },
                ...verified.timestamps.map(({ file, ...said }) => ({
                  name: `${text('package.timestamp')} ${file.replace(/^.*\//, '')}`,
                  value: text('package.timestamp.value', said),
                })),
              ]}
            />
            <p>{text('package.signer.compare')}</p>
            <TextField
              label={text('package.case')}
              value={out}
              onChange={setTyped}
              note={text('package.case.note')}
              code
              required
            />
            <PackageTimestamps key={place} directory={place} onAdded={setStamped} />
          </>
        )}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
