import { localized } from '#shared/domain/localized.ts';

/** Sentences of `assay fingerprint`, `assay trace`, `assay compare` and of entering originals in the register. */
export const traceText = {
  fingerprint: localized('Print the codes by which copies of a file are found', '输出用于查找副本的指纹编码'),
  trace: localized(
    'Lead suspects back to the register: by bytes, mark, credential and fingerprint; recover what they lost',
    '将可疑文件追溯到登记册：按字节、水印、凭证和指纹检索，并恢复其丢失的内容',
  ),
  traceHelp: localized(
    `
Every file is looked up in the register of this installation (or the one in --register) and among the other files that are
named. The best sources are laid over the suspect. "Nothing found" is always said with what was searched.

Examples:
  assay trace screenshot.png
  assay trace clip.mp4 --register /media/shared/register --json
  assay trace suspect.jpg press/*.jpg --no-compare`,
    `
每个文件都会在本机登记册（或 --register 指定的登记册）以及同时给出的其他文件中检索，并将最可能的来源叠合到可疑文件上比对。
“未找到”总会同时说明检索范围。

示例：
  assay trace screenshot.png
  assay trace clip.mp4 --register /media/shared/register --json
  assay trace suspect.jpg press/*.jpg --no-compare`,
  ),
  optionRegister: localized('folder of another register', '另一登记册所在文件夹'),
  optionNoCompare: localized('do not lay the sources over the suspects', '不将来源与可疑文件叠合比对'),
  tracing: localized('Tracing', '溯源'),
  compare: localized(
    'Lay two files over each other: the presumed original, then the suspect',
    '叠合比对两份文件：先给出推定原件，再给出可疑文件',
  ),
  optionOut: localized('new folder for the pictures and the record', '存放图像和记录的新文件夹'),
  comparing: localized('Comparing', '比对'),
  outExists: localized('The folder exists already; nothing was written:', '文件夹已存在，未写入任何内容：'),
  registerAdd: localized('Enter files as known originals', '将文件登记为已知原件'),
  optionNote: localized('note of the owner', '所有者备注'),
  optionNoKeep: localized('keep the codes only, not the file', '仅保存编码，不保存文件'),
  lineage: localized(
    'Tell which copy came from which, among the files of a folder',
    '判断文件夹内各文件之间的副本来源关系',
  ),
  optionSvg: localized('new file for a drawing of the graph', '谱系图的新文件（SVG）'),
  optionGraphml: localized('new file for the graph as GraphML', '谱系的新文件（GraphML）'),
  twoFiles: localized(
    'At least two different files are needed: copies are told by comparing them with each other.',
    '至少需要两个不同的文件：副本关系须通过相互比对得出。',
  ),
  relating: localized('Relating', '分析谱系'),
  fileExists: localized('The file exists already; nothing was written:', '文件已存在，未写入任何内容：'),
  notRelated: localized('No two of the files were found to be related.', '未发现任何两个文件相互关联。'),
  leftPairs: localized('pairs were not compared', '对文件未比对'),
  entering: localized('Entering', '登记'),
  registerExport: localized('Write all entries to a new signed file', '将全部条目写入新的签名文件'),
  registerImport: localized(
    'Take in an exported register, or a list of hashes as CSV (PDQ, vPDQ, MD5, SHA-256)',
    '导入他人导出的登记册，或 CSV 哈希列表（PDQ、vPDQ、MD5、SHA-256）',
  ),
  optionListName: localized('name of the list of hashes', '哈希列表的名称'),
  optionListKind: localized('kind of its rows, where the file does not say it', '各行的类型（文件未注明时）'),
  registerLists: localized('Lists of hashes that are searched', '参与检索的哈希列表'),
  removeList: localized('Remove a list of hashes', '移除哈希列表'),
  noLists: localized('No list of hashes was imported.', '尚未导入任何哈希列表。'),
  damagedList: localized('This list is damaged and not searched:', '该列表已损坏，未参与检索：'),
  badRows: localized('rows not taken, by line:', '行未收入，按行号：'),
  exported: localized('entries, signed with key', '个条目，签名密钥'),
  imported: localized('entries entered, signed with key', '个条目已登记，签名密钥'),
  leftOut: localized('left out:', '未登记：'),
  notTaken: localized('not taken in', '未收入'),
  searched: localized('searched', '检索范围'),
  entries: localized('register entries', '登记条目'),
  exhibits: localized('other files', '其他文件'),
  nothing: localized('Nothing was found in what was searched.', '在检索范围内未找到任何来源。'),
  lost: localized('lost by the copy, still registered:', '副本已丢失、登记册仍保存：'),
  still: localized('still in the copy:', '副本仍带有：'),
  changes: localized('changes', '处改动'),
  warning: localized('Warning:', '警告：'),
  tooLong: localized('too long to be printed', '过长，未显示'),
  register: localized('register', '登记册'),
  file: localized('file', '文件'),
} as const;
