import { localized } from '#shared/domain/localized.ts';

/** Sentences of `verify` and `checkpoint`. */
export const custodyText = {
  optionCheckpoint: localized(
    'hold the custody chain against a checkpoint kept elsewhere: a checkpoint file, or the JSON record of a report',
    '将保管链与另行保存的检查点核对：检查点文件，或报告的 JSON 记录',
  ),
  state: {
    intact: localized('intact: everything that was recorded is as recorded', '完好：登记的一切均与记录一致'),
    incomplete: localized(
      'incomplete: parts are missing; nothing that is there was changed',
      '不完整：部分内容缺失；现存内容未被更改',
    ),
    damaged: localized('damaged: something is not as recorded', '受损：有内容与记录不符'),
  },
  first: localized(
    'first custody event that cannot be trusted: {number}',
    '首条不可信的保管事件：第 {number} 条',
  ),
  lastCheckpoint: localized(
    'last checkpoint: event {number}, {at}, key {key}',
    '最后的检查点：第 {number} 条事件，{at}，密钥 {key}',
  ),
  noCheckpoint: localized('no checkpoint was signed in this case', '本案件未签署过检查点'),
  missing: localized('checkpoints that could not be signed: {number}', '未能签署的检查点：{number} 个'),
  otherKey: localized(
    'The last checkpoint was not signed by the key of this installation. Compare the key with one known from elsewhere.',
    '最后的检查点并非由本机密钥签署。请与另行得知的密钥标识核对。',
  ),
  severalKeys: localized(
    'The checkpoints were signed with {number} keys, in this order: {keys}. Each is to be compared with one known from elsewhere.',
    '检查点先后由 {number} 个密钥签署：{keys}。请逐一与另行得知的密钥标识核对。',
  ),
  against: localized(
    'held against a checkpoint from elsewhere: event {number}, key {key}',
    '已与另行保存的检查点核对：第 {number} 条事件，密钥 {key}',
  ),
  checkpoint: localized(
    'Checkpoints of custody chains, and the key of this installation that signs them',
    '保管链检查点，以及本机用于签署的密钥',
  ),
  show: localized(
    'Print the last checkpoint of a case, to be kept where nobody who can write the case can change it',
    '打印案件最后的检查点，供另行保存于能写入本案件者无法更改之处',
  ),
  key: localized(
    'Show the public key that signs checkpoints; made at first use',
    '显示用于签署检查点的公钥；首次使用时生成',
  ),
  passphrase: localized(
    'Keep the key under a passphrase; the one it has now is read from ASSAY_PASSPHRASE',
    '以口令保护密钥；现有口令从 ASSAY_PASSPHRASE 读取',
  ),
  passphraseHelp: localized(
    '\nThe key stays the same, and earlier checkpoints stay valid. Without the passphrase cases still open; checkpoints that cannot be signed are recorded as missing.',
    '\n密钥不变，既有检查点仍然有效。没有口令也能打开案件；无法签署的检查点将登记为缺失。',
  ),
  optionNewPassphrase: localized('file whose text is the new passphrase', '内容为新口令的文件'),
  optionRemove: localized('keep the key without a passphrase', '取消口令保护'),
  oneOfTwo: localized(
    'Give either --passphrase-file or --remove.',
    '请给出 --passphrase-file 或 --remove 之一。',
  ),
  encrypted: localized('The key is kept under a passphrase.', '密钥受口令保护。'),
  plain: localized(
    'The key has no passphrase: whoever can read the data folder can sign with it.',
    '密钥未设口令：能够读取数据文件夹者即可用其签署。',
  ),
  locked: localized(
    'It cannot sign now: ASSAY_PASSPHRASE is missing or wrong.',
    '目前无法签署：缺少 ASSAY_PASSPHRASE 或口令错误。',
  ),
} as const;
