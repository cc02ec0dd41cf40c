import type { Flag } from '#shared/domain/figure.ts';
import { type Language, type Localized, localized } from '#shared/domain/localized.ts';

/** Words of the report that several sections or the writers need. What the screen says too is in `shared/text`. */
export const words = {
  title: localized('Examination report', '检验报告'),
  workingTitle: localized('Working report of an examination', '检验工作报告（非正式）'),
  case: localized('Case', '案件'),
  caseId: localized('Case identifier', '案件标识'),
  caseCreated: localized('Case created', '案件建立时间'),
  noCase: localized('none: the files were examined without a case', '无：文件在案件之外检验'),
  examiner: localized('Examiner', '检验人'),
  generated: localized('Report generated', '报告生成时间'),
  software: localized('Software', '软件'),
  record: localized('SHA-256 of the machine-readable record', '机读记录的 SHA-256'),
  recordNote: localized(
    'A document cannot contain its own hash. The hash in the footer of every page is that of the machine-readable record (the JSON form of this report, exported together with it), which holds everything in this report and all results in full; `sha256sum` on that file must give the same value.',
    '文件无法包含自身的哈希值。每页页脚所列为机读记录（与本报告一同导出的 JSON 文件）的哈希值；该记录含有本报告的全部内容及全部完整结果。对该文件运行 sha256sum 应得到相同的值。',
  ),
  contents: localized('Contents', '目录'),
  page: localized('Page {page} of {pages}', '第 {page} 页，共 {pages} 页'),
  exhibit: localized('Exhibit {number}: {name}', '检材 {number}：{name}'),
  version: localized('Version', '版本'),
  figure: localized('Figure', '图'),
  figureTitle: localized('Figure {number}. ', '图 {number}　'),
  colon: localized(': ', '：'),
  strength: localized('strength', '强度'),
  limits: localized('Limits', '局限'),
  innocent: localized('Innocent explanations', '无害的解释'),
  shownIn: localized('Shown in', '见'),
  reference: localized('Reference', '文献'),
  errorRate: localized('Error rate', '错误率'),
  errorRateUnknown: localized('not measured', '未测定'),
  engines: localized('Engines', '引擎'),
  noEngines: localized('none outside this program', '无外部引擎'),
  parameters: localized('Parameters', '参数'),
  usedOn: localized('used on exhibits', '所用检材'),
  bytes: localized('Bytes', '字节范围'),
  flag: localized('Mark', '标记'),
  scale: localized('Scale', '标尺'),
  figureLabel: localized('Label', '名称'),
  time: localized('Time', '时间'),
  lane: localized('Lane', '分道'),
  owner: localized('Owner', '归属'),
  role: localized('Role', '作用'),
  length: localized('Length', '长度'),
  node: localized('Element', '元素'),
  detail: localized('Value', '值'),
  rowsCut: localized(
    'First {shown} of {total} rows; all are in the machine-readable record.',
    '仅列前 {shown} 行，共 {total} 行；全部内容见机读记录。',
  ),
  nodesCut: localized(
    'First {shown} of {total} nodes; all are in the machine-readable record.',
    '仅列前 {shown} 个节点，共 {total} 个；全部内容见机读记录。',
  ),
  linesCut: localized(
    'and {rest} more; all are in the machine-readable record',
    '另有 {rest} 条；全部内容见机读记录',
  ),
  pictureMissing: localized('The picture is not shown: its file is missing.', '图片未显示：文件缺失。'),
  pictureChanged: localized(
    'The picture is not shown: its file no longer has the hash recorded with the run.',
    '图片未显示：其文件的哈希值与分析记录不符。',
  ),
  pictureUnreadable: localized(
    'The picture is not shown: its file cannot be decoded.',
    '图片未显示：文件无法解码。',
  ),
  pictureLimit: localized(
    'The picture is not shown: the limit for pictures of one report is reached. It is kept with the run.',
    '图片未显示：已达单份报告的图片上限。该图片保存在分析记录中。',
  ),
  pictureWithheld: localized(
    'The picture is not shown: a region of the exhibit is blacked out in this report, and this picture may show it at another place.',
    '图片未显示：本报告已遮盖该检材的部分区域，而此图可能在其他位置显示该区域。',
  ),
} as const satisfies Record<string, Localized>;

export type Words = Readonly<Record<keyof typeof words, string>>;

/** All words in one language, as the writers use them. */
export function wordsIn(language: Language): Words {
  return Object.fromEntries(Object.entries(words).map(([key, text]) => [key, text[language]])) as Words;
}

const flags = {
  ok: localized('in order', '正常'),
  notice: localized('notice', '注意'),
  warning: localized('warning', '警告'),
  error: localized('error', '错误'),
  personal: localized('personal data', '个人数据'),
} as const satisfies Record<Flag, Localized>;

export function flagWord(flag: Flag | undefined, language: Language): string {
  return flag === undefined ? '' : flags[flag][language];
}

/** Shape and letterless sign of a bearing, so that it is never told by colour alone. */
export const bearingSigns = {
  supports: '▲',
  contradicts: '▼',
  inconclusive: '◆',
  informational: '●',
} as const;
