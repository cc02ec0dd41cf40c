import { type Localized, localized } from '#shared/domain/localized.ts';

/** Sentences of `assay sign` and `assay authority`. */
export const signText = {
  sign: localized(
    'Write a copy of a file with signed Content Credentials (C2PA)',
    '生成带有已签名内容凭证（C2PA）的文件副本',
  ),
  signHelp: localized(
    `
The source is only read. The copy gets its name when both C2PA engines have found it in order. Signing is offline: no
time-stamp authority confirms the time. A passphrase is read from --passphrase-file or ASSAY_PASSPHRASE. Without an
authority of its own this installation makes one at first use; assay authority create gives it your names.

Examples:
  assay sign photo.jpg --out signed.jpg --intent create --source-type digitalCapture
  assay sign edited.png --out signed.png --intent edit --parent original.jpg --action c2pa.cropped
  assay sign signed.jpg --out shared.jpg --intent update --redact stds.exif=c2pa.PII.present`,
    `
源文件只被读取。两个 C2PA 引擎均确认无误后，副本才会以给定名称保存。签名在离线环境下进行：
没有时间戳机构证明签名时间。口令从 --passphrase-file 或 ASSAY_PASSPHRASE 读取。
若本机尚无颁发机构，首次签名时会自动创建；可用 assay authority create 以自己的名称创建。

示例：
  assay sign photo.jpg --out signed.jpg --intent create --source-type digitalCapture
  assay sign edited.png --out signed.png --intent edit --parent original.jpg --action c2pa.cropped
  assay sign signed.jpg --out shared.jpg --intent update --redact stds.exif=c2pa.PII.present`,
  ),
  optionOut: localized('file to write; must not exist', '要写入的文件；不得已存在'),
  optionIntent: localized(
    'create (a new work; the default with --source-type), edit (made from a parent; the default without) or update (statements only)',
    'create（新作品；给出 --source-type 时的默认值）、edit（由父级成分制作；未给出时的默认值）或 update（仅更改声明）',
  ),
  optionSourceType: localized(
    'digital source type of a new work: a code or address of the IPTC vocabulary',
    '新作品的数字来源类型：IPTC 词表中的代码或地址',
  ),
  optionTitle: localized('title; otherwise the name of the output', '标题；默认为输出文件名'),
  optionAction: localized(
    'what was done, such as c2pa.cropped, or c2pa.edited=compositeWithTrainedAlgorithmicMedia; may be repeated',
    '所做的操作，如 c2pa.cropped，或 c2pa.edited=compositeWithTrainedAlgorithmicMedia；可重复给出',
  ),
  optionAllActions: localized(
    'state that the actions named are all that was done',
    '声明所列操作即为全部操作',
  ),
  optionParent: localized(
    'file it was made from, for an edit; otherwise the source itself',
    '编辑所依据的父级文件；默认为源文件本身',
  ),
  optionIngredient: localized('file that was placed in it; may be repeated', '置入其中的文件；可重复给出'),
  optionInput: localized(
    'file that a process took as input (a prompt picture, a model); may be repeated',
    '作为处理过程输入的文件（如提示图像、模型）；可重复给出',
  ),
  optionSidecar: localized(
    'put the credential beside the output, as NAME.c2pa',
    '将凭证存放在输出文件旁，文件名为 NAME.c2pa',
  ),
  optionNoThumbnails: localized(
    'put no small pictures of the content and its ingredients into the credential',
    '凭证中不放入内容及其成分的缩略图',
  ),
  optionAlgorithm: localized(
    'key of the own authority: es256 (the default) or ed25519',
    '使用本机颁发机构的哪个密钥：es256（默认）或 ed25519',
  ),
  optionCertificate: localized(
    'certificate chain of your own (PEM, signer first); needs --key',
    '自有证书链（PEM，签名者证书在前）；需与 --key 一起给出',
  ),
  optionKey: localized('private key of that certificate (PKCS#8, PEM)', '该证书的私钥（PKCS#8，PEM）'),
  optionPassphraseFile: localized('file with the passphrase of the private key', '保存私钥口令的文件'),
  optionSoftBinding: localized(
    'mark or fingerprint by which the credential can be found again; may be repeated',
    '可据以找回凭证的水印或指纹；可重复给出',
  ),
  optionRedact: localized(
    'assertion of the source to take out, and why (c2pa.PII.present, …); may be repeated',
    '要从源凭证中删除的声明及其理由（c2pa.PII.present 等）；可重复给出',
  ),
  bothOrNone: localized('--certificate and --key belong together', '--certificate 与 --key 必须同时给出'),
  badOrder: localized('this cannot be signed as asked:', '无法按此要求签名：'),
  emptyPassphrase: localized('the passphrase file is empty:', '口令文件为空：'),
  noPassphraseFile: localized('the passphrase file cannot be read:', '无法读取口令文件：'),
  signed: localized('signed:', '已签名：'),
  certificateOf: localized('The certificate says:', '证书自述：'),
  authority: localized(
    'The certificate authority of this installation, by which own media are signed',
    '本机的证书颁发机构，用于为自有媒体签名',
  ),
  authorityCreate: localized(
    'Make the authority: a root and two signing certificates, valid for ten years',
    '创建颁发机构：一个根证书和两个签名证书，有效期十年',
  ),
  authorityShow: localized(
    'Show its names, the hashes of its certificates and how its keys are kept',
    '显示其名称、证书哈希以及密钥的保存方式',
  ),
  authorityRoot: localized(
    'Print the root certificate (PEM) for others to load as a trust list of theirs',
    '打印根证书（PEM），供他人作为自己的信任名单导入',
  ),
  authorityRenew: localized('Make new signing keys under the same root', '在同一根证书下重新生成签名密钥'),
  optionOrganisation: localized('organisation named in the certificates', '证书中的组织名称'),
  optionName: localized('name of the signer in the certificates', '证书中的签名者名称'),
  optionNewPassphraseFile: localized(
    'file with the passphrase to encrypt the private keys with',
    '用于加密私钥的口令文件',
  ),
  firstUse: localized(
    'This installation had no signing authority, so one was made:',
    '本机尚无签名证书颁发机构，已自动创建：',
  ),
  ownNames: localized(
    'To sign under names of your own: assay authority create --organisation "…" --name "…"',
    '如需以自己的名称签名：assay authority create --organisation "…" --name "…"',
  ),
  setAside: localized(
    'The authority made at first use was set aside beside the folder signing; its root:',
    '首次使用时自动创建的颁发机构已移至 signing 文件夹旁保留；其根证书：',
  ),
  rootHash: localized('root', '根证书'),
  until: localized('until', '有效期至'),
  keysEncrypted: localized('The private keys are encrypted with a passphrase.', '私钥已用口令加密。'),
  keysPlain: localized(
    'The private keys are not encrypted: whoever can read the files of this user can sign in this name.',
    '私钥未加密：任何能读取该用户文件的人都可以用此名义签名。',
  ),
} satisfies Record<string, Localized>;
