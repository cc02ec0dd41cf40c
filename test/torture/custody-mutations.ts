import { chainStart, eventHash, type StoredEvent } from '#core/case/custody.ts';

/** What somebody with a database tool, and at most with our own code, does to a custody chain. */
export interface Mutation {
  readonly kind: MutationKind;
  /** How far the forger took care, for whoever looks at a failure. */
  readonly how: string;
  readonly events: readonly StoredEvent[];
  /** The event that was touched first. */
  readonly touched: number;
  /** From here on the forger makes checkpoints fit: drops them, or signs anew with a key of his own; null: he does not. */
  readonly resigned: number | null;
  /** Every later event was sealed again: what was there before shows only in what was signed. */
  readonly rewritten: boolean;
}

export const mutationKinds = [
  'edit',
  'delete',
  'insert',
  'reorder',
  'duplicate',
  'field-swap',
  'tail-cut',
  'rewrite',
  'clock-rollback',
] as const;
export type MutationKind = (typeof mutationKinds)[number];

type Chain = readonly StoredEvent[];
type Made = Omit<Mutation, 'kind' | 'resigned' | 'rewritten'> &
  Partial<Pick<Mutation, 'resigned' | 'rewritten'>>;

/** @param signed sequence of the last event of the checkpoint that was kept elsewhere */
export function mutate(kind: MutationKind, chain: Chain, signed: number, random: () => number): Mutation {
  const within = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const careful = random() < 0.5;
  return { resigned: null, rewritten: false, kind, ...makers[kind](chain, { within, careful, signed }) };
}

interface Chance {
  /** A whole number from the one to the other, both included. */
  within(least: number, most: number): number;
  /** The forger also makes hashes of what he touched right. */
  readonly careful: boolean;
  readonly signed: number;
}

const makers: Record<MutationKind, (chain: Chain, chance: Chance) => Made> = {
  edit(chain, { within, careful }) {
    const touched = within(1, chain.length);
    const [field, change] = edits[within(0, edits.length - 1)]!;
    const edited = change(chain[touched - 1]!);
    const sealed = careful && field !== 'hash';
    const events = chain.with(touched - 1, sealed ? rehashed(edited) : edited);
    return { how: `${field}, ${sealed ? 'rehashed' : 'plain'}`, events, touched };
  },
  delete(chain, { within, careful }) {
    const touched = within(1, chain.length - 1);
    const rest = chain.toSpliced(touched - 1, 1);
    const mode = within(0, 2);
    if (mode === 0) return { how: 'gap', events: rest, touched };
    const events = renumbered(rest, touched, mode === 2 && careful);
    return { how: mode === 2 && careful ? 'renumbered, rehashed' : 'renumbered', events, touched };
  },
  insert(chain, { within, careful }) {
    const touched = within(1, chain.length);
    const model = chain[within(1, chain.length) - 1]!;
    const before = chain[touched - 2];
    const stranger = rehashed({
      ...model,
      sequence: touched,
      actor: 'Stranger',
      at: before?.at ?? model.at,
      previous: careful ? (before?.hash ?? chainStart) : 'c'.repeat(64),
    });
    const followers = within(0, 1) === 1;
    const events = renumbered(chain.toSpliced(touched - 1, 0, stranger), touched + 1, followers);
    return {
      how: `${careful ? 'linked' : 'loose'}${followers ? ', followers rehashed' : ''}`,
      events,
      touched,
    };
  },
  reorder(chain, { within, careful }) {
    const touched = within(1, chain.length - 1);
    const other = within(0, 1) === 0 ? touched + 1 : within(touched + 1, chain.length);
    const swapped = chain.with(touched - 1, chain[other - 1]!).with(other - 1, chain[touched - 1]!);
    const events = swapped.map((event, index) => {
      const moved = { ...event, sequence: index + 1 };
      return careful && (index === touched - 1 || index === other - 1) ? rehashed(moved) : moved;
    });
    return { how: `${touched} and ${other}${careful ? ', rehashed' : ''}`, events, touched };
  },
  duplicate(chain, { within, careful }) {
    const from = within(1, chain.length - 1);
    const touched = within(0, 1) === 0 ? from + 1 : within(from + 1, chain.length);
    const moved = { ...chain[from - 1]!, sequence: touched };
    // The column is unique: whoever does not make the hash right has to make it another one.
    const copy = careful ? rehashed(moved) : { ...moved, hash: turned(moved.hash) };
    const events = renumbered(chain.toSpliced(touched - 1, 0, copy), touched + 1, false);
    return { how: `${from} as ${touched}${careful ? ', rehashed' : ''}`, events, touched };
  },
  'field-swap'(chain, { within }) {
    if (within(0, 1) === 0) {
      const touched = within(1, chain.length);
      const event = chain[touched - 1]!;
      const swapped = { ...event, previous: event.hash, hash: event.previous };
      const other = { ...event, actor: event.session, session: event.actor };
      const links = within(0, 1) === 0 && touched > 1 && touched < chain.length;
      // As above: a hash that stands elsewhere already cannot be written.
      const made = links ? { ...swapped, hash: turned(swapped.hash) } : other;
      return {
        how: links ? 'previous and hash' : 'actor and session',
        events: chain.with(touched - 1, made),
        touched,
      };
    }
    for (;;) {
      const touched = within(1, chain.length - 1);
      const other = within(touched + 1, chain.length);
      const field = swappable[within(0, swappable.length - 1)]!;
      const [a, b] = [chain[touched - 1]!, chain[other - 1]!];
      if (JSON.stringify(a[field]) === JSON.stringify(b[field])) continue;
      const events = chain
        .with(touched - 1, { ...a, [field]: b[field] })
        .with(other - 1, { ...b, [field]: a[field] });
      return { how: `${field} of ${touched} and ${other}`, events, touched };
    }
  },
  'tail-cut'(chain, { within, careful, signed }) {
    const touched = within(1, signed);
    const resigned = careful ? touched : null;
    return {
      how: careful ? 'with its checkpoints' : 'alone',
      events: chain.slice(0, touched - 1),
      touched,
      resigned,
    };
  },
  rewrite(chain, { within, signed }) {
    const touched = within(0, 1) === 0 ? 1 : within(1, signed);
    const edited = chain.with(touched - 1, { ...chain[touched - 1]!, actor: 'Rewriter' });
    return {
      how: touched === 1 ? 'whole' : `from ${touched}`,
      events: sealed(edited, touched),
      touched,
      resigned: touched,
      rewritten: true,
    };
  },
  'clock-rollback'(chain, { within, careful, signed }) {
    // Everything later as it would stand had the clock been set back, all links right.
    const touched = careful ? within(2, signed) : 1;
    const back = within(1, 1000) * 3_600_000;
    const moved = chain.map((event, index) =>
      index < touched - 1 ? event : { ...event, at: new Date(Date.parse(event.at) - back).toISOString() },
    );
    return {
      how: careful ? `from ${touched}` : 'of the whole chain',
      events: sealed(moved, touched),
      touched,
      resigned: touched,
      rewritten: !careful,
    };
  },
};

const swappable = ['at', 'action', 'object', 'detail', 'previous'] as const;

const edits: readonly (readonly [string, (event: StoredEvent) => StoredEvent])[] = [
  ['at', (event) => ({ ...event, at: new Date(Date.parse(event.at) + 1).toISOString() })],
  ['offsetMinutes', (event) => ({ ...event, offsetMinutes: event.offsetMinutes + 60 })],
  ['actor', (event) => ({ ...event, actor: `${event.actor} ` })],
  ['session', (event) => ({ ...event, session: 'another' })],
  [
    'action',
    (event) => ({ ...event, action: event.action === 'case.closed' ? 'case.opened' : 'case.closed' }),
  ],
  ['object', (event) => ({ ...event, object: turned(event.object) })],
  ['detail', (event) => ({ ...event, detail: { ...event.detail, added: 1 } })],
  ['previous', (event) => ({ ...event, previous: turned(event.previous) })],
  ['hash', (event) => ({ ...event, hash: turned(event.hash) })],
];

/** Another text of the same length. */
function turned(text: string): string {
  return text === '' ? 'x' : `${text.startsWith('a') ? 'b' : 'a'}${text.slice(1)}`;
}

function rehashed(event: StoredEvent): StoredEvent {
  return { ...event, hash: eventHash(event) };
}

/** Numbered by place, from one place on. */
function renumbered(chain: Chain, from: number, rehash: boolean): StoredEvent[] {
  return chain.map((event, index) => {
    if (index < from - 1) return event;
    const moved = { ...event, sequence: index + 1 };
    return rehash ? rehashed(moved) : moved;
  });
}

/** All links right again, from one place on. */
function sealed(chain: Chain, from: number): StoredEvent[] {
  const events: StoredEvent[] = [];
  for (const [index, event] of chain.entries()) {
    const linked = { ...event, previous: events.at(-1)?.hash ?? chainStart };
    events.push(index < from - 1 ? event : rehashed(linked));
  }
  return events;
}
