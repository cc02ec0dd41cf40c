import { useMutation, useQuery } from '@tanstack/react-query';
import { FileUp, FolderOpen } from 'lucide-react';
import { calls } from '../../../bridge/bridge.ts';
import { useWords } from '../../../state/text.ts';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { ContentFields } from '../content-fields.tsx';
import { LabelFields } from '../label-fields.tsx';
import styles from '../mark.module.css';
import type { MarkDraft } from '../mark-draft.ts';
import { KeyFields, RegisterFields } from '../mark-fields.tsx';
import { SignFields } from '../sign-fields.tsx';
import { type BatchDraft, pathsOf } from './batch-draft.ts';

/** Everything any kind of file may have; each takes its own. */
const everyKind = { visible: true, audible: true, written: true } as const;
const everyStandard = ['gb45438-aigc', 'iptc-digital-source-type', 'schema-org'] as const;

export interface BatchFormProps {
  readonly draft: BatchDraft;
  readonly onChange: (part: Partial<BatchDraft>) => void;
  readonly ready: boolean;
  readonly busy: boolean;
  readonly unfinished: boolean;
  readonly onSubmit: () => void;
}

/** Which files, into which folder, with what. */
export function BatchForm({ draft, onChange, ready, busy, unfinished, onSubmit }: BatchFormProps) {
  const { text } = useWords();
  const { copy } = draft;
  const change = (part: Partial<MarkDraft>) => onChange({ copy: { ...copy, ...part } });
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <header className={styles.head}>
        <h2>{text('mark.batch.title')}</h2>
        <p className={styles.muted}>{text('mark.batch.note')}</p>
      </header>
      <PathFields draft={draft} onChange={onChange} />
      <ContentFields kind="image" can={everyKind} draft={copy} onChange={change} />
      <LabelFields standards={everyStandard} why={null} statements={[]} draft={copy} onChange={change} />
      <fieldset className={styles.group}>
        <legend>{text('mark.invisible')}</legend>
        <p className={styles.muted}>{text('mark.batch.identifiers')}</p>
        <KeyFields draft={copy} onChange={change} />
      </fieldset>
      <RegisterFields possible draft={copy} onChange={change} />
      <SignFields format={null} forced={false} signs={copy.sign} draft={copy} onChange={change} />
      <div className={`${styles.acts} ${styles.formActs}`}>
        <Button type="submit" kind="primary" disabled={!ready}>
          {text('mark.batch.submit')}
        </Button>
        <span className={styles.muted} role="status">
          {busy ? text('mark.batch.running') : unfinished ? text('mark.hint.unfinished') : ''}
        </span>
      </div>
    </form>
  );
}

/** Typed or pasted, and chosen where the host has dialogs. */
function PathFields({ draft, onChange }: Pick<BatchFormProps, 'draft' | 'onChange'>) {
  const { text } = useWords();
  const capabilities = useQuery(calls.app.capabilities.queryOptions());
  const native = capabilities.data?.dialogs === true;
  const files = useMutation(
    calls.evidence.chooseFiles.mutationOptions({
      onSuccess: ({ paths }) =>
        paths.length > 0 && onChange({ sources: [...pathsOf(draft.sources), ...paths].join('\n') }),
    }),
  );
  const folder = useMutation(
    calls.case.chooseDirectory.mutationOptions({
      onSuccess: ({ directory }) => directory !== null && onChange({ out: directory }),
    }),
  );
  return (
    <>
      {files.isError && <ProblemNotice error={files.error} />}
      {folder.isError && <ProblemNotice error={folder.error} />}
      <TextField
        label={text('mark.batch.sources')}
        value={draft.sources}
        onChange={(sources) => onChange({ sources })}
        rows={4}
        code
        required
      />
      {native && (
        <div className={styles.acts}>
          <Button icon={<FileUp aria-hidden="true" />} onPress={() => files.mutate({})}>
            {text('intake.choose')}
          </Button>
        </div>
      )}
      <TextField
        label={text('mark.batch.out')}
        note={text('mark.batch.out.note')}
        value={draft.out}
        onChange={(out) => onChange({ out })}
        code
        required
      />
      {native && (
        <div className={styles.acts}>
          <Button
            icon={<FolderOpen aria-hidden="true" />}
            onPress={() => folder.mutate({ purpose: 'create' })}
          >
            {text('intake.choose-folder')}
          </Button>
        </div>
      )}
      <p className={styles.muted}>{text('mark.batch.resume')}</p>
    </>
  );
}
