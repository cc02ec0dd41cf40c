import { type Language, type Localized, localized } from '#shared/domain/localized.ts';

/** Every sentence of the command line. Help is shown in the language of `--language`, ASSAY_LANGUAGE or LANG. */
export const text = {
  program: localized(
    'Assay tells what a file is, where it claims to come from and what was done to it, offline. A case is a folder that keeps the files and everything found about them.',
    'Assay 在离线环境下说明文件是什么、声称来自哪里、被做过什么。案件是一个文件夹，保存文件及关于它们的全部发现。',
  ),
  examples: localized(
    `
Examples:
  assay examine photo.jpg                          examine in a temporary case, print what was found
  assay examine *.jpg --json > found.json          the same for scripts: one JSON document
  assay intake evidence/ --case clip.case          take a folder into a case
  assay examine --case clip.case --report out.pdf  examine the whole case and write a report
  assay verify clip.case                           re-hash all evidence, check the custody chain

Exit status: 0 done · 1 some run, file or check failed · 2 wrong usage`,
    `
示例：
  assay examine photo.jpg                          在临时案件中检验并打印发现
  assay examine *.jpg --json > found.json          供脚本使用：输出一个 JSON 文档
  assay intake evidence/ --case clip.case          将文件夹收入案件
  assay examine --case clip.case --report out.pdf  检验整个案件并生成报告
  assay verify clip.case                           重新计算全部证据的哈希并检查保管链

退出状态：0 完成 · 1 有检验、文件或校验失败 · 2 用法错误`,
  ),
  language: localized('language of texts and reports: en or zh-CN', '文本和报告的语言：en 或 zh-CN'),
  intake: localized(
    'Take files and folders into a case: hash, copy, read back, make read-only',
    '将文件和文件夹收入案件：计算哈希、复制、回读、设为只读',
  ),
  intakeHelp: localized(
    '\nThe case is made when the folder does not exist. Sources are only read. Links, sockets and devices are refused; the same bytes taken in twice are one evidence.',
    '\n若文件夹不存在则新建案件。源文件只读取不写入。符号链接、套接字和设备会被拒绝；相同字节收入两次只算一份证据。',
  ),
  examine: localized(
    'Run every analysis that applies and print or export what was found',
    '运行所有适用的分析并打印或导出发现',
  ),
  examineHelp: localized(
    '\nWith files: takes them in first (into a temporary case without --case). Without files: examines the whole case. Results already recorded for the same evidence, method version, parameters and engines are not computed again.',
    '\n给出文件时：先收入案件（无 --case 则为临时案件）。不给文件时：检验整个案件。对同一证据、方法版本、参数和引擎已记录的结果不会重复计算。',
  ),
  report: localized(
    'Write a report of a case; the format follows the file name',
    '生成案件报告；格式取决于文件扩展名',
  ),
  analyses: localized('List the analyses: identifier, version, title', '列出分析方法：标识符、版本、名称'),
  case: localized('Show a case', '查看案件'),
  caseShow: localized('Evidence of a case and the outcomes of its runs', '案件中的证据及其检验结果'),
  verify: localized(
    'Re-hash all evidence of a case and check its custody chain',
    '重新计算案件全部证据的哈希并检查保管链',
  ),
  optionCase: localized('case folder (made when it does not exist)', '案件文件夹（不存在则新建）'),
  optionCaseExisting: localized('case folder', '案件文件夹'),
  optionOnly: localized(
    'only these analyses, comma-separated (see assay analyses)',
    '只运行这些分析，用逗号分隔（见 assay analyses）',
  ),
  optionJson: localized(
    'print exactly one JSON document on standard output',
    '在标准输出上只打印一个 JSON 文档',
  ),
  optionReport: localized('also write a report: .html, .pdf or .json', '同时生成报告：.html、.pdf 或 .json'),
  optionAgain: localized('run again although the same run is recorded', '即使已有相同的检验记录也重新运行'),
  optionOut: localized('file to write: .html, .pdf or .json', '要写入的文件：.html、.pdf 或 .json'),
  takingIn: localized('taking in', '收入'),
  examining: localized('examining', '检验'),
  verifying: localized('verifying', '校验'),
  added: localized('added', '已收入'),
  duplicate: localized('already there', '已存在'),
  refused: localized('refused', '已拒绝'),
  failed: localized('failed', '失败'),
  reportWritten: localized('report written:', '报告已写入：'),
  recordWritten: localized('its record, with the hash in the footer:', '其记录（页脚所示哈希）：'),
  verified: localized('Everything is as recorded.', '一切与记录一致。'),
  problemsFound: localized('Problems:', '问题：'),
  checked: localized(
    '{evidence} evidence and {events} custody events checked',
    '已校验 {evidence} 份证据和 {events} 条保管事件',
  ),
  noEvidence: localized(
    'nothing to examine: name files, or a case that has evidence',
    '没有可检验的内容：请给出文件，或含有证据的案件',
  ),
  needsCase: localized('--case is needed here', '此处需要 --case'),
  badFormat: localized(
    'the report file must end in .html, .pdf or .json',
    '报告文件名必须以 .html、.pdf 或 .json 结尾',
  ),
  warnings: localized('warning', '警告'),
  cancelled: localized('cancelled; what was recorded stays', '已取消；已记录的内容保留'),
} satisfies Record<string, Localized>;

/** `--language X` and the environment decide before any command is parsed, because help needs it. */
export function chooseLanguage(args: readonly string[], environment: NodeJS.ProcessEnv): Language {
  const at = args.findIndex((argument) => argument === '--language' || argument.startsWith('--language='));
  const flag = at < 0 ? undefined : (args[at]!.split('=')[1] ?? args[at + 1]);
  const wish = flag ?? environment.ASSAY_LANGUAGE ?? environment.LC_ALL ?? environment.LANG ?? '';
  return wish.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}
