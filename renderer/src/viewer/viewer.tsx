import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { onMac } from '../state/command-center.ts';
import { useWords } from '../state/text.ts';
import type { EngineLink } from './engine-link.ts';
import { PaneGrid } from './pane-grid.tsx';
import { letterOf, type Picture } from './picture.ts';
import type { Reading } from './protocol.ts';
import { describeReading } from './reading-text.ts';
import { initialSettings, type ViewSettings } from './settings.ts';
import { StatusLine } from './status-line.tsx';
import { SwipeDivider } from './swipe-divider.tsx';
import { useEngine, useReducedMotion } from './use-engine.ts';
import styles from './viewer.module.css';
import { viewerAct } from './viewer-keys.ts';
import { ViewerToolbar } from './viewer-toolbar.tsx';

export interface ViewerProps {
  readonly pictures: readonly Picture[];
  /** More controls for the tool bar. */
  readonly tools?: ReactNode;
  /** Lies over the panes; for a single picture. */
  readonly cover?: (engine: EngineLink) => ReactNode;
}

/** One to four pictures of up to a hundred megapixels and more, under one viewport. */
export function Viewer({ pictures, tools, cover }: ViewerProps) {
  const words = useWords();
  const host = useRef<HTMLDivElement>(null);
  const [settings, setSettings] = useState<ViewSettings>(initialSettings);
  const reduced = useReducedMotion();
  const playing = settings.mode === 'blink' && settings.blinking && !reduced && pictures.length > 1;
  const engine = useEngine(host, { ...settings, blinking: playing });
  const [active, setActive] = useState(0);
  const [shown, setShown] = useState(0);
  const [shifted, setShifted] = useState(false);
  const [spoken, setSpoken] = useState('');

  useEffect(() => {
    engine?.send({ type: 'sources', sources: pictures.map((picture) => picture.source) });
    engine?.send({ type: 'overlays', overlays: pictures.map((picture) => picture.overlay) });
  }, [engine, pictures]);
  useEffect(
    () =>
      engine?.onReading((reading: Reading) => {
        setShown(reading.shown);
        setShifted(reading.shifted);
      }),
    [engine],
  );
  useEffect(() => {
    // Fewer pictures than before: modes and pairs that no longer make sense go back.
    const last = pictures.length - 1;
    setSettings((old) => ({
      ...old,
      mode: last < 1 ? 'side' : old.mode,
      pair: old.pair[0] <= last && old.pair[1] <= last ? old.pair : [0, 1],
    }));
    setActive((old) => Math.min(old, Math.max(0, last)));
  }, [pictures.length]);

  const change = useCallback(
    (part: Partial<ViewSettings>) => setSettings((old) => ({ ...old, ...part })),
    [],
  );
  const choosePane = (pane: number) => {
    setActive(pane);
    engine?.send({ type: 'active', pane });
  };
  const blink = () => {
    if (pictures.length < 2) return;
    if (settings.mode !== 'blink') change({ mode: 'blink', blinking: !reduced });
    else if (reduced) engine?.send({ type: 'blink' });
    else change({ blinking: !settings.blinking });
  };
  const toggle = (mode: 'difference' | 'swipe') => {
    if (pictures.length > 1) change({ mode: settings.mode === mode ? 'side' : mode });
  };
  const announce = () => {
    const reading = engine?.reading;
    if (reading) setSpoken(describeReading(reading, words));
  };

  const onKeyDown = (event: React.KeyboardEvent, pane: number) => {
    const act = viewerAct(event.nativeEvent, onMac);
    if (act === null || engine === null) return;
    event.preventDefault();
    event.stopPropagation();
    switch (act.do) {
      case 'pan': {
        const size = (event.currentTarget as HTMLElement).getBoundingClientRect();
        const step = act.fine ? 1 : Math.round(Math.min(size.width, size.height) / 10) * devicePixelRatio;
        return engine.send({ type: 'pan', pane, dx: act.x * step, dy: act.y * step });
      }
      case 'zoom-in':
      case 'zoom-out':
        return engine.send({ type: 'zoom', pane, to: act.do === 'zoom-in' ? 'in' : 'out', at: null });
      case 'fit':
        return engine.send({ type: 'fit' });
      case 'actual':
        return engine.send({ type: 'zoom', pane, to: 1, at: null });
      case 'loupe':
        return event.repeat ? undefined : engine.send({ type: 'loupe', on: true });
      case 'sync':
        return change({ synchronised: !settings.synchronised });
      case 'blink':
        return blink();
      case 'difference':
      case 'swipe':
        return toggle(act.do);
      case 'side':
        return change({ mode: 'side' });
      case 'announce':
        return announce();
    }
  };

  const onePane = settings.mode !== 'side' || pictures.length < 2;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div className={styles.viewer} role="group" aria-label={words.text('viewer.label')}>
      <ViewerToolbar
        engine={engine}
        settings={settings}
        change={change}
        pictures={pictures}
        active={active}
        shifted={shifted}
        reduced={reduced}
        blink={blink}
        tools={tools}
      />
      <div className={styles.stage}>
        <div className={styles.canvas} ref={host} aria-hidden="true" />
        <PaneGrid
          engine={engine}
          pictures={pictures}
          mode={onePane && settings.mode === 'side' ? 'single' : settings.mode}
          pair={settings.pair}
          shown={shown}
          active={active}
          magnification={settings.magnification}
          onActive={choosePane}
          onMagnify={(magnification) => change({ magnification })}
          onKeyDown={onKeyDown}
        />
        {engine !== null && cover?.(engine)}
        {settings.mode === 'swipe' && pictures.length > 1 && (
          <SwipeDivider
            label={words.text('viewer.swipe.divider')}
            split={settings.split}
            onSplit={(split) => change({ split })}
          />
        )}
      </div>
      {settings.mode === 'difference' && (
        <p className={styles.note}>{words.text('viewer.difference.note')}</p>
      )}
      {settings.mode === 'blink' && reduced && (
        <p className={styles.note}>{words.text('viewer.blink.reduced')}</p>
      )}
      <StatusLine engine={engine} pictures={pictures} letters={pictures.map((_, index) => letterOf(index))} />
      <div className={styles.hidden} role="status" aria-live="polite">
        {spoken}
      </div>
    </div>
  );
}
