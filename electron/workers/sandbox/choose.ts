import { localized } from '#shared/domain/localized.ts';
import { bubblewrap } from './bubblewrap.ts';
import { jobObject } from './job-object.ts';
import { namespaces, plain } from './namespaces.ts';
import { notOnThisSystem } from './protections.ts';
import type { Sandbox, TriedSandbox } from './sandbox.ts';
import { seatbelt } from './seatbelt.ts';

/**
 * The strongest sandbox that works here, found by trying each. `ASSAY_SANDBOX=namespaces` leaves Bubblewrap out, for
 * systems whose engines lie where it does not look; the status then shows what is missing.
 */
export function chooseSandbox(entry: string, node: string, temporary: string): Sandbox {
  const leftOut = process.env.ASSAY_SANDBOX === 'namespaces';
  const { platform } = process;
  const tried: TriedSandbox =
    platform === 'linux'
      ? leftOut
        ? { ok: false, why: leftOutHere }
        : bubblewrap(entry, node, temporary)
      : platform === 'darwin'
        ? seatbelt(entry, node, temporary)
        : platform === 'win32'
          ? jobObject()
          : { ok: false, why: notOnThisSystem };
  if (tried.ok) return tried.sandbox;
  return platform === 'linux' ? namespaces(tried.why) : plain(tried.why);
}

const leftOutHere = localized(
  'Bubblewrap was left out by the setting ASSAY_SANDBOX=namespaces.',
  '已通过 ASSAY_SANDBOX=namespaces 设置停用 Bubblewrap。',
);
