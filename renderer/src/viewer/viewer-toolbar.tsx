import {
  Columns2,
  Diff,
  Eye,
  Link2,
  Maximize,
  Pause,
  Play,
  RotateCcw,
  SkipForward,
  SquareSplitHorizontal,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { capsOf } from '../state/command-center.ts';
import { useWords } from '../state/text.ts';
import { Button, IconButton, ToggleButton } from '../ui/button.tsx';
import { Select } from '../ui/field.tsx';
import { Slider } from '../ui/slider.tsx';
import { ModeSwitch, Toolbar, ToolbarGap, ToolbarGroup } from '../ui/toolbar.tsx';
import type { EngineLink } from './engine-link.ts';
import { letterOf, type Picture } from './picture.ts';
import {
  alignments,
  blinkRates,
  gains,
  magnifications,
  type ViewMode,
  type ViewSettings,
} from './settings.ts';

export interface ViewerToolbarProps {
  readonly engine: EngineLink | null;
  readonly settings: ViewSettings;
  readonly change: (part: Partial<ViewSettings>) => void;
  readonly pictures: readonly Picture[];
  readonly active: number;
  readonly shifted: boolean;
  readonly reduced: boolean;
  readonly blink: () => void;
  readonly tools: ReactNode;
}

const modeIcons: Readonly<Record<ViewMode, ReactNode>> = {
  side: <Columns2 aria-hidden="true" />,
  swipe: <SquareSplitHorizontal aria-hidden="true" />,
  blink: <Eye aria-hidden="true" />,
  difference: <Diff aria-hidden="true" />,
};

export function ViewerToolbar(props: ViewerToolbarProps) {
  const { engine, settings, change, pictures, active } = props;
  const { text } = useWords();
  const several = pictures.length > 1;
  const zoom = (to: number | 'in' | 'out') => engine?.send({ type: 'zoom', pane: active, to, at: null });
  return (
    <Toolbar label={text('viewer.toolbar')}>
      {several && <ModeGroup {...props} />}
      <ToolbarGroup>
        <IconButton
          label={text('viewer.zoom-out')}
          keys={capsOf('viewer-zoom-out')}
          icon={<ZoomOut aria-hidden="true" />}
          onPress={() => zoom('out')}
        />
        <IconButton
          label={text('viewer.zoom-in')}
          keys={capsOf('viewer-zoom-in')}
          icon={<ZoomIn aria-hidden="true" />}
          onPress={() => zoom('in')}
        />
        <IconButton
          label={text('viewer.fit')}
          keys={capsOf('viewer-fit')}
          icon={<Maximize aria-hidden="true" />}
          onPress={() => engine?.send({ type: 'fit' })}
        />
        <Button
          kind="quiet"
          label={text('viewer.actual')}
          tooltip={text('viewer.actual')}
          onPress={() => zoom(1)}
        >
          {text('viewer.percent', { value: 100 })}
        </Button>
      </ToolbarGroup>
      {several && <SyncGroup {...props} />}
      <ToolbarGroup>
        <Select
          bare
          label={text('viewer.loupe.size')}
          value={String(settings.magnification)}
          choices={magnifications.map((times) => ({
            id: String(times),
            label: `${text('viewer.loupe.size')} ${text('viewer.gain.times', { gain: times })}`,
          }))}
          onChange={(value) => {
            const magnification = magnifications.find((times) => String(times) === value);
            if (magnification !== undefined) change({ magnification });
          }}
        />
      </ToolbarGroup>
      <ToolbarGap />
      {pictures.some((picture) => picture.overlay !== null) && (
        <Slider
          label={text('viewer.overlay.opacity')}
          value={settings.opacity}
          minimum={0}
          maximum={1}
          step={0.05}
          shown={text('viewer.percent', { value: Math.round(settings.opacity * 100) })}
          onChange={(opacity) => change({ opacity })}
        />
      )}
      {props.tools}
    </Toolbar>
  );
}

/** Layout of several pictures and what belongs to the chosen one. */
function ModeGroup({ engine, settings, change, pictures, reduced, blink }: ViewerToolbarProps) {
  const { text } = useWords();
  const mode = (id: ViewMode) => ({
    id,
    label: text(`viewer.mode.${id}`),
    icon: modeIcons[id],
    keys: capsOf(`viewer-${id}`),
  });
  const paired = (settings.mode === 'swipe' || settings.mode === 'difference') && pictures.length > 2;
  return (
    <ToolbarGroup>
      <ModeSwitch
        label={text('viewer.mode')}
        value={settings.mode}
        options={[mode('side'), mode('swipe'), mode('blink'), mode('difference')]}
        onChange={(next) => (next === 'blink' ? blink() : change({ mode: next }))}
      />
      {paired &&
        ([0, 1] as const).map((place) => (
          <Select
            key={place}
            bare
            label={text(place === 0 ? 'viewer.pair.first' : 'viewer.pair.second')}
            value={String(settings.pair[place])}
            choices={pictures.map((_, index) => ({ id: String(index), label: letterOf(index) }))}
            onChange={(value) => {
              const other = settings.pair[1 - place] as number;
              const chosen = Number(value);
              // The same picture twice: the two change places.
              const pair: [number, number] = place === 0 ? [chosen, other] : [other, chosen];
              change({ pair: chosen === other ? [settings.pair[1], settings.pair[0]] : pair });
            }}
          />
        ))}
      {settings.mode === 'difference' && (
        <ModeSwitch
          label={text('viewer.gain')}
          value={`${settings.gain}`}
          options={gains.map((gain) => ({ id: `${gain}`, label: text('viewer.gain.times', { gain }) }))}
          onChange={(value) => {
            const gain = gains.find((one) => `${one}` === value);
            if (gain !== undefined) change({ gain });
          }}
        />
      )}
      {settings.mode === 'blink' && (
        <>
          <ToggleButton
            label={text('viewer.blink.play')}
            icon={settings.blinking && !reduced ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
            selected={settings.blinking && !reduced}
            disabled={reduced}
            onChange={(blinking) => change({ blinking })}
          />
          <IconButton
            label={text('viewer.blink.next')}
            icon={<SkipForward aria-hidden="true" />}
            onPress={() => {
              change({ blinking: false });
              engine?.send({ type: 'blink' });
            }}
          />
          <Select
            bare
            label={text('viewer.blink.rate')}
            value={String(settings.blinkRate)}
            choices={blinkRates.map((rate) => ({
              id: String(rate),
              label: text('viewer.blink.per-second', { rate }),
            }))}
            onChange={(value) => {
              const blinkRate = blinkRates.find((rate) => String(rate) === value);
              if (blinkRate !== undefined) change({ blinkRate });
            }}
          />
        </>
      )}
    </ToolbarGroup>
  );
}

/** Whether the pictures move together, and how they lie over each other. */
function SyncGroup({ engine, settings, change, pictures, shifted }: ViewerToolbarProps) {
  const { text } = useWords();
  const [first] = pictures;
  const differ = pictures.some(
    ({ source }) => source.width !== first?.source.width || source.height !== first.source.height,
  );
  return (
    <ToolbarGroup>
      <ToggleButton
        label={text('viewer.sync')}
        keys={capsOf('viewer-sync')}
        icon={<Link2 aria-hidden="true" />}
        selected={settings.synchronised}
        onChange={(synchronised) => change({ synchronised })}
      />
      {shifted && (
        <Button
          kind="quiet"
          icon={<RotateCcw aria-hidden="true" />}
          tooltip={text('viewer.register.note')}
          onPress={() => engine?.send({ type: 'register' })}
        >
          {text('viewer.register')}
        </Button>
      )}
      {differ && (
        <Select
          bare
          label={text('viewer.align')}
          value={settings.align}
          choices={alignments.map((align) => ({ id: align, label: text(`viewer.align.${align}`) }))}
          onChange={(align) => change({ align })}
        />
      )}
    </ToolbarGroup>
  );
}
