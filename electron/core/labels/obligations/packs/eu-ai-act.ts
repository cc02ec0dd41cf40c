import { localized } from '#shared/domain/localized.ts';
import { content, definePack, instrument, quoted, seenOrHeard } from '../define.ts';
import {
  deepFakeDisclosure,
  machineReadableMark,
  publicInterestText,
  transitionalPeriod,
  transitionEnds,
} from '../rules/eu.ts';

const authority = localized('European Parliament and Council', '欧洲议会和欧盟理事会');
const act = instrument({
  instrument: localized('Regulation (EU) 2024/1689 (AI Act)', '欧盟第 2024/1689 号条例（人工智能法）'),
  authority,
  source: 'https://eur-lex.europa.eu/eli/reg/2024/1689/oj/eng',
});
const amendment = instrument({
  instrument: localized(
    'Regulation (EU) 2024/1689 as amended by Regulation (EU) 2026/1744',
    '经欧盟第 2026/1744 号条例修订的第 2024/1689 号条例',
  ),
  authority,
  source: 'https://eur-lex.europa.eu/eli/reg/2026/1744/oj/eng',
});

const fixed = { force: 'in-force', appliesFrom: '2026-08-02', appliesTo: null, media: content } as const;

export const pack = definePack({
  id: 'eu-ai-act',
  jurisdiction: 'EU',
  place: 1,
  title: localized('EU AI Act, Art. 50', '欧盟人工智能法第 50 条'),
  note: localized(
    'Art. 50 applies since 2 August 2026. Paragraph 2 is quoted from a reprint of the Official Journal; paragraph 4 is known from commentaries.',
    '第 50 条自 2026 年 8 月 2 日起适用。第 2 款引自官方公报的转载；第 4 款依据评述文章。',
  ),
  rules: [
    {
      ...fixed,
      standing: 'primary',
      wording: 'official',
      id: 'EU-50-01',
      title: localized('Machine-readable marking of output', '输出内容的机器可读标记'),
      gist: localized(
        'Providers mark synthetic audio, image, video and text in a machine-readable format, detectable as generated or manipulated.',
        '提供者应当以机器可读格式标记合成的音频、图像、视频和文本，使其可被识别为人工生成或处理。',
      ),
      quote: quoted(
        'en',
        'Providers of AI systems, including general-purpose AI systems, generating synthetic audio, image, video or text content, shall ensure that the outputs of the AI system are marked in a machine-readable format and detectable as artificially generated or manipulated.',
      ),
      citation: act('Art. 50(2)', '第 50 条第 2 款'),
      roles: ['provider'],
      evaluate: machineReadableMark,
    },
    {
      ...fixed,
      standing: 'primary',
      wording: 'official',
      id: 'EU-111-04',
      title: localized('Transitional period for older systems', '既有系统的过渡期'),
      gist: localized(
        'Systems placed on the market before 2 August 2026 comply with Art. 50(2) by 2 December 2026.',
        '2026 年 8 月 2 日之前投放市场的系统，应在 2026 年 12 月 2 日前符合第 50 条第 2 款。',
      ),
      quote: quoted(
        'en',
        'that have been placed on the market before 2 August 2026 shall take the necessary steps in order to comply with Article 50(2) by 2 December 2026.',
      ),
      citation: amendment('Art. 111(4)', '第 111 条第 4 款'),
      appliesTo: transitionEnds,
      roles: ['provider'],
      evaluate: transitionalPeriod,
    },
    {
      ...fixed,
      standing: 'secondary',
      wording: 'transcribed',
      id: 'EU-50-04-1',
      title: localized('Disclosure of deep fakes', '深度伪造内容的披露'),
      gist: localized(
        'Deployers disclose, at first exposure, that content resembling existing persons, objects, places or events was generated or manipulated.',
        '部署者应当在首次展示时披露与真实人物、物体、地点或事件相似的内容系人工生成或处理。',
      ),
      quote: null,
      citation: act('Art. 50(4), first subparagraph', '第 50 条第 4 款第一项'),
      media: seenOrHeard,
      roles: ['deployer'],
      evaluate: deepFakeDisclosure,
    },
    {
      ...fixed,
      standing: 'secondary',
      wording: 'transcribed',
      id: 'EU-50-04-2',
      title: localized('Disclosure of text on matters of public interest', '公共利益事项文本的披露'),
      gist: localized(
        'Deployers disclose generated text published to inform the public, unless a human reviewed it and someone holds editorial responsibility.',
        '部署者应当披露为向公众提供信息而发布的生成文本，但经人工审核且有人承担编辑责任的除外。',
      ),
      quote: null,
      citation: act('Art. 50(4), second subparagraph', '第 50 条第 4 款第二项'),
      media: ['text'],
      roles: ['deployer'],
      evaluate: publicInterestText,
    },
  ],
});
