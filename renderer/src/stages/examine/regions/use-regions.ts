import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Sha256 } from '#shared/domain/evidence.ts';
import type { PicturePoint } from '#shared/domain/geometry.ts';
import type { AnalystRegion } from '#shared/domain/region.ts';
import { calls } from '../../../bridge/bridge.ts';
import { useStore } from '../../../state/store.ts';
import {
  changed,
  changeRegion,
  type Drawing,
  ends,
  type Regions,
  redone,
  shapeOf,
  startOf,
  type Tool,
  takenOver,
  undone,
  withRegion,
} from './region-draft.ts';
import { keep, opened, placeKey, saveNow } from './region-store.ts';

const none: Regions = [];

/** What lies over the picture. */
export interface Layers {
  readonly own: boolean;
  /** Seen by several methods. */
  readonly agreement: boolean;
  /** Seen by one method. */
  readonly single: boolean;
}

/** The regions of an exhibit: those of the methods, those of the analyst, and what is being drawn. */
export function useRegions(caseId: string, evidence: Sha256) {
  const input = { caseId, evidence };
  const record = useQuery(calls.regions.get.queryOptions({ input }));
  const agreement = useQuery(calls.regions.agreement.queryOptions({ input }));
  const key = placeKey(input);
  const open = useStore(opened, (value) => value.open[key]);
  const saved = record.data?.regions ?? none;
  const regions = open?.history.now ?? saved;
  const settled = useSettled(shapesKey(regions), 250);
  const measured = useQuery({
    ...calls.regions.measure.queryOptions({ input: { ...input, regions: shapesOf(settled) } }),
    enabled: record.data !== undefined && regions.length > 0,
    gcTime: 10_000,
    placeholderData: keepPreviousData,
  });
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  const [selected, select] = useState<string | null>(null);
  /** Made this moment: its name is asked for. */
  const [fresh, setFresh] = useState<string | null>(null);
  const [pointed, point] = useState<string | null>(null);
  const [layers, setLayers] = useState<Layers>({ own: true, agreement: true, single: false });
  const history = open?.history ?? startOf(saved);
  const act = (make: (before: Regions) => Regions, mark: string | null = null) => {
    const now = opened.get().open[key]?.history ?? history;
    keep(input, changed(now, make(now.now), mark));
  };
  const add = (region: AnalystRegion) => {
    act((before) => [...before, region]);
    setLayers((old) => ({ ...old, own: true }));
    select(region.id);
    setFresh(region.id);
  };
  const finish = (whole: Drawing) => {
    const shape = shapeOf(whole);
    if (shape !== null) add(withRegion(regions, shape));
    setDrawing(null);
  };
  return {
    ...{ record, agreement, measured, regions, layers, setLayers },
    ...{ drawing, selected, select, pointed, point, fresh },
    named: () => setFresh(null),
    full: regions.length >= 60,
    saving: open?.saving === true,
    dirty: open !== undefined && JSON.stringify(open.history.now) !== JSON.stringify(saved),
    error: open?.error ?? null,
    retry: () => void saveNow(input),
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    undo: () => keep(input, undone(history)),
    redo: () => keep(input, redone(history)),
    change: (id: string, make: (region: AnalystRegion) => AnalystRegion, mark: string | null = null) =>
      act((before) => changeRegion(before, id, make), mark),
    remove(id: string) {
      act((before) => before.filter((region) => region.id !== id));
      select(null);
    },
    start: (tool: Tool) => setDrawing({ tool, points: [] }),
    cancel: () => setDrawing(null),
    /** One point more; `reach`: pixels within which a polygon is closed. */
    put(at: PicturePoint, reach: number) {
      if (drawing === null) return;
      if (!ends(drawing, at, reach)) setDrawing({ ...drawing, points: [...drawing.points, at] });
      else finish(drawing.tool === 'polygon' ? drawing : { ...drawing, points: [...drawing.points, at] });
    },
    back: () => setDrawing((old) => old && { ...old, points: old.points.slice(0, -1) }),
    finish,
    /** An agreement as a region of one's own. */
    take(id: string) {
      const group = agreement.data?.groups.find((one) => one.id === id);
      const region = group === undefined ? null : takenOver(regions, group);
      if (region !== null) add(region);
    },
  };
}
export type RegionsState = ReturnType<typeof useRegions>;

/** Names and remarks change nothing that is measured. */
function shapesKey(regions: Regions): string {
  return JSON.stringify(regions.map(({ id, shape }) => ({ id, shape })));
}

function shapesOf(key: string): Pick<AnalystRegion, 'id' | 'shape'>[] {
  return JSON.parse(key) as Pick<AnalystRegion, 'id' | 'shape'>[];
}

/** The value once it has not changed for so many milliseconds. */
function useSettled<T>(value: T, milliseconds: number): T {
  const [shown, setShown] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setShown(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return shown;
}
