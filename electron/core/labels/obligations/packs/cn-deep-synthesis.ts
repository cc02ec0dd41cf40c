import { localized } from '#shared/domain/localized.ts';
import { content, definePack, instrument, quoted } from '../define.ts';
import { conspicuousMark, technicalMark } from '../rules/deep-synthesis.ts';
import { passageRule } from '../rules/passage.ts';

const cite = instrument({
  instrument: localized(
    'Provisions on the Administration of Deep Synthesis of Internet Information Services (2022)',
    '互联网信息服务深度合成管理规定（2022年）',
  ),
  authority: localized(
    'Cyberspace Administration of China, Ministry of Industry and Information Technology, Ministry of Public Security',
    '国家互联网信息办公室、工业和信息化部、公安部',
  ),
  source: 'https://www.cac.gov.cn/2022-12/11/c_1672221949354811.htm',
});

const fixed = {
  standing: 'primary',
  wording: 'official',
  force: 'in-force',
  appliesFrom: '2023-01-10',
  appliesTo: null,
  media: content,
} as const;

export const pack = definePack({
  id: 'cn-deep-synthesis',
  jurisdiction: 'CN',
  place: 3,
  title: localized('Deep Synthesis Provisions', '互联网信息服务深度合成管理规定'),
  note: localized(
    'In force since 10 January 2023. Image enhancement and repair count as deep synthesis too (Art. 23).',
    '自 2023 年 1 月 10 日起施行。图像增强、图像修复也属于深度合成技术（第二十三条）。',
  ),
  rules: [
    {
      ...fixed,
      id: 'CN-DS-16',
      title: localized('Technical mark', '不影响用户使用的标识'),
      gist: localized(
        'The provider adds, by technical means, a mark that does not affect use, and keeps logs.',
        '深度合成服务提供者应当采取技术措施添加不影响用户使用的标识，并保存日志信息。',
      ),
      quote: quoted(
        'zh-CN',
        '深度合成服务提供者对使用其服务生成或者编辑的信息内容，应当采取技术措施添加不影响用户使用的标识，并依照法律、行政法规和国家有关规定保存日志信息。',
      ),
      citation: cite('Art. 16', '第十六条'),
      roles: ['provider'],
      evaluate: technicalMark,
    },
    {
      ...fixed,
      id: 'CN-DS-17',
      title: localized('Conspicuous mark', '显著标识'),
      gist: localized(
        'Five classes of services that may confuse or mislead the public mark their output conspicuously.',
        '提供五类深度合成服务、可能导致公众混淆或者误认的，应当进行显著标识。',
      ),
      quote: quoted(
        'zh-CN',
        '深度合成服务提供者提供以下深度合成服务，可能导致公众混淆或者误认的，应当在生成或者编辑的信息内容的合理位置、区域进行显著标识，向公众提示深度合成情况',
      ),
      citation: cite('Art. 17', '第十七条'),
      roles: ['provider'],
      evaluate: conspicuousMark,
    },
    {
      ...fixed,
      id: 'CN-DS-18',
      title: localized('No deleting, altering or hiding of marks', '不得删除、篡改、隐匿标识'),
      gist: localized(
        'Nobody deletes, alters or hides the marks of Arts. 16 and 17 by technical means.',
        '任何组织和个人不得采用技术手段删除、篡改、隐匿第十六条和第十七条规定的标识。',
      ),
      quote: quoted(
        'zh-CN',
        '任何组织和个人不得采用技术手段删除、篡改、隐匿本规定第十六条和第十七条规定的深度合成标识。',
      ),
      citation: cite('Art. 18', '第十八条'),
      roles: ['provider', 'deployer', 'platform', 'user'],
      evaluate: passageRule('warn'),
    },
  ],
});
