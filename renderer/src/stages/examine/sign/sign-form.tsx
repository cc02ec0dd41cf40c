import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sourceTypes } from '#shared/domain/digital-source-type.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import {
  type AuthorityAlgorithm,
  type AuthorityFacts,
  type SignedFile,
  type SignIntent,
  signIntents,
} from '#shared/domain/signing.ts';
import { calls } from '../../../bridge/bridge.ts';
import { closeOverlay } from '../../../state/overlays.ts';
import { useWords } from '../../../state/text.ts';
import { Button } from '../../../ui/button.tsx';
import { Checkbox, RadioGroup, Select, TextField } from '../../../ui/field.tsx';
import { Notice, ProblemNotice } from '../../../ui/notice.tsx';
import styles from './sign.module.css';

export interface SignFormProps {
  readonly caseId: string;
  readonly evidence: Evidence;
  readonly authority: AuthorityFacts;
  readonly onSigned: (signed: SignedFile) => void;
}

const keyNames = { es256: 'ES256 (P-256)', ed25519: 'Ed25519' } as const satisfies Record<
  AuthorityAlgorithm,
  string
>;

/** What the credential of the copy says. Nothing is assumed: of an exhibit only its being the parent is known. */
export function SignForm({ caseId, evidence, authority, onSigned }: SignFormProps) {
  const { text, pick } = useWords();
  const queries = useQueryClient();
  const [intent, setIntent] = useState<SignIntent>('edit');
  const [sourceType, setSourceType] = useState('');
  const [title, setTitle] = useState('');
  const [sidecar, setSidecar] = useState(false);
  const [algorithm, setAlgorithm] = useState<AuthorityAlgorithm>('es256');
  const [passphrase, setPassphrase] = useState('');
  const sign = useMutation(
    calls.credential.sign.mutationOptions({
      onSuccess: async (signed) => {
        onSigned(signed);
        await queries.invalidateQueries({ queryKey: calls.case.custody.key() });
      },
    }),
  );
  const ready =
    !sign.isPending &&
    (intent !== 'create' || sourceType !== '') &&
    (!authority.encrypted || passphrase !== '');
  const submit = () => {
    if (!ready) return;
    const request = {
      intent,
      ...(intent === 'create' ? { sourceType } : {}),
      ...(title.trim() === '' ? {} : { title: title.trim() }),
      sidecar: sidecar && intent !== 'update',
      algorithm,
    };
    const secret = authority.encrypted ? passphrase : null;
    sign.mutate({ caseId, evidence: evidence.sha256, request, passphrase: secret });
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <p>{text('sign.note')}</p>
      {sign.isError && <ProblemNotice error={sign.error} />}
      <RadioGroup
        label={text('sign.intent')}
        value={intent}
        onChange={setIntent}
        choices={signIntents.map((id) => ({ id, label: text(`sign.intent.${id}`) }))}
      />
      {intent === 'create' && (
        <Select
          label={text('sign.source-type')}
          value={sourceType}
          onChange={setSourceType}
          choices={[
            { id: '', label: text('sign.source-type.choose') },
            ...sourceTypes
              .filter(({ retired }) => !retired)
              .map(({ code, title: words }) => ({ id: code, label: `${pick(words)} · ${code}` })),
          ]}
        />
      )}
      <TextField
        label={text('sign.file-title')}
        value={title}
        onChange={setTitle}
        placeholder={evidence.name}
      />
      {intent !== 'update' && (
        <Checkbox selected={sidecar} onChange={setSidecar}>
          {text('sign.sidecar')}
        </Checkbox>
      )}
      <RadioGroup
        label={text('sign.algorithm')}
        value={algorithm}
        onChange={setAlgorithm}
        choices={authority.leaves.map((leaf) => ({ id: leaf.algorithm, label: keyNames[leaf.algorithm] }))}
        orientation="horizontal"
      />
      {authority.encrypted && (
        <TextField
          label={text('sign.passphrase')}
          value={passphrase}
          onChange={setPassphrase}
          secret
          required
        />
      )}
      <p className={styles.signer}>
        {text('sign.signer', { organisation: authority.organisation, name: authority.name })}
      </p>
      {sign.isPending && <Notice kind="information">{text('sign.running')}</Notice>}
      <div className={styles.acts}>
        <Button onPress={closeOverlay}>{text('common.cancel')}</Button>
        <Button type="submit" kind="primary" disabled={!ready}>
          {text('sign.submit')}
        </Button>
      </div>
    </form>
  );
}
