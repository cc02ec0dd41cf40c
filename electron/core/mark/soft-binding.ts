import type { MarkCodecName, MarkKeyName, MarkPayload } from '#shared/domain/mark.ts';
import type { SoftBinding } from '#shared/domain/signing.ts';

/**
 * Name of a codec in `c2pa.soft-binding` assertions (C2PA 2.2 §18.10). It is in no list of registered algorithms, so it
 * has the form of an entity's own name.
 */
export function bindingAlgorithm(codec: MarkCodecName): string {
  return `org.assay.mark.${codec.replace(/^assay-/, '').replaceAll('-', '.')}`;
}

/** Binds a credential to a mark: the value is the identifier, eight bytes, most significant first. */
export function markBinding(codec: MarkCodecName, payload: MarkPayload, key: MarkKeyName): SoftBinding {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(payload));
  return {
    algorithm: bindingAlgorithm(codec),
    value: bytes.toString('base64'),
    name: `Assay identifier ${payload}, key ${key.fingerprint ?? key.kind}`,
  };
}
