import type { Publication } from '#shared/domain/publication.ts';
import { publicationWords as words } from '#shared/text/publication-words.ts';
import { useWords } from '../../../state/text.ts';
import form from '../../../ui/form.module.css';
import { MomentField } from '../../../ui/moment-field.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { RecordedAnswer, RecordedChoice, RecordedText } from './record-fields.tsx';

export interface GroupProps {
  readonly draft: Publication;
  readonly onChange: (part: Partial<Publication>) => void;
}

/** Where and when it was seen. */
export function SeenFields({ draft, onChange }: GroupProps) {
  const { text, pick } = useWords();
  return (
    <fieldset className={form.group}>
      <legend>{text('publication.seen')}</legend>
      <div className={form.grid}>
        <RecordedText
          name={words.platform}
          value={draft.platform}
          onChange={(platform) => onChange({ platform })}
        />
        <RecordedText name={words.post} value={draft.post} onChange={(post) => onChange({ post })} />
        <MomentField
          label={pick(words.publishedAt)}
          value={draft.publishedAt}
          onChange={(publishedAt) => onChange({ publishedAt })}
        />
        <MomentField
          label={pick(words.capturedAt)}
          value={draft.capturedAt}
          onChange={(capturedAt) => onChange({ capturedAt })}
        />
        <RecordedText
          name={words.capturedWith}
          value={draft.capturedWith}
          onChange={(capturedWith) => onChange({ capturedWith })}
        />
        <RecordedText name={words.region} value={draft.region} onChange={(region) => onChange({ region })} />
      </div>
      <RecordedText
        name={words.postText}
        value={draft.postText}
        onChange={(postText) => onChange({ postText })}
        rows={3}
      />
    </fieldset>
  );
}

/** Who published it, as far as the platform shows. */
export function AccountFields({ draft, onChange }: GroupProps) {
  const { text, pick } = useWords();
  const { account } = draft;
  const change = (part: Partial<Publication['account']>) => onChange({ account: { ...account, ...part } });
  return (
    <fieldset className={form.group}>
      <legend>{text('publication.account')}</legend>
      <div className={form.grid}>
        <RecordedText name={words.accountName} value={account.name} onChange={(name) => change({ name })} />
        <RecordedText name={words.accountId} value={account.id} onChange={(id) => change({ id })} />
        <RecordedChoice
          name={words.accountKind}
          value={account.kind}
          onChange={(kind) => change({ kind })}
          of={words.accountKinds}
          first="not-recorded"
        />
        <RecordedText name={words.owner} value={account.owner} onChange={(owner) => change({ owner })} />
        <NumberField
          label={pick(words.followers)}
          value={account.followers}
          onChange={(followers) => change({ followers })}
        />
        <RecordedChoice
          name={words.topic}
          value={account.topic}
          onChange={(topic) => change({ topic })}
          of={words.topics}
          first="not-recorded"
        />
        <RecordedAnswer
          name={words.influential}
          value={account.influential}
          onChange={(influential) => change({ influential })}
        />
        <RecordedText
          name={words.influenceBasis}
          value={account.influenceBasis}
          onChange={(influenceBasis) => change({ influenceBasis })}
        />
        <RecordedAnswer
          name={words.verified}
          value={account.verified}
          onChange={(verified) => change({ verified })}
        />
        <RecordedText
          name={words.verifiedAs}
          value={account.verifiedAs}
          onChange={(verifiedAs) => change({ verifiedAs })}
        />
        <RecordedAnswer
          name={words.credentialShown}
          value={account.credentialShown}
          onChange={(credentialShown) => change({ credentialShown })}
        />
        <RecordedText
          name={words.credentialText}
          value={account.credentialText}
          onChange={(credentialText) => change({ credentialText })}
        />
        <RecordedText
          name={words.credentialCheckedBy}
          value={account.credentialCheckedBy}
          onChange={(credentialCheckedBy) => change({ credentialCheckedBy })}
        />
      </div>
    </fieldset>
  );
}
