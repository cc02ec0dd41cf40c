import { ArrowLeft, Equal, EqualNot } from 'lucide-react';
import { useState } from 'react';
import type { PresentCredential } from '#shared/domain/credential.ts';
import type { CredentialNode } from '#shared/domain/credential-detail.ts';
import type { Localized } from '#shared/domain/localized.ts';
import { useWords } from '../../../state/text.ts';
import { Button } from '../../../ui/button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { Checkbox } from '../../../ui/field.tsx';
import styles from './credential.module.css';
import history from './history.module.css';
import type { NodeNames } from './history-row.tsx';
import { type ComparedRow, compareNodes } from './node-differences.ts';
import { briefText } from './stranger-text.ts';
import { Stranger } from './words-shown.tsx';

export interface NodeComparisonProps {
  readonly result: PresentCredential;
  readonly names: NodeNames;
  readonly one: CredentialNode;
  readonly other: CredentialNode;
  readonly onBack: () => void;
}

/** Two entries of the history in two columns: the same fields, and which differ. */
export function NodeComparison({ result, names, one, other, onBack }: NodeComparisonProps) {
  const { text } = useWords();
  const [onlyDifferent, setOnlyDifferent] = useState(false);
  const rows = compareNodes(result, one, other);
  const different = rows.filter(({ differs }) => differs);
  return (
    <section className={history.page} aria-label={text('credential.comparison')}>
      <div className={history.tools}>
        <Button kind="quiet" icon={<ArrowLeft aria-hidden="true" />} onPress={onBack} autoFocus>
          {text('trust.back-to', { title: briefText(names.title(one)) })}
        </Button>
        <Checkbox selected={onlyDifferent} onChange={setOnlyDifferent}>
          {text('credential.comparison.only')}
        </Checkbox>
        <span className={styles.muted} role="status">
          {text('credential.comparison.count', { count: different.length, all: rows.length })}
        </span>
      </div>
      <div className={styles.wide}>
        <DataTable
          label={text('credential.comparison')}
          columns={[
            { id: 'field', title: text('compare.fact') },
            { id: 'verdict', title: text('compare.verdict') },
            { id: 'one', title: briefText(names.title(one)) },
            { id: 'other', title: briefText(names.title(other)) },
          ]}
          rows={(onlyDifferent ? different : rows).map((row) => ({
            id: row.field,
            cells: [
              text(`credential.field.${row.field}`),
              <Verdict key="verdict" differs={row.differs} />,
              <Side key="one" row={row} side={0} />,
              <Side key="other" row={row} side={1} />,
            ],
          }))}
        />
      </div>
    </section>
  );
}

function Verdict({ differs }: { readonly differs: boolean }) {
  const { text } = useWords();
  const Icon = differs ? EqualNot : Equal;
  return (
    <span className={`${history.mark} ${differs ? history.differs : history.same}`}>
      <Icon aria-hidden="true" />
      {text(differs ? 'compare.differs' : 'compare.equal')}
    </span>
  );
}

/** Values of one side; in lists those the other side does not have are marked. */
function Side({ row: { sides, differs }, side }: { readonly row: ComparedRow; readonly side: 0 | 1 }) {
  const { pick, text } = useWords();
  const values = sides[side];
  const others = new Set(sides[side === 0 ? 1 : 0].map(({ en }) => en));
  if (values.length === 0) return '–';
  const listed = differs && (values.length > 1 || others.size > 1);
  const isOnly = (value: Localized) => listed && !others.has(value.en);
  return (
    <ul className={styles.stack}>
      {values.map((value, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: actions repeat; the list never changes
          key={`${value.en} ${index}`}
          className={isOnly(value) ? history.only : undefined}
          title={isOnly(value) ? text('credential.comparison.only-here') : undefined}
        >
          <Stranger>{pick(value)}</Stranger>
        </li>
      ))}
    </ul>
  );
}
