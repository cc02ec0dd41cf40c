import { localized } from '#shared/domain/localized.ts';

/** Sentences of `assay package`, `assay unpack` and of `assay verify` for packages. */
export const packageText = {
  package: localized(
    'Make a signed package of a case, or put timestamps into one',
    '将案件制成签名的取证包，或为已有的包添加时间戳',
  ),
  packageHelp: localized(
    `
The package is a folder (BagIt, RFC 8493) with the exhibits, the results, the reports, the custody log and its last
signed checkpoint. VERIFY.txt in it says how to check it with sha256sum and openssl. This program opens no connection:
a request for a timestamp is written to a file, you send it, and the answer is put into the package.

Examples:
  assay package matter.case --out matter-package --timestamp-request matter.tsq
  assay package matter-package --timestamp authority-1.tsr authority-2.tsr`,
    `
取证包是一个文件夹（BagIt，RFC 8493），内含检材、结果、报告、保管日志及其最后一个签名检查点。包内的 VERIFY.txt
说明如何用 sha256sum 和 openssl 核验。本程序不连接网络：时间戳请求写入文件，由您发送，再将应答放入包中。

示例：
  assay package matter.case --out matter-package --timestamp-request matter.tsq
  assay package matter-package --timestamp authority-1.tsr authority-2.tsr`,
  ),
  unpack: localized(
    'Verify a package and unpack it into a case that is only read',
    '校验取证包，并解包为只读案件',
  ),
  optionOut: localized('new folder of the package', '新建的取证包文件夹'),
  optionCaseOut: localized('new folder of the case', '新建的案件文件夹'),
  optionTimestamp: localized(
    'answers of timestamping authorities (RFC 3161) to put into a finished package',
    '放入已完成包中的时间戳机构应答（RFC 3161）',
  ),
  optionRequest: localized('write a request to timestamping authorities', '写出发给时间戳机构的请求文件'),
  outOrTimestamp: localized(
    'Give --out to make a package of a case, or --timestamp or --timestamp-request for a package that is there.',
    '请以 --out 从案件生成取证包，或对已有的包使用 --timestamp 或 --timestamp-request。',
  ),
  made: localized('Package made: {path}', '取证包已生成：{path}'),
  opened: localized('Unpacked, to be opened read-only: {path}', '已解包，只读打开：{path}'),
  files: localized('{files} files, {bytes} bytes', '{files} 个文件，{bytes} 字节'),
  signer: localized(
    'Signed by the key {signer}; compare it with one you have from elsewhere.',
    '签名公钥指纹 {signer}；请与经其他途径获知的指纹核对。',
  ),
  sealed: localized('SHA-256 of tagmanifest-sha256.txt: {seal}', 'tagmanifest-sha256.txt 的 SHA-256：{seal}'),
  custody: localized(
    'The custody log ends with event {sequence}: {hash}',
    '保管日志止于第 {sequence} 条事件：{hash}',
  ),
  timestamp: localized(
    'Timestamp {time} by {authority} ({file}); to be believed with the certificate of: {issuer}',
    '时间戳 {time}，机构 {authority}（{file}）；是否采信取决于此签发者的证书：{issuer}',
  ),
  requested: localized('Timestamp request written: {path}', '时间戳请求已写出：{path}'),
  noCheckpoint: localized(
    '--checkpoint is for cases. A package holds its own; unpack it and verify the case against another one.',
    '--checkpoint 用于案件。取证包自带检查点；如需与其他检查点核对，请先解包再校验案件。',
  ),
  intact: localized(
    'Intact: nothing is missing, changed or added, and the signature fits.',
    '完整：没有缺失、更改或添加，签名相符。',
  ),
  incomplete: localized('Incomplete: parts of the package are missing.', '不完整：包中有内容缺失。'),
  damaged: localized('Damaged: the package is not what was signed.', '已损坏：该包与签名时的内容不符。'),
};
