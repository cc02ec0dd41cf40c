import type { CredentialObservation } from '#shared/domain/credential-detail.ts';
import type { ConformingProduct } from '#shared/domain/trust.ts';
import { observe } from './facts.ts';

/** What a product was used for. */
export interface ProductUse {
  readonly manifest: string;
  /** Media type of the container the manifest was made for. */
  readonly mime: string | null;
  /** `specVersion` of the claim generator. */
  readonly specVersion: string | null;
}

/** Is the product registered for this kind of file? */
export function containerCheck(
  { manifest, mime }: ProductUse,
  product: ConformingProduct,
): CredentialObservation[] {
  if (mime === null) return [];
  const allowed = product.containers.generate;
  if (allowed.some((type) => sameType(type) === sameType(mime))) return [];
  const title = titleOf(product);
  const registered = allowed.length === 0 ? '—' : allowed.join(', ');
  return [
    observe(
      'product-container',
      'warning',
      allowed.length === 0
        ? [`${title} is not registered for making credentials`, `${title} 的登记不含签发凭证`]
        : [
            `${title} is not registered for credentials in this kind of file (${mime})`,
            `${title} 的登记不含在此类文件（${mime}）中签发凭证`,
          ],
      [
        `Record ${product.recordId} (${product.productType}): containers.generate ${registered}`,
        `记录 ${product.recordId}（${product.productType}）：containers.generate ${registered}`,
      ],
      { manifest },
    ),
  ];
}

/** Names one type goes by in registers, engines and claims. */
const typeNames: ReadonlyMap<string, string> = new Map([
  ['image/jpg', 'image/jpeg'],
  // One container; which name applies depends on the coding inside (ISO/IEC 23008-12), and claims mix them.
  ['image/heic', 'image/heif'],
  ['image/heic-sequence', 'image/heif'],
  ['image/heif-sequence', 'image/heif'],
  ['image/dng', 'image/x-adobe-dng'],
  ['audio/mpa', 'audio/mpeg'],
  ['audio/mp3', 'audio/mpeg'],
  ['audio/x-wav', 'audio/wav'],
  ['audio/wave', 'audio/wav'],
  ['audio/vnd.wave', 'audio/wav'],
  ['audio/m4a', 'audio/mp4'],
  ['audio/x-m4a', 'audio/mp4'],
  ['audio/x-flac', 'audio/flac'],
  ['video/avi', 'video/x-msvideo'],
  ['video/msvideo', 'video/x-msvideo'],
]);

function sameType(type: string): string {
  const plain = type.split(';')[0]!.trim().toLowerCase();
  return typeNames.get(plain) ?? plain;
}

/** Is it registered for the version of the specification the manifest says it follows? */
export function specVersionCheck(
  { manifest, specVersion: stated }: ProductUse,
  product: ConformingProduct,
): CredentialObservation[] {
  const registered = product.specVersions.map(shortVersion);
  if (registered.length === 0) return [];
  // Before 2.4 no field existed to say it (C2PA 2.4 §10.2.3.2, Conformance Program 0.2).
  const silent = stated === null && registered.every(needsVersion);
  const differs = stated !== null && !registered.includes(shortVersion(stated));
  if (!silent && !differs) return [];
  return [
    observe(
      'product-spec-version',
      'notice',
      silent
        ? [
            `The credential does not say which version of the standard it follows, as ${titleOf(product)} must`,
            `凭证未注明所遵循的标准版本，而 ${titleOf(product)} 必须注明`,
          ]
        : [
            `The credential says it follows version ${stated} of the standard; ${titleOf(product)} is registered for ${registered.join(', ')}`,
            `凭证自称遵循标准 ${stated} 版；${titleOf(product)} 的登记版本为 ${registered.join('、')}`,
          ],
      [
        `claim_generator_info.specVersion ${stated ?? 'absent'}; record ${product.recordId}: specVersion ${registered.join(', ')}`,
        `claim_generator_info.specVersion ${stated ?? '缺失'}；记录 ${product.recordId}：specVersion ${registered.join('、')}`,
      ],
      { manifest },
    ),
  ];
}

/** `2.4.0` → `2.4`: the programme compares these two numbers. */
function shortVersion(version: string): string {
  return version.trim().split('.').slice(0, 2).join('.');
}

function needsVersion(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 2 || (major === 2 && minor >= 4);
}

/** A product by its name, or by who registered it. */
export function titleOf(product: ConformingProduct): string {
  return product.name === '' ? product.applicant : product.name;
}
