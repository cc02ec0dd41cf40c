import { type CSSProperties, type KeyboardEvent, useEffect, useRef } from 'react';
import { useWords } from '../state/text.ts';
import type { EngineLink } from './engine-link.ts';
import { paneColumns } from './pane-layout.ts';
import { letterOf, type Picture } from './picture.ts';
import { type Magnification, magnifications, type ViewMode } from './settings.ts';
import styles from './viewer.module.css';
import type { Point } from './viewport.ts';

export interface PaneGridProps {
  readonly engine: EngineLink | null;
  readonly pictures: readonly Picture[];
  readonly mode: ViewMode | 'single';
  readonly pair: readonly [number, number];
  /** The picture on top in blink mode. */
  readonly shown: number;
  readonly active: number;
  readonly magnification: Magnification;
  readonly onActive: (pane: number) => void;
  readonly onMagnify: (magnification: Magnification) => void;
  readonly onKeyDown: (event: KeyboardEvent, pane: number) => void;
}

/** The panes over the canvas: focus, pointer, names. What they show is drawn by the engine below. */
export function PaneGrid(props: PaneGridProps) {
  const { pictures, mode } = props;
  const panes = useRef<(HTMLDivElement | null)[]>([]);
  const count = mode === 'side' ? pictures.length : 1;

  const onKeyDown = (event: KeyboardEvent, pane: number) => {
    // F6 goes through the panes first; from the last one the page's own F6 goes on.
    if (event.code === 'F6' && !event.nativeEvent.isComposing) {
      const next = panes.current[pane + (event.shiftKey ? -1 : 1)];
      if (next) {
        event.preventDefault();
        event.stopPropagation();
        next.focus();
        return;
      }
    }
    props.onKeyDown(event, pane);
  };

  return (
    <div className={styles.panes} style={{ '--columns': paneColumns(count) } as CSSProperties}>
      {Array.from({ length: count }, (_, pane) => (
        <PaneView
          key={pictures[pane]?.key ?? pane}
          {...props}
          pane={pane}
          captions={captionsOf(props, pane)}
          refer={(element) => {
            panes.current[pane] = element;
          }}
          onKeyDown={onKeyDown}
        />
      ))}
    </div>
  );
}

/** Indexes of the pictures named in a pane's corners. */
function captionsOf({ mode, pair, shown }: PaneGridProps, pane: number): readonly number[] {
  if (mode === 'swipe' || mode === 'difference') return pair;
  return mode === 'blink' ? [shown] : [pane];
}

interface PaneViewProps extends PaneGridProps {
  readonly pane: number;
  readonly captions: readonly number[];
  readonly refer: (element: HTMLDivElement | null) => void;
}

function PaneView(props: PaneViewProps) {
  const { engine, pictures, pane, captions } = props;
  const { text } = useWords();
  const element = useRef<HTMLDivElement | null>(null);
  const drag = useRef<{ readonly id: number; readonly at: Point } | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const looking = useRef(false);

  useEffect(() => {
    const target = element.current;
    if (target === null) return;
    // React listens to wheel events passively; here the page must not scroll.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { engine: link, pane: index, magnification, onMagnify } = latest.current;
      if (looking.current) {
        onMagnify(nextMagnification(magnification, event.deltaY < 0 ? 1 : -1));
        return;
      }
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const factor = 2 ** (-(event.deltaY * lines) / (event.ctrlKey ? 100 : 300));
      link?.send({ type: 'zoom', pane: index, to: { factor }, at: pointIn(target, event) });
    };
    target.addEventListener('wheel', onWheel, { passive: false });
    return () => target.removeEventListener('wheel', onWheel);
  }, []);

  const release = () => {
    looking.current = false;
    engine?.send({ type: 'loupe', on: false });
  };
  const first = pictures[captions[0] ?? 0];
  const label = text('viewer.pane', {
    letter: captions.map(letterOf).join(', '),
    number: first?.number ?? 0,
    name: captions.map((index) => pictures[index]?.name ?? '').join(', '),
  });
  return (
    <div
      ref={(node) => {
        element.current = node;
        props.refer(node);
      }}
      className={styles.pane}
      role="application"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the pane takes the viewer's keys
      tabIndex={0}
      data-viewer-pane={pane}
      data-active={pane === props.active && props.mode === 'side' ? true : undefined}
      onFocus={() => props.onActive(pane)}
      onBlur={release}
      onKeyDown={(event) => {
        if (event.code === 'Space') looking.current = true;
        props.onKeyDown(event, pane);
      }}
      onKeyUp={(event) => {
        if (event.code === 'Space') release();
      }}
      onPointerDown={(event) => {
        if (event.button !== 0 && event.button !== 1) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { id: event.pointerId, at: { x: event.clientX, y: event.clientY } };
      }}
      onPointerMove={(event) => {
        if (drag.current?.id === event.pointerId) {
          const { at } = drag.current;
          const dx = (event.clientX - at.x) * devicePixelRatio;
          const dy = (event.clientY - at.y) * devicePixelRatio;
          drag.current = { id: event.pointerId, at: { x: event.clientX, y: event.clientY } };
          engine?.send({ type: 'pan', pane, dx, dy });
        }
        engine?.send({ type: 'pointer', pane, at: pointIn(event.currentTarget, event) });
      }}
      onPointerUp={() => {
        drag.current = null;
      }}
      onPointerCancel={() => {
        drag.current = null;
      }}
      onPointerLeave={() => engine?.send({ type: 'pointer', pane, at: null })}
      onDoubleClick={(event) =>
        engine?.send({ type: 'zoom', pane, to: 1, at: pointIn(event.currentTarget, event) })
      }
    >
      {captions.map((index, place) => {
        const picture = pictures[index];
        if (picture === undefined) return null;
        return (
          <span key={picture.key} className={styles.caption} data-place={place}>
            {pictures.length === 1
              ? text('viewer.pane.single', { number: picture.number, name: picture.name })
              : text('viewer.pane.name', {
                  letter: letterOf(index),
                  number: picture.number,
                  name: picture.name,
                })}
          </span>
        );
      })}
    </div>
  );
}

/** Device pixels from the corner of the pane. */
function pointIn(pane: Element, event: { readonly clientX: number; readonly clientY: number }): Point {
  const box = pane.getBoundingClientRect();
  return {
    x: (event.clientX - box.left) * devicePixelRatio,
    y: (event.clientY - box.top) * devicePixelRatio,
  };
}

function nextMagnification(now: Magnification, direction: 1 | -1): Magnification {
  return magnifications[magnifications.indexOf(now) + direction] ?? now;
}
