import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Case } from '#shared/domain/case.ts';
import type { MadePackage } from '#shared/domain/package.ts';
import { calls } from '../../bridge/bridge.ts';
import { closeOverlay } from '../../state/overlays.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { TextField } from '../../ui/field.tsx';
import { Hash } from '../../ui/hash.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import styles from './package.module.css';
import { PackageTimestamps } from './package-timestamps.tsx';

/** A package of the case for others: where to, and what it is known by. */
export function MakePackage({ shown }: { readonly shown: Case }) {
  const { text } = useWords();
  const proposed = useQuery(calls.case.defaultDirectory.queryOptions());
  const [typed, setTyped] = useState<string | null>(null);
  const make = useMutation(calls.package.make.mutationOptions());
  const out =
    typed ?? (proposed.data === undefined ? '' : `${proposed.data.directory}/${stemOf(shown)}-package`);
  const ready = out.trim() !== '' && !make.isPending;
  const submit = () => {
    if (ready) make.mutate({ caseId: shown.id, out: out.trim() });
  };
  return (
    <Dialog
      title={text('package.make')}
      open
      onClose={closeOverlay}
      foot={
        make.isSuccess ? (
          <Button kind="primary" onPress={closeOverlay}>
            {text('common.close')}
          </Button>
        ) : (
          <>
            <Button onPress={closeOverlay}>{text('common.cancel')}</Button>
            <Button kind="primary" disabled={!ready} onPress={submit}>
              {text(make.isPending ? 'package.making' : 'package.make')}
            </Button>
          </>
        )
      }
    >
      {make.isSuccess ? (
        <Made made={make.data} />
      ) : (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          {make.isError && <ProblemNotice error={make.error} />}
          <p>{text('package.make.about')}</p>
          <TextField
            label={text('package.out')}
            value={out}
            onChange={setTyped}
            note={text('package.out.note')}
            autoFocus
            code
            required
          />
          <button type="submit" hidden />
        </form>
      )}
    </Dialog>
  );
}

/** The last part of the case's folder, without its suffix. */
function stemOf({ directory }: Case): string {
  return (directory.split(/[/\\]/).at(-1) ?? '').replace(/\.case$/, '') || 'case';
}

function Made({ made }: { readonly made: MadePackage }) {
  const { text, bytes } = useWords();
  return (
    <div className={styles.form}>
      <Notice kind="information" title={text('package.made')}>
        <p className={styles.path}>
          <code>{made.path}</code>
        </p>
      </Notice>
      <FactList
        facts={[
          {
            name: text('package.size'),
            value: text('package.size.value', { files: made.files, size: bytes(made.bytes) }),
          },
          {
            name: text('package.signer'),
            value: <Hash value={made.signer} whole label={text('package.signer.copy')} />,
          },
          {
            name: text('package.custody'),
            value: (
              <>
                {made.custody.sequence} · <code>{made.custody.hash}</code>
              </>
            ),
          },
        ]}
      />
      <p>{text('package.signer.note')}</p>
      <PackageTimestamps directory={made.path} />
    </div>
  );
}
