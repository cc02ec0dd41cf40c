import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { productChecks, type SignedProduct } from '#core/provenance/checks/products.ts';
import { parseProducts } from '#core/trust/products.ts';
import { CredentialObservation } from '#shared/domain/credential-detail.ts';
import type { ConformingProduct } from '#shared/domain/trust.ts';
import { rubricFolder } from '../../support/official-rubric.ts';

const camera: ConformingProduct = {
  recordId: '0197AA34-665b-7811-9bbc-317cfd988d0a',
  applicant: 'Example Optics GmbH',
  status: 'conformant',
  name: 'Example Camera',
  organisation: 'Example Optics GmbH',
  productType: 'generatorProduct',
  minVersion: '1',
  assuranceLevel: 2,
  specVersions: ['2.2'],
  containers: { generate: ['image/jpeg', 'image/heic'], validate: [] },
  disallowedSignals: { inception: ['nonGenAIDigitalCreation'], transformation: ['perceptibleGenAI'] },
  conformance: '2026-01-01',
  lastModification: null,
};
const nothing = { inception: [], transformations: [] };
const use: SignedProduct = {
  manifest: 'urn:c2pa:1',
  certificate: {
    productRecord: camera.recordId.toLowerCase(),
    assuranceLevel: 1,
    subject: {
      text: 'CN=Example Camera,O=Example Optics GmbH',
      country: null,
      organisation: 'Example Optics GmbH',
      unit: null,
      common: 'Example Camera',
    },
  },
  official: true,
  signals: { inception: ['capturedMedia'], transformations: [], elsewhere: nothing },
  mime: 'image/jpeg',
  specVersion: null,
};
const check = (change: Partial<SignedProduct>, product: Partial<ConformingProduct> = {}) =>
  productChecks([{ ...camera, ...product }], [{ ...use, ...change }]).map((one) =>
    CredentialObservation.parse(one),
  );
const ids = (found: readonly CredentialObservation[]): string[] => found.map(({ id }) => id);
const certificate = (change: Partial<SignedProduct['certificate']>) => ({ ...use.certificate, ...change });

describe('conforming products', () => {
  it('names a product used as registered, and nothing else', () => {
    const [found, ...rest] = check({});
    expect(rest).toEqual([]);
    expect(found).toMatchObject({ id: 'product-assurance', severity: 'info', manifest: 'urn:c2pa:1' });
    expect(found?.statement.en).toContain('Example Camera');
    expect(found?.statement.en).toContain('assurance level 1');
    expect(found?.statement['zh-CN']).toContain('保证级别 1');
  });

  it('says nothing about certificates without a record', () => {
    expect(check({ certificate: certificate({ productRecord: null }) })).toEqual([]);
  });

  it('tells a missing register, an unknown record and an unproven claim apart', () => {
    expect(ids(productChecks(null, [use]))).toEqual(['product-unchecked']);
    expect(ids(productChecks([], [use]))).toEqual(['product-unchecked']);
    expect(ids(check({ certificate: certificate({ productRecord: 'other' }) }))).toEqual([
      'product-not-found',
    ]);
    // Anybody can write the number of a camera into a certificate of their own.
    expect(ids(check({ official: false }))).toEqual(['product-unproven']);
  });

  it('finds signals the product may not assert, in the rubric’s places and elsewhere', () => {
    const creation = { ...use.signals!, inception: ['nonGenAIDigitalCreation' as const] };
    const [, found] = check({ signals: creation });
    expect(found).toMatchObject({ id: 'product-disallowed-signal', severity: 'warning' });
    const hidden = {
      ...nothing,
      elsewhere: { inception: [], transformations: ['perceptibleGenAI' as const] },
    };
    expect(ids(check({ signals: hidden }))).toContain('product-disallowed-signal');
    const prefixed = { inception: ['inception:signal_capturedMedia'], transformation: [] };
    expect(ids(check({}, { disallowedSignals: prefixed }))).toContain('product-disallowed-signal');
    expect(ids(check({ signals: null }))).not.toContain('product-disallowed-signal');
  });

  it('holds container types against the register under any of their names', () => {
    expect(ids(check({ mime: 'image/png' }))).toContain('product-container');
    for (const mime of ['image/jpg', 'IMAGE/JPEG', 'image/jpeg; charset=binary', 'image/heif', null])
      expect(ids(check({ mime }))).toEqual(['product-assurance']);
    const validator = {
      productType: 'validatorProduct',
      containers: { generate: [], validate: ['image/jpeg'] },
    };
    expect(ids(check({}, validator))).toContain('product-container');
  });

  it('holds the stated version against the register, and misses it only where it must be', () => {
    expect(ids(check({ specVersion: '2.2.0' }))).toEqual(['product-assurance']);
    expect(ids(check({ specVersion: '2.4' }))).toContain('product-spec-version');
    expect(ids(check({ specVersion: null }, { specVersions: ['2.4'] }))).toContain('product-spec-version');
    expect(ids(check({ specVersion: null }, { specVersions: ['2.2', '2.4'] }))).toEqual([
      'product-assurance',
    ]);
  });

  it('finds a level above the registered one, a lapsed record and another name', () => {
    expect(ids(check({ certificate: certificate({ assuranceLevel: 3 }) }))).toContain(
      'product-assurance-exceeded',
    );
    expect(ids(check({}, { assuranceLevel: null }))).toContain('product-assurance-exceeded');
    expect(ids(check({}, { status: 'revoked' }))).toContain('product-status');
    const subject = { ...use.certificate.subject, common: 'Another Camera' };
    expect(ids(check({ certificate: certificate({ subject }) }))).toContain('product-name-differs');
    const cased = { ...use.certificate.subject, organisation: 'EXAMPLE OPTICS' };
    expect(ids(check({ certificate: certificate({ subject: cased }) }))).toEqual(['product-assurance']);
  });
});

const register = join(rubricFolder, '..', 'conforming-products', 'conforming-products-list.json');

describe.skipIf(!existsSync(register))('the published register', () => {
  const products = parseProducts(JSON.parse(readFileSync(register, 'utf8')));
  if ('fault' in products) throw new Error(products.fault);
  const as = (product: ConformingProduct): SignedProduct => ({
    ...use,
    certificate: {
      productRecord: product.recordId,
      assuranceLevel: product.assuranceLevel,
      subject: { ...use.certificate.subject, organisation: product.organisation, common: product.name },
    },
    signals: { ...nothing, elsewhere: nothing },
    mime: product.containers.generate[0] ?? null,
    specVersion: product.specVersions[0] ?? null,
  });

  it('accuses no generator that is used as registered', () => {
    const generators = products.filter(({ productType }) => productType === 'generatorProduct');
    expect(generators.length).toBeGreaterThan(100);
    const accused = generators.flatMap((product) =>
      ids(productChecks(products, [as(product)])).filter((id) => id !== 'product-assurance'),
    );
    expect(accused).toEqual([]);
  });

  it('finds every signal that a record disallows', () => {
    const strict = products.filter(({ disallowedSignals: { inception } }) => inception.length > 0);
    expect(strict.length).toBeGreaterThan(10);
    for (const product of strict) {
      for (const signal of product.disallowedSignals.inception) {
        const signals = { inception: [signal as never], transformations: [], elsewhere: nothing };
        expect(ids(productChecks(products, [{ ...as(product), signals }]))).toContain(
          'product-disallowed-signal',
        );
      }
    }
  });
});
