import type { FigureOf } from '#shared/domain/figure.ts';
import { useWords } from '../state/text.ts';
import { ColorMapChoice } from './color-map-choice.tsx';
import { type ColorMapName, colorTable, scaleValue } from './color-maps.ts';
import styles from './figures.module.css';

interface HeatmapScaleProps {
  readonly scale: FigureOf<'heatmap'>['scale'];
  readonly colors: ColorMapName;
}

/** The colours from the minimum to the maximum of a scale, with the numbers they stand for. */
function HeatmapScale({ scale, colors }: HeatmapScaleProps) {
  const { number } = useWords();
  const table = colorTable(colors);
  const stops = Array.from({ length: 33 }, (_, index) => {
    const at = Math.round((index / 32) * 255) * 3;
    return `rgb(${table[at]} ${table[at + 1]} ${table[at + 2]})`;
  });
  const backgroundImage = `linear-gradient(to right, ${stops.join(', ')})`;
  return (
    <span className={styles.heatmapScale}>
      <span>{number(scale.min, 4)}</span>
      <span className={styles.scaleBar} style={{ backgroundImage }} aria-hidden="true" />
      <span>{number(scaleValue(255, scale), 4)}</span>
      <span className={styles.muted}>{scale.unit}</span>
    </span>
  );
}

export interface HeatmapToolsProps extends HeatmapScaleProps {
  readonly onColors: (colors: ColorMapName) => void;
}

/** Legend of a heatmap and the choice of its colours. */
export function HeatmapTools({ scale, colors, onColors }: HeatmapToolsProps) {
  return (
    <>
      <HeatmapScale scale={scale} colors={colors} />
      <ColorMapChoice value={colors} onChange={onColors} />
    </>
  );
}
