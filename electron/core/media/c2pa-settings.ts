import { signingUsages, type TrustList, trustState } from './trust-lists.ts';

const lines = (values: readonly string[]): string => values.map((value) => `${value}\n`).join('');

/**
 * Settings of the C2PA engine (c2pa-rs 0.91, snake_case; the engine ignores a mistyped key in silence, so
 * a test holds every key). Nothing here may reach the network: remote manifests and OCSP are off and no
 * host is allowed. The list of key usages is always present, also when no trust list is loaded.
 */
export function offlineSettings(lists: readonly TrustList[], identityAssertions = true) {
  return {
    version: 1,
    verify: {
      verify_trust: true,
      verify_timestamp_trust: true,
      remote_manifest_fetch: false,
      ocsp_fetch: false,
    },
    core: {
      allowed_network_hosts: [] as string[],
      allow_redirects: false,
      decode_identity_assertions: identityAssertions,
      max_decompressed_manifest_size_in_mb: 32,
    },
    trust: {
      trust_config: lines(signingUsages),
      anchors: lists.map((list) => ({
        trust_uri: list.uri,
        trust_kind: list.kind,
        trust_anchors: list.anchors,
        ...(list.allowed === '' ? {} : { allowed_list: list.allowed }),
        trust_config: lines(list.usages),
      })),
    },
  };
}

/** An engine's version with the lists its verdicts rest on: `0.9.8 (trust c2pa=1a2b3c4d5e6f)`. */
export async function withTrustLists(version: string, folder: string | null): Promise<string> {
  return `${version} (${await trustState(folder)})`;
}
