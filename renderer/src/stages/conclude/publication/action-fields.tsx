import { Plus, Trash2 } from 'lucide-react';
import type { Publication } from '#shared/domain/publication.ts';
import { publicationWords as words } from '#shared/text/publication-words.ts';
import { useWords } from '../../../state/text.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Select, TextField } from '../../../ui/field.tsx';
import form from '../../../ui/form.module.css';
import { MomentField } from '../../../ui/moment-field.tsx';
import styles from './publication.module.css';
import type { GroupProps } from './seen-fields.tsx';

type Action = Publication['actions'][number];
const kinds = ['removed', 'limited', 'labelled', 'other'] as const satisfies readonly Action['what'][];
const most = 200;

/** What the platform did, one line an act. */
export function ActionFields({ draft, onChange }: GroupProps) {
  const { text, pick } = useWords();
  const { actions } = draft;
  const change = (index: number, part: Partial<Action>) =>
    onChange({ actions: actions.map((one, at) => (at === index ? { ...one, ...part } : one)) });
  return (
    <fieldset className={form.group}>
      <legend>{text('publication.actions')}</legend>
      {actions.map((action, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are told apart by their place alone
        <div key={index} className={styles.action}>
          <Select
            label={text('publication.action.what', { number: index + 1 })}
            value={action.what}
            onChange={(what) => change(index, { what })}
            choices={kinds.map((id) => ({ id, label: pick(words.actionKinds[id]) }))}
          />
          <MomentField
            label={text('publication.action.at')}
            value={action.at}
            onChange={(at) => change(index, { at })}
          />
          <TextField
            label={text('publication.action.text')}
            value={action.text}
            onChange={(said) => change(index, { text: said })}
          />
          <IconButton
            label={text('publication.action.remove', { number: index + 1 })}
            icon={<Trash2 aria-hidden="true" />}
            onPress={() => onChange({ actions: actions.filter((_, at) => at !== index) })}
          />
        </div>
      ))}
      <div>
        <Button
          icon={<Plus aria-hidden="true" />}
          disabled={actions.length >= most}
          onPress={() => onChange({ actions: [...actions, { at: '', what: 'other', text: '' }] })}
        >
          {text('publication.action.add')}
        </Button>
      </div>
    </fieldset>
  );
}
