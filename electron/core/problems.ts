import { fail, type ProblemCode } from '#shared/contract/errors.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { isDiskFull } from './case/ballast.ts';
import { errorText } from './case/problem.ts';

/** One sentence per code: what is wrong, what happened to the data, what to do. */
const messages: Record<ProblemCode, Localized> = {
  'case-not-open': localized('The case is not open. Open it first.', '案件未打开。请先打开案件。'),
  'case-locked': localized(
    'The case is open in another window or program. Close it there, or open it read-only here.',
    '该案件正在其他窗口或程序中打开。请先在那里关闭，或在此以只读方式打开。',
  ),
  'case-read-only': localized(
    'The case is open read-only; nothing was changed.',
    '案件以只读方式打开；未做任何更改。',
  ),
  'case-newer': localized(
    'The case was written by a newer version of Assay. Update Assay to open it; nothing was changed.',
    '该案件由更新版本的 Assay 写入。请更新 Assay 后再打开；未做任何更改。',
  ),
  'case-damaged': localized(
    'The case database is damaged. Nothing was changed; verify a copy of the folder.',
    '案件数据库已损坏。未做任何更改；请校验该文件夹的副本。',
  ),
  'case-exists': localized(
    'A case of this name is already there. Choose another name.',
    '该名称的案件已存在。请选择其他名称。',
  ),
  'not-a-case': localized(
    'This folder is not a case. Choose a folder whose name ends in “.case”.',
    '此文件夹不是案件。请选择名称以“.case”结尾的文件夹。',
  ),
  'not-found': localized('What was asked for is not in this case.', '案件中没有所请求的内容。'),
  'not-allowed': localized('This connection may read but not change anything.', '此连接只能读取，不能更改。'),
  'bad-request': localized('The request was not understood.', '无法理解该请求。'),
  'no-such-analysis': localized(
    'No analysis has this identifier. See the list of analyses.',
    '没有使用此标识符的分析方法。请查看方法列表。',
  ),
  'not-available-here': localized('This is not available in the present window.', '当前窗口不提供此功能。'),
  'not-viewable': localized('This evidence cannot be shown as an image.', '此证据无法显示为图像。'),
  'disk-full': localized(
    'There is not enough free space on the disk. Nothing was changed; free at least 64 MB and repeat the step.',
    '磁盘可用空间不足。未做任何更改；请至少腾出 64 MB 空间后重试。',
  ),
  'input-output': localized(
    'The file system reported an error. Nothing was lost.',
    '文件系统报告错误。没有数据丢失。',
  ),
  cancelled: localized('Cancelled.', '已取消。'),
  'engine-missing': localized(
    'A program this needs is missing on this machine.',
    '本机缺少此功能所需的程序。',
  ),
  'tracing-failed': localized(
    'The process that compares files failed. Nothing in the case was changed; the log says why.',
    '比对文件的进程失败。案件未做任何更改；原因见日志。',
  ),
  'report-incomplete': localized(
    'Parts that a report of this kind must have are empty. Complete them, or state a reason, which is printed in the report. Nothing was written.',
    '此类报告必备的部分尚有空缺。请补全，或说明理由（理由将印入报告）。未写入任何文件。',
  ),
  'package-damaged': localized(
    'The package is not intact. Nothing was changed; verify it to see what is wrong.',
    '该包不完整或已损坏。未做任何更改；请校验该包以查看问题。',
  ),
  'report-failed': localized(
    'The report could not be written. The case is unchanged.',
    '报告无法写入。案件未改变。',
  ),
  'no-authority': localized(
    'There is no signing authority on this machine yet. Make one first (assay authority create), or name a certificate and key of your own.',
    '本机尚无签名证书颁发机构。请先创建（assay authority create），或指定自有证书和密钥。',
  ),
  'authority-exists': localized(
    'This machine has a signing authority already; it was not changed. To start anew, move its folder away first.',
    '本机已有签名证书颁发机构；未做更改。如需重新开始，请先移走其文件夹。',
  ),
  'authority-damaged': localized(
    'A file of the signing authority is missing or cannot be read. Nothing was written.',
    '签名证书颁发机构的文件缺失或无法读取。未写入任何内容。',
  ),
  'authority-expired': localized(
    'The certificates of the signing authority have expired. Nothing was written; move its folder away and make a new one.',
    '签名证书颁发机构的证书已过期。未写入任何内容；请移走其文件夹并重新创建。',
  ),
  'passphrase-needed': localized(
    'The private key is encrypted and no passphrase was given. Nothing was written.',
    '私钥已加密，但未提供口令。未写入任何内容。',
  ),
  'passphrase-wrong': localized(
    'The passphrase does not fit the private key. Nothing was written.',
    '口令与私钥不符。未写入任何内容。',
  ),
  'file-exists': localized(
    'A file of this name is already there; it was not touched. Choose another name.',
    '同名文件已存在；未做改动。请选择其他名称。',
  ),
  'signing-refused': localized(
    'The file cannot be signed in this way. Nothing was written.',
    '无法按此方式签名。未写入任何内容。',
  ),
  'signing-failed': localized(
    'Signing did not succeed. Nothing was written.',
    '签名未成功。未写入任何内容。',
  ),
  'labelling-refused': localized(
    'The file cannot be labelled in this way. Nothing was written.',
    '无法按此方式添加标识。未写入任何内容。',
  ),
  'labelling-failed': localized(
    'Labelling did not succeed. Nothing was written.',
    '添加标识未成功。未写入任何内容。',
  ),
  'marking-refused': localized(
    'The file cannot be marked in this way. Nothing was written.',
    '无法按此方式添加水印。未写入任何内容。',
  ),
  'marking-failed': localized(
    'Marking did not succeed. Nothing was written.',
    '添加水印未成功。未写入任何内容。',
  ),
  'identifier-taken': localized(
    'The register knows this identifier for another original: two works under one identifier could not be told apart. Choose another one, or none, and one is drawn. Nothing was written.',
    '登记册中此标识符已对应另一原件：两件作品使用同一标识符将无法区分。请另选一个，或不指定以随机生成。未写入任何内容。',
  ),
  'register-unusable': localized(
    'The register of this installation cannot be used. Nothing was changed.',
    '无法使用本机登记册。未做任何更改。',
  ),
};

/** A failed result with the standard sentence for its code. */
export function problem(code: ProblemCode, detail?: string) {
  return fail(
    code,
    messages[code],
    detail,
    code === 'case-locked' || code === 'disk-full' || code === 'input-output',
  );
}

/** A full disk is an answer wherever it shows; any other error is not for this. */
export function diskProblem(error: unknown) {
  return isDiskFull(error) ? problem('disk-full', errorText(error)) : null;
}
