import type { CredentialObservation } from '#shared/domain/credential-detail.ts';
import type { CredentialSignals } from '#shared/domain/credential-signals.ts';
import type { TrustReading } from '../../media/trust-lists.ts';
import type { Disagreement } from '../opinions.ts';
import { anchorsOf } from '../x509/anchors.ts';
import { bindingChecks } from './binding.ts';
import { carrierChecks } from './carrier.ts';
import type { CheckFacts } from './facts.ts';
import { historyChecks } from './history.ts';
import { nameChecks } from './look-alike.ts';
import { productChecks } from './products.ts';
import { readingChecks } from './reading.ts';
import { signerChecks } from './signer.ts';
import { storeChecks } from './store.ts';

export interface CheckBeside {
  readonly disagreements: readonly Disagreement[];
  readonly trust: TrustReading;
  readonly signals: CredentialSignals;
  readonly mime: string;
}

/** Every check over the same facts, the gravest observation first. */
export function runChecks(facts: CheckFacts, beside: CheckBeside): CredentialObservation[] {
  const { disagreements, trust, signals, mime } = beside;
  const details = facts.own?.details ?? [];
  const official = new Set(trust.lists.filter(({ tier }) => tier === 'official').map(({ id }) => id));
  const signed = details.flatMap((detail) => {
    const certificate = detail.signature?.certificates[0];
    if (certificate === undefined) return [];
    const list = detail.signature?.chain?.list ?? null;
    const manifest = facts.store.manifests.find(({ label }) => label === detail.label);
    return [
      {
        manifest: detail.label,
        certificate,
        subject: certificate.subject,
        // An expired certificate leads to its list all the same: its name is no borrowed one.
        listed: (detail.signature?.chain?.reaches ?? null) !== null,
        official: list !== null && official.has(list),
        signals:
          signals.perNode.find((node) => node.manifest === detail.label && node.ingredient === null) ?? null,
        mime: detail.label === facts.store.active ? mime : (manifest?.format ?? null),
        specVersion: manifest?.specVersion ?? null,
      },
    ];
  });
  const names = {
    names: [
      ...trust.lists
        .filter(({ kind }) => kind === 'manifest')
        .flatMap((list) => anchorsOf(list).authorities)
        .flatMap(({ facts: { subject } }) => subject.organisation ?? []),
      ...trust.products.map(({ organisation }) => organisation),
    ],
    loaded: trust.lists.some(({ kind }) => kind === 'manifest'),
  };
  const found = [
    ...bindingChecks(facts),
    ...carrierChecks(facts),
    ...storeChecks(facts),
    ...signerChecks(facts),
    ...nameChecks(signed, names),
    ...productChecks(trust.products, signed),
    ...historyChecks(facts),
    ...readingChecks(facts, disagreements),
  ];
  return found.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

const order: readonly CredentialObservation['severity'][] = ['failed', 'warning', 'notice', 'info'];
