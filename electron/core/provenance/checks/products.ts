import type { CertificateFacts } from '#shared/domain/certificate.ts';
import type { CredentialObservation } from '#shared/domain/credential-detail.ts';
import { type SignalId, type SignalNode, signalWords } from '#shared/domain/credential-signals.ts';
import type { ConformingProduct } from '#shared/domain/trust.ts';
import { productOf } from '../../trust/products.ts';
import { observe } from './facts.ts';
import { foldedName } from './name-folding.ts';
import { containerCheck, type ProductUse, specVersionCheck, titleOf } from './product-scope.ts';

/** A manifest as far as the register of conforming products has a say in it. */
export interface SignedProduct extends ProductUse {
  readonly certificate: Pick<CertificateFacts, 'productRecord' | 'assuranceLevel' | 'subject'>;
  /** The chain leads to a loaded official list. Without that, anybody can write any record number. */
  readonly official: boolean;
  /** The manifest's own signals, not those of its ingredients. */
  readonly signals: Pick<SignalNode, 'inception' | 'transformations' | 'elsewhere'> | null;
}

/**
 * A19: what a manifest says against what the signing product is registered for (Conforming Products List of
 * the C2PA Conformance Program; certificate extensions 1.3.6.1.4.1.62558.3 and .4).
 *
 * @param products the register; `null`: none is loaded
 */
export function productChecks(
  products: readonly ConformingProduct[] | null,
  signed: readonly SignedProduct[],
): CredentialObservation[] {
  return signed.flatMap((one) => {
    const record = one.certificate.productRecord;
    if (record === null) return [];
    if (products === null || products.length === 0) return [unchecked(one, record)];
    const product = productOf(products, record);
    if (!one.official) return [unproven(one, record, product)];
    if (product === null) return [notFound(one, record)];
    return [
      ...assurance(one, product),
      ...standing(one, product),
      ...disallowed(one, product),
      ...containerCheck(one, product),
      ...specVersionCheck(one, product),
    ];
  });
}

function unchecked({ manifest }: SignedProduct, record: string): CredentialObservation {
  return observe(
    'product-unchecked',
    'info',
    [
      'The certificate names a registered product; no register of products is loaded to look it up',
      '证书指明了一个已登记产品；未加载产品登记册，无法查对',
    ],
    [
      `Extension 1.3.6.1.4.1.62558.4: ${record}; no Conforming Products List`,
      `扩展 1.3.6.1.4.1.62558.4：${record}；未加载合规产品名单`,
    ],
    { manifest },
  );
}

function unproven(
  { manifest }: SignedProduct,
  record: string,
  product: ConformingProduct | null,
): CredentialObservation {
  const name = product === null ? record : titleOf(product);
  return observe(
    'product-unproven',
    'notice',
    [
      `The certificate calls its holder the product “${name}”, but no official list vouches for that: anyone can write this`,
      `证书自称属于产品“${name}”，但没有官方名单为其背书：任何人都可以这样写`,
    ],
    [
      `Extension 1.3.6.1.4.1.62558.4: ${record}; the chain does not lead to a loaded official list of signers`,
      `扩展 1.3.6.1.4.1.62558.4：${record}；证书链不通向已加载的官方签名者名单`,
    ],
    { manifest },
  );
}

function notFound({ manifest }: SignedProduct, record: string): CredentialObservation {
  return observe(
    'product-not-found',
    'warning',
    [
      'The product named in the certificate is not in the register you loaded: it was removed, or registered after that edition',
      '证书所指产品不在已加载的登记册中：可能已被移除，或登记晚于该版本',
    ],
    [
      `Extension 1.3.6.1.4.1.62558.4: no record ${record} in the Conforming Products List`,
      `扩展 1.3.6.1.4.1.62558.4：合规产品名单中没有记录 ${record}`,
    ],
    { manifest },
  );
}

function assurance(
  { manifest, certificate }: SignedProduct,
  product: ConformingProduct,
): CredentialObservation[] {
  const { assuranceLevel: level } = certificate;
  const most = product.assuranceLevel;
  const title = titleOf(product);
  const found = [
    observe(
      'product-assurance',
      'info',
      level === null
        ? [
            `Signed by ${title}, a product of ${product.applicant}; no assurance level is stated`,
            `由 ${title} 签名（${product.applicant} 的产品）；未说明保证级别`,
          ]
        : [
            `Signed by ${title}, a product of ${product.applicant}, assurance level ${level}`,
            `由 ${title} 签名（${product.applicant} 的产品），保证级别 ${level}`,
          ],
      [
        `Record ${product.recordId}, conforming since ${product.conformance ?? '?'}; certificate level ${level ?? 'none'}, registered at most ${most ?? 'none'}`,
        `记录 ${product.recordId}，自 ${product.conformance ?? '?'} 起合规；证书级别 ${level ?? '无'}，登记最高级别 ${most ?? '无'}`,
      ],
      { manifest },
    ),
  ];
  if (level !== null && level > (most ?? 0)) {
    found.push(
      observe(
        'product-assurance-exceeded',
        'warning',
        [
          `The certificate claims a higher assurance level than ${title} is registered for`,
          `证书所称保证级别高于 ${title} 的登记级别`,
        ],
        [
          `Extension 1.3.6.1.4.1.62558.3: level ${level}; record ${product.recordId}: at most ${most ?? 'none'}`,
          `扩展 1.3.6.1.4.1.62558.3：级别 ${level}；记录 ${product.recordId}：最高 ${most ?? '无'}`,
        ],
        { manifest },
      ),
    );
  }
  return found;
}

/** Is the record in force, and is it that of the certificate's holder? */
function standing(
  { manifest, certificate }: SignedProduct,
  product: ConformingProduct,
): CredentialObservation[] {
  const found: CredentialObservation[] = [];
  if (product.status !== 'conformant') {
    found.push(
      observe(
        'product-status',
        'warning',
        [
          `${titleOf(product)} is registered, but not as conforming (“${product.status}”)`,
          `${titleOf(product)} 虽已登记，但状态并非合规（“${product.status}”）`,
        ],
        [
          `Record ${product.recordId}: status ${product.status}`,
          `记录 ${product.recordId}：状态 ${product.status}`,
        ],
        { manifest },
      ),
    );
  }
  const { organisation, common } = certificate.subject;
  const differs = (own: string | null, registered: string): boolean =>
    own !== null && registered !== '' && foldedName(own) !== foldedName(registered);
  if (differs(organisation, product.organisation) || differs(common, product.name)) {
    found.push(
      observe(
        'product-name-differs',
        'notice',
        [
          `The certificate is made out to another name than the product it refers to (${titleOf(product)}, ${product.organisation})`,
          `证书持有者名称与其所指产品（${titleOf(product)}，${product.organisation}）不一致`,
        ],
        [
          `Subject ${certificate.subject.text}; record ${product.recordId}: CN=${product.name}, O=${product.organisation}`,
          `主体 ${certificate.subject.text}；记录 ${product.recordId}：CN=${product.name}，O=${product.organisation}`,
        ],
        { manifest },
      ),
    );
  }
  return found;
}

function disallowed(
  { manifest, signals }: SignedProduct,
  product: ConformingProduct,
): CredentialObservation[] {
  if (signals === null) return [];
  const made: readonly SignalId[] = [
    ...signals.inception,
    ...signals.transformations,
    ...signals.elsewhere.inception,
    ...signals.elsewhere.transformations,
  ];
  const { inception, transformation } = product.disallowedSignals;
  // The register writes the names without the rubric's `inception:signal_`; take either.
  const forbidden = new Set([...inception, ...transformation].map((name) => name.replace(/^.*signal_/, '')));
  const broken = made.filter((signal) => forbidden.has(signal));
  if (broken.length === 0) return [];
  const names = (language: 'en' | 'zh-CN'): string[] =>
    broken.map((signal) => signalWords[signal].name[language]);
  return [
    observe(
      'product-disallowed-signal',
      'warning',
      [
        `The credential makes a statement its product may not make: ${names('en').join(', ')}`,
        `凭证作出了该产品无权作出的声明：${names('zh-CN').join('、')}`,
      ],
      [
        `Asset Rubrics signals ${broken.join(', ')} are among disallowedSignals of record ${product.recordId} (${titleOf(product)})`,
        `Asset Rubrics 信号 ${broken.join('、')} 属于记录 ${product.recordId}（${titleOf(product)}）的 disallowedSignals`,
      ],
      { manifest },
    ),
  ];
}
