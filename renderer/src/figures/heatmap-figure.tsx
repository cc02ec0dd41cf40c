import { type PointerEvent, useEffect, useRef, useState } from 'react';
import type { FigureOf } from '#shared/domain/figure.ts';
import { useWords } from '../state/text.ts';
import { Notice } from '../ui/notice.tsx';
import { loadPicture } from '../viewer/overlay.ts';
import { applyColorMap, type ColorMapName, colorTable, defaultColorMap, scaleValue } from './color-maps.ts';
import styles from './figures.module.css';
import { HeatmapTools } from './heatmap-scale.tsx';

export interface HeatmapViewProps {
  readonly figure: FigureOf<'heatmap'>;
  readonly title: string;
  readonly address: string;
}

/** Grey values of the map as sent, one byte a place. */
interface Grey {
  readonly width: number;
  readonly height: number;
  readonly values: Uint8Array;
}

/** A map of numbers in perceptually even colours, with its scale and the number under the pointer. */
export function HeatmapView({ figure, title, address }: HeatmapViewProps) {
  const { text, number } = useWords();
  const [colors, setColors] = useState<ColorMapName>(defaultColorMap(figure.scale.diverging));
  const [grey, setGrey] = useState<Grey | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [pointed, setPointed] = useState<{ readonly x: number; readonly y: number } | null>(null);
  const canvas = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    const abort = new AbortController();
    setGrey(null);
    setFailed(null);
    loadPicture(address, abort.signal).then(
      (picture) => {
        if (!abort.signal.aborted) setGrey(greyOf(picture));
        picture.close();
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setFailed(error instanceof Error ? error.message : String(error));
      },
    );
    return () => abort.abort();
  }, [address]);

  useEffect(() => {
    const context = canvas.current?.getContext('2d') ?? null;
    if (context === null || grey === null) return;
    const pixels = new ImageData(grey.width, grey.height);
    grey.values.forEach((value, at) => {
      pixels.data[at * 4] = value;
      pixels.data[at * 4 + 3] = 255;
    });
    applyColorMap(pixels.data, colorTable(colors));
    context.putImageData(pixels, 0, 0);
  }, [grey, colors]);

  const onPointerMove = (event: PointerEvent<HTMLCanvasElement>) => {
    if (grey === null) return;
    const box = event.currentTarget.getBoundingClientRect();
    const x = Math.floor(((event.clientX - box.left) / box.width) * grey.width);
    const y = Math.floor(((event.clientY - box.top) / box.height) * grey.height);
    setPointed(x >= 0 && y >= 0 && x < grey.width && y < grey.height ? { x, y } : null);
  };
  if (failed !== null) {
    return (
      <Notice kind="problem" title={text('figure.artifact-failed')}>
        <code>{failed}</code>
      </Notice>
    );
  }
  const value =
    pointed === null || grey === null ? null : (grey.values[pointed.y * grey.width + pointed.x] ?? 0);
  return (
    <div className={styles.heatmap}>
      <canvas
        ref={canvas}
        className={styles.picture}
        width={grey?.width ?? figure.width}
        height={grey?.height ?? figure.height}
        role="img"
        aria-label={title}
        data-pixels={figure.width <= 256 ? true : undefined}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setPointed(null)}
      />
      <div className={styles.scale}>
        <HeatmapTools scale={figure.scale} colors={colors} onColors={setColors} />
        <span className={styles.muted}>
          {text('viewer.size', { width: figure.width, height: figure.height })}
        </span>
        {pointed !== null && value !== null && (
          <span>
            {text('figure.heatmap.value', {
              x: Math.floor((pointed.x * figure.width) / (grey?.width ?? 1)),
              y: Math.floor((pointed.y * figure.height) / (grey?.height ?? 1)),
              value: number(scaleValue(value, figure.scale), 4),
            })}
          </span>
        )}
      </div>
    </div>
  );
}

function greyOf(picture: ImageBitmap): Grey {
  const { width, height } = picture;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no 2D canvas');
  context.drawImage(picture, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const values = new Uint8Array(width * height);
  for (let at = 0; at < values.length; at++) values[at] = data[at * 4] as number;
  return { width, height, values };
}
