import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CheckpointKeyFacts } from '#shared/domain/checkpoint.ts';
import { calls } from '../../bridge/bridge.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import styles from './report.module.css';

/** The key that signs checkpoints: asked for its passphrase where it cannot be used, else its protection. */
export function CheckpointKey({ facts }: { readonly facts: CheckpointKeyFacts }) {
  return facts.ready ? <ProtectKey encrypted={facts.encrypted} /> : <UnlockKey />;
}

function useKnownFacts() {
  const queries = useQueryClient();
  return {
    onSuccess: (facts: CheckpointKeyFacts) =>
      queries.setQueryData(calls.case.checkpointKey.queryKey(), facts),
  };
}

function UnlockKey() {
  const { text } = useWords();
  const [passphrase, setPassphrase] = useState('');
  const unlock = useMutation(calls.case.unlockCheckpointKey.mutationOptions(useKnownFacts()));
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (passphrase !== '') unlock.mutate({ passphrase });
      }}
    >
      <p>{text('checkpoint.locked')}</p>
      {unlock.isError && <ProblemNotice error={unlock.error} />}
      <TextField label={text('checkpoint.passphrase')} value={passphrase} onChange={setPassphrase} secret />
      <div className={styles.foot}>
        <Button type="submit" disabled={passphrase === '' || unlock.isPending}>
          {text('checkpoint.unlock')}
        </Button>
      </div>
    </form>
  );
}

function ProtectKey({ encrypted }: { readonly encrypted: boolean }) {
  const { text } = useWords();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const known = useKnownFacts();
  const protect = useMutation(
    calls.case.protectCheckpointKey.mutationOptions({
      onSuccess: (facts) => {
        known.onSuccess(facts);
        for (const forget of [setCurrent, setNext, setAgain]) forget('');
      },
    }),
  );
  // Typed twice: a passphrase nobody knows takes the key with it.
  const complete = next !== '' && next === again && (!encrypted || current !== '');
  return (
    <>
      <p className={styles.muted}>{text(encrypted ? 'checkpoint.encrypted' : 'checkpoint.plain')}</p>
      <Disclosure title={text(encrypted ? 'checkpoint.change' : 'checkpoint.protect')}>
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (complete) protect.mutate({ current: encrypted ? current : null, next });
          }}
        >
          {protect.isError && <ProblemNotice error={protect.error} />}
          {encrypted && (
            <TextField label={text('checkpoint.passphrase')} value={current} onChange={setCurrent} secret />
          )}
          <TextField
            label={text('checkpoint.next')}
            note={text('checkpoint.nextNote')}
            value={next}
            onChange={setNext}
            secret
          />
          <TextField label={text('checkpoint.again')} value={again} onChange={setAgain} secret />
          <div className={styles.foot}>
            <Button type="submit" disabled={!complete || protect.isPending}>
              {text(encrypted ? 'checkpoint.change' : 'checkpoint.protect')}
            </Button>
            {again !== '' && next !== again && (
              <span className={styles.muted}>{text('checkpoint.differ')}</span>
            )}
          </div>
        </form>
      </Disclosure>
    </>
  );
}
