import { localized } from '#shared/domain/localized.ts';

/** Sentences of `assay survive`. */
export const survivalText = {
  survive: localized(
    'Attack copies of a file and show what is left of label, credential, mark and fingerprint',
    '对文件副本施加攻击，显示标识、凭证、水印与指纹的留存情况',
  ),
  help: localized(
    `
SUITE is a suite (quick, standard, full, pairs), a family (coding, geometry, …), or attacks separated by commas:
crop, image.crop, crop:area50, and for pictures several one after the other: crop:area50+jpeg:q30. See --list.
The file is only read; copies are attacked on this machine, read and removed. Nothing is uploaded.

Examples:
  assay survive photo.jpg                                 the usual attacks, a table
  assay survive photo.jpg --attacks quick --json          the everyday ones, one JSON document
  assay survive song.wav --attacks mp3,room --key my.key  two ladders, marks of a private key
  assay survive clip.mp4 --report out.pdf                 a report with plots`,
    `
SUITE 可为套件（quick、standard、full、pairs）、类别（coding、geometry 等），或以逗号分隔的攻击：
crop、image.crop、crop:area50；图像还可先后施加多项：crop:area50+jpeg:q30。见 --list。
原文件只读取；副本在本机受攻击、读取后即删除。不做任何上传。

示例：
  assay survive photo.jpg                                 常用攻击，打印表格
  assay survive photo.jpg --attacks quick --json          常见处理，输出一个 JSON 文档
  assay survive song.wav --attacks mp3,room --key my.key  两个梯级，使用私有密钥的水印
  assay survive clip.mp4 --report out.pdf                 带图表的报告`,
  ),
  optionAttacks: localized(
    'suite, family or attacks, comma-separated (default: standard)',
    '套件、类别或攻击，用逗号分隔（默认 standard）',
  ),
  optionKey: localized('read the mark with the private key in this file', '使用此文件中的私有密钥读取水印'),
  optionIdentifiers: localized(
    'where a mark does not decode, test the identifiers of the register',
    '水印无法解码时，检验登记册中的标识符',
  ),
  optionReport: localized(
    'write a report: .html, .pdf, .docx or .json',
    '生成报告：.html、.pdf、.docx 或 .json',
  ),
  optionList: localized('list suites and attacks with their strengths', '列出套件与攻击及其强度'),
  noFile: localized('name a file, or --list', '请给出文件，或使用 --list'),
  notTaken: localized('the file could not be taken in', '无法收入该文件'),
  attacking: localized('attacking', '攻击中'),
  before: localized('Before any attack:', '攻击之前：'),
  legend: localized(
    '✓ survived  ! changed  ✗ lost  – not there from the start  ? undetermined  · not measured',
    '✓ 留存  ! 改变  ✗ 丢失  – 原本没有  ? 无法判断  · 未测量',
  ),
} as const;
