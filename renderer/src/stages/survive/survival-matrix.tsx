import {
  type MarkSurvival,
  type SurvivalAttack,
  SurvivalLayer,
  survivalLayers,
} from '#shared/domain/mark-survival.ts';
import { thresholdText } from '#shared/text/survival-figures.ts';
import { attackFamilyWords, layerWords, survivalWords } from '#shared/text/survival-words.ts';
import { baseLanguage } from '#shared/text/text.ts';
import { FlagShape } from '../../figures/flag-mark.tsx';
import { useWords } from '../../state/text.ts';
import { view } from '../../state/view.ts';
import { MatrixGrid, type MatrixPlace, type MatrixRow } from '../../ui/matrix-grid.tsx';
import { byFamily, flagOf } from './survival-view.ts';
import styles from './survive.module.css';
import { useCell } from './use-run.ts';

/** Attacks down, traces across: how far each trace goes, and where it is lost. */
export function SurvivalMatrix({ run }: { readonly run: MarkSurvival }) {
  const { text, pick, language } = useWords();
  const cell = useCell(run);
  const rows = byFamily(run.attacks).flatMap(({ family, attacks }): MatrixRow[] => [
    {
      kind: 'group',
      id: family,
      header: (
        <span className={styles.groupHead}>
          {pick(attackFamilyWords[family])}
          {family === 'regeneration' && (
            <span className={styles.muted} title={pick(survivalWords.regeneration)}>
              {text('survive.regeneration.head')}
            </span>
          )}
        </span>
      ),
    },
    ...attacks.map((attack) => ({
      kind: 'row' as const,
      id: attack.id,
      header: <AttackHeader attack={attack} />,
    })),
  ]);
  const columns = survivalLayers.map((layer) => ({
    id: layer,
    name: pick(layerWords[layer]),
    header: <span className={styles.layer}>{pick(layerWords[layer])}</span>,
  }));
  const go = ({ row, column }: MatrixPlace) =>
    view.set({ survival: { run: run.id, cell: { attack: row, layer: column } } });
  return (
    <MatrixGrid
      label={text('survive.matrix')}
      corner={text('survive.corner')}
      columns={columns}
      rows={rows}
      active={cell === null ? null : { row: cell.attack, column: cell.layer }}
      onActive={go}
      onOpen={go}
      cell={(row, column) => {
        const attack = run.attacks.find(({ id }) => id === row);
        const layer = SurvivalLayer.safeParse(column);
        if (attack === undefined || !layer.success) return undefined;
        const answer = thresholdText(attack, layer.data, baseLanguage(language));
        const flag = flagOf(attack, layer.data);
        return {
          name: text('survive.cell', {
            attack: pick(attack.title),
            layer: pick(layerWords[layer.data]),
            answer,
          }),
          content: (
            <span className={styles.answer} data-flag={flag} title={answer}>
              <FlagShape flag={flag} />
              <span>{answer}</span>
            </span>
          ),
          tone: flag === 'error' ? 'problem' : flag === 'warning' ? 'caution' : undefined,
        };
      }}
    />
  );
}

function AttackHeader({ attack }: { readonly attack: SurvivalAttack }) {
  const { pick } = useWords();
  const [first, last] = [attack.steps[0], attack.steps.at(-1)];
  const ladder = [
    ...(first === undefined ? [] : [pick(first.label)]),
    ...(last === undefined || last === first ? [] : [pick(last.label)]),
  ].join(' … ');
  return (
    <>
      <span className={styles.attackTitle} title={pick(attack.about)}>
        {pick(attack.title)}
      </span>
      <span className={styles.attackLadder} title={ladder}>
        {ladder}
      </span>
    </>
  );
}
