import { useSyncExternalStore } from 'react';

/** A value with listeners: all the state that is not an answer of the core. */
export interface Store<T> {
  get(): T;
  set(change: Partial<T> | ((current: T) => Partial<T>)): void;
  subscribe(listener: () => void): () => void;
}

export function createStore<T extends object>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (change) => {
      const next = typeof change === 'function' ? change(value) : change;
      value = { ...value, ...next };
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The chosen part of a store; renders again only when that part changes. */
export function useStore<T extends object, S>(store: Store<T>, choose: (value: T) => S): S {
  return useSyncExternalStore(store.subscribe, () => choose(store.get()));
}
