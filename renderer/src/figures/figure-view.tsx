import { assertNever } from '#shared/assert-never.ts';
import type { ByteRange, Figure } from '#shared/domain/figure.ts';
import { describeFigure } from '#shared/text/describe-figure.ts';
import { baseLanguage } from '#shared/text/text.ts';
import { useWords } from '../state/text.ts';
import { BytesView } from './bytes-figure.tsx';
import styles from './figures.module.css';
import { HeatmapView } from './heatmap-figure.tsx';
import { ImageView } from './image-figure.tsx';
import { PlotView } from './plot-figure.tsx';
import { RegionsView } from './regions-figure.tsx';
import { ScalarView } from './scalar-figure.tsx';
import { TableView } from './table-figure.tsx';
import { TimelineView } from './timeline-figure.tsx';
import { TreeView } from './tree-figure.tsx';

export interface FigureViewProps {
  readonly figure: Figure;
  /** What it is a figure of: the run, the comparison. */
  readonly owner: string;
  /** Small picture under outlines, in stored orientation; `null`: there is none. */
  readonly background: string | null;
  readonly addressOf: (artifact: string) => string;
  /** Bytes of the exhibit that a node, row or span speaks of. */
  readonly onBytes: (range: ByteRange) => void;
}

/** Any figure, with its description in words for those who do not see it. */
export function FigureView(props: FigureViewProps) {
  const { language, pick } = useWords();
  return (
    <div className={styles.figure} data-figure={props.figure.kind}>
      <p className={styles.hidden}>{describeFigure(props.figure, baseLanguage(language))}</p>
      <FigureBody {...props} title={pick(props.figure.title)} />
    </div>
  );
}

function FigureBody({
  figure,
  owner,
  background,
  addressOf,
  title,
  onBytes,
}: FigureViewProps & { readonly title: string }) {
  switch (figure.kind) {
    case 'scalar':
      return <ScalarView figure={figure} />;
    case 'table':
      return <TableView figure={figure} title={title} onBytes={onBytes} />;
    case 'tree':
      return <TreeView key={`${owner} ${figure.id}`} figure={figure} title={title} onBytes={onBytes} />;
    case 'plot':
      return <PlotView figure={figure} title={title} />;
    case 'heatmap':
      return <HeatmapView figure={figure} title={title} address={addressOf(figure.artifact)} />;
    case 'regions':
      return <RegionsView figure={figure} title={title} background={background} />;
    case 'image':
      return <ImageView figure={figure} address={addressOf(figure.artifact)} />;
    case 'timeline':
      return <TimelineView figure={figure} title={title} />;
    case 'bytes':
      return <BytesView figure={figure} title={title} onBytes={onBytes} />;
    default:
      return assertNever(figure);
  }
}
