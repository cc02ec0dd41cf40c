import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { CredentialStore } from '#shared/domain/provenance.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { SigningCheck } from '#shared/domain/signing.ts';
import { readCredential } from '../../media/c2pa.ts';
import { readBeside } from '../../media/c2pa-builder.ts';
import { readSecondOpinion } from '../../media/c2pa-wasm.ts';
import { engineVersions } from '../../media/engines.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { signingUsages, type TrustList } from '../../media/trust-lists.ts';
import type { SealInput, SealOutput } from './tasks.ts';

/** The signer's own root, or the certificate itself when its root is not at hand, as a list. */
export function ownList({ anchors, allowed }: { anchors: string; allowed: string }): TrustList {
  return {
    id: 'own-signer',
    uri: 'urn:assay:trust:own-signer',
    title: 'own signer',
    kind: 'manifest',
    tier: 'user',
    edition: null,
    nextUpdate: null,
    sha256: createHash('sha256').update(anchors).update(allowed).digest('hex'),
    certificates: 1,
    anchors,
    allowed,
    usages: signingUsages,
  };
}

/**
 * Read the finished file with both engines under the signer's own root only. It is offered when each that is
 * installed finds everything in order, and the first one is installed.
 */
export async function checkOutput(input: SealInput, context: TaskContext): Promise<SealOutput> {
  const { drafts, mime } = input;
  const options = { lists: [ownList(input)], limits: context.limits, signal: context.signal };
  const versions = await engineVersions(['c2pa-node', 'c2pa-wasm']);
  const version = (name: 'c2pa-node' | 'c2pa-wasm'): string => {
    const state = versions[name];
    return 'version' in state ? state.version.replace(/ \(.*$/, '') : '';
  };
  const first =
    drafts.store === null
      ? await readCredential(drafts.file, mime, options)
      : {
          state: 'present' as const,
          store: await readBeside(
            drafts.file,
            mime,
            await readFile(drafts.store),
            options.lists,
            context.limits,
          ),
        };
  const fault = first.state === 'present' ? faultOf(first.store, input.manifest) : first.state;
  if (fault !== null) return refused('c2pa-node', fault);
  const checks: SigningCheck[] = [{ name: 'c2pa-node', version: version('c2pa-node'), state: 'Trusted' }];

  // The second engine cannot be given a file and its sidecar: it reads the store alone, binding excepted.
  const beside = drafts.store !== null;
  const second =
    drafts.store === null
      ? await readSecondOpinion(drafts.file, mime, options)
      : await readSecondOpinion(drafts.store, 'application/c2pa', options);
  const opinion = (state: string): SigningCheck[] => [
    ...checks,
    { name: 'c2pa-wasm', version: version('c2pa-wasm'), state },
  ];
  if (second.state === 'engine-missing' || second.state === 'not-asked')
    return { ok: true, checks: opinion(second.state), notes: [second.reason.text] };
  const objection = second.state === 'present' ? faultOf(second.store, input.manifest, beside) : second.state;
  if (objection !== null) return refused('c2pa-wasm', objection);
  return beside
    ? { ok: true, checks: opinion('binding-not-checked'), notes: [besideOnce] }
    : { ok: true, checks: opinion('Trusted'), notes: [] };
}

/**
 * What an engine holds against the new manifest; `null`: nothing. Identity assertions of ingredients may fail
 * for want of a network; they are not what is checked here.
 *
 * @param alone the store was read without its file, so that the binding cannot fit
 */
function faultOf(store: CredentialStore, manifest: string, alone = false): string | null {
  const failures = store.statuses.filter(
    ({ kind, code }) =>
      kind === 'failure' &&
      !code.startsWith('cawg.') &&
      !(alone && /^assertion\.(data|bmff|boxes)Hash\.mismatch$/.test(code)),
  );
  if (failures.length > 0)
    return failures.map(({ code, explanation }) => `${code}: ${explanation}`).join('; ');
  const sound = (code: string): boolean =>
    store.statuses.some((status) => status.kind === 'success' && status.code === code);
  const state = store.engineStateWithoutIdentity ?? store.engineState;
  if (alone ? !sound('claimSignature.validated') || !sound('signingCredential.trusted') : state !== 'Trusted')
    return `state ${state}`;
  return store.active === manifest ? null : `active manifest ${store.active}`;
}

function refused(engine: string, detail: string): { ok: false; reason: Reason } {
  return {
    ok: false,
    reason: {
      code: 'check-failed',
      text: localized(
        `The signed file did not pass the check by ${engine}.`,
        `签名后的文件未通过 ${engine} 的校验。`,
      ),
      detail: detail.slice(0, 2000),
    },
  };
}

const besideOnce: Localized = localized(
  'Beside a file the second engine can check the credential itself, but not its binding to the file; the first one has checked both.',
  '凭证存放在文件之外时，第二个引擎只能校验凭证本身，无法校验其与文件的绑定；第一个引擎已校验两者。',
);
