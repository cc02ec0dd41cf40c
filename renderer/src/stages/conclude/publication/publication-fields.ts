import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Publication } from '#shared/domain/publication.ts';
import { shortHash } from '#shared/text/format.ts';
import { answerWords, publicationWords as words } from '#shared/text/publication-words.ts';

export interface PublicationField {
  /** Path in the record: `account.owner`. */
  readonly id: string;
  readonly name: Localized;
  /** As it is shown; `null`: not recorded. */
  readonly value: Localized | string | null;
}

/** All fields of a record in the order of the form. */
export function publicationFields(publication: Publication): readonly PublicationField[] {
  const { account, displayed, declared, sourceLabel, editorialReview, unlabelledDelivery, service } =
    publication;
  const typed = (id: string, name: Localized, value: string): PublicationField => ({
    id,
    name,
    value: value === '' ? null : value,
  });
  const counted = (id: string, name: Localized, value: number | null): PublicationField =>
    typed(id, name, value === null ? '' : String(value));
  const chosen = <T extends string>(
    id: string,
    name: Localized,
    value: T,
    of: Readonly<Record<T, Localized>>,
  ): PublicationField => ({ id, name, value: value === 'not-recorded' ? null : of[value] });
  const answered = (id: string, name: Localized, value: keyof typeof answerWords): PublicationField =>
    chosen(id, name, value, answerWords);
  return [
    typed('platform', words.platform, publication.platform),
    typed('post', words.post, publication.post),
    typed('publishedAt', words.publishedAt, publication.publishedAt),
    typed('capturedAt', words.capturedAt, publication.capturedAt),
    typed('capturedWith', words.capturedWith, publication.capturedWith),
    typed('region', words.region, publication.region),
    typed('postText', words.postText, publication.postText),
    typed('account.name', words.accountName, account.name),
    typed('account.id', words.accountId, account.id),
    chosen('account.kind', words.accountKind, account.kind, words.accountKinds),
    typed('account.owner', words.owner, account.owner),
    counted('account.followers', words.followers, account.followers),
    answered('account.influential', words.influential, account.influential),
    typed('account.influenceBasis', words.influenceBasis, account.influenceBasis),
    answered('account.verified', words.verified, account.verified),
    typed('account.verifiedAs', words.verifiedAs, account.verifiedAs),
    chosen('account.topic', words.topic, account.topic, words.topics),
    answered('account.credentialShown', words.credentialShown, account.credentialShown),
    typed('account.credentialText', words.credentialText, account.credentialText),
    typed('account.credentialCheckedBy', words.credentialCheckedBy, account.credentialCheckedBy),
    typed('displayed.text', words.displayedText, displayed.text),
    {
      id: 'displayed.notice',
      name: words.notice,
      value: displayed.notice === null ? null : words.notices[displayed.notice],
    },
    typed('displayed.position', words.displayedPosition, displayed.position),
    counted('displayed.firstSeen', words.firstSeen, displayed.firstSeen),
    typed(
      'displayed.screenshot',
      words.screenshot,
      displayed.screenshot === null ? '' : shortHash(displayed.screenshot),
    ),
    answered('declared.shown', words.declared, declared.shown),
    typed('declared.text', words.declaredText, declared.text),
    answered('sourceLabel.shown', words.sourceLabel, sourceLabel.shown),
    typed('sourceLabel.text', words.sourceLabelText, sourceLabel.text),
    answered('fictionTag', words.fictionTag, publication.fictionTag),
    { id: 'actions', name: actionsName, value: actionsText(publication.actions) },
    chosen('obtainedBy', words.obtainedBy, publication.obtainedBy, words.ways),
    chosen('rendition', words.rendition, publication.rendition, words.renditions),
    typed('transcodes', words.transcodes, publication.transcodes),
    answered('depictsReal', words.depictsReal, publication.depictsReal),
    answered('publicInterest', words.publicInterest, publication.publicInterest),
    answered('editorialReview.done', words.editorialReview, editorialReview.done),
    typed('editorialReview.by', words.editorialReviewBy, editorialReview.by),
    typed('editorialReview.note', words.editorialReviewNote, editorialReview.note),
    answered('unlabelledDelivery.agreed', words.unlabelledAgreed, unlabelledDelivery.agreed),
    answered('unlabelledDelivery.logged', words.unlabelledLogged, unlabelledDelivery.logged),
    typed('unlabelledDelivery.on', words.unlabelledOn, unlabelledDelivery.on),
    typed('service.name', words.serviceName, service.name),
    typed('service.model', words.serviceModel, service.model),
    typed('service.filing', words.serviceFiling, service.filing),
    typed('note', words.note, publication.note),
  ];
}

const actionsName = localized('What the platform did', '平台处置');

function actionsText(actions: Publication['actions']): Localized | null {
  if (actions.length === 0) return null;
  const told = (language: keyof Localized) =>
    actions
      .map(({ at, what, text }) =>
        [at, words.actionKinds[what][language], text].filter((part) => part !== ''),
      )
      .map((parts) => parts.join(' · '))
      .join('\n');
  return localized(told('en'), told('zh-CN'));
}

export interface PublicationChange {
  readonly field: PublicationField;
  readonly before: PublicationField['value'];
}

/** Fields whose value is another one than before. */
export function publicationChanges(before: Publication, after: Publication): readonly PublicationChange[] {
  const earlier = new Map(publicationFields(before).map(({ id, value }) => [id, value]));
  return publicationFields(after).flatMap((field) => {
    const value = earlier.get(field.id) ?? null;
    return JSON.stringify(value) === JSON.stringify(field.value) ? [] : [{ field, before: value }];
  });
}
