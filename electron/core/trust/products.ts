import { z } from 'zod';
import type { ConformingProduct, TrustLine } from '#shared/domain/trust.ts';
import { digestOf } from './digest.ts';
import { firstIssue } from './lote.ts';

const productCount = 20_000;
const Word = z.string().max(1000);
const Words = z.array(Word).max(1000);
const TypesByKind = z.record(z.string(), Words).default({});

/** A record as published (c2pa-org/conformance-public); unknown keys are left alone. */
const PublishedProduct = z.object({
  recordId: Word,
  applicant: Word.default(''),
  status: Word.default(''),
  product: z.object({
    productType: Word.default(''),
    DN: z.object({ CN: Word.default(''), O: Word.default('') }).default({ CN: '', O: '' }),
    minVersion: Word.default(''),
    assurance: z.object({ maxAssuranceLevel: z.number().int().nullish() }).nullish(),
    disallowedSignals: z.object({ inception: Words.nullish(), transformation: Words.nullish() }).nullish(),
  }),
  specVersion: z.union([Words, Word.transform((one) => [one])]).default([]),
  containers: z.object({ generate: TypesByKind.nullish(), validate: TypesByKind.nullish() }).nullish(),
  dates: z.object({ conformance: Word.nullish(), lastModification: Word.nullish() }).nullish(),
});

export function looksLikeProducts(value: unknown): boolean {
  const first: unknown = Array.isArray(value) ? value[0] : undefined;
  return typeof first === 'object' && first !== null && Object.hasOwn(first, 'recordId');
}

/** The register, or what is wrong with it. One bad record spoils it: a register with holes misleads. */
export function parseProducts(value: unknown): readonly ConformingProduct[] | { readonly fault: string } {
  const parsed = z.array(PublishedProduct).min(1).max(productCount).safeParse(value);
  if (!parsed.success) return { fault: firstIssue(parsed.error) };
  return parsed.data.map(({ product, containers, dates, ...record }) => ({
    recordId: record.recordId,
    applicant: record.applicant,
    status: record.status,
    name: product.DN.CN,
    organisation: product.DN.O,
    productType: product.productType,
    minVersion: product.minVersion,
    assuranceLevel: product.assurance?.maxAssuranceLevel ?? null,
    specVersions: record.specVersion,
    containers: {
      generate: Object.values(containers?.generate ?? {}).flat(),
      validate: Object.values(containers?.validate ?? {}).flat(),
    },
    disallowedSignals: {
      inception: product.disallowedSignals?.inception ?? [],
      transformation: product.disallowedSignals?.transformation ?? [],
    },
    conformance: dates?.conformance ?? null,
    lastModification: dates?.lastModification ?? null,
  }));
}

/**
 * The record a certificate names in its extension 1.3.6.1.4.1.62558.4, or `null` when the register has none
 * of this identifier. Identifiers are UUIDs and compared without regard to case.
 */
export function productOf(
  products: readonly ConformingProduct[],
  recordId: string,
): ConformingProduct | null {
  const wanted = recordId.toLowerCase();
  return products.find((product) => product.recordId.toLowerCase() === wanted) ?? null;
}

/** A product as a line of the register. */
export function productLine(product: ConformingProduct): TrustLine {
  return {
    id: product.recordId,
    title: [product.name, product.organisation, product.minVersion].filter((word) => word !== '').join(', '),
    notBefore: product.conformance,
    notAfter: null,
    digest: digestOf(product),
  };
}
