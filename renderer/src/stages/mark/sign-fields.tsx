import { useQuery } from '@tanstack/react-query';
import type { MediaFormat } from '#shared/domain/media.ts';
import { signableFormats } from '#shared/domain/signing.ts';
import { calls } from '../../bridge/bridge.ts';
import { problemOf } from '../../bridge/problem.ts';
import { openOverlay } from '../../state/overlays.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox, TextField } from '../../ui/field.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import styles from './mark.module.css';
import type { MarkDraft } from './mark-draft.ts';

/** Labels first, signature last: whether the labelled copy is signed, with the exhibit as its parent. */
export function SignFields({
  format,
  forced,
  signs,
  draft,
  onChange,
}: {
  /** `null`: files of several formats. */
  readonly format: MediaFormat | null;
  /** The exhibit carries a credential, which would no longer fit. */
  readonly forced: boolean;
  readonly signs: boolean;
  readonly draft: MarkDraft;
  readonly onChange: (part: Partial<MarkDraft>) => void;
}) {
  const { text } = useWords();
  const authority = useQuery(calls.credential.authority.queryOptions({ retry: false }));
  if (format !== null && !signableFormats.includes(format)) return null;
  const none = problemOf(authority.error)?.code === 'no-authority';
  return (
    <fieldset className={styles.group}>
      <legend>{text('mark.sign')}</legend>
      <Checkbox selected={signs} onChange={(sign) => onChange({ sign })} disabled={forced}>
        {text(format === null ? 'mark.sign.copies' : 'mark.sign.copy')}
      </Checkbox>
      {forced && <p className={styles.muted}>{text('mark.sign.forced')}</p>}
      {signs && none && (
        <Notice
          kind="caution"
          action={<Button onPress={() => openOverlay('evidence-sign')}>{text('mark.sign.authority')}</Button>}
        >
          {text('mark.sign.none')}
        </Notice>
      )}
      {signs && authority.isError && !none && <ProblemNotice error={authority.error} />}
      {signs && authority.data !== undefined && (
        <div className={styles.inner}>
          <p className={styles.muted}>
            {text('sign.signer', {
              organisation: authority.data.organisation,
              name: authority.data.name,
            })}
          </p>
          {authority.data.encrypted && (
            <TextField
              label={text('sign.passphrase')}
              value={draft.passphrase}
              onChange={(passphrase) => onChange({ passphrase })}
              secret
              required
            />
          )}
        </div>
      )}
    </fieldset>
  );
}
