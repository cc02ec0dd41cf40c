import styles from './key-caps.module.css';

/** A key combination as it stands on the keys. */
export function KeyCaps({ caps }: { readonly caps: readonly string[] }) {
  return (
    <span className={styles.keys}>
      {caps.map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  );
}
