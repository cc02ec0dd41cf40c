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
  assay trust import lists/                        import lists of signers to believe

Exit status: 0 done · 1 some run, file or check failed · 2 wrong usage`,
    `
示例：
  assay examine photo.jpg                          在临时案件中检验并打印发现
  assay examine *.jpg --json > found.json          供脚本使用：输出一个 JSON 文档
  assay intake evidence/ --case clip.case          将文件夹收入案件
  assay examine --case clip.case --report out.pdf  检验整个案件并生成报告
  assay verify clip.case                           重新计算全部证据的哈希并检查保管链
  assay trust import lists/                        导入可信签名者名单

退出状态：0 完成 · 1 有检验、文件或校验失败 · 2 用法错误`,
  ),
  language: localized('language of texts and reports: en or zh-CN', '文本和报告的语言：en 或 zh-CN'),
  version: localized('print the version of this program', '打印本程序的版本'),
  seeHelp: localized('“assay --help” lists the commands.', '运行“assay --help”查看全部命令。'),
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
  method: localized(
    'Explain a method: what it sees, what to look for, what to ignore, when it lies, its measured errors',
    '说明一种方法：检测什么、看什么、不必在意什么、何时会误导，以及实测误差',
  ),
  methodArgument: localized('identifier, as “assay analyses” lists it', '标识符，见 assay analyses'),
  methodUnknown: localized(
    'there is no analysis of this name; see “assay analyses”:',
    '没有此名称的分析方法，请参看 assay analyses：',
  ),
  case: localized('Show a case', '查看案件'),
  caseShow: localized('Evidence of a case and the outcomes of its runs', '案件中的证据及其检验结果'),
  protectionActive: localized('protected', '已防护'),
  protectionMissing: localized('NOT PROTECTED', '未防护'),
  verify: localized(
    'Re-hash all evidence of a case and check its custody chain, or check a package',
    '重新计算案件全部证据的哈希并检查保管链，或校验取证包',
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
  optionReport: localized(
    'also write a report: .html, .pdf, .docx or .json',
    '同时生成报告：.html、.pdf、.docx 或 .json',
  ),
  optionAgain: localized('run again although the same run is recorded', '即使已有相同的检验记录也重新运行'),
  optionKind: localized(
    'working: for use within the examination, demands nothing; evidence: refused while a mandatory part is empty',
    'working：供检验过程内部使用，不作要求；evidence：必备部分有空缺时拒绝导出',
  ),
  optionIncomplete: localized(
    'write it although mandatory parts are empty or results are covered; the reason is recorded and printed',
    '尽管必备部分有空缺或结果被遮盖仍予生成；理由将被记录并印入报告',
  ),
  optionCovered: localized(
    'keep the results of the case covered until there are propositions',
    '在提出命题之前遮盖本案的结果',
  ),
  optionWithoutPropositions: localized(
    'look at covered results of the case before there are propositions; the reason is recorded and printed in reports',
    '在提出命题之前查看本案被遮盖的结果；理由将被记录并印入报告',
  ),
  covered: localized(
    'Results are covered until there are propositions that concern the exhibit: {names}. Enter them in the stage “Conclude”, or look all the same with assay examine --case DIRECTORY --without-propositions REASON.',
    '在提出涉及该检材的命题之前，其结果处于遮盖状态：{names}。请在“结论”阶段填写命题，或以 assay examine --case 目录 --without-propositions 理由 仍予查看。',
  ),
  reportHelp: localized(
    '\nA report of the kind “evidence” must have request, exhibits, propositions, results, findings, limitations, conclusion, examiner and a completed review. What a person has to say is entered in the stage “Conclude”; no command states a conclusion.',
    '\n“evidence”类报告须含委托事项、检材、命题、检验结果、检验人所见、局限、结论、检验人及已完成的复核。须由人陈述的内容在“结论”阶段填写；没有任何命令可以作出结论。',
  ),
  optionOut: localized(
    'file to write: .html, .pdf, .docx, .json or .jsonld',
    '要写入的文件：.html、.pdf、.docx、.json 或 .jsonld',
  ),
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
    'the report file must end in .html, .pdf, .docx, .json or .jsonld',
    '报告文件名必须以 .html、.pdf、.docx、.json 或 .jsonld 结尾',
  ),
  labels: localized(
    'Read the AI labels and generator traces of files in every standard and carrier, and check them',
    '按各标准和载体读取文件中的人工智能标识与生成痕迹，并进行核对',
  ),
  labelsHelp: localized(
    '\nReads GB 45438-2025 (AIGC), IPTC, C2PA, schema.org, labels of platforms and devices, and traces of generators. A file without a label is not shown to be free of AI. Keys to hold signatures inside labels against stand in label-keys.json in the folder of trust lists.',
    '\n读取 GB 45438-2025（AIGC）、IPTC、C2PA、schema.org、平台与设备的标识以及生成工具的痕迹。没有标识并不能说明文件未使用人工智能。用于核对标识内签名的密钥存放于信任名单文件夹的 label-keys.json。',
  ),
  credential: localized(
    'Examine the Content Credentials (C2PA) of files: who signed what, what is not covered, what does not hold',
    '检验文件的内容凭证（C2PA）：谁签了什么、哪些内容未被覆盖、哪些不成立',
  ),
  credentialHelp: localized(
    '\nOffline: remote credentials, revocation servers and identity documents are never fetched. Without --trust the lists imported with assay trust are used.',
    '\n离线运行：不获取远程凭证、吊销信息和身份文档。未给出 --trust 时使用通过 assay trust 导入的名单。',
  ),
  optionTrust: localized(
    'folder of trust lists to use instead of the imported ones',
    '使用该文件夹中的信任名单，代替已导入的名单',
  ),
  optionAsOf: localized(
    'hold certificates against this date instead of today (2024-05-01)',
    '以此日期而非今天判断证书有效期（如 2024-05-01）',
  ),
  optionCrJson: localized(
    'also write each credential as crJSON (C2PA 2.4) into this folder, named by number and SHA-256',
    '同时将每个凭证以 crJSON（C2PA 2.4）格式写入该文件夹，以序号和 SHA-256 命名',
  ),
  noTrustFolder: localized('--trust names no folder:', '--trust 所指不是文件夹：'),
  badDate: localized('--as-of is no date:', '--as-of 不是有效日期：'),
  certificateSays: localized('The certificate says:', '证书自述：'),
  coverage: localized(
    'Under the signature · the credential itself · not covered:',
    '签名保护 · 凭证自身 · 未覆盖：',
  ),
  trust: localized(
    'Lists of signers to believe: import, compare, switch, deny',
    '信任名单管理：导入、比对、启停、拒绝',
  ),
  trustImportHelp: localized(
    '\nA PATH is a list (.pem, .crt, .cer, .der, .json) or a folder with lists in it. Recognised are the C2PA trust lists, the interim list, the register of conforming products, deny lists, and lists of your own. The original bytes are kept, and of each list the edition before.',
    '\nPATH 为名单文件（.pem、.crt、.cer、.der、.json）或含有名单的文件夹。可识别 C2PA 信任名单、过渡名单、合规产品名录、拒绝名单以及自有名单。保留原始字节，并为每份名单保留上一版。',
  ),
  optionOfficial: localized(
    'take an unknown edition of an official list for official',
    '将未知版本的官方名单视为官方名单',
  ),
  optionOwn: localized(
    'take an unknown edition of an official list for a list of your own',
    '将未知版本的官方名单视为自有名单',
  ),
  optionTimeStamping: localized('your own list is one of time-stamp authorities', '自有名单为时间戳机构名单'),
  optionCertificate: localized('SHA-256 of the certificate', '证书的 SHA-256'),
  optionKey: localized(
    'SHA-256 of the public key (SubjectPublicKeyInfo)',
    '公钥（SubjectPublicKeyInfo）的 SHA-256',
  ),
  optionIssuer: localized('distinguished name of the issuer', '颁发者的可分辨名称'),
  optionSerial: localized(
    'serial number, hexadecimal; needs --issuer',
    '序列号（十六进制）；需同时给出 --issuer',
  ),
  optionReason: localized('why it is not to be believed', '不予信任的理由'),
  optionReasonChinese: localized('the same in Chinese', '理由的中文表述'),
  optionSince: localized('day of the revocation or incident', '吊销或事件发生的日期'),
  officialOrOwn: localized('--official and --own exclude each other', '--official 与 --own 不能同时使用'),
  noTrustLists: localized(
    'No list of signers is in use: every signer is “on no list”. Import one: assay trust import FOLDER',
    '没有启用任何签名者名单：所有签名者都“不在任何名单中”。请导入：assay trust import 文件夹',
  ),
  trustOn: localized('on', '启用'),
  trustOff: localized('off', '停用'),
  trustIssued: localized('issued', '发布于'),
  trustNextUpdate: localized('next update', '下次更新'),
  trustOverdue: localized('OVERDUE: get the new edition', '已逾期：请获取新版'),
  trustUnknownEdition: localized('edition not known to this version', '本版本未知的版次'),
  trustUndecided: localized('not imported: say --official or --own', '未导入：请指定 --official 或 --own'),
  trustNothing: localized('no trust list was found', '未找到信任名单'),
  warnings: localized('warning', '警告'),
  cancelled: localized('cancelled; what was recorded stays', '已取消；已记录的内容保留'),
  trustCommands: {
    list: localized(
      'Lists in use, with dates and hashes, and all denials',
      '所用名单及其日期、哈希，以及全部拒绝条目',
    ),
    show: localized('Certificates or products of a list', '名单中的证书或产品'),
    import: localized('Import lists from files and folders', '从文件和文件夹导入名单'),
    diff: localized('What an import would change; nothing is written', '导入将带来的变化；不写入任何内容'),
    enable: localized('Use a list again', '重新启用名单'),
    disable: localized('Do not use a list', '停用名单'),
    rollback: localized('Return to the edition before', '恢复上一版'),
    remove: localized('Remove a list with its earlier edition', '移除名单及其旧版'),
    deny: localized(
      'Deny a certificate, a key or an issuer. Needs --certificate, --key or --issuer',
      '拒绝某证书、密钥或颁发者。需给出 --certificate、--key 或 --issuer',
    ),
    undeny: localized('Take back a denial by its marks', '按标识撤销拒绝条目'),
  },
  trustKinds: {
    'official-signer': localized('official list of signers', '官方签名者名单'),
    'official-tsa': localized('official list of time-stamp authorities', '官方时间戳机构名单'),
    interim: localized('interim list', '过渡名单'),
    'user-signer': localized('own list of signers', '自有签名者名单'),
    'user-tsa': localized('own list of time-stamp authorities', '自有时间戳机构名单'),
    'conforming-products': localized('register of conforming products', '合规产品名录'),
    deny: localized('deny list', '拒绝名单'),
  },
  trustImported: {
    new: localized('imported', '已导入'),
    replaces: localized('replaced', '已替换'),
    unchanged: localized('unchanged', '无变化'),
    undecided: localized('undecided', '待定'),
  },
  trustProposed: {
    new: localized('new', '新名单'),
    replaces: localized('would replace', '将替换'),
    unchanged: localized('unchanged', '无变化'),
    undecided: localized('undecided', '待定'),
  },
} satisfies Record<string, Localized | Record<string, Localized>>;

/** `--language X` and the environment decide before any command is parsed, because help needs it. */
export function chooseLanguage(args: readonly string[], environment: NodeJS.ProcessEnv): Language {
  const at = args.findIndex((argument) => argument === '--language' || argument.startsWith('--language='));
  const flag = at < 0 ? undefined : (args[at]!.split('=')[1] ?? args[at + 1]);
  const wish = flag ?? environment.ASSAY_LANGUAGE ?? environment.LC_ALL ?? environment.LANG ?? '';
  return wish.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}
