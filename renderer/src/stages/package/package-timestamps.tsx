import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { PackageVerification } from '#shared/domain/package.ts';
import { calls } from '../../bridge/bridge.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import styles from './package.module.css';

interface PackageTimestampsProps {
  readonly directory: string;
  readonly onAdded?: (verification: PackageVerification) => void;
}

/** A request to carry to authorities, and the answers they gave: only when it is asked for. */
export function PackageTimestamps({ directory, onAdded }: PackageTimestampsProps) {
  const { text } = useWords();
  const [file, setFile] = useState(`${directory.replace(/[/\\]+$/, '')}.tsq`);
  const [answers, setAnswers] = useState('');
  const request = useMutation(calls.package.requestTimestamps.mutationOptions());
  const add = useMutation(
    calls.package.addTimestamps.mutationOptions({
      onSuccess: (verification) => {
        setAnswers('');
        onAdded?.(verification);
      },
    }),
  );
  const responses = answers
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return (
    <Disclosure title={text('package.timestamps')}>
      <div className={styles.form}>
        <p>{text('package.timestamps.about')}</p>
        <TextField label={text('package.timestamps.file')} value={file} onChange={setFile} code />
        <div>
          <Button
            disabled={file.trim() === '' || request.isPending}
            onPress={() => request.mutate({ directory, file: file.trim() })}
          >
            {text('package.timestamps.write')}
          </Button>
        </div>
        {request.isError && <ProblemNotice error={request.error} />}
        {request.isSuccess && (
          <Notice kind="information" title={text('package.timestamps.written')}>
            <p className={styles.path}>
              <code>{request.data.path}</code>
            </p>
          </Notice>
        )}
        <TextField
          label={text('package.timestamps.answers')}
          note={text('package.timestamps.answers.note')}
          value={answers}
          onChange={setAnswers}
          rows={2}
          code
        />
        <div>
          <Button
            disabled={responses.length === 0 || add.isPending}
            onPress={() => add.mutate({ directory, responses })}
          >
            {text('package.timestamps.add')}
          </Button>
        </div>
        {add.isError && <ProblemNotice error={add.error} />}
        {add.isSuccess && <Notice kind="information" title={text('package.timestamps.added')} />}
      </div>
    </Disclosure>
  );
}
