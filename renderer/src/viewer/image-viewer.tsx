import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import type { TileSource } from '#shared/contract/contract.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { Figure } from '#shared/domain/figure.ts';
import { calls } from '../bridge/bridge.ts';
import { artifactAddress } from '../bridge/media.ts';
import { type ColorMapName, defaultColorMap } from '../figures/color-maps.ts';
import { HeatmapTools } from '../figures/heatmap-scale.tsx';
import { useWords } from '../state/text.ts';
import { EmptyState, ProblemNotice } from '../ui/notice.tsx';
import type { EngineLink } from './engine-link.ts';
import type { OverlayFigure } from './overlay.ts';
import type { Picture } from './picture.ts';
import type { OverlayRequest } from './protocol.ts';
import { Viewer } from './viewer.tsx';

/** A figure laid over the image, with the run it belongs to. */
export interface ViewerOverlay {
  readonly run: string;
  readonly figure: Figure;
}

export interface ImageViewerProps {
  readonly caseId: string;
  readonly evidence: Evidence;
  readonly overlay: ViewerOverlay | null;
  /** Lies over the picture. */
  readonly cover?: (engine: EngineLink, source: TileSource) => ReactNode;
}

/** One exhibit's image, deep zoom, with a figure over it. */
export function ImageViewer({ caseId, evidence, overlay, cover }: ImageViewerProps) {
  const { text } = useWords();
  const { sha256, number, name } = evidence;
  const input = { caseId, evidence: sha256 };
  const tiles = useQuery({
    ...calls.evidence.tiles.queryOptions({ input }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [chosen, setChosen] = useState<ColorMapName | null>(null);
  const request = useMemo(() => overlayRequest(caseId, overlay, chosen), [caseId, overlay, chosen]);
  const pictures = useMemo((): readonly Picture[] => {
    if (tiles.data === undefined) return [];
    return [{ key: sha256, number, name, source: tiles.data, overlay: request }];
  }, [tiles.data, sha256, number, name, request]);

  if (tiles.error !== null) return <ProblemNotice error={tiles.error} onRetry={() => void tiles.refetch()} />;
  if (pictures.length === 0) return <EmptyState>{text('viewer.preparing')}</EmptyState>;
  return (
    <Viewer
      pictures={pictures}
      {...(cover === undefined || tiles.data === undefined
        ? {}
        : { cover: (engine) => cover(engine, tiles.data) })}
      tools={
        overlay?.figure.kind === 'heatmap' ? (
          <HeatmapTools
            scale={overlay.figure.scale}
            colors={chosen ?? defaultColorMap(overlay.figure.scale.diverging)}
            onColors={setChosen}
          />
        ) : undefined
      }
    />
  );
}

/** What the drawing thread needs to lay a figure over a picture; `null` for figures that have no place on it. */
export function overlayRequest(
  caseId: string,
  overlay: ViewerOverlay | null,
  chosen: ColorMapName | null,
): OverlayRequest | null {
  if (overlay === null) return null;
  const { run, figure } = overlay;
  if (!isOverlay(figure)) return null;
  const colors = chosen ?? defaultColorMap(figure.kind === 'heatmap' && figure.scale.diverging);
  const address = figure.kind === 'regions' ? '' : artifactAddress(caseId, run, figure.artifact);
  return { figure, address, colors };
}

/** Can this figure lie over the image? */
export function isOverlay(figure: Figure): figure is OverlayFigure {
  if (figure.kind === 'regions') return true;
  return (figure.kind === 'heatmap' || figure.kind === 'image') && figure.overlay;
}
