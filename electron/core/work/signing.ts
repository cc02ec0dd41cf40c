import { join, resolve } from 'node:path';
import { type Result, succeed } from '#shared/contract/errors.ts';
import type {
  AuthorityAlgorithm,
  AuthorityFacts,
  SignedFile,
  SigningRequest,
} from '#shared/domain/signing.ts';
import { makeFolder } from '../case/folder.ts';
import type { CaseStore } from '../case/store.ts';
import type { Ports } from '../ports.ts';
import { problem } from '../problems.ts';
import {
  type AuthorityOrder,
  authorityIdentity,
  createAuthority,
  installationName,
  readAuthority,
  renewAuthority,
} from '../provenance/sign/authority.ts';
import { ownIdentity, type SigningIdentity } from '../provenance/sign/identity.ts';
import type { SignOrder } from '../provenance/sign/order.ts';
import { checkOrder, signFile } from '../provenance/sign/sign-file.ts';

/** Who signs: the authority of this installation, or a certificate brought along. */
export interface SigningMeans {
  /** Paths of PEM files; `null`: the own authority. */
  readonly certificate: { readonly chain: string; readonly key: string } | null;
  readonly passphrase: string | null;
}

export interface EvidenceSigning extends SigningMeans {
  readonly evidence: string;
  readonly request: SigningRequest;
  /** `null`: a new file in the case's `exports/`. */
  readonly out: string | null;
}

export interface Signing {
  authority(): Promise<Result<AuthorityFacts>>;
  createAuthority(order: AuthorityOrder): Promise<Result<AuthorityFacts>>;
  /** The authority for whoever has not named one, with names that say nothing about anyone. */
  createInstallationAuthority(passphrase: string | null): Promise<Result<AuthorityFacts>>;
  /** New keys under the same root. */
  renewAuthority(passphrase: string | null): Promise<Result<AuthorityFacts>>;
  /** A signed copy of any file. */
  file(order: SignOrder, means: SigningMeans, signal?: AbortSignal): Promise<Result<SignedFile>>;
  /** A signed copy of a piece of evidence; recorded in the custody chain. */
  evidence(store: CaseStore, request: EvidenceSigning, signal?: AbortSignal): Promise<Result<SignedFile>>;
}

/** Certificate and key by which to sign. */
export function signerOf(
  ports: Ports,
  { certificate, passphrase }: SigningMeans,
  algorithm: AuthorityAlgorithm,
): Promise<Result<SigningIdentity>> {
  return certificate === null
    ? authorityIdentity(ports, algorithm, passphrase)
    : ownIdentity(certificate.chain, certificate.key, passphrase, ports.clock());
}

export function createSigning(ports: Ports): Signing {
  async function file(
    order: SignOrder,
    means: SigningMeans,
    signal?: AbortSignal,
  ): Promise<Result<SignedFile>> {
    // First what is wrong with the order: nobody shall make an authority for a file that is not there.
    const checked = await checkOrder(order);
    if (!checked.ok) return checked;
    const signer = await signerOf(ports, means, order.algorithm);
    return signer.ok ? signFile(order, signer.value, ports, signal) : signer;
  }

  return {
    authority: () => readAuthority(ports),
    createAuthority: (order) => createAuthority(ports, order),
    createInstallationAuthority: (passphrase) => createAuthority(ports, { ...installationName, passphrase }),
    renewAuthority: (passphrase) => renewAuthority(ports, passphrase),
    file,
    async evidence(store, { evidence: sha256, request, out, ...means }, signal) {
      const evidence = store.evidence(sha256);
      if (evidence === null) return problem('not-found', sha256);
      const { number, media, name } = evidence;
      // The evidence's own name is a stranger's; the copy is named after its exhibit number.
      const stamp = ports.clock().toISOString().replaceAll(/[-:]/g, '').replace(/\.\d+/, '');
      const own = `signed-${number}-${stamp}-${ports.id().slice(0, 4)}.${media.format}`;
      if (out === null) await makeFolder(store.folder.exports);
      const order: SignOrder = {
        ...request,
        source: store.evidencePath(sha256),
        sourceTitle: name,
        title: request.title ?? name,
        out: out === null ? join(store.folder.exports, own) : resolve(out),
      };
      const signed = await file(order, means, signal);
      if (!signed.ok) return signed;
      const { path, sidecar, manifest, signer, algorithm } = signed.value;
      store.recordSigned(signed.value.sha256, {
        evidence: sha256,
        path,
        sidecar: sidecar?.sha256 ?? null,
        manifest,
        intent: request.intent,
        algorithm,
        certificate: signer.certificate,
      });
      return succeed(signed.value);
    },
  };
}
