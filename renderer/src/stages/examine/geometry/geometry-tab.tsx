import type { Evidence } from '#shared/domain/evidence.ts';
import { useWords } from '../../../state/text.ts';
import { EmptyState, ProblemNotice } from '../../../ui/notice.tsx';
import { ImageViewer } from '../../../viewer/image-viewer.tsx';
import drawn from '../drawn-over.module.css';
import { GeometryCover } from './geometry-cover.tsx';
import { moveHandle, removeMark } from './geometry-draft.ts';
import { GeometryPanel } from './geometry-panel.tsx';
import { useGeometry } from './use-geometry.ts';

export interface GeometryTabProps {
  readonly caseId: string;
  readonly evidence: Evidence;
  readonly writable: boolean;
}

/** The picture to draw shadows, reflections and parallel lines on, and what they say. */
export function GeometryTab({ caseId, evidence, writable }: GeometryTabProps) {
  const { text } = useWords();
  const state = useGeometry(caseId, evidence.sha256);
  const { record, geometry, evaluation, drawing } = state;
  if (record.isError) return <ProblemNotice error={record.error} onRetry={() => void record.refetch()} />;
  if (record.data === undefined) return <EmptyState>{text('viewer.preparing')}</EmptyState>;
  return (
    <div className={drawn.tab}>
      <ImageViewer
        caseId={caseId}
        evidence={evidence}
        overlay={null}
        cover={(engine, source) => (
          <GeometryCover
            engine={engine}
            source={source}
            geometry={geometry}
            evaluation={evaluation.data}
            drawing={drawing}
            selected={state.selected}
            writable={writable}
            onPoint={state.point}
            onUndo={state.undo}
            onCancel={state.cancel}
            onSelect={state.select}
            onMove={(mark, handle, at) => state.change((before) => moveHandle(before, mark, handle, at))}
            onRemove={(mark) => state.change((before) => removeMark(before, mark))}
          />
        )}
      />
      <GeometryPanel state={state} writable={writable} />
    </div>
  );
}
