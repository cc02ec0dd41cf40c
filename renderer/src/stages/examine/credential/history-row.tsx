import { FileQuestion, FileText } from 'lucide-react';
import { useState } from 'react';
import type { PresentCredential } from '#shared/domain/credential.ts';
import type { CredentialNode } from '#shared/domain/credential-detail.ts';
import { relationshipWords } from '#shared/text/credential-terms.ts';
import { useWords, type Words } from '../../../state/text.ts';
import styles from './history.module.css';
import { givenTitle } from './history.ts';
import { briefText } from './stranger-text.ts';
import { NodeBadge, Stranger } from './words-shown.tsx';

/** What the entries of a history are called and look like; the file itself is known better than by its signer. */
export interface NodeNames {
  readonly title: (node: CredentialNode) => string;
  readonly picture: (node: CredentialNode, address: (artifact: string) => string) => string | null;
  /** Address of the file's own picture; `null`: it has none. */
  readonly file: string | null;
}

/** @param file name of the exhibit, and the address of its picture when it has one */
export function nodeNames(
  file: { readonly name: string; readonly picture: string | null },
  text: Words['text'],
): NodeNames {
  return {
    file: file.picture,
    title: (node) =>
      givenTitle(node) ?? (node.parent === null ? file.name : text('credential.history.untitled')),
    picture: (node, address) =>
      node.thumbnail === null ? (node.parent === null ? file.picture : null) : address(node.thumbnail),
  };
}

/** A small picture, or a sign where there is none. */
export function Thumbnail({
  address,
  bare,
  label = '',
}: {
  readonly address: string | null;
  /** It came without a credential. */
  readonly bare: boolean;
  /** Present: shown large, under these words. */
  readonly label?: string;
}) {
  const [failed, setFailed] = useState(false);
  const Icon = bare ? FileQuestion : FileText;
  return (
    <span className={styles.thumbnail} data-large={label === '' ? undefined : true}>
      {address === null || failed ? (
        <Icon aria-hidden="true" />
      ) : (
        <img src={address} alt={label} loading="lazy" decoding="async" onError={() => setFailed(true)} />
      )}
    </span>
  );
}

/** How the entry came into the one above. */
export function relationOf(node: CredentialNode, { text, pick }: Pick<Words, 'text' | 'pick'>): string {
  if (node.relationship === null) return text('credential.history.file');
  const known = relationshipWords.get(node.relationship);
  return known === undefined ? briefText(node.relationship) : pick(known);
}

function signerName(result: PresentCredential, node: CredentialNode): string | null {
  const signature = result.store.manifests.find(({ label }) => label === node.manifest)?.signature;
  return signature?.organisation ?? signature?.commonName ?? null;
}

interface RowProps {
  readonly result: PresentCredential;
  readonly node: CredentialNode;
  readonly names: NodeNames;
}

/** Title, verdict, and who signed with what. */
export function RowWords({ result, node, names }: RowProps) {
  const words = useWords();
  const { text } = words;
  const signer = signerName(result, node);
  const manifest = result.store.manifests.find(({ label }) => label === node.manifest);
  return (
    <span className={styles.words}>
      <span className={styles.title}>
        <span className={styles.relation}>{relationOf(node, words)}</span>{' '}
        <Stranger>{names.title(node)}</Stranger>
      </span>
      <span className={styles.badge}>
        <NodeBadge node={node} />
      </span>
      {node.manifest !== null && (
        <span className={styles.second}>
          {node.update && <b>{text('credential.history.update')} </b>}
          <Stranger>{signer ?? text('credential.signer.none')}</Stranger>
          {manifest !== undefined && manifest.claimGenerator !== '' && (
            <>
              {' · '}
              <Stranger>{manifest.claimGenerator}</Stranger>
            </>
          )}
          {manifest !== undefined && manifest.redactions.length > 0 && (
            <> · {text('credential.history.redactions', { count: manifest.redactions.length })}</>
          )}
        </span>
      )}
    </span>
  );
}
