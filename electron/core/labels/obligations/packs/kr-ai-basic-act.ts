import { localized } from '#shared/domain/localized.ts';
import { content, definePack, instrument, seenOrHeard } from '../define.ts';
import { anyVisibleLabel, labelOrMark, ofRealPeople } from '../rules/abroad.ts';

const cite = instrument({
  instrument: localized(
    'Framework Act on the Development of Artificial Intelligence and Establishment of Trust (AI Basic Act)',
    '人工智能发展与建立信任基本法（人工智能基本法）',
  ),
  authority: localized('Ministry of Science and ICT, Republic of Korea', '韩国科学技术信息通信部'),
  source: 'https://www.shinkim.com (newsletter 3190)',
});

const fixed = {
  standing: 'secondary',
  wording: 'transcribed',
  force: 'in-force',
  appliesFrom: '2026-01-22',
  appliesTo: null,
  media: content,
  quote: null,
  roles: ['provider'],
} as const;

export const pack = definePack({
  id: 'kr-ai-basic-act',
  jurisdiction: 'KR',
  place: 1,
  title: localized('Korea: AI Basic Act, Art. 31', '韩国：人工智能基本法第 31 条'),
  note: localized(
    'Known from commentaries. It binds operators, not those who merely use a service; for fines there is a period of grace of at least one year.',
    '依据评述文章。约束对象为人工智能经营者，不包括单纯的使用者；罚款设有至少一年的宽限期。',
  ),
  rules: [
    {
      ...fixed,
      id: 'KR-01',
      title: localized('Marking of generated output', '生成内容的标示'),
      gist: localized(
        'Output of generative AI is marked, for people or for machines.',
        '生成式人工智能的输出应当以人可识别或机器可读的方式标示。',
      ),
      citation: cite('Art. 31(2); Decree Art. 23', '第三十一条第二款；施行令第二十三条'),
      evaluate: labelOrMark,
    },
    {
      ...fixed,
      id: 'KR-02',
      title: localized('Output hard to tell from reality', '难以与真实区分的内容'),
      gist: localized(
        'Deepfake-like output is clearly recognisable as such.',
        '类似深度伪造的内容应当能被清楚识别。',
      ),
      citation: cite('Art. 31(3)', '第三十一条第三款'),
      media: seenOrHeard,
      evaluate: ofRealPeople(anyVisibleLabel),
    },
  ],
});
