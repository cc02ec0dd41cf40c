import { useRef } from 'react';
import { mediaKinds } from '#shared/domain/media.ts';
import { useCommand } from '../../state/command-center.ts';
import { useWords } from '../../state/text.ts';
import { useView, view } from '../../state/view.ts';
import { SearchField, Select } from '../../ui/field.tsx';
import styles from './evidence.module.css';

/** Words and kind to narrow the list of exhibits with. */
export function EvidenceFilter() {
  const { text } = useWords();
  const search = useView((value) => value.search);
  const kind = useView((value) => value.kind);
  const input = useRef<HTMLInputElement>(null);
  useCommand('evidence-search', () => input.current?.focus());
  const choices = (['', ...mediaKinds] as const).map((one) => ({
    id: one,
    label: one === '' ? text('evidence.all-kinds') : text(`kind.${one}`),
  }));
  return (
    <div className={styles.filter}>
      <SearchField
        label={text('common.search')}
        value={search}
        onChange={(value) => view.set({ search: value })}
        inputRef={input}
      />
      <div className={styles.kind}>
        <Select
          label={text('evidence.kind-filter')}
          bare
          value={kind}
          choices={choices}
          onChange={(value) => view.set({ kind: value })}
        />
      </div>
    </div>
  );
}
