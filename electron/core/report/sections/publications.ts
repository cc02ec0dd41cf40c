import { type Localized, localized } from '#shared/domain/localized.ts';
import type { PublicationRecord } from '#shared/domain/publication.ts';
import type { ReportBlock } from '#shared/domain/report.ts';
import { answerWords, publicationWords } from '#shared/text/publication-words.ts';
import type { ReportItem } from '../input.ts';
import {
  column,
  heading,
  keyValues,
  note,
  paragraph,
  row,
  type Section,
  type SectionContext,
  table,
} from '../section.ts';

const text = {
  intro: localized(
    'Where exhibits were seen, as the examiner recorded it; no file can tell. What is not listed was not recorded, which is never a “no”.',
    '检材的发布情况，由检验人记录，无法从文件得知。未列出的项目系未作记录，不等于“否”。',
  ),
  version: localized('Version {version}, recorded {at} by {actor}', '第 {version} 版，{actor} 记录于 {at}'),
  actions: localized('What the platform did', '平台处置'),
  at: localized('When', '时间'),
  what: localized('What', '处置'),
  wording: localized('Wording', '说明'),
  screenshot: localized('exhibit {number}', '检材 {number}'),
} as const;

export const section: Section = {
  id: 'publications',
  title: localized('Where exhibits were published', '发布情况'),
  stands: ({ items }) => items.some(({ publication }) => publication !== undefined),
  blocks(context) {
    return [
      paragraph(context.say(text.intro)),
      ...context.items.flatMap((item) =>
        item.publication === undefined ? [] : itemBlocks(item, item.publication, context),
      ),
    ];
  },
};

function itemBlocks(item: ReportItem, record: PublicationRecord, context: SectionContext): ReportBlock[] {
  const { say, date } = context;
  const entries = recorded(record, context);
  const { actions } = record.publication;
  return [
    heading(2, context.exhibit(item)),
    note(say(text.version, { version: record.version, at: date(record.at), actor: record.actor })),
    ...(entries.length === 0 ? [] : [keyValues(entries)]),
    ...(actions.length === 0 ? [] : [actionTable(record, context)]),
  ];
}

/** Every field that says something. */
function recorded(record: PublicationRecord, context: SectionContext): (readonly [string, string])[] {
  const { language } = context.input;
  const { publication } = record;
  const { account, displayed, declared, sourceLabel, editorialReview, unlabelledDelivery, service } =
    publication;
  const words = publicationWords;
  const answer = (value: keyof typeof answerWords): string =>
    value === 'not-recorded' ? '' : answerWords[value][language];
  const one = <K extends string>(map: Readonly<Record<K, Localized>>, value: K): string =>
    value === 'not-recorded' ? '' : map[value][language];
  const entries: (readonly [Localized, string])[] = [
    [words.platform, publication.platform],
    [words.post, publication.post],
    [words.accountName, account.name],
    [words.accountId, account.id],
    [words.accountKind, one(words.accountKinds, account.kind)],
    [words.followers, account.followers === null ? '' : context.count(account.followers)],
    [words.influential, answer(account.influential)],
    [words.influenceBasis, account.influenceBasis],
    [words.verified, answer(account.verified)],
    [words.verifiedAs, account.verifiedAs],
    [words.topic, one(words.topics, account.topic)],
    [words.credentialShown, answer(account.credentialShown)],
    [words.credentialText, account.credentialText],
    [words.credentialCheckedBy, account.credentialCheckedBy],
    [words.owner, account.owner],
    [words.publishedAt, publication.publishedAt],
    [words.capturedAt, publication.capturedAt],
    [words.capturedWith, publication.capturedWith],
    [words.region, publication.region],
    [words.postText, publication.postText],
    [words.displayedText, displayed.text],
    [words.notice, displayed.notice === null ? '' : words.notices[displayed.notice][language]],
    [words.displayedPosition, displayed.position],
    [words.firstSeen, displayed.firstSeen === null ? '' : `${displayed.firstSeen} s`],
    [words.screenshot, screenshotOf(displayed.screenshot, context)],
    [words.declared, answer(declared.shown)],
    [words.declaredText, declared.text],
    [words.sourceLabel, answer(sourceLabel.shown)],
    [words.sourceLabelText, sourceLabel.text],
    [words.fictionTag, answer(publication.fictionTag)],
    [words.obtainedBy, one(words.ways, publication.obtainedBy)],
    [words.rendition, one(words.renditions, publication.rendition)],
    [words.transcodes, publication.transcodes],
    [words.editorialReview, answer(editorialReview.done)],
    [words.editorialReviewBy, editorialReview.by],
    [words.editorialReviewNote, editorialReview.note],
    [words.unlabelledAgreed, answer(unlabelledDelivery.agreed)],
    [words.unlabelledLogged, answer(unlabelledDelivery.logged)],
    [words.unlabelledOn, unlabelledDelivery.on],
    [words.keepLogUntil, record.keepLogUntil ?? ''],
    [words.serviceName, service.name],
    [words.serviceModel, service.model],
    [words.serviceFiling, service.filing],
    [words.depictsReal, answer(publication.depictsReal)],
    [words.publicInterest, answer(publication.publicInterest)],
    [words.note, publication.note],
  ];
  return entries.flatMap(([title, value]) => (value === '' ? [] : [[title[language], value] as const]));
}

function screenshotOf(sha256: string | null, { items, say }: SectionContext): string {
  if (sha256 === null) return '';
  const shown = items.find(({ evidence }) => evidence.sha256 === sha256);
  return shown === undefined
    ? sha256
    : `${say(text.screenshot, { number: shown.evidence.number })} (${sha256})`;
}

function actionTable({ publication }: PublicationRecord, { say, input }: SectionContext): ReportBlock {
  return table(
    say(text.actions),
    [column(say(text.at)), column(say(text.what)), column(say(text.wording))],
    publication.actions.map(({ at, what, text: wording }) =>
      row(at, publicationWords.actionKinds[what][input.language], wording),
    ),
  );
}
