import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { readSourceType } from '#shared/domain/digital-source-type.ts';
import type { Relationship, RequestedAction, SoftBinding } from '#shared/domain/signing.ts';
import { version } from '../../version.ts';
import type { SignOrder } from './order.ts';

/** An ingredient as the engine takes it: what to say about it, and the file it reads. */
export interface IngredientDefinition {
  readonly json: {
    readonly title: string;
    readonly relationship: Relationship;
    readonly label: string;
  };
  readonly path: string;
}

/** What the engine's builder is told. The JSON shapes are those of c2pa-rs 0.91. */
export interface CredentialDefinition {
  readonly manifest: object;
  readonly intent: object | string;
  readonly ingredients: readonly IngredientDefinition[];
}

/**
 * Assertions that the signer vouches for (created assertions). The engine puts everything else, the
 * ingredients' thumbnails among them, under "gathered": carried without being vouched for.
 */
export const createdLabels = ['c2pa.actions', 'c2pa.ingredient', 'c2pa.soft-binding', 'c2pa.thumbnail.claim'];

/** Pure, but for the identifier of the new instance. */
export function defineCredential(order: SignOrder): CredentialDefinition {
  const ingredients = ingredientsOf(order);
  const actions = actionsOf(order, ingredients);
  return {
    manifest: {
      title: order.title ?? basename(order.out),
      instance_id: `xmp.iid:${randomUUID()}`,
      claim_generator_info: [{ name: 'Assay', version }],
      assertions: [
        {
          label: 'c2pa.actions.v2',
          created: true,
          data: { actions, ...(order.allActionsIncluded ? { allActionsIncluded: true } : {}) },
        },
        ...order.softBindings.map((binding) => ({
          label: 'c2pa.soft-binding',
          created: true,
          data: softBindingPlaceholder(binding),
        })),
      ],
    },
    intent: order.intent === 'create' ? { create: typeAddress(order.sourceType ?? '') } : order.intent,
    ingredients,
  };
}

/** The source is its own parent unless another file is named as the parent. */
function ingredientsOf(order: SignOrder): IngredientDefinition[] {
  const named = order.ingredients.map(({ path, relationship, title }, at) => ({
    json: { title: title ?? basename(path), relationship, label: `ingredient-${at}` },
    path,
  }));
  if (order.intent === 'create' || named.some(({ json }) => json.relationship === 'parentOf')) return named;
  const title = order.sourceTitle ?? basename(order.source);
  return [{ json: { title, relationship: 'parentOf', label: 'parent' }, path: order.source }, ...named];
}

function actionsOf(order: SignOrder, ingredients: readonly IngredientDefinition[]): object[] {
  const labels = (relationship: Relationship): string[] =>
    ingredients.filter(({ json }) => json.relationship === relationship).map(({ json }) => json.label);
  const inputs = labels('inputTo');
  const first =
    order.intent === 'create'
      ? {
          action: 'c2pa.created',
          digitalSourceType: typeAddress(order.sourceType ?? ''),
          ...(inputs.length === 0 ? {} : { parameters: { ingredientIds: inputs } }),
        }
      : { action: 'c2pa.opened', parameters: { ingredientIds: labels('parentOf') } };
  const placed = labels('componentOf').map((label) => ({
    action: 'c2pa.placed',
    parameters: { ingredientIds: [label] },
  }));
  // Every component needs an action that placed it; actions asked for come in the order given.
  const asked = order.actions.map((action, at) =>
    // What went into an edit as input is tied to the first thing that was done.
    order.intent !== 'create' && at === 0 && inputs.length > 0
      ? { ...actionOf(action), parameters: { ingredientIds: inputs } }
      : actionOf(action),
  );
  return [first, ...placed, ...asked];
}

function actionOf({ action, sourceType, description, softwareAgent, when }: RequestedAction): object {
  return {
    action,
    ...(when === undefined ? {} : { when }),
    ...(softwareAgent === undefined ? {} : { softwareAgent: { name: softwareAgent } }),
    ...(description === undefined ? {} : { description }),
    ...(sourceType === undefined ? {} : { digitalSourceType: typeAddress(sourceType) }),
  };
}

function typeAddress(value: string): string {
  return readSourceType(value).type?.uri ?? value;
}

/**
 * A soft binding with lists of zeros in the place of its byte strings. The engine takes JSON only and writes
 * a list of numbers as a CBOR array (c2pa-rs #2689), where C2PA 2.2 §18.10 asks for a byte string. A list of
 * n zeros and a string of n bytes take the same room in CBOR, one byte for each and a head of equal length,
 * so that the right form fits into its place afterwards (see `store-bytes.ts`).
 */
function softBindingPlaceholder(binding: SoftBinding): object {
  const { length } = Buffer.from(binding.value, 'base64');
  return { ...softBindingFrame(binding), blocks: [block(binding, new Array(length).fill(0))], pad: [] };
}

/** The soft binding as it shall lie in the file. Maps, because the CBOR encoder must not guess at objects. */
export function softBindingValue(binding: SoftBinding): Map<string, unknown> {
  const value = new Uint8Array(Buffer.from(binding.value, 'base64'));
  return new Map<string, unknown>([
    ...Object.entries(softBindingFrame(binding)),
    ['blocks', [new Map(Object.entries(block(binding, value)))]],
    ['pad', new Uint8Array()],
  ]);
}

function softBindingFrame({ algorithm, name }: SoftBinding): Record<string, unknown> {
  return { alg: algorithm, ...(name === undefined ? {} : { name }) };
}

function block({ timespan }: SoftBinding, value: unknown): Record<string, unknown> {
  return { scope: timespan === undefined ? {} : { timespan: { ...timespan } }, value };
}
