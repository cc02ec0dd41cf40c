import { z } from 'zod';
import { Sha256 } from './evidence.ts';
import { Localized } from './localized.ts';

/**
 * What the analyst draws on a picture to hold shadows, reflections and parallel lines against each other. All
 * coordinates are stored pixels, continuous, with the top left corner of the top left pixel at (0, 0); points may lie
 * outside the picture.
 */

const Coordinate = z.number().min(-1e6).max(1e6);
export const PicturePoint = z.object({ x: Coordinate, y: Coordinate });
export type PicturePoint = z.infer<typeof PicturePoint>;

const Id = z.string().min(1).max(60);
const Name = z.string().max(200).default('');
const Mark = z.object({
  id: Id,
  name: Name,
  /** Left out of the answer, but kept. */
  off: z.boolean().default(false),
});

/** A point and the two bounds of where its counterpart may be: both bounds at one point mean exactly there. */
const Wedge = Mark.extend({ from: PicturePoint, to: z.tuple([PicturePoint, PicturePoint]) });

/** From a point in a shadow to the range of object points that may have cast it. */
const CastShadow = Wedge.extend({ kind: z.literal('cast') });
/** A point on the outline of a body, lit or in its own shadow, and a point away from the body at right angles to the outline. */
const Outline = Mark.extend({
  kind: z.literal('outline'),
  at: PicturePoint,
  outward: PicturePoint,
  lit: z.boolean(),
});
/** From a point of the object to the range of points that may be its reflection. */
const Reflection = Wedge.extend({ kind: z.literal('reflection') });
/** A straight edge of the scene. */
const SceneLine = Mark.extend({ kind: z.literal('line'), from: PicturePoint, to: PicturePoint });

export const GeometryMark = z.discriminatedUnion('kind', [CastShadow, Outline, Reflection, SceneLine]);
export type GeometryMark = z.infer<typeof GeometryMark>;

const mostMarks = 24;
const Group = z.object({ id: Id, name: Name });
/** Marks that must have one light, one mirror or one direction in common. */
export const GeometryGroup = z.discriminatedUnion('kind', [
  Group.extend({
    kind: z.literal('light'),
    marks: z.array(z.discriminatedUnion('kind', [CastShadow, Outline])).max(mostMarks),
  }),
  Group.extend({ kind: z.literal('mirror'), marks: z.array(Reflection).max(mostMarks) }),
  Group.extend({ kind: z.literal('parallel'), marks: z.array(SceneLine).max(mostMarks) }),
]);
export type GeometryGroup = z.infer<typeof GeometryGroup>;
export type GeometryGroupKind = GeometryGroup['kind'];

/** How far a drawn point may be from the true one, pixels; no drawing is better than a quarter of a pixel. */
export const drawingUncertainty = { min: 0.25, max: 500, usual: 2 } as const;

export const Geometry = z
  .object({
    uncertainty: z
      .number()
      .min(drawingUncertainty.min)
      .max(drawingUncertainty.max)
      .default(drawingUncertainty.usual),
    groups: z.array(GeometryGroup).max(8).default([]),
    /** Three groups of parallel lines whose directions are at right angles to each other. */
    orthogonal: z.tuple([Id, Id, Id]).nullable().default(null),
    note: z.string().max(20_000).default(''),
  })
  .superRefine(({ groups, orthogonal }, context) => {
    const ids = groups.flatMap((group) => [group.id, ...group.marks.map(({ id }) => id)]);
    if (new Set(ids).size !== ids.length)
      context.addIssue({ code: 'custom', message: 'an id is used twice' });
    if (orthogonal === null) return;
    const parallel = new Set(groups.flatMap(({ kind, id }) => (kind === 'parallel' ? [id] : [])));
    if (new Set(orthogonal).size !== 3 || orthogonal.some((id) => !parallel.has(id)))
      context.addIssue({ code: 'custom', message: '"orthogonal" names three groups of parallel lines' });
  });
export type Geometry = z.infer<typeof Geometry>;

/** One version of the record. Earlier ones are kept. */
export const GeometryRecord = z.object({
  evidence: Sha256,
  version: z.number().int().positive(),
  at: z.string(),
  actor: z.string(),
  geometry: Geometry,
});
export type GeometryRecord = z.infer<typeof GeometryRecord>;

export const geometryAnswers = ['consistent', 'inconsistent', 'undetermined'] as const;
export const GeometryAnswer = z.enum(geometryAnswers);
export type GeometryAnswer = z.infer<typeof GeometryAnswer>;

/**
 * Where the common point (projected light, vanishing point) may be, as polygons cut off at a large box. A light
 * behind the camera projects to the point its rays come from when followed backwards.
 */
export const GeometryRegion = z.object({
  front: z.array(z.array(PicturePoint)),
  behind: z.array(z.array(PicturePoint)),
  /** It goes on beyond the box, perhaps to infinity, or has more parts than are drawn. */
  unbounded: z.boolean(),
});
export type GeometryRegion = z.infer<typeof GeometryRegion>;

export const GroupEvaluation = z.object({
  group: z.string(),
  kind: z.enum(['light', 'mirror', 'parallel']),
  answer: GeometryAnswer,
  /** Marks the answer rests on. */
  used: z.array(z.string()),
  /** Marks that exclude nothing at this uncertainty. */
  unused: z.array(z.object({ mark: z.string(), because: z.enum(['off', 'too-short', 'too-wide']) })),
  region: GeometryRegion,
  /** Sides of the camera the common point may be on; empty for parallel lines, whose directions have none. */
  sides: z.array(z.enum(['front', 'behind'])),
  /** Marks that contradict each other, and of which none can be left out; empty unless inconsistent. */
  conflict: z.array(z.string()),
  /** Each of these sets, taken out alone, lets the rest agree. */
  remedies: z.array(z.array(z.string())),
  /** The smallest drawing uncertainty at which all agree, pixels; `null`: none up to the limit. */
  agreesFrom: z.number().nullable(),
  /** The chance that a mark of arbitrary direction would have agreed with the others, at the mark most tested. */
  chance: z.number().min(0).max(1).nullable(),
  explanation: z.array(Localized),
});
export type GroupEvaluation = z.infer<typeof GroupEvaluation>;

/** Lower bound, median and upper bound. */
const Spread = z.tuple([z.number(), z.number(), z.number()]);
export const CameraEvaluation = z.object({
  groups: z.tuple([z.string(), z.string(), z.string()]),
  answer: GeometryAnswer,
  /** Pixels; 95 % of the drawings within the uncertainty lie between the bounds. `null`: not determined. */
  principal: z.object({ x: Spread, y: Spread }).nullable(),
  focal: Spread.nullable(),
  /** From the middle of the picture to the principal point, pixels. */
  offCentre: Spread.nullable(),
  explanation: z.array(Localized),
});
export type CameraEvaluation = z.infer<typeof CameraEvaluation>;

export const GeometryEvaluation = z.object({
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  uncertainty: z.number(),
  groups: z.array(GroupEvaluation),
  camera: CameraEvaluation.nullable(),
});
export type GeometryEvaluation = z.infer<typeof GeometryEvaluation>;
