import { useRef } from 'react';
import type { PresentCredential } from '#shared/domain/credential.ts';
import type { ByteRange } from '#shared/domain/figure.ts';
import { CertificatePage } from './certificate-page.tsx';
import styles from './history.module.css';
import type { NodeNames } from './history-row.tsx';
import { HistoryTree } from './history-tree.tsx';
import { NodeComparison } from './node-comparison.tsx';
import { NodePage } from './node-page.tsx';

/** A certificate of a manifest: `chain` counts from the signer's, `stamp` and its number are a time-stamp's. */
export interface CertificatePlace {
  readonly of: 'chain' | 'anchor' | 'stamp';
  readonly stamp: number;
  readonly index: number;
}

/** What the history shows beside the tree. */
export interface HistoryPlace {
  readonly node: string;
  readonly certificate: CertificatePlace | null;
  readonly compared: string | null;
}

export const historyStart: HistoryPlace = { node: '0', certificate: null, compared: null };
export const signerCertificate: CertificatePlace = { of: 'chain', stamp: 0, index: 0 };

export interface HistoryPageProps {
  readonly result: PresentCredential;
  readonly names: NodeNames;
  readonly place: HistoryPlace;
  readonly onPlace: (place: HistoryPlace) => void;
  readonly onBytes: (range: ByteRange) => void;
  readonly address: (artifact: string) => string;
}

/** The history as a tree with the chosen entry beside it; or one of its certificates, or two entries compared. */
export function HistoryPage({ result, names, place, onPlace, onBytes, address }: HistoryPageProps) {
  // Who comes back from a page goes on in the tree.
  const returned = useRef(false);
  const node = result.nodes.find(({ id }) => id === place.node) ?? result.nodes[0];
  const other = result.nodes.find(({ id }) => id === place.compared);
  if (node === undefined) return null;
  if (place.certificate !== null)
    return (
      <CertificatePage
        result={result}
        names={names}
        node={node}
        place={place.certificate}
        onPlace={(certificate) => {
          returned.current = certificate === null;
          onPlace({ ...place, certificate });
        }}
        onBytes={onBytes}
      />
    );
  if (other !== undefined)
    return (
      <NodeComparison
        result={result}
        names={names}
        one={node}
        other={other}
        onBack={() => {
          returned.current = true;
          onPlace({ ...place, compared: null });
        }}
      />
    );
  return (
    <div className={styles.history}>
      <HistoryTree
        result={result}
        names={names}
        selected={node.id}
        onSelect={(id) => onPlace({ node: id, certificate: null, compared: null })}
        address={address}
        focused={returned.current}
      />
      <NodePage
        key={node.id}
        result={result}
        names={names}
        node={node}
        onCertificate={(certificate) => onPlace({ ...place, certificate })}
        onCompare={(compared) => onPlace({ ...place, compared })}
        onBytes={onBytes}
        address={address}
      />
    </div>
  );
}
