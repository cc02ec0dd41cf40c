import { localized } from '#shared/domain/localized.ts';
import { content, definePack, instrument, quoted } from '../define.ts';
import { explicitLabelPresent, exportedFile, unlabelledDelivery } from '../rules/file-label.ts';
import { implicitLabel, propagationData } from '../rules/implicit-label.ts';
import { passageRule } from '../rules/passage.ts';
import { noticeOf, userDeclaration } from '../rules/platform-notice.ts';

const cite = instrument({
  instrument: localized(
    'Measures for Labeling AI-Generated Synthetic Content (2025)',
    '人工智能生成合成内容标识办法（国信办通字〔2025〕2号）',
  ),
  authority: localized(
    'Cyberspace Administration of China, with the ministries of industry and public security and the broadcasting administration',
    '国家互联网信息办公室、工业和信息化部、公安部、国家广播电视总局',
  ),
  source: 'https://www.cac.gov.cn/2025-03/14/c_1743654684782215.htm',
});

const fixed = {
  standing: 'primary',
  wording: 'official',
  force: 'in-force',
  appliesFrom: '2025-09-01',
  appliesTo: null,
  media: content,
} as const;

export const pack = definePack({
  id: 'cn-labelling-measures',
  jurisdiction: 'CN',
  place: 1,
  title: localized('Measures for Labeling AI-Generated Synthetic Content', '人工智能生成合成内容标识办法'),
  note: localized(
    'In force since 1 September 2025. The articles are quoted from reprints of the official text that agree with each other.',
    '自 2025 年 9 月 1 日起施行。条文引自相互一致的官方文本转载。',
  ),
  rules: [
    {
      ...fixed,
      id: 'CN-M-04',
      title: localized('Explicit label on generated content', '生成合成内容的显式标识'),
      gist: localized(
        'Services within Art. 17 (1) of the Deep Synthesis Provisions add an explicit label of the kind that fits the content.',
        '属于《互联网信息服务深度合成管理规定》第十七条第一款情形的，服务提供者应当按内容类型添加显式标识。',
      ),
      quote: null,
      citation: cite('Art. 4 (1)–(5)', '第四条第一项至第五项'),
      roles: ['provider'],
      evaluate: explicitLabelPresent,
    },
    {
      ...fixed,
      id: 'CN-E-05',
      title: localized('Explicit label in exported files', '导出文件中的显式标识'),
      gist: localized(
        'Where download, copying or export is offered, the file itself holds the explicit label; without one only after an agreement and with a log (Art. 9).',
        '提供下载、复制、导出等功能的，文件中应当含有显式标识；不含的，须有协议约定并留存日志（第九条）。',
      ),
      quote: quoted(
        'zh-CN',
        '服务提供者提供生成合成内容下载、复制、导出等功能时，应当确保文件中含有满足要求的显式标识。',
      ),
      citation: cite('Art. 4, last paragraph; Art. 9', '第四条最后一款；第九条'),
      roles: ['provider'],
      evaluate: exportedFile,
    },
    {
      ...fixed,
      id: 'CN-I-01',
      title: localized('Implicit label in the file’s metadata', '文件元数据隐式标识'),
      gist: localized(
        'The provider adds to the metadata: that the content is generated, the provider’s name or code, the number of the content. Platforms look for it (Art. 6).',
        '服务提供者应当在文件元数据中添加生成合成内容属性信息、服务提供者名称或者编码、内容编号；传播平台应当核验（第六条）。',
      ),
      quote: quoted(
        'zh-CN',
        '在生成合成内容的文件元数据中添加隐式标识，隐式标识包含生成合成内容属性信息、服务提供者名称或者编码、内容编号等制作要素信息。',
      ),
      citation: cite('Art. 5 (GB 45438-2025, 6.1)', '第五条（GB 45438-2025，6.1）'),
      roles: ['provider', 'platform'],
      evaluate: implicitLabel,
    },
    {
      ...fixed,
      id: 'CN-P-01-1',
      title: localized('Notice: the content is generated', '提示：属于生成合成内容'),
      gist: localized(
        'Where the metadata clearly marks the content as generated, the platform shows so beside it.',
        '文件元数据明确标明为生成合成内容的，平台应当在发布内容周边添加显著的提示标识。',
      ),
      quote: quoted(
        'zh-CN',
        '核验文件元数据中是否含有隐式标识，文件元数据明确标明为生成合成内容的，采取适当方式在发布内容周边添加显著的提示标识',
      ),
      citation: cite('Art. 6 (1)', '第六条第一项'),
      roles: ['platform'],
      evaluate: noticeOf('is'),
    },
    {
      ...fixed,
      id: 'CN-P-01-2',
      title: localized('Notice: the content may be generated', '提示：可能为生成合成内容'),
      gist: localized(
        'Where the metadata holds no label but the user declared it, the platform shows that the content may be generated.',
        '文件元数据中未核验到隐式标识，但用户声明为生成合成内容的，平台应当提示该内容可能为生成合成内容。',
      ),
      quote: quoted('zh-CN', '文件元数据中未核验到隐式标识，但用户声明为生成合成内容的'),
      citation: cite('Art. 6 (2)', '第六条第二项'),
      roles: ['platform'],
      evaluate: noticeOf('may-be'),
    },
    {
      ...fixed,
      id: 'CN-P-01-3',
      title: localized('Notice: the content is suspected to be generated', '提示：疑似生成合成内容'),
      gist: localized(
        'Where there is neither label nor declaration but an explicit label or other traces are found, the platform shows that generation is suspected.',
        '既未核验到隐式标识，用户也未声明，但检测到显式标识或者其他生成合成痕迹的，平台应当提示疑似生成合成内容。',
      ),
      quote: quoted('zh-CN', '检测到显式标识或者其他生成合成痕迹的'),
      citation: cite('Art. 6 (3)', '第六条第三项'),
      roles: ['platform'],
      evaluate: noticeOf('suspected'),
    },
    {
      ...fixed,
      id: 'CN-I-09',
      title: localized('Propagation data in the metadata', '在元数据中添加传播要素信息'),
      gist: localized(
        'In the cases of Art. 6 (1)–(3) the platform adds to the metadata: that the content is generated, its own name or code, its number of the content.',
        '有第六条第一项至第三项情形的，平台应当在文件元数据中添加生成合成内容属性信息、传播平台名称或者编码、内容编号。',
      ),
      quote: quoted(
        'zh-CN',
        '有前款第一项至第三项情形的，应当在文件元数据中添加生成合成内容属性信息、传播平台名称或者编码、内容编号等传播要素信息。',
      ),
      citation: cite('Art. 6, last paragraph', '第六条最后一款'),
      roles: ['platform'],
      evaluate: propagationData,
    },
    {
      ...fixed,
      id: 'CN-M-09',
      title: localized('Delivery without an explicit label', '提供不含显式标识的内容'),
      gist: localized(
        'On a user’s request and after an agreement, content may be handed out without an explicit label; the log of whom it went to is kept for at least six months.',
        '用户申请并通过用户协议明确其标识义务和使用责任后，可以提供不含显式标识的内容；相关日志留存不少于六个月。',
      ),
      quote: quoted(
        'zh-CN',
        '服务提供者可以在通过用户协议明确用户的标识义务和使用责任后，提供不含显式标识的生成合成内容，并依法留存提供对象信息等相关日志不少于六个月。',
      ),
      citation: cite('Art. 9', '第九条'),
      roles: ['provider'],
      evaluate: unlabelledDelivery,
    },
    {
      ...fixed,
      id: 'CN-M-10',
      title: localized('Declaration by the user', '用户主动声明'),
      gist: localized(
        'Users who publish generated content declare it and use the labelling function of the service.',
        '用户发布生成合成内容的，应当主动声明并使用服务提供者提供的标识功能。',
      ),
      quote: quoted(
        'zh-CN',
        '用户使用网络信息内容传播服务发布生成合成内容的，应当主动声明并使用服务提供者提供的标识功能进行标识。',
      ),
      citation: cite('Art. 10, first paragraph', '第十条第一款'),
      roles: ['user', 'platform'],
      evaluate: userDeclaration,
    },
    {
      ...fixed,
      id: 'CN-D-01',
      title: localized('No malicious removal or alteration of labels', '不得恶意删除、篡改标识'),
      gist: localized(
        'Nobody maliciously deletes, alters, forges or hides a label. Whether there was malice no file can show.',
        '任何组织和个人不得恶意删除、篡改、伪造、隐匿标识。是否出于恶意，文件无法表明。',
      ),
      quote: quoted(
        'zh-CN',
        '任何组织和个人不得恶意删除、篡改、伪造、隐匿本办法规定的生成合成内容标识，不得为他人实施上述恶意行为提供工具或者服务，不得通过不正当标识手段损害他人合法权益。',
      ),
      citation: cite('Art. 10, second paragraph', '第十条第二款'),
      roles: ['provider', 'deployer', 'platform', 'user'],
      evaluate: passageRule('warn'),
    },
  ],
});
