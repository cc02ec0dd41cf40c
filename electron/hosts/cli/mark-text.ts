import { localized } from '#shared/domain/localized.ts';

/** Sentences of `assay mark`, `assay detect`, `assay marks` and `assay register`. */
export const markText = {
  mark: localized(
    'Write a copy of a file that carries an identifier nobody sees or hears, and read it back',
    '生成带有不可见水印标识符的文件副本，并回读校验',
  ),
  markHelp: localized(
    `
The source is only read. The copy gets its name when the mark has been read from the finished file; otherwise nothing is
written. Without --id a random identifier of 64 bits is drawn and printed. Without --key the public key is used: everyone
can read such a mark, and could have written it. A file with Content Credentials must be signed afterwards (--sign).

With --durable every layer that was asked for is written: the label for people (--visible, --audible, --written), the mark,
the label in the metadata (--standard), the entry in the register, the credential (--sign). A layer a file cannot have is
told and does not stop the others. --out is then a folder; a batch that was stopped is taken up where it was.

Examples:
  assay mark photo.jpg --out marked.jpg --id 4711
  assay mark film.mp4 --out marked.mp4 --key studio.key --strength 44
  assay mark --durable photo.jpg --out copies/ --standard gb45438 --producer "Example Ltd" --produce-id 7 --visible --sign
  assay mark --durable pictures/ --out copies/ --standard iptc --sign --note "press kit" --json`,
    `
源文件只被读取。只有从最终文件中读回水印后，副本才会以给定名称保存；否则不写入任何内容。不指定 --id 时随机生成 64 位标识符并显示。
不指定 --key 时使用公开密钥：任何人都可读取此类水印，也可能写入此类水印。带有内容凭证的文件须在之后签名（--sign）。

使用 --durable 时写入所要求的各层：显式标识（--visible、--audible、--written）、水印、元数据标识（--standard）、登记册条目、
内容凭证（--sign）。某文件无法写入的层会予以说明，不影响其他各层。此时 --out 为文件夹；中断的批处理可从中断处继续。

示例：
  assay mark photo.jpg --out marked.jpg --id 4711
  assay mark film.mp4 --out marked.mp4 --key studio.key --strength 44
  assay mark --durable photo.jpg --out copies/ --standard gb45438 --producer "示例公司" --produce-id 7 --visible --sign
  assay mark --durable pictures/ --out copies/ --standard iptc --sign --note "新闻资料" --json`,
  ),
  optionOut: localized(
    'file to write, must not exist; with --durable the folder of the copies',
    '要写入的文件，不得已存在；使用 --durable 时为存放副本的文件夹',
  ),
  optionId: localized(
    'identifier, 0 to 2^64−1, decimal or hexadecimal behind 0x; drawn at random without it',
    '标识符，0 至 2^64−1，十进制或以 0x 开头的十六进制；不指定则随机生成',
  ),
  optionKey: localized(
    'file of a private mark key (32 bytes, or 64 hexadecimal digits), or the fingerprint of one in the ring',
    '私有水印密钥文件（32 字节或 64 位十六进制数字），或密钥环中密钥的指纹',
  ),
  optionStrength: localized(
    'decibels, 20 to 60: the lower the stronger; the codec’s own standard without it',
    '分贝值，20 至 60：越低越强；不指定则用编码方案的标准值',
  ),
  optionDurable: localized(
    'every layer, for files and folders; --out is a folder',
    '写入各层，可处理文件和文件夹；--out 为文件夹',
  ),
  optionRegister: localized(
    'enter the copy into the register (with --durable it is, unless --no-register)',
    '将副本记入登记册（使用 --durable 时默认记入，除非指定 --no-register）',
  ),
  optionNoRegister: localized('do not enter it', '不记入登记册'),
  optionNoKeep: localized(
    'keep no copy of the file with its entry: suspects can then not be laid over it',
    '不随登记条目保存文件副本：可疑文件将无法与其叠合比对',
  ),
  optionNote: localized('note for the register', '登记册备注'),
  optionProduceId: localized(
    'the producer’s number for this content (GB 45438)',
    '生成方的内容编号（GB 45438）',
  ),
  optionSign: localized(
    'sign the copy with Content Credentials that name the mark, the source as its parent',
    '用内容凭证对副本签名，凭证中写入水印标识符，以源文件为父级成分',
  ),
  optionSigningKey: localized('private key of the certificate, PEM', '证书的私钥，PEM 格式'),
  oneFile: localized(
    'Without --durable one file is marked at a time.',
    '不使用 --durable 时每次只能处理一个文件。',
  ),
  needsDurable: localized('This option says nothing without --durable:', '此选项须与 --durable 同时使用：'),
  needsStandard: localized(
    '--produce-id needs --standard gb45438',
    '--produce-id 须与 --standard gb45438 同时使用',
  ),
  needsProduceId: localized(
    '--producer needs --produce-id: a GB 45438 label names the producer and its content number together. --id is the identifier of the mark.',
    '--producer 须与 --produce-id 同时使用：GB 45438 标识须同时写明服务提供者及其内容编号。--id 是水印的标识符。',
  ),
  needsSign: localized('This option says nothing without --sign:', '此选项须与 --sign 同时使用：'),
  badId: localized(
    '--id is no number: an identifier is decimal, or hexadecimal behind 0x.',
    '--id 不是数字：标识符应为十进制，或以 0x 开头的十六进制。',
  ),
  idRange: localized(
    '--id is out of range: an identifier has 64 bits (0 to 18446744073709551615).',
    '--id 超出范围：标识符为 64 位（0 至 18446744073709551615）。',
  ),
  badStrength: localized(
    '--strength is a number of decibels from 20 to 60.',
    '--strength 应为 20 至 60 之间的分贝值。',
  ),
  written: localized('marked copy:', '带水印副本：'),
  payload: localized('identifier', '标识符'),
  readBack: localized('read back:', '回读：'),
  entry: localized('entry of the register:', '登记册条目：'),
  marking: localized('marking', '添加水印'),
  batchStates: {
    done: localized('done', '完成'),
    partly: localized('done in part', '部分完成'),
    earlier: localized('done before', '先前已完成'),
    refused: localized('refused', '已拒绝'),
    failed: localized('failed', '失败'),
    cancelled: localized('cancelled', '已取消'),
  },
  nothing: localized('there is no file to mark', '没有可处理的文件'),
  journal: localized('journal:', '日志：'),

  detect: localized(
    'Look for invisible marks: those of this program, and those others put into files',
    '查找不可见水印：本程序的水印以及他人嵌入的水印',
  ),
  detectHelp: localized(
    `
Reads with the public key, the keys of the ring and the identifiers of the register; with --key only with those named
(a file, a fingerprint of the ring, or the word public). Every mark is told with the probability that a file without it
would have shown it. No mark found is never evidence of anything. Exit status 0 whenever the question was answered.

Examples:
  assay detect suspect.jpg
  assay detect downloads/ --json > marks.json
  assay detect clip.mp4 --key studio.key --key public`,
    `
使用公开密钥、密钥环中的密钥以及登记册中的标识符读取；指定 --key 时只用所列密钥（密钥文件、密钥环中的指纹，或 public）。
每个水印都给出不含该水印的文件得出同样读数的概率。未发现水印不构成任何证据。只要得到答案，退出状态即为 0。

示例：
  assay detect suspect.jpg
  assay detect downloads/ --json > marks.json
  assay detect clip.mp4 --key studio.key --key public`,
  ),
  optionDetectKey: localized(
    'read with this key only: a file, a fingerprint of the ring, or public; repeat for several',
    '仅用此密钥读取：密钥文件、密钥环中的指纹或 public；可重复',
  ),
  optionPresence: localized(
    'put the map of where a mark is alive into the JSON as well',
    '在 JSON 中一并输出水印存留分布',
  ),
  detecting: localized('looking for marks', '查找水印'),
  noDetector: localized('No method looks for marks in such a file.', '没有方法可在此类文件中查找水印。'),
  chance: localized('false alarm:', '误报概率：'),
  meaning: localized('known as', '已知含义'),
  entryOf: localized('register entry', '登记册条目'),
  named: localized('The credential names a mark:', '凭证中登记了水印：'),
  unreadable: localized('could not be taken in', '无法收入'),

  marks: localized('Private keys of marks', '水印的私有密钥'),
  marksHelp: localized(
    '\nWhoever holds a key can read, forge and remove the marks made with it. Keys are kept in the data folder, readable by its owner only; make a copy (export) before you need one.',
    '\n持有密钥者可读取、伪造和清除用该密钥制作的水印。密钥保存在数据文件夹中，仅所有者可读；请及早备份（export）。',
  ),
  keys: localized('The ring of mark keys', '水印密钥环'),
  keysList: localized('Keys by fingerprint and name', '按指纹和名称列出密钥'),
  keysMake: localized('Make a new key', '生成新密钥'),
  keysImport: localized(
    'Take a key from a file: 32 bytes, or 64 hexadecimal digits',
    '从文件导入密钥：32 字节或 64 位十六进制数字',
  ),
  keysExport: localized('Write a key to a new file', '将密钥写入新文件'),
  keysRemove: localized(
    'Remove a key for good: its marks can then be read only by who has a copy',
    '永久移除密钥：此后仅持有副本者可读取其水印',
  ),
  optionName: localized('name of the key', '密钥名称'),
  optionExportOut: localized('file to write; must not exist', '要写入的文件；不得已存在'),
  noKeys: localized(
    'The ring is empty: marks are made and read with the public key.',
    '密钥环为空：使用公开密钥制作和读取水印。',
  ),
  keyRemoved: localized('removed', '已移除'),
  keyWritten: localized('written:', '已写入：'),

  register: localized(
    'Known originals, and what was marked on this machine',
    '已知原件，以及本机已添加水印的内容',
  ),
  registerList: localized('Entries, the newest first', '列出条目，最新在前'),
  registerShow: localized('One entry, by number or identifier', '按编号或标识符查看条目'),
  registerNote: localized('Write the note of an entry anew', '改写条目备注'),
  registerRemove: localized(
    'Forget an entry: its mark then leads nowhere',
    '删除条目：其水印将不再指向任何内容',
  ),
  optionSearch: localized(
    'part of a name or note, an identifier, or the beginning of a hash',
    '名称或备注的一部分、标识符，或哈希的开头',
  ),
  optionLimit: localized('at most so many', '最多条数'),
  badNumber: localized('This is no number of an entry:', '这不是条目编号：'),
  emptyRegister: localized('The register is empty.', '登记册为空。'),
  reserved: localized('reserved, not finished', '已预留，未完成'),
  noEntry: localized('The register has no such entry.', '登记册中没有此条目。'),
  original: localized('original', '原件'),
  copy: localized('copy', '副本'),
  note: localized('note', '备注'),
  entries: localized('entries', '条'),
} as const;
