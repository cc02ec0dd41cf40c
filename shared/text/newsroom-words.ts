import type { core } from 'zod';
import { type Localized, localized } from '../domain/localized.ts';
import { type MediaCategory, newsroomFaults } from '../domain/newsroom.ts';

/** Words of the form of reviews for publishing, and of what is wrong in one. */

export const newsroomWords = {
  contents: localized('Contents of the file', '文件内容'),
  contentsOf: {
    report: localized('The report, in terms of CASE and UCO', '报告（采用 CASE、UCO 术语）'),
    review: localized(
      'A review for publication (ClaimReview, MediaReview)',
      '供发布的事实核查标注（ClaimReview、MediaReview）',
    ),
  },
  note: localized(
    'What you fill in here is published, together with the reasons of the examiner’s conclusion, and no result of a method. Nothing is filled in beforehand. Put the content of the file into the page of the review, in a script element of the type application/ld+json.',
    '发布的内容仅有此处所填各项及检验人结论的理由，不含任何方法的结果；各项均不预填。请将文件内容放入核查文章的网页，置于类型为 application/ld+json 的 script 元素中。',
  ),
  noConclusion: localized(
    'There is no conclusion of an examiner to publish yet. The software never concludes: record a conclusion on the propositions first. What is filled in here stays meanwhile.',
    '尚无可发布的检验人结论。软件从不作出结论：请先就命题记录结论。其间此处所填内容予以保留。',
  ),
  toConclusion: localized('Go to findings and conclusion', '转到所见与结论'),
  attention: localized('To be filled in or put right: {count}', '待补充或更正：{count} 处'),
  remove: localized('Remove', '移除'),
  choose: localized('choose…', '请选择…'),

  review: localized('The published review', '核查文章'),
  page: localized('Address of its page', '网页地址'),
  publishedOn: localized('Published on (optional)', '发布日期（可选）'),
  publisher: localized('Publisher', '发布机构'),
  publisherPage: localized('Address of the publisher (optional)', '发布机构网址（可选）'),
  body: localized('Published as the text of the review', '作为核查正文发布'),

  claims: localized('Claims (ClaimReview)', '核查的说法（ClaimReview）'),
  claim: localized('Claim {number}', '说法 {number}'),
  addClaim: localized('Add a claim', '添加说法'),
  removeClaim: localized('Remove claim {number}', '移除说法 {number}'),
  pair: localized('Rests on the conclusion on', '所依据的结论'),
  pairOf: localized('Group {number}: {wording}', '第 {number} 组：{wording}'),
  claimText: localized('What is claimed', '说法内容'),
  claimantKind: localized('Claimed by (optional)', '提出者类别（可选）'),
  claimantKinds: {
    Person: localized('a person', '个人'),
    Organization: localized('an organisation', '机构'),
  },
  claimantName: localized('Name of the claimant (optional)', '提出者名称（可选）'),
  claimedOn: localized('Claimed on (optional)', '提出日期（可选）'),
  appearances: localized(
    'Pages on which it appeared, one address a line (optional)',
    '出现该说法的网页，每行一个网址（可选）',
  ),
  rating: localized('Rating, in the words of the house', '评级（本机构用语）'),
  ratingExplanation: localized('Explanation of the rating (optional)', '评级说明（可选）'),
  value: localized('Rating as a number (optional)', '数值评级（可选）'),
  worst: localized('Worst end of the scale', '量表最差端'),
  best: localized('Best end of the scale', '量表最佳端'),

  media: localized('Media (MediaReview)', '核查的媒体（MediaReview）'),
  medium: localized('Media {number}', '媒体 {number}'),
  addMedium: localized('Add an exhibit', '添加检材'),
  removeMedium: localized('Remove media {number}', '移除媒体 {number}'),
  exhibit: localized('Exhibit', '检材'),
  noExhibit: localized('none chosen', '未选择'),
  categories: localized(
    'Category, in the context in which it was published or shared',
    '类别（就其发布或传播的语境而言）',
  ),
  categoriesNote: localized(
    'As schema.org words them. More than one may hold; the choice is yours alone.',
    '按 schema.org 的定义。可选多项，完全由您判断。',
  ),
  mediaPage: localized('Page on which it was seen (optional)', '发现该媒体的网页（可选）'),
  mediaFile: localized('Address of the file itself (optional)', '媒体文件的网址（可选）'),
  originalLink: localized('Address of an original version (optional)', '原始版本的网址（可选）'),
  originalContext: localized(
    'Background of the original, for whoever looks at it (optional)',
    '原始内容的背景说明（可选）',
  ),
} as const;

/** MediaManipulationRatingEnumeration of schema.org 30.0, its definitions in short. */
export const categoryWords: Record<MediaCategory, { readonly name: Localized; readonly means: Localized }> = {
  DecontextualizedContent: {
    name: localized('Missing context', '脱离语境'),
    means: localized(
      'Unaltered, but presented in an inaccurate manner that misrepresents it: a wrong date or place, an altered transcript, a short piece of something longer. Something original can be this as well.',
      '内容未经改动，但呈现方式失实而歪曲其含义：时间或地点有误、文字记录被改、只取较长内容的片段。“原始内容”也可同时属于此类。',
    ),
  },
  EditedOrCroppedContent: {
    name: localized('Edited or cropped', '剪辑或裁切'),
    means: localized(
      'Film or sound: edited or rearranged in time, put together from several, or large portions left out. Picture: part of a larger whole, shown so that it misleads.',
      '视频、音频：经时间上的剪辑或重新编排、多段拼接，或删去大段内容。图片：从较大画面中截取局部呈现，误导观者。',
    ),
  },
  OriginalMediaContent: {
    name: localized('Original', '原始内容'),
    means: localized(
      'No evidence that it was misleadingly altered or manipulated. It may still contain false or misleading claims.',
      '没有证据表明其经过误导性的改动或处理，但其中仍可能含有不实或误导性的说法。',
    ),
  },
  SatireOrParodyContent: {
    name: localized('Satire or parody', '讽刺或戏仿'),
    means: localized(
      'Created as political or humorous commentary, and presented in that context. Shared without it, it more likely belongs under missing context.',
      '作为政治或幽默评论而创作，并在该语境中呈现。转发时缺少该语境的，更宜归入“脱离语境”。',
    ),
  },
  StagedContent: {
    name: localized('Staged', '摆拍内容'),
    means: localized(
      'Created with actors or similarly contrived; of pictures, also a screenshot of a post that was never made.',
      '由演员表演或以类似方式设计而成；就图片而言，也包括并不存在的帖文的“截图”。',
    ),
  },
  TransformedContent: {
    name: localized('Transformed', '变造内容'),
    means: localized(
      'Film or sound: part or all of it was manipulated in itself, such as its speed, elements added or removed, dubbing, a synthesised face or voice. Picture: elements added or deleted to give it another meaning, with the intention to mislead.',
      '视频、音频：其内容本身的部分或全部经过改造，如变速、增删画面元素、另行配音、合成人脸或声音。图片：增删视觉元素以改变其含义，意在误导。',
    ),
  },
};

/** Faults that no rule of the schema words: what a kind of field asks for. */
export const fieldFaults = {
  address: localized(
    'An address is needed that begins with http:// or https://.',
    '请填写以 http:// 或 https:// 开头的网址。',
  ),
  day: localized('A day is needed, as in 2026-03-10.', '请填写日期，如 2026-03-10。'),
  number: localized('A number is needed.', '请填写数字。'),
  tooLong: localized('This is longer than can be taken.', '内容超出长度上限。'),
  choice: localized('Choose one.', '请选择一项。'),
  category: localized('Choose at least one category.', '请至少选择一个类别。'),
  pairConclusion: localized(
    'There is no conclusion of the examiner on these propositions.',
    '检验人尚未就此组命题作出结论。',
  ),
  exhibitConclusion: localized(
    'No conclusion of the examiner concerns this exhibit.',
    '检验人的结论均不涉及此检材。',
  ),
} as const;

/** What is wrong at a place of a review for publishing, in both languages. */
export function publishingFault(issue: core.$ZodIssue): Localized {
  const last = issue.path.at(-1);
  switch (issue.code) {
    case 'custom':
      return Object.values(newsroomFaults).find(({ en }) => en === issue.message) ?? newsroomFaults.stated;
    case 'invalid_format':
      return issue.format === 'url' ? fieldFaults.address : fieldFaults.day;
    case 'too_big':
      return fieldFaults.tooLong;
    case 'invalid_value':
      return fieldFaults.choice;
    default:
      if (last === 'categories') return fieldFaults.category;
      if (last === 'pair' || last === 'exhibit') return fieldFaults.choice;
      return issue.code === 'invalid_type' && issue.expected === 'number'
        ? fieldFaults.number
        : newsroomFaults.stated;
  }
}
