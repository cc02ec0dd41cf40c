import { z } from 'zod';
import type { LabelStatement } from '#shared/domain/label.ts';
import {
  type LabelChange,
  type LabellingPlan,
  LabellingRequest,
  LabelToWrite,
} from '#shared/domain/labelling.ts';
import type { Localized } from '#shared/domain/localized.ts';
import { Media } from '#shared/domain/media.ts';
import { ByteReader } from '../../media/structure/byte-reader.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { findStores } from '../../provenance/carriers/find-stores.ts';
import type { Carrier, LabelEntry } from '../define.ts';
import { carrierOf, readLabels } from '../read-labels.ts';
import { soundsLabel } from './audible.ts';
import { type Composed, composeLabels } from './compose-labels.ts';
import { flatJson } from './entry-fields.ts';
import { type LabelOrder, orderFault } from './order.ts';
import { canDraw, plannedPlate, shownPicture } from './planned-plate.ts';
import { carriesCredential, noCarrier, unreadable, withFullStop } from './words.ts';

const PlanInput = z.object({ path: z.string(), media: Media, request: LabellingRequest, sign: z.boolean() });

/** In a worker: what a request would do to a file. Nothing is written. */
export async function planLabels(raw: unknown, context: TaskContext): Promise<LabellingPlan> {
  const { path, media, request, sign } = PlanInput.parse(raw);
  const carrier = carrierOf(media.format);
  const found = await findStores(path, media, { signal: context.signal });
  const credential = found.stores.length > 0 || found.remote !== null;
  const reading = carrier === undefined ? null : await readLabels(path, media, context.signal);
  const statements = reading?.statements ?? [];
  const picture = await shownPicture(path, media, context);
  const held = new Map(
    LabelToWrite.options.map(({ shape }) => {
      const standard = shape.standard.value;
      return [standard, hindrance(standard, path, media, carrier, context.signal)] as const;
    }),
  );
  const plan: Omit<LabellingPlan, 'changes' | 'plate' | 'notes' | 'refusal'> = {
    can: {
      standards: LabelToWrite.options
        .map(({ shape }) => shape.standard.value)
        .filter((standard) => held.get(standard) === null),
      why: [...held.values()].every((reason) => reason !== null) ? ([...held.values()][0] ?? null) : null,
      visible: canDraw(media),
      audible: soundsLabel(media.format),
      written: media.kind === 'text',
    },
    statements,
    complete: reading?.complete ?? true,
    credential,
    picture: picture !== null && 'en' in picture ? null : picture,
  };
  const nothing = { changes: [], plate: null, notes: [] };
  const refused = (refusal: Localized): LabellingPlan => ({ ...plan, ...nothing, refusal });
  if (!plan.complete) return refused(unreadable(reading?.warnings ?? []).text);
  const order: LabelOrder = { ...request, source: path, out: path, sign };
  if (request.visible !== null && picture !== null && 'en' in picture) return refused(picture);
  const fault = orderFault(order);
  if (fault !== null) return refused(fault);
  if (credential && !sign) return refused(carriesCredential.text);
  const composed = composeLabels(order, media, carrier, statements);
  if (!composed.ok) return refused(composed.reason.text);
  const written = plannedPlaces(path, carrier, composed.composed, context.signal);
  if (!written.ok) return refused(withFullStop(written.reason));
  const plate = await plannedPlate(plan.picture, request.visible);
  if (!plate.ok) return refused(plate.reason);
  return {
    ...plan,
    changes: changesOf(statements, composed.composed, written.places),
    plate: plate.plate,
    notes: [...composed.notes],
    refusal: null,
  };
}

/** A request that lacks nothing shows whether a standard has a place in this container. */
const samples: Readonly<Record<LabelToWrite['standard'], LabelToWrite>> = {
  'gb45438-aigc': { standard: 'gb45438-aigc', label: '1', producer: '-', produceId: '-' },
  'iptc-digital-source-type': {
    standard: 'iptc-digital-source-type',
    sourceType: 'trainedAlgorithmicMedia',
  },
  'schema-org': { standard: 'schema-org', sourceType: 'trainedAlgorithmicMedia' },
};

/** Why a first label of a standard cannot be written into this file; `null`: it can. */
function hindrance(
  standard: LabelToWrite['standard'],
  path: string,
  media: Media,
  carrier: Carrier | undefined,
  signal: AbortSignal,
): Localized | null {
  if (carrier?.write === undefined) return noCarrier(media.format).text;
  const asked = { labels: [samples[standard]], source: '', out: '', sign: false };
  const order: LabelOrder = { ...asked, visible: null, audible: null, written: null };
  const composed = composeLabels(order, media, carrier, []);
  if (!composed.ok) return composed.reason.text;
  const planned = plannedPlaces(path, carrier, composed.composed, signal);
  return planned.ok ? null : withFullStop(planned.reason);
}

type Planned =
  | { readonly ok: true; readonly places: readonly string[] }
  | { readonly ok: false; readonly reason: Localized };

function plannedPlaces(
  path: string,
  carrier: Carrier | undefined,
  composed: readonly Composed[],
  signal: AbortSignal,
): Planned {
  if (composed.length === 0 || carrier?.write === undefined) return { ok: true, places: [] };
  const reader = new ByteReader(path);
  try {
    const entries = composed.flatMap((one) => one.entries);
    const answer = carrier.write(reader, entries, signal);
    return answer.ok ? { ok: true, places: answer.plan.places } : answer;
  } finally {
    reader.close();
  }
}

function changesOf(
  before: readonly LabelStatement[],
  composed: readonly Composed[],
  places: readonly string[],
): LabelChange[] {
  let at = 0;
  return composed.flatMap(({ standard, entries }) => {
    const old = before.find((statement) => statement.standard === standard);
    return entries.flatMap((entry) => {
      const place = places[at++] ?? '';
      return fieldsOf(entry).flatMap(({ name, value }) => {
        const earlier = old?.fields.find((field) => field.name === name)?.value ?? null;
        return earlier === value ? [] : [{ standard, place, name, before: earlier, after: value }];
      });
    });
  });
}

function fieldsOf(entry: LabelEntry): { readonly name: string; readonly value: string }[] {
  const pairs = entry.kind === 'text' ? [{ name: entry.key, value: entry.value }] : entry.properties;
  return pairs.flatMap(({ name, value }) => flatJson(value) ?? [{ name, value }]);
}
