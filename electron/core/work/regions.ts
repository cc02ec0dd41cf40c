import { join } from 'node:path';
import { z } from 'zod';
import { type Result, succeed } from '#shared/contract/errors.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { FigureOf } from '#shared/domain/figure.ts';
import type { Agreement, AnalystRegion, RegionMeasurement, RegionRecord } from '#shared/domain/region.ts';
import type { Run } from '#shared/domain/run.ts';
import type { CaseStore } from '../case/store.ts';
import { defaultLimits } from '../media/limits.ts';
import { agreementOf, overlapsOf } from '../pixels/agreement/agreement.ts';
import { type MapFile, MapMeans } from '../pixels/agreement/measure-task.ts';
import { traceKind } from '../pixels/agreement/trace-kinds.ts';
import type { Ports } from '../ports.ts';
import { problem } from '../problems.ts';

/** Where the methods of the latest runs on a picture point at the same place. */
export function agreementOn(
  store: CaseStore,
  evidence: string,
  runs: readonly Run[] = store.latestRuns(evidence),
): Result<Agreement> {
  const picture = pictureOf(store, evidence);
  if (!picture.ok) return picture;
  return succeed(agreementOf(picture.value, runs));
}

/** A new version of the regions the analyst drew on a picture. */
export function saveRegions(
  store: CaseStore,
  evidence: string,
  regions: AnalystRegion[],
): Result<RegionRecord> {
  const picture = pictureOf(store, evidence);
  return picture.ok ? succeed(store.recordRegions(evidence, regions)) : picture;
}

/** What methods say of the analyst's regions: which point there, and what their maps mean inside and outside. */
export async function measureRegions(
  store: CaseStore,
  evidence: string,
  regions: readonly AnalystRegion[],
  ports: Pick<Ports, 'workers'>,
  signal?: AbortSignal,
): Promise<Result<RegionMeasurement[]>> {
  const picture = pictureOf(store, evidence);
  if (!picture.ok) return picture;
  if (regions.length === 0) return succeed([]);
  const runs = store.latestRuns(evidence);
  const overlaps = overlapsOf(picture.value, runs, regions);
  const maps = runs.flatMap(mapsOf);
  const files = maps.map(({ run, sha256, figure }): MapFile => {
    const { artifact, width, height } = figure;
    return { path: join(store.derivedPath(run.id), artifact), sha256, width, height };
  });
  const answer = await ports.workers.run(
    'region-means',
    { files, regions, picture: picture.value },
    z.array(MapMeans.nullable()).length(files.length),
    { priority: 'interactive', limits: defaultLimits, ...(signal === undefined ? {} : { signal }) },
  );
  if (!answer.ok)
    return problem(
      answer.failure.code === 'cancelled' ? 'cancelled' : 'not-viewable',
      answer.failure.message,
    );
  const means = answer.value;
  return succeed(
    overlaps.map((one, index) => ({
      ...one,
      maps: maps.flatMap(({ run, figure }, at) => {
        const mean = means[at]?.[index];
        if (mean === undefined) return [];
        return [
          {
            ...{ analysis: run.analysis, run: run.id, figure: figure.id, title: figure.title },
            unit: figure.scale.unit,
            inside: inUnit(mean.inside, figure),
            outside: inUnit(mean.outside, figure),
          },
        ];
      }),
      unread: means.filter((mean) => mean === null).length,
    })),
  );
}

/** Maps over the picture of methods that look at a trace; pictures for the eye have no mean worth naming. */
function mapsOf(run: Run) {
  if (traceKind(run.analysis) === null) return [];
  return run.figures.flatMap((figure) => {
    if (figure.kind !== 'heatmap' || !figure.overlay) return [];
    const kept = run.artifacts.find(({ name }) => name === figure.artifact);
    return kept === undefined ? [] : [{ run, figure, sha256: kept.sha256 }];
  });
}

/** From grey values to the scale of the map. */
function inUnit(grey: number | null, { scale }: FigureOf<'heatmap'>): number | null {
  return grey === null ? null : scale.min + (grey / 255) * (scale.max - scale.min);
}

function pictureOf(
  store: CaseStore,
  sha256: string,
): Result<{ readonly width: number; readonly height: number }> {
  const evidence: Evidence | null = store.evidence(sha256);
  if (evidence === null) return problem('not-found', sha256);
  const { kind, width, height } = evidence.media;
  if (kind !== 'image' || width === undefined || height === undefined) return problem('not-viewable', sha256);
  return succeed({ width, height });
}
