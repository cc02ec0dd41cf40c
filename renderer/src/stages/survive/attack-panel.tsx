import {
  type MarkSurvival,
  type SurvivalAttack,
  type SurvivalLayer,
  type SurvivalStep,
  survivalLayers,
} from '#shared/domain/mark-survival.ts';
import { fillPlaceholders } from '#shared/text/format.ts';
import { layerFateWords, layerWords, survivalWords } from '#shared/text/survival-words.ts';
import { FlagWords } from '../../figures/flag-mark.tsx';
import { PlotView } from '../../figures/plot-figure.tsx';
import { useWords } from '../../state/text.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState, Notice } from '../../ui/notice.tsx';
import { Chance } from '../mark/chance.tsx';
import { statisticPlot } from './survival-view.ts';
import styles from './survive.module.css';
import { useCell } from './use-run.ts';

/** One attack at length: what it is, each of its strengths, and how the mark's statistic falls. */
export function AttackPanel({ run }: { readonly run: MarkSurvival }) {
  const { text } = useWords();
  const cell = useCell(run);
  const attack = run.attacks.find(({ id }) => id === cell?.attack);
  if (attack === undefined) return <EmptyState>{text('survive.attack.none')}</EmptyState>;
  return <AttackView attack={attack} />;
}

function AttackView({ attack }: { readonly attack: SurvivalAttack }) {
  const { text, pick } = useWords();
  const plot = statisticPlot(attack, survivalPlotWords);
  return (
    <article className={styles.panel}>
      <header className={styles.head}>
        <h2>{pick(attack.title)}</h2>
        <p>{pick(attack.about)}</p>
        <p className={styles.muted}>{text('survive.source', { cite: attack.cite })}</p>
      </header>
      {attack.family === 'regeneration' && <Notice kind="caution">{pick(survivalWords.regeneration)}</Notice>}
      <section className={styles.ladder}>
        <LadderTable attack={attack} />
      </section>
      <section className={styles.plot}>
        <h3>{text('survive.plot')}</h3>
        {plot === null ? (
          <p className={styles.muted}>{text('survive.plot.none')}</p>
        ) : (
          <PlotView figure={plot} title={text('survive.plot')} />
        )}
      </section>
    </article>
  );
}

const survivalPlotWords = {
  title: survivalWords.statistic,
  step: survivalWords.rung,
  mark: survivalWords.statistic,
  threshold: survivalWords.threshold,
} as const;

function LadderTable({ attack }: { readonly attack: SurvivalAttack }) {
  const { text, pick, number, bytes } = useWords();
  return (
    <DataTable
      label={text('survive.ladder')}
      columns={[
        { id: 'strength', title: text('survive.column.strength') },
        ...survivalLayers.map((layer) => ({ id: layer, title: pick(layerWords[layer]) })),
        { id: 'z', title: text('survive.column.z'), align: 'end' },
        { id: 'chance', title: text('survive.column.chance') },
        { id: 'distance', title: text('survive.column.distance'), align: 'end' },
        { id: 'psnr', title: text('survive.column.psnr'), align: 'end' },
        { id: 'size', title: text('survive.column.size'), align: 'end' },
      ]}
      rows={attack.steps.map((step, index) => ({
        id: step.id,
        cells: [
          <Strength key="strength" step={step} place={index + 1} />,
          ...survivalLayers.map((layer) => <Fate key={layer} step={step} layer={layer} />),
          step.mark === null ? '' : number(step.mark.statistic, 1),
          step.mark === null ? '' : <Chance key="chance" log10={step.mark.falseAlarmLog10} />,
          step.fingerprintDistance === null ? '' : `${number(step.fingerprintDistance)}/256`,
          step.copy?.psnr == null ? '' : number(step.copy.psnr, 1),
          step.copy === null ? '' : bytes(step.copy.size),
        ],
      }))}
    />
  );
}

function Strength({ step, place }: { readonly step: SurvivalStep; readonly place: number }) {
  const { text, pick, number } = useWords();
  return (
    <span className={styles.strength}>
      <span>
        <span className={styles.muted}>{number(place)}</span> {pick(step.label)}
        {step.typical && <span className={styles.typical}>{text('survive.typical')}</span>}
      </span>
      {step.notRun !== null && (
        <span className={styles.muted}>
          {fillPlaceholders(pick(survivalWords.notRun), { why: pick(step.notRun.text) })}
        </span>
      )}
    </span>
  );
}

function Fate({ step, layer }: { readonly step: SurvivalStep; readonly layer: SurvivalLayer }) {
  const { pick } = useWords();
  const { fate, note } = step.layers[layer];
  return (
    <span className={styles.fate}>
      <FlagWords flag={layerFateWords[fate].flag}>{pick(layerFateWords[fate].text)}</FlagWords>
      {note !== null && step.notRun === null && <span className={styles.muted}>{pick(note)}</span>}
    </span>
  );
}
