import { join } from 'node:path';
import { standsAt } from './folder.ts';

/** Stands in a case folder that was unpacked from a package: the case is what somebody signed, and is only read. */
export const receivedName = 'received.json';

export async function isReceived(directory: string): Promise<boolean> {
  return (await standsAt(join(directory, receivedName))) !== 'missing';
}
