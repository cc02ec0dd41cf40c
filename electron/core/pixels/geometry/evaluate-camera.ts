import type { CameraEvaluation, Geometry, GeometryGroup, GroupEvaluation } from '#shared/domain/geometry.ts';
import { sampleCameras, segmentIn, spreadOf } from './camera.ts';
import type { Frame } from './plane-of-sight.ts';
import { type CameraReason, explainCamera } from './words.ts';

/** The bounds of the focal length may differ by this factor before it counts as not determined. */
const widestFocal = 3;
/** Part of the drawings that may have no camera before the answer is left open; and all but this part refute it. */
const few = 0.025;

/** The camera three groups at right angles ask for; `null` when none were named. */
export function evaluateCamera(
  geometry: Geometry,
  evaluated: readonly GroupEvaluation[],
  frame: Frame,
  size: { readonly width: number; readonly height: number },
): CameraEvaluation | null {
  const { orthogonal, uncertainty } = geometry;
  if (orthogonal === null) return null;
  const answerOf = (id: string) => evaluated.find(({ group }) => group === id);
  const states = orthogonal.map(answerOf);
  const open = (answer: CameraEvaluation['answer'], reason: CameraReason): CameraEvaluation => ({
    groups: orthogonal,
    answer,
    principal: null,
    focal: null,
    offCentre: null,
    explanation: explainCamera(reason, uncertainty),
  });
  if (states.some((state) => state?.answer === 'inconsistent'))
    return open('undetermined', { code: 'group-inconsistent' });
  if (states.some((state) => (state?.used.length ?? 0) < 2)) return open('undetermined', { code: 'too-few' });
  const segments = orthogonal.map((id, index) =>
    segmentsOf(geometry.groups, id, states[index]!.used).map((segment) => segmentIn(frame, segment)),
  );
  const samples = sampleCameras(segments, uncertainty / frame.scale);
  const possible = samples.focal.length;
  const share = samples.impossible / (samples.impossible + possible);
  if (share > 1 - few) return open('inconsistent', { code: 'no-camera' });
  if (share > few) return open('undetermined', { code: 'camera-uncertain', share });
  const focal = scaled(spreadOf(samples.focal), frame.scale, 0);
  const x = scaled(spreadOf(samples.x), frame.scale, frame.centre.x);
  const y = scaled(spreadOf(samples.y), frame.scale, frame.centre.y);
  const away = Float64Array.from(samples.x, (value, index) => Math.hypot(value, samples.y[index]!));
  const offCentre = scaled(spreadOf(away), frame.scale, 0);
  const wide = focal[2] / focal[0] > widestFocal || x[2] - x[0] > size.width || y[2] - y[0] > size.height;
  return {
    groups: orthogonal,
    answer: wide ? 'undetermined' : 'consistent',
    principal: { x, y },
    focal,
    offCentre,
    explanation: explainCamera(
      { code: wide ? 'too-uncertain' : 'camera', x, y, focal, offCentre },
      uncertainty,
    ),
  };
}

function segmentsOf(groups: readonly GeometryGroup[], id: string, used: readonly string[]) {
  const group = groups.find((one) => one.id === id);
  if (group?.kind !== 'parallel') throw new Error('three groups of parallel lines were asked for');
  return group.marks.filter((mark) => used.includes(mark.id));
}

function scaled(
  [low, middle, high]: readonly [number, number, number],
  scale: number,
  shift: number,
): [number, number, number] {
  return [low * scale + shift, middle * scale + shift, high * scale + shift];
}
