import type { ClientContext, ClientLink } from '@orpc/client';

/** `refused`: the host is there but does not know this page any more; trying again cannot help. */
export type ConnectionState = 'connecting' | 'open' | 'lost' | 'refused';

type Link = ClientLink<ClientContext>;

/** How one host is reached: makes a fresh link and tells when it is gone. */
export type Dial = (onClose: (refused: boolean) => void) => Promise<Link>;

const shortestWait = 400;
const longestWait = 5000;

/** Keeps a link to the host alive and tells listeners how it stands. */
export class Connection {
  readonly #dial: Dial;
  readonly #listeners = new Set<() => void>();
  #state: ConnectionState = 'connecting';
  #link: Promise<Link>;
  #wait = shortestWait;

  constructor(dial: Dial) {
    this.#dial = dial;
    this.#link = this.#open();
  }

  /** The present link. While the host is away this rejects at once; the banner says why. */
  link(): Promise<Link> {
    return this.#link;
  }

  readonly state = (): ConnectionState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #set(state: ConnectionState): void {
    if (this.#state === state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  #open(): Promise<Link> {
    let closed = false;
    const closing = (refused: boolean) => {
      if (closed) return;
      closed = true;
      this.#set(refused ? 'refused' : 'lost');
      if (!refused) this.#retryLater();
    };
    const link = this.#dial(closing);
    link.then(
      () => {
        if (closed) return;
        this.#wait = shortestWait;
        this.#set('open');
      },
      () => closing(false),
    );
    return link;
  }

  #retryLater(): void {
    setTimeout(() => {
      this.#link = this.#open();
    }, this.#wait);
    this.#wait = Math.min(this.#wait * 2, longestWait);
  }
}
