import type { Sha256 } from '#shared/domain/evidence.ts';
import {
  Geometry,
  type GeometryGroup,
  type GeometryGroupKind,
  type GeometryMark,
  type PicturePoint,
} from '#shared/domain/geometry.ts';
import { createStore } from '../../../state/store.ts';

/** A picture on which nothing is drawn. */
export const emptyGeometry: Geometry = Geometry.parse({});

/** What was drawn and not saved, by case and exhibit; it outlives the screen. */
export const drafts = createStore<{ readonly open: Readonly<Record<string, Geometry | undefined>> }>({
  open: {},
});

export function draftKey(caseId: string, evidence: Sha256): string {
  return `${caseId} ${evidence}`;
}

/** `null` throws the draft away. */
export function keepDraft(key: string, geometry: Geometry | null): void {
  drafts.set(({ open }) => ({ open: { ...open, [key]: geometry ?? undefined } }));
}

/** What is drawn next: points are put one after the other. */
export const tools = ['cast', 'lit', 'shaded', 'reflection', 'line'] as const;
export type Tool = (typeof tools)[number];

export interface Drawing {
  readonly group: string;
  readonly tool: Tool;
  readonly points: readonly PicturePoint[];
}

export const toolsOf: Readonly<Record<GeometryGroupKind, readonly Tool[]>> = {
  light: ['cast', 'lit', 'shaded'],
  mirror: ['reflection'],
  parallel: ['line'],
};

export function pointsNeeded(tool: Tool): number {
  return tool === 'cast' || tool === 'reflection' ? 3 : 2;
}

/** The drawing with one point more: still a drawing, or the mark it has become. */
export function withPoint(
  drawing: Drawing,
  point: PicturePoint,
  id: string,
): { readonly drawing: Drawing } | { readonly mark: GeometryMark } {
  const points = [...drawing.points, point];
  if (points.length < pointsNeeded(drawing.tool)) return { drawing: { ...drawing, points } };
  const [first, second, third] = points as [PicturePoint, PicturePoint, PicturePoint];
  const common = { id, name: '', off: false };
  switch (drawing.tool) {
    case 'cast':
    case 'reflection':
      return { mark: { ...common, kind: drawing.tool, from: first, to: [second, third] } };
    case 'line':
      return { mark: { ...common, kind: 'line', from: first, to: second } };
    case 'lit':
    case 'shaded':
      return {
        mark: { ...common, kind: 'outline', at: first, outward: second, lit: drawing.tool === 'lit' },
      };
  }
}

/** Points of a mark that can be moved, in the order they were put. */
export function handlesOf(mark: GeometryMark): readonly PicturePoint[] {
  switch (mark.kind) {
    case 'cast':
    case 'reflection':
      return [mark.from, ...mark.to];
    case 'line':
      return [mark.from, mark.to];
    case 'outline':
      return [mark.at, mark.outward];
  }
}

function withHandle(mark: GeometryMark, handle: number, point: PicturePoint): GeometryMark {
  switch (mark.kind) {
    case 'cast':
    case 'reflection':
      if (handle === 0) return { ...mark, from: point };
      return { ...mark, to: handle === 1 ? [point, mark.to[1]] : [mark.to[0], point] };
    case 'line':
      return handle === 0 ? { ...mark, from: point } : { ...mark, to: point };
    case 'outline':
      return handle === 0 ? { ...mark, at: point } : { ...mark, outward: point };
  }
}

export function changeMark(
  geometry: Geometry,
  id: string,
  change: (mark: GeometryMark) => GeometryMark,
): Geometry {
  return ofGroups(geometry, (group) =>
    withMarks(
      group,
      group.marks.map((mark) => (mark.id === id ? change(mark) : mark)),
    ),
  );
}

export function moveHandle(geometry: Geometry, id: string, handle: number, point: PicturePoint): Geometry {
  return changeMark(geometry, id, (mark) => withHandle(mark, handle, point));
}

export function addMark(geometry: Geometry, group: string, mark: GeometryMark): Geometry {
  return ofGroups(geometry, (one) => (one.id === group ? withMarks(one, [...one.marks, mark]) : one));
}

export function removeMark(geometry: Geometry, id: string): Geometry {
  return ofGroups(geometry, (group) =>
    withMarks(
      group,
      group.marks.filter((mark) => mark.id !== id),
    ),
  );
}

export function addGroup(geometry: Geometry, kind: GeometryGroupKind): Geometry {
  const group = { id: freshId(geometry), name: '', kind, marks: [] } as GeometryGroup;
  return { ...geometry, groups: [...geometry.groups, group] };
}

export function renameGroup(geometry: Geometry, id: string, name: string): Geometry {
  return ofGroups(geometry, (group) => (group.id === id ? { ...group, name } : group));
}

/** Directions at right angles are named by their groups: with one of them they go. */
export function removeGroup(geometry: Geometry, id: string): Geometry {
  const { orthogonal } = geometry;
  return {
    ...geometry,
    groups: geometry.groups.filter((group) => group.id !== id),
    orthogonal: orthogonal?.includes(id) === true ? null : orthogonal,
  };
}

/** The first three groups of parallel lines, whose directions may be called orthogonal; `null`: there are not three. */
export function threeDirections({ groups }: Geometry): [string, string, string] | null {
  const [one, two, three] = groups.filter(({ kind }) => kind === 'parallel').map(({ id }) => id);
  return one === undefined || two === undefined || three === undefined ? null : [one, two, three];
}

/** The smallest number no group or mark has. */
export function freshId({ groups }: Geometry): string {
  const taken = new Set(groups.flatMap((group) => [group.id, ...group.marks.map(({ id }) => id)]));
  let next = 1;
  while (taken.has(String(next))) next += 1;
  return String(next);
}

function ofGroups(geometry: Geometry, change: (group: GeometryGroup) => GeometryGroup): Geometry {
  return { ...geometry, groups: geometry.groups.map(change) };
}

/** Marks stay those of their group's kind: they come from it, or from a tool of it. */
function withMarks(group: GeometryGroup, marks: readonly GeometryMark[]): GeometryGroup {
  return { ...group, marks } as GeometryGroup;
}
