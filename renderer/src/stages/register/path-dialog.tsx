import type { ReactNode } from 'react';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import markStyles from '../mark/mark.module.css';

/** A dialog about a file of this machine: what it is for, its path, and what came of it. */
export function PathDialog(props: {
  readonly title: string;
  readonly note: string;
  readonly label: string;
  readonly submit: string;
  readonly path: string;
  readonly onPath: (path: string) => void;
  readonly busy: boolean;
  readonly error: Error | null;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  /** Stands below the path: more to say of the file. */
  readonly more?: ReactNode;
  readonly children: ReactNode;
}) {
  const { text } = useWords();
  const ready = props.path.trim() !== '' && !props.busy;
  return (
    <Dialog title={props.title} open onClose={props.onClose} wide>
      <form
        className={markStyles.dialog}
        aria-label={props.title}
        onSubmit={(event) => {
          event.preventDefault();
          // The dialog stands in another form in the tree of components: that one is not sent off.
          event.stopPropagation();
          if (ready) props.onSubmit();
        }}
      >
        <p>{props.note}</p>
        {props.error !== null && <ProblemNotice error={props.error} />}
        <TextField label={props.label} value={props.path} onChange={props.onPath} code autoFocus />
        {props.more}
        {props.children}
        <div className={markStyles.dialogActs}>
          <Button onPress={props.onClose}>{text('common.close')}</Button>
          <Button type="submit" kind="primary" disabled={!ready}>
            {props.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
