import type { ReactNode } from 'react';
import { visibleText } from '#shared/text/visible-text.ts';

/** A cell or value as it may be shown: bare text can be a stranger's, while elements have seen to theirs. */
export function visibleNode(node: ReactNode): ReactNode {
  return typeof node === 'string' ? visibleText(node) : node;
}
