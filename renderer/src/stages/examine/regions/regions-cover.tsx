import { useState } from 'react';
import type { TileSource } from '#shared/contract/contract.ts';
import type { PicturePoint } from '#shared/domain/geometry.ts';
import type { Agreement } from '#shared/domain/region.ts';
import type { EngineLink } from '../../../viewer/engine-link.ts';
import drawn from '../drawn-over.module.css';
import { usePlacing } from '../geometry/placing.ts';
import { RegionHandles } from './region-handles.tsx';
import { RegionShapes } from './region-shapes.tsx';
import { RegionSurface } from './region-surface.tsx';
import type { RegionsState } from './use-regions.ts';

export interface RegionsCoverProps {
  readonly engine: EngineLink;
  readonly source: TileSource;
  readonly state: RegionsState;
  readonly agreement: Agreement;
  readonly writable: boolean;
}

/** What lies over the picture: outlines, points of the selected region, and the surface a new one is drawn on. */
export function RegionsCover({ engine, source, state, agreement, writable }: RegionsCoverProps) {
  const placing = usePlacing(engine, source);
  const [cursor, setCursor] = useState<PicturePoint | null>(null);
  if (placing === null) return null;
  const selected = state.regions.find(({ id }) => id === state.selected);
  return (
    <div className={drawn.cover}>
      <RegionShapes placing={placing} state={state} agreement={agreement} cursor={cursor} />
      {state.drawing === null ? (
        writable &&
        state.layers.own &&
        selected !== undefined && (
          <RegionHandles
            key={selected.id}
            placing={placing}
            region={selected}
            index={state.regions.indexOf(selected)}
            state={state}
          />
        )
      ) : (
        <RegionSurface
          key={state.drawing.tool}
          engine={engine}
          placing={placing}
          drawing={state.drawing}
          state={state}
          cursor={cursor}
          onCursor={setCursor}
        />
      )}
    </div>
  );
}
