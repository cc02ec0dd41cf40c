import type { SignedFile } from '#shared/domain/signing.ts';
import { closeOverlay } from '../../../state/overlays.ts';
import { useWords } from '../../../state/text.ts';
import { Button } from '../../../ui/button.tsx';
import { FactList } from '../../../ui/fact-list.tsx';
import { CopyButton, Hash } from '../../../ui/hash.tsx';
import { Notice } from '../../../ui/notice.tsx';
import styles from './sign.module.css';

/** What was made, who checked it, and what it does not prove. */
export function SignedResult({ signed }: { readonly signed: SignedFile }) {
  const { text, pick } = useWords();
  const { sidecar, signer } = signed;
  return (
    <div className={styles.form}>
      <Notice kind="information">{text('sign.done')}</Notice>
      <FactList
        facts={[
          { name: text('sign.done.file'), value: <Path path={signed.path} /> },
          {
            name: text('evidence.sha256'),
            value: <Hash value={signed.sha256} whole label={text('evidence.copy-hash')} />,
          },
          ...(sidecar === null
            ? []
            : [{ name: text('sign.done.sidecar'), value: <Path path={sidecar.path} /> }]),
          { name: text('sign.done.signer'), value: `${signer.organisation}, ${signer.name}` },
          {
            name: text('sign.done.checks'),
            value: signed.checks.map(({ name, version, state }) => (
              <div key={name}>
                <code>{`${name} ${version}: ${state}`}</code>
              </div>
            )),
          },
        ]}
      />
      {signed.notes.map((note) => (
        <p key={note.en}>{pick(note)}</p>
      ))}
      <div className={styles.acts}>
        <Button kind="primary" autoFocus onPress={closeOverlay}>
          {text('common.close')}
        </Button>
      </div>
    </div>
  );
}

function Path({ path }: { readonly path: string }) {
  const { text } = useWords();
  return (
    <span className={styles.path}>
      <code>{path}</code>
      <CopyButton value={path} label={text('common.copy')} />
    </span>
  );
}
