import { localized } from '#shared/domain/localized.ts';
import type { CredentialStore } from '#shared/domain/provenance.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { SignAlgorithm } from '#shared/domain/signing.ts';
import { c2paState } from './c2pa.ts';
import { offlineSettings } from './c2pa-settings.ts';
import { toCredentialStore } from './c2pa-store.ts';
import type { Limits } from './limits.ts';
import type { TrustList } from './trust-lists.ts';

/**
 * The builder of `@contentauth/c2pa-node`: beside `c2pa.ts` the only file that knows the package. In a
 * worker only; loaded on first use.
 */

export interface BuildOrder {
  readonly source: string;
  /** Is made; what lies there is overwritten. */
  readonly target: string;
  readonly mime: string;
  readonly manifest: object;
  readonly intent: object | string;
  readonly ingredients: readonly { readonly json: object; readonly path: string; readonly mime: string }[];
  readonly redactions: readonly { readonly address: string; readonly reason: string }[];
  /** Keep the store out of the file. */
  readonly sidecar: boolean;
  readonly thumbnails: boolean;
  readonly createdLabels: readonly string[];
  readonly algorithm: SignAlgorithm;
  /** PEM, end entity first. */
  readonly chain: readonly string[];
  /** Length of a signature by the key that will sign. */
  readonly signatureLength: number;
  /** The lists the ingredients' signers are held against; the outcome is recorded in the credential. */
  readonly lists: readonly TrustList[];
}

export type Built =
  /** The store as written, its signature filled with zeros. */
  { readonly ok: true; readonly store: Uint8Array } | { readonly ok: false; readonly reason: Reason };

/** Room in the signature box beside certificates and signature: headers, and padding that must not be 0. */
const signatureOverhead = 512;

/**
 * Write a copy of a file with a credential whose signature is still missing: in its place are zeros. The
 * private key is not needed here, and so never comes near the code that reads the source.
 */
export async function buildCredential(order: BuildOrder): Promise<Built> {
  const state = await c2paState();
  if ('missing' in state) return { ok: false, reason: { code: 'engine-missing', text: state.missing } };
  const { Builder, CallbackSigner } = await import('@contentauth/c2pa-node');
  const certificates = order.chain.map((pem) => Buffer.from(pem));
  const reserveSize =
    certificates.reduce((sum, pem) => sum + pem.length, 0) + order.signatureLength + signatureOverhead;
  const signer = CallbackSigner.newSigner(
    { alg: order.algorithm, certs: [Buffer.concat(certificates)], reserveSize, directCoseHandling: false },
    async () => Buffer.alloc(order.signatureLength),
  );
  try {
    const settings = JSON.stringify(builderSettings(order));
    const builder = Builder.withJson(order.manifest as never, settings as never);
    builder.setIntent(order.intent as never);
    builder.setNoEmbed(order.sidecar);
    for (const { json, path, mime } of order.ingredients)
      await builder.addIngredient(JSON.stringify(json), { path, mimeType: mime });
    for (const { address, reason } of order.redactions) builder.addRedaction(address, reason);
    const { source, target, mime: mimeType } = order;
    const store = await builder.signAsync(signer, { path: source, mimeType }, { path: target, mimeType });
    return { ok: true, store: new Uint8Array(store) };
  } catch (error) {
    return { ok: false, reason: refusal(error) };
  }
}

/** Read a store that lies beside its file. Throws what the engine throws: the store is our own. */
export async function readBeside(
  path: string,
  mime: string,
  store: Uint8Array,
  lists: readonly TrustList[],
  limits: Limits,
): Promise<CredentialStore> {
  const { Reader } = await import('@contentauth/c2pa-node');
  const reader = await Reader.fromManifestDataAndAsset(
    Buffer.from(store),
    { path, mimeType: mime },
    JSON.stringify(offlineSettings(lists)) as never,
  );
  return toCredentialStore(reader.json(), false, limits.depth);
}

/** Settings of the builder (c2pa-rs 0.91). Whatever the engine would add by itself is said explicitly. */
export function builderSettings(order: Pick<BuildOrder, 'lists' | 'createdLabels' | 'thumbnails'>) {
  const offline = offlineSettings(order.lists);
  const off = { enabled: false };
  return {
    ...offline,
    // The signature is not there yet. The finished file is checked by both engines before it is offered.
    verify: { ...offline.verify, verify_after_sign: false },
    builder: {
      created_assertion_labels: order.createdLabels,
      thumbnail: {
        enabled: order.thumbnails,
        ignore_errors: true,
        long_edge: 512,
        format: 'jpeg',
        quality: 'medium',
      },
      actions: { auto_created_action: off, auto_opened_action: off, auto_placed_action: off },
      generate_c2pa_archive: false,
      auto_timestamp_assertion: off,
    },
  };
}

/** The engine's refusal as a reason: what is known about it, and its own words. */
function refusal(error: unknown): Reason {
  // A file that cannot be opened at all is told by the system.
  const fault = error instanceof Error ? error : new Error(String(error));
  const detail = `${fault.name}: ${fault.message}`.slice(0, 2000);
  if (/no space left on device|os error 28\b|ENOSPC/i.test(detail))
    return { code: 'disk-full', text: localized('The disk is full.', '磁盘已满。'), detail };
  if (/certificate/i.test(detail))
    return {
      code: 'certificate',
      text: localized(
        'The C2PA engine refuses the certificate: it does not meet the profile of C2PA 2.2 §14.5.1.',
        'C2PA 引擎拒绝该证书：不符合 C2PA 2.2 第 14.5.1 条规定的证书规范。',
      ),
      detail,
    };
  if (/UnsupportedType|type is unsupported/.test(detail))
    return {
      code: 'format',
      text: localized(
        'The C2PA engine cannot write a credential for this format.',
        'C2PA 引擎无法为此格式写入凭证。',
      ),
      detail,
    };
  return {
    code: 'engine-refused',
    text: localized('The C2PA engine refused to build the credential.', 'C2PA 引擎拒绝生成该凭证。'),
    detail,
  };
}
