import type { ClientContext, ClientLink } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Connection, type Dial } from '../../../renderer/src/bridge/connection.ts';

type Link = ClientLink<ClientContext>;
const link: Link = { call: async () => undefined };

/** A host that answers or refuses as told; `hangUp` ends the present connection. */
function fakeHost() {
  const state = { answers: true, dials: 0, hangUp: (_refused: boolean): void => undefined };
  const dial: Dial = async (onClose) => {
    state.dials += 1;
    state.hangUp = onClose;
    if (!state.answers) throw new Error('no answer');
    return link;
  };
  return { state, dial };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

describe('the connection to the host', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('opens, is lost, comes back, and tells its listeners', async () => {
    const { state, dial } = fakeHost();
    const connection = new Connection(dial);
    const seen: string[] = [];
    connection.subscribe(() => seen.push(connection.state()));
    await settle();
    state.hangUp(false);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(seen).toEqual(['open', 'lost', 'open']);
    expect(state.dials).toBe(2);
    await expect(connection.link()).resolves.toBe(link);
  });

  test('waits longer each time, and at most five seconds', async () => {
    const { state, dial } = fakeHost();
    state.answers = false;
    const connection = new Connection(dial);
    await vi.advanceTimersByTimeAsync(60_000);
    // 0.4 + 0.8 + 1.6 + 3.2 s, then every 5 s: 1 + 4 + 10 attempts in a minute.
    expect(state.dials).toBe(15);
    await expect(connection.link()).rejects.toThrow('no answer');
    state.answers = true;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(connection.state()).toBe('open');
  });

  test('a page without a session stops asking', async () => {
    const { state, dial } = fakeHost();
    const connection = new Connection(dial);
    await settle();
    state.hangUp(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(connection.state()).toBe('refused');
    expect(state.dials).toBe(1);
  });
});
