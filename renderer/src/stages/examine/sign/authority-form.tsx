import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { calls } from '../../../bridge/bridge.ts';
import { useWords } from '../../../state/text.ts';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { ProblemNotice } from '../../../ui/notice.tsx';
import styles from './sign.module.css';

/** Make the authority of this installation, before the first signature. */
export function AuthorityForm() {
  const { text } = useWords();
  const queries = useQueryClient();
  const [organisation, setOrganisation] = useState('');
  const [name, setName] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const create = useMutation(
    calls.credential.createAuthority.mutationOptions({
      onSuccess: (made) => queries.setQueryData(calls.credential.authority.queryKey(), made),
    }),
  );
  const ready = organisation.trim() !== '' && name.trim() !== '' && !create.isPending;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) create.mutate({ organisation, name, passphrase: passphrase === '' ? null : passphrase });
      }}
    >
      <p>{text('sign.authority.none')}</p>
      {create.isError && <ProblemNotice error={create.error} />}
      <TextField
        label={text('sign.authority.organisation')}
        value={organisation}
        onChange={setOrganisation}
        autoFocus
        required
      />
      <TextField label={text('sign.authority.name')} value={name} onChange={setName} required />
      <TextField
        label={text('sign.authority.passphrase')}
        note={text('sign.authority.passphrase.note')}
        value={passphrase}
        onChange={setPassphrase}
        secret
      />
      <div className={styles.acts}>
        <Button type="submit" kind="primary" disabled={!ready}>
          {text('sign.authority.create')}
        </Button>
      </div>
    </form>
  );
}
