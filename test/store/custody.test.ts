import { describe, expect, test } from 'vitest';
import { verifyChain } from '#core/case/chain-walk.ts';
import { chainStart, eventHash, type StoredEvent, sealEvent } from '#core/case/custody.ts';
import type { CustodyEvent } from '#shared/domain/case.ts';
import { hashBy, newCase, reopen, testPorts } from './support/case.ts';

function chain(length: number): CustodyEvent[] {
  const events: CustodyEvent[] = [];
  for (let index = 0; index < length; index++) {
    events.push(
      sealEvent(events.at(-1) ?? null, {
        at: new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString(),
        offsetMinutes: 480,
        actor: 'Examiner',
        session: 's',
        action: 'evidence.added',
        object: String(index).padStart(64, '0'),
        detail: { size: index, name: `文件 ${index}` },
      }),
    );
  }
  return events;
}

/** What someone does who knows the format: change an event and make its own hash right again. */
function rehashed(event: StoredEvent): StoredEvent {
  return { ...event, hash: eventHash(event) };
}

describe('event hash', () => {
  test('is SHA-256 of the RFC 8785 text, written out here by hand and hashed by sha256sum', () => {
    const canonical =
      '{"action":"report.exported","actor":"A \\"B\\"","at":"2026-01-02T03:04:05.006Z",' +
      '"detail":{"a":0.000001,"b":1e-7,"z":[true,null,"\\u000f€"],"é":1},"object":"x","offsetMinutes":-210,' +
      `"previous":"${chainStart}","sequence":1,"session":"s"}`;
    const event = sealEvent(null, {
      session: 's',
      offsetMinutes: -210,
      object: 'x',
      // Keys out of order, numbers in other notations: the canonical text is one.
      detail: { é: 1, z: [true, null, '\u000f€'], b: 0.0000001, a: 1e-6 },
      at: '2026-01-02T03:04:05.006Z',
      actor: 'A "B"',
      action: 'report.exported',
    });
    expect(event.hash).toBe(hashBy('sha256sum', Buffer.from(canonical)));
    expect(event.previous).toBe('0'.repeat(64));
  });
});

describe('a chain that was tampered with', () => {
  const sound = chain(12);
  const anchor = (sequence: number) => ({
    sequence,
    hash: sound[sequence - 1]!.hash,
    keyId: 'e'.repeat(64),
  });

  test('is sound when it was not', () => {
    expect(verifyChain(sound)).toBeNull();
    expect(verifyChain([])).toBeNull();
  });

  const edits: Record<string, (event: CustodyEvent) => StoredEvent> = {
    at: (event) => ({ ...event, at: '2030-01-01T00:00:00.000Z' }),
    offsetMinutes: (event) => ({ ...event, offsetMinutes: 0 }),
    actor: (event) => ({ ...event, actor: 'Somebody else' }),
    session: (event) => ({ ...event, session: 't' }),
    action: (event) => ({ ...event, action: 'case.opened' }),
    object: (event) => ({ ...event, object: 'f'.repeat(64) }),
    detail: (event) => ({ ...event, detail: { ...event.detail, size: -1 } }),
    hash: (event) => ({ ...event, hash: 'f'.repeat(64) }),
    previous: (event) => ({ ...event, previous: 'e'.repeat(64) }),
  };
  for (const [field, edit] of Object.entries(edits)) {
    test(`an edited ${field} is found at its own sequence`, () => {
      for (let index = 0; index < sound.length; index++) {
        const changed = sound.with(index, edit(sound[index]!) as CustodyEvent);
        expect(verifyChain(changed)).toMatchObject({ sequence: index + 1, code: 'chain-broken' });
      }
    });
  }

  test('an edit with its own hash made right is named by the two events after it', () => {
    for (let index = 0; index < sound.length - 2; index++) {
      const changed = sound.with(index, rehashed(edits.actor!(sound[index]!)) as CustodyEvent);
      expect(verifyChain(changed)).toMatchObject({ sequence: index + 1, code: 'chain-broken' });
    }
  });

  test('of the last two events nobody says which one was edited, unless the last was signed', () => {
    const changed = sound.with(10, rehashed(edits.actor!(sound[10]!)) as CustodyEvent);
    expect(verifyChain(changed)).toMatchObject({ sequence: 12, code: 'chain-broken' });
    expect(verifyChain(changed, [anchor(12)])).toMatchObject({ sequence: 11, code: 'chain-broken' });
  });

  test('a deleted event is a gap at its sequence', () => {
    for (let index = 0; index < sound.length - 1; index++) {
      expect(verifyChain(sound.toSpliced(index, 1))).toEqual({
        sequence: index + 1,
        until: index + 1,
        code: 'chain-gap',
      });
    }
  });

  test('a deletion with the later ones renumbered and rehashed one by one is found', () => {
    for (let index = 0; index < sound.length - 1; index++) {
      const renumbered = sound
        .toSpliced(index, 1)
        .map((event, at) => (at < index ? event : rehashed({ ...event, sequence: at + 1 })));
      expect(verifyChain(renumbered)).toMatchObject({ sequence: index + 1, code: 'chain-broken' });
    }
  });

  test('an inserted event is found where it stands, with and without renumbering', () => {
    for (let index = 0; index < sound.length; index++) {
      const stranger = rehashed({ ...sound[index]!, actor: 'Stranger' });
      const doubled = sound.toSpliced(index + 1, 0, stranger as CustodyEvent);
      expect(verifyChain(doubled)).toMatchObject({ sequence: index + 2 });
      const fitted = rehashed({ ...stranger, sequence: index + 2, previous: sound[index]!.hash });
      const renumbered = [
        ...sound.slice(0, index + 1),
        fitted,
        ...sound.slice(index + 1).map((event) => ({ ...event, sequence: event.sequence + 1 })),
      ];
      // At the end it is an ordinary append: only a head known from elsewhere can tell.
      const problem = verifyChain(renumbered);
      if (index === sound.length - 1) expect(problem).toBeNull();
      else expect(problem).toMatchObject({ sequence: index + 2, code: 'chain-broken' });
    }
  });

  test('two events exchanged are found at the first of them', () => {
    for (let index = 0; index < sound.length - 1; index++) {
      const swapped = sound.with(index, sound[index + 1]!).with(index + 1, sound[index]!);
      expect(verifyChain(swapped)).toMatchObject({ sequence: index + 1, code: 'chain-gap' });
      const renumbered = swapped.map((event, at) => ({ ...event, sequence: at + 1 }));
      expect(verifyChain(renumbered)).toMatchObject({ sequence: index + 1, code: 'chain-broken' });
    }
  });

  test('a cut tail and a full rewrite pass the chain alone and fail against a checkpoint', () => {
    expect(verifyChain(sound, [anchor(12)])).toBeNull();
    expect(verifyChain(sound.slice(0, 9))).toBeNull();
    expect(verifyChain(sound.slice(0, 9), [anchor(12)])).toEqual({
      sequence: 10,
      until: 10,
      code: 'chain-cut',
    });
    const rewritten: CustodyEvent[] = [];
    for (const event of sound)
      rewritten.push(sealEvent(rewritten.at(-1) ?? null, { ...event, actor: 'Rewriter' }));
    expect(verifyChain(rewritten)).toBeNull();
    expect(verifyChain(rewritten, [anchor(12)])).toEqual({
      sequence: 1,
      until: 12,
      code: 'chain-rewritten',
    });
    // From event 6 on: what an earlier checkpoint by the same key confirms is not in doubt.
    const later = sound.slice(0, 5);
    for (const event of sound.slice(5)) later.push(sealEvent(later.at(-1)!, { ...event, actor: 'Rewriter' }));
    const own = { sequence: 9, hash: later[8]!.hash, keyId: 'f'.repeat(64) };
    expect(verifyChain(later, [anchor(4), own, anchor(11)])).toEqual({
      sequence: 5,
      until: 11,
      code: 'chain-rewritten',
    });
  });

  test('an event dated before its predecessor needs a recorded step of the clock', () => {
    const back = '2025-12-31T00:00:00.000Z';
    const first = sound[0]!;
    const unsaid = [first, sealEvent(first, { ...sound[1]!, at: back })];
    expect(verifyChain(unsaid)).toEqual({ sequence: 2, until: 2, code: 'chain-clock' });
    const said = [first, sealEvent(first, { ...sound[1]!, action: 'clock.stepped-back', at: back })];
    expect(verifyChain(said)).toBeNull();
  });

  test('text without a canonical form is a broken event, not a crash', () => {
    const changed = sound.with(3, { ...sound[3]!, actor: '\ud800' });
    expect(verifyChain(changed)).toEqual({ sequence: 4, until: 4, code: 'chain-broken' });
  });
});

describe('the log of a case', () => {
  test('a clock that steps back is recorded before the event it concerns, once', async () => {
    let now = new Date('2026-03-01T12:00:00Z');
    const store = await newCase(testPorts(() => now));
    now = new Date('2026-03-01T11:00:00Z');
    store.recordReport('a'.repeat(64), {});
    now = new Date('2026-03-01T11:00:01Z');
    store.recordReport('b'.repeat(64), {});
    const events = store.custody(0, 100);
    expect(events.map((event) => event.action)).toEqual([
      'case.created',
      'case.opened',
      'clock.stepped-back',
      'report.exported',
      'report.exported',
    ]);
    expect(events[2]?.detail).toEqual({ from: '2026-03-01T12:00:00.000Z', to: '2026-03-01T11:00:00.000Z' });
    expect(verifyChain(events)).toBeNull();
    expect(store.custodyHead()).toEqual({ sequence: 5, hash: events[4]?.hash });
  });

  test('steps against the clock nobody can set are recorded, both ways, and small ones are not', async () => {
    let wall = Date.UTC(2026, 2, 1);
    let running = 1000;
    const pass = (real: number, shown: number) => {
      running += real;
      wall += shown;
    };
    const store = await newCase({ ...testPorts(() => new Date(wall)), monotonic: () => running });
    pass(1000, 1000 + 4900);
    store.recordReport('a'.repeat(64), {});
    pass(60_000, 3_660_000);
    store.recordReport('b'.repeat(64), {});
    // Back, but not behind the last event: no earlier time shows it.
    pass(7_200_000, 3_600_000);
    store.recordReport('c'.repeat(64), {});
    const events = store.custody(0, 100);
    expect(events.slice(2).map((event) => event.action)).toEqual([
      'report.exported',
      'clock.stepped-forward',
      'report.exported',
      'clock.stepped-back',
      'report.exported',
    ]);
    expect(events[3]?.detail).toEqual({
      from: new Date(Date.UTC(2026, 2, 1) + 61_000).toISOString(),
      to: new Date(Date.UTC(2026, 2, 1) + 3_665_900).toISOString(),
      against: 'monotonic clock',
    });
    expect(verifyChain(events)).toBeNull();
  });

  test('a step whose transaction was given up is told by the next one', async () => {
    let wall = Date.UTC(2026, 2, 1);
    let running = 1000;
    const store = await newCase({ ...testPorts(() => new Date(wall)), monotonic: () => running });
    running += 60_000;
    wall += 3_660_000;
    // The first event of the transaction tells the step; the second has no canonical form.
    expect(() => store.recordReport('a'.repeat(64), { size: Number.NaN }, {})).toThrow();
    expect(store.custodyCount()).toBe(2);
    store.recordReport('a'.repeat(64), {}, {});
    store.recordReport('b'.repeat(64), {});
    const actions = store.custody(2, 10).map((event) => event.action);
    expect(actions).toEqual([
      'clock.stepped-forward',
      'report.redacted',
      'report.exported',
      'report.exported',
    ]);
  });

  test('goes on over closing and opening', async () => {
    const store = await newCase();
    await store.close();
    const again = await reopen(store.folder.directory);
    const events = again.custody(0, 100);
    expect(events.map((event) => event.action)).toEqual([
      'case.created',
      'case.opened',
      'case.closed',
      'case.opened',
    ]);
    expect(verifyChain(events)).toBeNull();
    expect(again.custody(1, 2).map((event) => event.sequence)).toEqual([2, 3]);
  });
});
