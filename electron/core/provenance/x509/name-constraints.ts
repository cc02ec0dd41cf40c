import type { Certificate } from './certificate.ts';
import { type DerNode, isContext, sequenceOf } from './der.ts';
import { extensionIds } from './extensions.ts';
import { directoryName, type ReadName } from './names.ts';

interface SubTree {
  readonly permitted: readonly DerNode[];
  readonly excluded: readonly DerNode[];
}

const titles = new Map([
  [1, 'e-mail address'],
  [2, 'DNS name'],
  [4, 'directory name'],
  [6, 'address'],
  [7, 'IP address'],
]);

/**
 * Name constraints of an authority held against a certificate below it (RFC 5280 §4.2.1.10): directory
 * names, e-mail addresses and DNS names. Other kinds cannot be evaluated here and are a problem only
 * when the certificate has a name of that kind.
 */
export function nameConstraintFaults(authority: Certificate, below: Certificate): string[] {
  const extension = authority.extensions.get(extensionIds.nameConstraints);
  if (extension === undefined) return [];
  const trees = readTrees(extension.node);
  const by = `name constraints of ${authority.facts.subject.text}`;
  if (trees === null) return [`${by} cannot be read`];
  const faults = namesOf(below).flatMap((name) => {
    const ofKind = (bases: readonly DerNode[]): readonly DerNode[] =>
      bases.filter((base) => base.class === 2 && base.tag === name.kind);
    const permitted = ofKind(trees.permitted);
    const excluded = ofKind(trees.excluded);
    if (permitted.length + excluded.length === 0) return [];
    const title = titles.get(name.kind) ?? `name of kind ${name.kind}`;
    if (name.within === null) return [`${by}: ${title} cannot be evaluated`];
    const { within } = name;
    if (excluded.some(within)) return [`${by} exclude the ${title} of ${below.facts.subject.text}`];
    return permitted.length > 0 && !permitted.some(within)
      ? [`${by} do not permit the ${title} of ${below.facts.subject.text}`]
      : [];
  });
  return [...new Set(faults)];
}

function readTrees(node: DerNode | null): SubTree | null {
  const fields = sequenceOf(node ?? undefined);
  if (fields === null) return null;
  const bases = (tag: number): DerNode[] | null => {
    const list = fields.find((field) => isContext(field, tag))?.children ?? [];
    const found = list.flatMap((entry) => sequenceOf(entry)?.[0] ?? []);
    return found.length === list.length ? found : null;
  };
  const permitted = bases(0);
  const excluded = bases(1);
  return permitted === null || excluded === null ? null : { permitted, excluded };
}

interface ConstrainedName {
  readonly kind: number;
  /** Does the base hold the name? `null`: this kind is not evaluated. */
  readonly within: ((base: DerNode) => boolean) | null;
}

function namesOf(certificate: Certificate): ConstrainedName[] {
  const alternatives = sequenceOf(
    certificate.extensions.get(extensionIds.alternativeName)?.node ?? undefined,
  );
  const others = (alternatives ?? []).map((node): ConstrainedName => {
    const text = Buffer.from(node.content).toString('latin1').toLowerCase();
    if (node.class !== 2) return { kind: node.tag, within: null };
    if (node.tag === 1) return mailName(text);
    if (node.tag === 2) return { kind: 2, within: (base) => domainWithin(text, baseText(base)) };
    const name = directoryName(node);
    return name === null ? { kind: node.tag, within: null } : treeName(name);
  });
  const own = certificate.subject.parts.length > 0 ? [treeName(certificate.subject)] : [];
  return [...own, ...certificate.subject.emails.map((mail) => mailName(mail.toLowerCase())), ...others];
}

function treeName(name: ReadName): ConstrainedName {
  return {
    kind: 4,
    within: (base) => {
      const parts = directoryName(base)?.parts;
      return parts?.every((part, at) => part === name.parts[at]) ?? false;
    },
  };
}

/** A base is a mailbox, a host, or a domain with a leading dot. */
function mailName(mail: string): ConstrainedName {
  const host = mail.slice(mail.lastIndexOf('@') + 1);
  return {
    kind: 1,
    within: (base) => {
      const text = baseText(base);
      if (text.includes('@')) return text === mail;
      return text.startsWith('.') ? host.endsWith(text) : host === text;
    },
  };
}

function domainWithin(name: string, base: string): boolean {
  const domain = base.replace(/^\./, '');
  return domain === '' || name === domain || name.endsWith(`.${domain}`);
}

function baseText(base: DerNode): string {
  return Buffer.from(base.content).toString('latin1').toLowerCase();
}
