import { localized } from '#shared/domain/localized.ts';
import { content, definePack, instrument } from '../define.ts';
import { credentialTag, influentialAccount, smartService } from '../rules/account.ts';

const cite = instrument({
  instrument: localized(
    'Measures for the Administration of Internet Information Services, second draft (2026)',
    '互联网信息服务管理办法（修订草案第二次征求意见稿，2026年）',
  ),
  authority: localized(
    'Cyberspace Administration of China, Ministry of Industry and Information Technology, Ministry of Public Security',
    '国家互联网信息办公室、工业和信息化部、公安部',
  ),
  source: 'https://chinadailybrief.com/article/6a478317fd4c1d7637d6e7f7',
});

const fixed = {
  standing: 'secondary',
  wording: 'transcribed',
  force: 'proposed',
  appliesFrom: '2026-07-03',
  appliesTo: null,
  media: content,
  quote: null,
} as const;

export const pack = definePack({
  id: 'cn-information-services-draft',
  jurisdiction: 'CN',
  place: 5,
  title: localized(
    'Draft Measures for Internet Information Services',
    '互联网信息服务管理办法（征求意见稿）',
  ),
  note: localized(
    'A draft, known from one article about it; numbers of its articles and the end of the consultation were not found. Shown so that an examiner can see what may come, never as a duty.',
    '征求意见稿，仅见于一篇报道；条文编号及征求意见截止日期均未查到。列出仅供了解可能的要求，不作为义务。',
  ),
  rules: [
    {
      ...fixed,
      id: 'CN-DR-01',
      title: localized('Influential accounts are verified', '有影响力账号的认证'),
      gist: localized(
        'Self-media accounts of significant influence are verified more strictly.',
        '对具有较大影响力的“自媒体”账号实行更严格的认证。',
      ),
      citation: cite('article not known', '条号不详'),
      roles: ['platform', 'user'],
      evaluate: influentialAccount,
    },
    {
      ...fixed,
      id: 'CN-DR-02',
      title: localized('Professional credentials tagged', '专业资质标注'),
      gist: localized(
        'Platforms tag professional credentials of accounts in finance, education and healthcare.',
        '平台对金融、教育、医疗卫生等领域账号的专业资质作出标注。',
      ),
      citation: cite('article not known', '条号不详'),
      roles: ['platform'],
      evaluate: credentialTag(['finance', 'education', 'healthcare']),
    },
    {
      ...fixed,
      id: 'CN-DR-03',
      title: localized('Smart information services are transparent', '智能信息服务的透明度'),
      gist: localized(
        'Services with generative AI or recommendation say what they are.',
        '使用生成式人工智能或推荐算法的信息服务应当公示相关信息。',
      ),
      citation: cite('article not known', '条号不详'),
      roles: ['provider', 'platform'],
      evaluate: smartService,
    },
  ],
});
