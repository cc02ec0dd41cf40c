import { z } from 'zod';
import { listCertificates } from './pem.ts';

/** The parts read of a list of trusted entities (ETSI TS 119 602, JSON binding). Other keys are left alone. */
const Names = z.array(z.object({ value: z.string().max(500) })).max(50);
const Lote = z.object({
  LoTE: z.object({
    ListAndSchemeInformation: z.object({
      SchemeName: Names,
      ListIssueDateTime: z.iso.datetime({ offset: true }),
      NextUpdate: z.iso.datetime({ offset: true }).nullish(),
    }),
    TrustedEntitiesList: z
      .array(
        z.object({
          TrustedEntityServices: z
            .array(
              z.object({
                ServiceInformation: z.object({
                  ServiceStatus: z.string().max(500).optional(),
                  ServiceDigitalIdentity: z.object({
                    X509Certificates: z.array(z.object({ val: z.string().max(100_000) })).max(1000),
                  }),
                }),
              }),
            )
            .max(1000),
        }),
      )
      .max(listCertificates),
  }),
});

export interface TrustedEntities {
  readonly scheme: string;
  /** ISO 8601. */
  readonly issued: string;
  readonly nextUpdate: string | null;
  /** DER of the certificates whose service the list calls trusted. */
  readonly trusted: readonly Uint8Array[];
  /** How many certificates stand in it under another status. */
  readonly withdrawn: number;
}

export function looksLikeLote(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'LoTE');
}

/** The list, or what is wrong with it. */
export function parseLote(value: unknown): TrustedEntities | { readonly fault: string } {
  const parsed = Lote.safeParse(value);
  if (!parsed.success) return { fault: firstIssue(parsed.error) };
  const { ListAndSchemeInformation: about, TrustedEntitiesList: entities } = parsed.data.LoTE;
  const services = entities.flatMap((entity) => entity.TrustedEntityServices);
  const trusted: Uint8Array[] = [];
  let withdrawn = 0;
  for (const { ServiceInformation: service } of services) {
    const certificates = service.ServiceDigitalIdentity.X509Certificates;
    if (/\/trusted$/.test(service.ServiceStatus ?? '/trusted')) {
      trusted.push(...certificates.map(({ val }) => Buffer.from(val, 'base64')));
    } else withdrawn += certificates.length;
  }
  return {
    scheme: about.SchemeName[0]?.value ?? '',
    issued: about.ListIssueDateTime,
    nextUpdate: about.NextUpdate ?? null,
    trusted: trusted.slice(0, listCertificates),
    withdrawn,
  };
}

/** The first thing a schema complains about, with its place: `LoTE.SchemeName: expected array`. */
export function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? '?' : `${issue.path.map(String).join('.') || 'document'}: ${issue.message}`;
}
