import type { ConnectionState } from '../bridge/connection.ts';
import { useWords } from '../state/text.ts';
import { Notice } from '../ui/notice.tsx';

/** Says that the host is gone, and what that means for the case. */
export function ConnectionBanner({ state }: { readonly state: ConnectionState }) {
  const { text } = useWords();
  if (state !== 'lost' && state !== 'refused') return null;
  return (
    <Notice kind="problem" title={text(`connection.${state}`)}>
      <p>{text(`connection.${state}.note`)}</p>
    </Notice>
  );
}
