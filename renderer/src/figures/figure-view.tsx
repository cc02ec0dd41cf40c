import { assertNever } from '#shared/assert-never.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { ByteRange, Figure } from '#shared/domain/figure.ts';
import type { Run } from '#shared/domain/run.ts';
import { describeFigure } from '#shared/text/describe-figure.ts';
import { baseLanguage } from '#shared/text/text.ts';
import { artifactAddress, thumbnailAddress } from '../bridge/media.ts';
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
  readonly caseId: string;
  readonly evidence: Evidence;
  readonly run: Run;
  readonly figure: Figure;
  /** Bytes of the exhibit that a node, row or span speaks of. */
  readonly onBytes: (range: ByteRange) => void;
}

/** Any figure of a run, with its description in words for those who do not see it. */
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
  caseId,
  evidence,
  run,
  figure,
  title,
  onBytes,
}: FigureViewProps & { readonly title: string }) {
  switch (figure.kind) {
    case 'scalar':
      return <ScalarView figure={figure} />;
    case 'table':
      return <TableView figure={figure} title={title} onBytes={onBytes} />;
    case 'tree':
      return <TreeView key={`${run.id} ${figure.id}`} figure={figure} title={title} onBytes={onBytes} />;
    case 'plot':
      return <PlotView figure={figure} title={title} />;
    case 'heatmap':
      return (
        <HeatmapView
          figure={figure}
          title={title}
          address={artifactAddress(caseId, run.id, figure.artifact)}
        />
      );
    case 'regions':
      return (
        <RegionsView figure={figure} title={title} background={thumbnailAddress(caseId, evidence.sha256)} />
      );
    case 'image':
      return <ImageView figure={figure} address={artifactAddress(caseId, run.id, figure.artifact)} />;
    case 'timeline':
      return <TimelineView figure={figure} title={title} />;
    case 'bytes':
      return <BytesView figure={figure} title={title} onBytes={onBytes} />;
    default:
      return assertNever(figure);
  }
}
