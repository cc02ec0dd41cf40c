import { useEffect, useRef, useState } from 'react';
import { useWords, type Words } from '../state/text.ts';
import { Button } from '../ui/button.tsx';
import type { EngineLink } from './engine-link.ts';
import type { Picture } from './picture.ts';
import { percentText, pixelText, positionText } from './reading-text.ts';
import styles from './viewer.module.css';

export interface StatusLineProps {
  readonly engine: EngineLink | null;
  readonly pictures: readonly Picture[];
  readonly letters: readonly string[];
}

interface Fields {
  readonly position: HTMLSpanElement | null;
  readonly pixel: HTMLSpanElement | null;
  readonly zoom: HTMLSpanElement | null;
  readonly swatch: HTMLSpanElement | null;
}

/** Where the pointer is and what is there. Written straight into the page: it changes with every frame. */
export function StatusLine({ engine, pictures, letters }: StatusLineProps) {
  const words = useWords();
  const rows = useRef<(HTMLDivElement | null)[]>([]);
  const [problems, setProblems] = useState({ failed: 0, overlays: 0, complete: false });

  useEffect(() => {
    if (engine === null) return;
    const write = () => {
      const { reading } = engine;
      if (reading === null) return;
      reading.layers.forEach((layer, index) => {
        const fields = fieldsOf(rows.current[index]);
        put(fields.position, positionText(layer, words));
        put(fields.pixel, pixelText(layer, words));
        put(fields.zoom, percentText(layer.scale, words));
        if (fields.swatch !== null) {
          const pixel = layer.inside ? layer.pixel : null;
          fields.swatch.style.backgroundColor =
            pixel === null ? 'transparent' : `rgb(${pixel[0]} ${pixel[1]} ${pixel[2]})`;
        }
      });
      const { failed, overlayProblems: overlays, complete } = reading;
      setProblems((old) =>
        old.failed === failed && old.overlays === overlays && old.complete === complete
          ? old
          : { failed, overlays, complete },
      );
    };
    write();
    return engine.onReading(write);
  }, [engine, words]);

  const { text } = words;
  return (
    <section className={styles.status} aria-label={text('viewer.status')}>
      <div className={styles.readings}>
        {pictures.map((picture, index) => (
          <div
            key={picture.key}
            className={styles.reading}
            ref={(element) => {
              rows.current[index] = element;
            }}
          >
            {pictures.length > 1 && <b>{letters[index]}</b>}
            <span data-field="position" className={styles.position} />
            <span data-field="swatch" className={styles.swatch} aria-hidden="true" />
            <span data-field="pixel" className={styles.pixel} />
            <span data-field="zoom" className={styles.zoom} />
            <span className={styles.size}>
              {text('viewer.size', { width: picture.source.width, height: picture.source.height })}
            </span>
            {remarksOf(picture, text) !== '' && (
              <span className={styles.remark} title={remarksOf(picture, text)}>
                {remarksOf(picture, text)}
              </span>
            )}
          </div>
        ))}
      </div>
      {problems.overlays > 0 && <span className={styles.problem}>{text('viewer.overlay.failed')}</span>}
      {problems.failed > 0 ? (
        <span className={styles.problem}>
          {text('viewer.failed', { count: problems.failed })}
          <Button kind="quiet" onPress={() => engine?.send({ type: 'retry' })}>
            {text('common.retry')}
          </Button>
        </span>
      ) : (
        <span className={styles.size} data-complete={problems.complete ? true : undefined}>
          {text(problems.complete ? 'viewer.complete' : 'viewer.loading')}
        </span>
      )}
    </section>
  );
}

/** What has to be known about how the picture is shown. */
function remarksOf({ source }: Picture, text: Words['text']): string {
  const turned = source.orientation === 1 ? [] : [text('viewer.orientation', { value: source.orientation })];
  return [...turned, ...(source.note === undefined ? [] : [source.note])].join(' · ');
}

function fieldsOf(row: HTMLDivElement | null | undefined): Fields {
  const field = (name: string) => row?.querySelector<HTMLSpanElement>(`[data-field=${name}]`) ?? null;
  return { position: field('position'), pixel: field('pixel'), zoom: field('zoom'), swatch: field('swatch') };
}

function put(element: HTMLSpanElement | null, value: string): void {
  if (element !== null && element.textContent !== value) element.textContent = value;
}
