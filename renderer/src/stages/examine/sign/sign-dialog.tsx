import { skipToken, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Case } from '#shared/domain/case.ts';
import { type SignedFile, signableFormats } from '#shared/domain/signing.ts';
import { calls } from '../../../bridge/bridge.ts';
import { problemOf } from '../../../bridge/problem.ts';
import { closeOverlay } from '../../../state/overlays.ts';
import { useWords } from '../../../state/text.ts';
import { useView } from '../../../state/view.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Notice, ProblemNotice } from '../../../ui/notice.tsx';
import { AuthorityForm } from './authority-form.tsx';
import { SignForm } from './sign-form.tsx';
import { SignedResult } from './signed-result.tsx';

/** A signed copy of the selected exhibit: who signs, what is said, and what was made. */
export function SignDialog({ shown }: { readonly shown: Case }) {
  const { text } = useWords();
  const selection = useView((value) => value.selection);
  const input = selection === null ? skipToken : { caseId: shown.id, evidence: selection.sha256 };
  const evidence = useQuery(calls.evidence.get.queryOptions({ input })).data;
  const authority = useQuery(calls.credential.authority.queryOptions({ retry: false }));
  const [signed, setSigned] = useState<SignedFile | null>(null);
  if (evidence === undefined) return null;
  const none = problemOf(authority.error)?.code === 'no-authority';
  const format = evidence.media.format;
  return (
    <Dialog title={text('sign.title', { number: evidence.number })} open onClose={closeOverlay}>
      {signed !== null ? (
        <SignedResult signed={signed} />
      ) : signableFormats.includes(format) ? (
        <>
          {authority.isError && !none && <ProblemNotice error={authority.error} />}
          {none && <AuthorityForm />}
          {authority.data !== undefined && (
            <SignForm caseId={shown.id} evidence={evidence} authority={authority.data} onSigned={setSigned} />
          )}
        </>
      ) : (
        <Notice kind="caution" action={<Button onPress={closeOverlay}>{text('common.close')}</Button>}>
          {text('sign.no-format', { format })}
        </Notice>
      )}
    </Dialog>
  );
}
