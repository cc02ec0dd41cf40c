import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Sha256 } from '#shared/domain/evidence.ts';
import type { Geometry, GeometryMark, PicturePoint } from '#shared/domain/geometry.ts';
import { calls } from '../../../bridge/bridge.ts';
import { queries } from '../../../state/activity.ts';
import { useStore } from '../../../state/store.ts';
import {
  addMark,
  type Drawing,
  draftKey,
  drafts,
  emptyGeometry,
  freshId,
  keepDraft,
  type Tool,
  withPoint,
} from './geometry-draft.ts';

/** The record of an exhibit, what was changed of it, and what it says at this moment. */
export function useGeometry(caseId: string, evidence: Sha256) {
  const input = { caseId, evidence };
  const record = useQuery(calls.geometry.get.queryOptions({ input }));
  const key = draftKey(caseId, evidence);
  const draft = useStore(drafts, ({ open }) => open[key]);
  const saved = record.data?.geometry ?? emptyGeometry;
  const geometry = draft ?? saved;
  const judged = useThrottled(geometry, 80);
  const evaluation = useQuery({
    ...calls.geometry.evaluate.queryOptions({ input: { ...input, geometry: judged } }),
    enabled: record.data !== undefined,
    gcTime: 10_000,
    placeholderData: keepPreviousData,
  });
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  const [selected, setSelected] = useState<string | null>(null);
  const change = (make: (before: Geometry) => Geometry) => {
    const next = make(drafts.get().open[key] ?? saved);
    keepDraft(key, JSON.stringify(next) === JSON.stringify(saved) ? null : next);
  };
  const save = useMutation(
    calls.geometry.save.mutationOptions({
      onSuccess: async () => {
        keepDraft(key, null);
        await queries.invalidateQueries({ queryKey: calls.geometry.get.key() });
        await queries.invalidateQueries({ queryKey: calls.case.custody.key() });
      },
    }),
  );
  const put = (mark: GeometryMark, group: string) => {
    change((before) => addMark(before, group, mark));
    setSelected(mark.id);
  };
  return {
    record,
    geometry,
    dirty: draft !== undefined,
    evaluation,
    drawing,
    selected,
    select: setSelected,
    change,
    discard: () => keepDraft(key, null),
    save,
    submit: () => save.mutate({ ...input, geometry }),
    start: (group: string, tool: Tool) => setDrawing({ group, tool, points: [] }),
    cancel: () => setDrawing(null),
    undo: () => setDrawing((old) => old && { ...old, points: old.points.slice(0, -1) }),
    point(at: PicturePoint) {
      if (drawing === null) return;
      const next = withPoint(drawing, at, freshId(geometry));
      if ('drawing' in next) setDrawing(next.drawing);
      else {
        put(next.mark, drawing.group);
        // The same tool goes on: shadows are rarely drawn one at a time.
        setDrawing({ ...drawing, points: [] });
      }
    },
  };
}
export type GeometryState = ReturnType<typeof useGeometry>;

/** The value, at most once in so many milliseconds: while a point is dragged it changes with every frame. */
function useThrottled<T>(value: T, milliseconds: number): T {
  const [shown, setShown] = useState(value);
  const last = useRef(0);
  useEffect(() => {
    const wait = Math.max(0, last.current + milliseconds - performance.now());
    const timer = setTimeout(() => {
      last.current = performance.now();
      setShown(value);
    }, wait);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return shown;
}
