import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { shortHash } from '#shared/text/format.ts';
import { useWords } from '../state/text.ts';
import { IconButton } from './button.tsx';
import styles from './hash.module.css';

/** A hash with a button that copies it whole; shortened unless `whole`. */
export function Hash({
  value,
  whole = false,
  label,
}: {
  readonly value: string;
  readonly whole?: boolean;
  readonly label: string;
}) {
  return (
    <span className={styles.hash}>
      <code title={value}>{whole ? value : shortHash(value)}</code>
      <CopyButton value={value} label={label} />
    </span>
  );
}

/** Puts a text on the clipboard and says so for a moment. */
export function CopyButton({
  value,
  label,
  excludeFromTabOrder = false,
}: {
  readonly value: string;
  readonly label: string;
  readonly excludeFromTabOrder?: boolean;
}) {
  const { text } = useWords();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <IconButton
      label={copied ? text('common.copied') : label}
      icon={copied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
      excludeFromTabOrder={excludeFromTabOrder}
      onPress={() =>
        void navigator.clipboard.writeText(value).then(
          () => setCopied(true),
          () => setCopied(false),
        )
      }
    />
  );
}
