import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Ports } from '#core/ports.ts';
import { authorityIdentity, createAuthority } from '#core/provenance/sign/authority.ts';
import type { SigningIdentity } from '#core/provenance/sign/identity.ts';
import { SignOrder } from '#core/provenance/sign/order.ts';
import { signFile } from '#core/provenance/sign/sign-file.ts';
import type { Result } from '#shared/contract/errors.ts';
import type { AuthorityAlgorithm, AuthorityFacts, SignedFile } from '#shared/domain/signing.ts';
import { createPool } from '#workers/pool.ts';
import { createForkTransport } from '#workers/transport-fork.ts';

const entry = fileURLToPath(new URL('./signing-worker.ts', import.meta.url));

/** A folder with an authority of its own and a worker that signs. */
export class SigningDesk {
  readonly folder = mkdtempSync(join(tmpdir(), 'assay-sign-'));
  readonly #workers = createPool({
    size: 1,
    transport: createForkTransport({ entry, heapMebibytes: 1024, temporary: this.folder }),
  });
  /** What was asked of the worker, for tests about what it gets to see. */
  readonly asked: unknown[] = [];
  readonly ports: Pick<Ports, 'clock' | 'id' | 'workers'> & { readonly paths: { readonly data: string } } = {
    clock: () => new Date(),
    id: randomUUID,
    paths: { data: this.folder },
    workers: {
      ...this.#workers,
      run: (task, input, schema, options) => {
        this.asked.push(input);
        return this.#workers.run(task, input, schema, options);
      },
    },
  };

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  async authority(passphrase: string | null = null): Promise<AuthorityFacts> {
    return granted(
      await createAuthority(this.ports, { organisation: 'Beispiel 新闻社', name: 'Desk', passphrase }),
    );
  }

  async identity(algorithm: AuthorityAlgorithm): Promise<SigningIdentity> {
    return granted(await authorityIdentity(this.ports, algorithm, null));
  }

  /** Sign; what the order leaves out is a new work that was captured. */
  async sign(
    order: Partial<SignOrder> & { readonly source: string; readonly out: string },
    identity: SigningIdentity,
    signal?: AbortSignal,
  ): Promise<Result<SignedFile>> {
    const captured = order.intent === undefined ? { sourceType: 'digitalCapture' } : {};
    return signFile(SignOrder.parse({ ...captured, ...order }), identity, this.ports, signal);
  }

  async close(): Promise<void> {
    await this.#workers.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function granted<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`${result.problem.code}: ${result.problem.message.en} ${result.problem.detail ?? ''}`);
}

export function sha256Of(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** Settings for the first engine as a stranger would write them: one root, no network. */
export function strangerSettings(root: string): string {
  return JSON.stringify({
    verify: { remote_manifest_fetch: false, ocsp_fetch: false },
    trust: { trust_anchors: root, trust_config: '1.3.6.1.4.1.62558.2.1\n1.3.6.1.5.5.7.3.4\n' },
  });
}

/** The engine's own word about a file, not through any of our code. */
export async function readAsStranger(
  path: string,
  mimeType: string,
  root: string,
  store?: Uint8Array,
): Promise<Manifests> {
  const { Reader } = await import('@contentauth/c2pa-node');
  const settings = strangerSettings(root) as never;
  const reader =
    store === undefined
      ? await Reader.fromAsset({ path, mimeType }, settings)
      : await Reader.fromManifestDataAndAsset(Buffer.from(store), { path, mimeType }, settings);
  if (reader === null) throw new Error(`${path} holds no credential`);
  const store_ = reader.json() as unknown as { active_manifest: string; manifests: Record<string, Manifest> };
  return { ...(store_ as unknown as Manifests), active: store_.manifests[store_.active_manifest]! };
}

export interface Manifest {
  readonly title: string;
  readonly claim_generator_info: readonly Record<string, unknown>[];
  readonly signature_info: { readonly alg: string; readonly issuer: string; readonly common_name: string };
  readonly assertions: readonly {
    readonly label: string;
    readonly created?: boolean;
    readonly data: Record<string, unknown>;
  }[];
  readonly ingredients?: readonly {
    readonly title: string;
    readonly relationship: string;
    readonly active_manifest?: string;
    readonly thumbnail?: unknown;
    readonly validation_results?: { activeManifest?: { failure?: readonly { code: string }[] } };
  }[];
  readonly thumbnail?: unknown;
  readonly redactions?: readonly string[];
}

export interface Manifests {
  readonly active_manifest: string;
  readonly manifests: Readonly<Record<string, Manifest>>;
  readonly validation_state: string;
  readonly validation_status?: readonly { readonly code: string }[];
  readonly active: Manifest;
}
