import { type Result, succeed } from '#shared/contract/errors.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { Geometry, GeometryEvaluation, GeometryRecord } from '#shared/domain/geometry.ts';
import type { CaseStore } from '../case/store.ts';
import { evaluateGeometry } from '../pixels/geometry/evaluate.ts';
import { problem } from '../problems.ts';

/** A new version of what the analyst drew on a picture. */
export function saveGeometry(store: CaseStore, evidence: string, geometry: Geometry): Result<GeometryRecord> {
  const row = store.evidence(evidence);
  if (row === null) return problem('not-found', evidence);
  return pictureSize(row) === null
    ? problem('not-viewable', evidence)
    : succeed(store.recordGeometry(evidence, geometry));
}

/** What a drawing says, without keeping it. */
export function judgeGeometry(evidence: Evidence, geometry: Geometry): Result<GeometryEvaluation> {
  const size = pictureSize(evidence);
  if (size === null) return problem('not-viewable', evidence.sha256);
  return succeed(evaluateGeometry(geometry, size.width, size.height));
}

/** Stored pixels; `null`: no picture, or its size is not known. */
function pictureSize({ media }: Evidence): { readonly width: number; readonly height: number } | null {
  const { kind, width, height } = media;
  return kind !== 'image' || width === undefined || height === undefined ? null : { width, height };
}
