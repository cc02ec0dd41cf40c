import { createORPCClient, DynamicLink } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import type { Contract } from '#shared/contract/contract.ts';
import { Connection } from './connection.ts';
import { dialDesktop } from './desktop.ts';
import { dialLoopback } from './loopback.ts';

export type Client = ContractRouterClient<Contract>;

const desktop = window.assay;

/** The one connection of this page: message port in the desktop program, WebSocket in a browser. */
export const connection = new Connection(desktop === undefined ? dialLoopback : dialDesktop(desktop));

/** Typed calls to the core; the renderer's only way to it. */
export const client: Client = createORPCClient(new DynamicLink(() => connection.link()));

/** The same calls as options for `useQuery` and `useMutation`. */
export const calls = createTanstackQueryUtils(client);
