import type { AttackMedia, SurvivalCatalogue } from '#shared/domain/mark-survival.ts';
import { attackFamilyWords, survivalWords } from '#shared/text/survival-words.ts';
import { useWords } from '../../state/text.ts';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Checkbox } from '../../ui/field.tsx';
import styles from './survive.module.css';
import { attacksByFamily, chosenAttacks, type SurviveDraft, surviveDraft, ticked } from './survive-draft.ts';

/** Attacks for one kind of media, ticked one by one or by family. */
export function AttackChoice({
  catalogue,
  media,
  draft,
}: {
  readonly catalogue: SurvivalCatalogue;
  readonly media: AttackMedia;
  readonly draft: SurviveDraft;
}) {
  const { text, pick, number } = useWords();
  const tick = (ids: readonly string[], on: boolean) =>
    surviveDraft.set(({ attacks }) => ({ attacks: ticked(attacks, ids, on) }));
  const chosen = chosenAttacks(draft, catalogue, media);
  const copies = chosen.reduce((sum, { ladder }) => sum + ladder.length, 0);
  return (
    <fieldset className={styles.attacks} aria-label={text('survive.attacks.list')}>
      <p className={styles.muted} role="status">
        {text('survive.attacks.count', { count: chosen.length })} ·{' '}
        {text('survive.attacks.copies', { count: copies })}
      </p>
      {attacksByFamily(catalogue, media).map(({ family, attacks }) => {
        const ids = attacks.map(({ id }) => id);
        const count = ids.filter((id) => draft.attacks.has(id)).length;
        const name = pick(attackFamilyWords[family]);
        return (
          <Disclosure
            key={family}
            level={3}
            title={
              <>
                {name} <span className={styles.muted}>{`${number(count)}/${number(ids.length)}`}</span>
              </>
            }
          >
            <div className={styles.family}>
              {family === 'regeneration' && (
                <p className={styles.muted}>{pick(survivalWords.regeneration)}</p>
              )}
              <Checkbox selected={count === ids.length} onChange={(on) => tick(ids, on)}>
                {text('survive.attacks.family', { family: name })}
              </Checkbox>
              {attacks.map(({ id, title, about, ladder }) => (
                <div key={id} className={styles.attack} title={pick(about)}>
                  <Checkbox selected={draft.attacks.has(id)} onChange={(on) => tick([id], on)}>
                    {pick(title)}
                  </Checkbox>
                  <span className={styles.muted}>{number(ladder.length)}</span>
                </div>
              ))}
            </div>
          </Disclosure>
        );
      })}
    </fieldset>
  );
}
