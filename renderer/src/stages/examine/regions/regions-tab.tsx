import type { Evidence } from '#shared/domain/evidence.ts';
import { useCommand } from '../../../state/command-center.ts';
import { useWords } from '../../../state/text.ts';
import { EmptyState, ProblemNotice } from '../../../ui/notice.tsx';
import { ImageViewer } from '../../../viewer/image-viewer.tsx';
import drawn from '../drawn-over.module.css';
import { RegionsCover } from './regions-cover.tsx';
import { RegionsPanel } from './regions-panel.tsx';
import { useRegions } from './use-regions.ts';

export interface RegionsTabProps {
  readonly caseId: string;
  readonly evidence: Evidence;
  readonly writable: boolean;
}

/** The picture with what several methods point at, and the regions the analyst draws on it. */
export function RegionsTab({ caseId, evidence, writable }: RegionsTabProps) {
  const { text } = useWords();
  const state = useRegions(caseId, evidence.sha256);
  const { record, agreement, pointed } = state;
  const able = writable && record.data !== undefined;
  useCommand('region-undo', able && state.canUndo ? state.undo : null);
  useCommand('region-redo', able && state.canRedo ? state.redo : null);
  useCommand('region-take', able && !state.full && pointed !== null ? () => state.take(pointed) : null);
  const failed = record.isError ? record : agreement.isError ? agreement : null;
  if (failed !== null) return <ProblemNotice error={failed.error} onRetry={() => void failed.refetch()} />;
  if (record.data === undefined || agreement.data === undefined)
    return <EmptyState>{text('viewer.preparing')}</EmptyState>;
  return (
    <div className={drawn.tab}>
      <ImageViewer
        caseId={caseId}
        evidence={evidence}
        overlay={null}
        cover={(engine, source) => (
          <RegionsCover
            engine={engine}
            source={source}
            state={state}
            agreement={agreement.data}
            writable={writable}
          />
        )}
      />
      <RegionsPanel state={state} agreement={agreement.data} writable={writable} />
    </div>
  );
}
