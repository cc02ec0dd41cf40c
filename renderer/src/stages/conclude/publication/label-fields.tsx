import type { Sha256 } from '#shared/domain/evidence.ts';
import { localized } from '#shared/domain/localized.ts';
import { publicationWords as words } from '#shared/text/publication-words.ts';
import { useWords } from '../../../state/text.ts';
import form from '../../../ui/form.module.css';
import { NumberField } from '../../../ui/number-field.tsx';
import { EvidenceChoice } from '../evidence-choice.tsx';
import styles from './publication.module.css';
import { RecordedAnswer, RecordedChoice, RecordedText } from './record-fields.tsx';
import type { GroupProps } from './seen-fields.tsx';

/** Measures for Labeling, Art. 6 (1)–(3): the class as the platform words it; a screen has no word for "not looked". */
const notices = { 'not-recorded': localized('not recorded', '未记录'), ...words.notices } as const;

/** The label beside the content, as the platform showed it. */
export function DisplayedFields({
  caseId,
  evidence,
  film,
  draft,
  onChange,
}: GroupProps & { readonly caseId: string; readonly evidence: Sha256; readonly film: boolean }) {
  const { text, pick } = useWords();
  const { displayed } = draft;
  const change = (part: Partial<typeof displayed>) => onChange({ displayed: { ...displayed, ...part } });
  return (
    <fieldset className={form.group}>
      <legend>{text('publication.displayed')}</legend>
      <div className={form.grid}>
        <RecordedText
          name={words.displayedText}
          value={displayed.text}
          onChange={(words) => change({ text: words })}
        />
        <RecordedChoice
          name={words.notice}
          value={displayed.notice ?? 'not-recorded'}
          onChange={(notice) => change({ notice: notice === 'not-recorded' ? null : notice })}
          of={notices}
          first="not-recorded"
        />
        <RecordedText
          name={words.displayedPosition}
          value={displayed.position}
          onChange={(position) => change({ position })}
        />
        {(film || displayed.firstSeen !== null) && (
          <NumberField
            label={text('publication.first-seen')}
            value={displayed.firstSeen}
            onChange={(firstSeen) => change({ firstSeen })}
            digits={3}
          />
        )}
      </div>
      <EvidenceChoice
        caseId={caseId}
        label={pick(words.screenshot)}
        none={text('publication.screenshot.none')}
        value={displayed.screenshot}
        except={evidence}
        onChange={(screenshot) => change({ screenshot })}
      />
      <p className={styles.muted}>{text('publication.notice.note')}</p>
    </fieldset>
  );
}

/** What the uploader said about it. */
export function DeclaredFields({ draft, onChange }: GroupProps) {
  const { text } = useWords();
  const { declared, sourceLabel } = draft;
  return (
    <fieldset className={form.group}>
      <legend>{text('publication.declared')}</legend>
      <div className={form.grid}>
        <RecordedAnswer
          name={words.declared}
          value={declared.shown}
          onChange={(shown) => onChange({ declared: { ...declared, shown } })}
        />
        <RecordedText
          name={words.declaredText}
          value={declared.text}
          onChange={(said) => onChange({ declared: { ...declared, text: said } })}
        />
        <RecordedAnswer
          name={words.sourceLabel}
          value={sourceLabel.shown}
          onChange={(shown) => onChange({ sourceLabel: { ...sourceLabel, shown } })}
        />
        <RecordedText
          name={words.sourceLabelText}
          value={sourceLabel.text}
          onChange={(said) => onChange({ sourceLabel: { ...sourceLabel, text: said } })}
        />
        <RecordedAnswer
          name={words.fictionTag}
          value={draft.fictionTag}
          onChange={(fictionTag) => onChange({ fictionTag })}
        />
      </div>
    </fieldset>
  );
}
