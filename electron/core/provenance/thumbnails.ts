import type { CredentialNode, CredentialObservation } from '#shared/domain/credential-detail.ts';

export async function thumbnailsOf(
  ..._rest: unknown[]
): Promise<{ observations: CredentialObservation[]; ofNode(node: CredentialNode): string | null }> {
  return { observations: [], ofNode: () => null };
}
