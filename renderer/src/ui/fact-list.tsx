import type { ReactNode } from 'react';
import { visibleText } from '#shared/text/visible-text.ts';
import styles from './fact-list.module.css';
import { visibleNode } from './visible-node.ts';

export interface Fact {
  readonly name: string;
  readonly value: ReactNode;
}

/** Names and values in two aligned columns. */
export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map((fact) => (
        <div key={fact.name}>
          <dt>{visibleText(fact.name)}</dt>
          <dd>{visibleNode(fact.value)}</dd>
        </div>
      ))}
    </dl>
  );
}
