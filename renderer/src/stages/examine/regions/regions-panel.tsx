import { Circle, PenLine, Pentagon, Redo2, Square, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Agreement } from '#shared/domain/region.ts';
import { regionLimits } from '#shared/text/region-words.ts';
import { capsOf } from '../../../state/command-center.ts';
import { useWords } from '../../../state/text.ts';
import { IconButton, ToggleButton } from '../../../ui/button.tsx';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { Checkbox } from '../../../ui/field.tsx';
import { Notice, ProblemNotice } from '../../../ui/notice.tsx';
import drawn from '../drawn-over.module.css';
import { AgreementCard } from './agreement-card.tsx';
import { RegionCard } from './region-card.tsx';
import { type Tool, tools } from './region-draft.ts';
import styles from './regions.module.css';
import { SilentMethods } from './silent-methods.tsx';
import type { RegionsState } from './use-regions.ts';

export interface RegionsPanelProps {
  readonly state: RegionsState;
  readonly agreement: Agreement;
  readonly writable: boolean;
}

const pictures: Readonly<Record<Tool, ReactNode>> = {
  rectangle: <Square aria-hidden="true" />,
  ellipse: <Circle aria-hidden="true" />,
  polygon: <Pentagon aria-hidden="true" />,
  freehand: <PenLine aria-hidden="true" />,
};

/** Beside the picture: tools, layers, the analyst's regions, and what methods point at. */
export function RegionsPanel({ state, agreement, writable }: RegionsPanelProps) {
  const { text, pick } = useWords();
  const { layers, setLayers, regions } = state;
  const numbered = agreement.groups.map((group, index) => ({ group, number: index + 1 }));
  const several = numbered.filter(({ group }) => group.analyses.length > 1);
  const single = numbered.filter(({ group }) => group.analyses.length === 1);
  return (
    <section className={styles.panel} aria-label={text('regions.panel')}>
      {writable && <Tools state={state} />}
      <fieldset className={styles.layers} aria-label={text('regions.layers')}>
        {(['own', 'agreement', 'single'] as const).map((layer) => (
          <Checkbox
            key={layer}
            selected={layers[layer]}
            onChange={(on) => setLayers((old) => ({ ...old, [layer]: on }))}
          >
            {text(`regions.layer.${layer}`)}
          </Checkbox>
        ))}
      </fieldset>
      <div className={drawn.scroll}>
        {!writable && <Notice kind="information">{text('regions.read-only')}</Notice>}
        {state.error !== null && <ProblemNotice error={state.error} onRetry={state.retry} />}
        {state.measured.isError && <ProblemNotice error={state.measured.error} />}
        <section aria-labelledby="regions-own">
          <h3 id="regions-own" className={styles.title}>
            {text('regions.own')}
          </h3>
          {regions.length === 0 && <p className={styles.muted}>{text('regions.own.none')}</p>}
          {regions.map((region, index) => (
            <RegionCard
              key={region.id}
              region={region}
              index={index}
              measured={state.measured.data?.find((one) => one.region === region.id)}
              agreement={agreement}
              state={state}
              writable={writable}
            />
          ))}
        </section>
        <section aria-labelledby="regions-agreement">
          <h3 id="regions-agreement" className={styles.title}>
            {text('regions.agreement')}
          </h3>
          {several.length === 0 && (
            <p className={styles.muted}>
              {text(agreement.methods.length === 0 ? 'regions.not-examined' : 'regions.agreement.none')}
            </p>
          )}
          {several.map((one) => (
            <AgreementCard key={one.group.id} {...one} {...{ agreement, state, writable }} />
          ))}
          {single.length > 0 && (
            <Disclosure level={4} title={text('regions.single', { count: single.length })}>
              {single.map((one) => (
                <AgreementCard key={one.group.id} {...one} {...{ agreement, state, writable }} />
              ))}
            </Disclosure>
          )}
          <SilentMethods agreement={agreement} />
        </section>
        <Disclosure level={3} title={text('regions.limits')}>
          <ul className={drawn.limits}>
            {regionLimits.map((limit) => (
              <li key={limit.en}>{pick(limit)}</li>
            ))}
          </ul>
        </Disclosure>
      </div>
      {writable && <SaveLine state={state} />}
    </section>
  );
}

function Tools({ state }: { readonly state: RegionsState }) {
  const { text } = useWords();
  return (
    <div className={styles.tools} role="toolbar" aria-label={text('regions.tools')}>
      {tools.map((tool) => (
        <ToggleButton
          key={tool}
          label={text(`regions.tool.${tool}`)}
          icon={pictures[tool]}
          disabled={state.full}
          selected={state.drawing?.tool === tool}
          onChange={(on) => (on ? state.start(tool) : state.cancel())}
        />
      ))}
      <span className={styles.gap} />
      <IconButton
        label={text('command.region-undo')}
        keys={capsOf('region-undo')}
        icon={<Undo2 aria-hidden="true" />}
        disabled={!state.canUndo}
        onPress={state.undo}
      />
      <IconButton
        label={text('command.region-redo')}
        keys={capsOf('region-redo')}
        icon={<Redo2 aria-hidden="true" />}
        disabled={!state.canRedo}
        onPress={state.redo}
      />
    </div>
  );
}

function SaveLine({ state }: { readonly state: RegionsState }) {
  const { text } = useWords();
  const version = state.record.data?.version ?? 0;
  return (
    <p className={styles.save} role="status">
      {state.saving || state.dirty
        ? text('publication.saving')
        : version === 0
          ? text('regions.unsaved')
          : text('publication.saved', { version })}
    </p>
  );
}
