import { listingCommand } from './folder-listing.ts';
import { dataNames, manifestAlgorithms, tagNames } from './layout.ts';

/** The five lines of `VERIFY.txt`: nothing but `sha256sum`, `openssl` and the shell itself, run inside the package's folder. */
export const recipeLines: readonly string[] = [
  'sha256sum --check --strict --quiet manifest-sha256.txt tagmanifest-sha256.txt',
  `${listingCommand} | sha256sum --check --strict --quiet ${tagNames.listing}`,
  ...manifestAlgorithms.map(
    (algorithm) =>
      `openssl pkeyutl -verify -pubin -inkey ${tagNames.key} -rawin -in tagmanifest-${algorithm}.txt -sigfile tagmanifest-${algorithm}.txt.sig`,
  ),
  `openssl pkey -pubin -in ${tagNames.key} -outform DER | sha256sum`,
];

/** What a reader who has no Assay does with a package. Only numbers and hashes are filled in, no text of the case. */
export function recipeText(facts: {
  readonly files: number;
  readonly signer: string;
  readonly custody: { readonly sequence: number; readonly hash: string };
}): string {
  const { files, signer, custody } = facts;
  return `HOW TO CHECK THIS PACKAGE WITHOUT ASSAY / 不使用 Assay 时如何核验本包

In this folder, in a shell (sh or bash, GNU coreutils, OpenSSL 3), run line by line:
在本文件夹中打开终端（sh 或 bash，GNU coreutils，OpenSSL 3），依次运行：

${recipeLines.map((line) => `    ${line}`).join('\n')}

English
  Line 1 prints nothing when each of the ${files} payload files and each tag file is the one that was listed;
  otherwise it names the files that are not, or are missing.
  Line 2 prints nothing when the folder holds these files and no others; "-: FAILED" means that something
  was added, removed or renamed.
  Lines 3 and 4 print "Signature Verified Successfully".
  Line 5 prints the fingerprint of the key. It must be

    ${signer}

  and the same as in the report or message that reached you by another way: whoever writes a whole new
  package can also write this text. Only a fingerprint from elsewhere shows who signed.
  A file that was replaced by a link to the very same bytes is not noticed by these lines.

  The custody log (${dataNames.log}) ends with event ${custody.sequence}, hash
    ${custody.hash}
  A file in ${tagNames.timestamps}/ is the answer of a timestamping authority (RFC 3161) about
  manifest-sha256.txt. With the authority's root certificate (kept outside this folder):
    openssl ts -verify -data manifest-sha256.txt -in ${tagNames.timestamps}/001.tsr -CAfile ../AUTHORITY.pem

  The package shows that nothing was changed since it was signed. It says nothing about what the
  exhibits show, or about what was done to them before they were taken in.

简体中文
  第 1 行：若 ${files} 个有效载荷文件及各标签文件均与清单一致，则无输出；否则列出不一致或缺失的文件。
  第 2 行：若文件夹中恰好只有这些文件，则无输出；出现 “-: FAILED” 表示有文件被添加、删除或改名。
  第 3、4 行：应输出 “Signature Verified Successfully”。
  第 5 行：输出公钥指纹，应为

    ${signer}

  并须与经其他途径（如报告或邮件）获知的指纹一致：能够重写整个包的人也能重写本文件。
  只有来自其他途径的指纹才能说明签名者是谁。
  若某文件被替换为指向相同内容的链接，以上各行不会察觉。

  保管日志（${dataNames.log}）止于第 ${custody.sequence} 条事件，其哈希值为
    ${custody.hash}
  ${tagNames.timestamps}/ 中的每个文件是时间戳机构对 manifest-sha256.txt 的应答（RFC 3161）。取得该机构的
  根证书（存放于本文件夹之外）后，可运行上面的 openssl ts 命令核验。

  核验通过表明自签名之后内容未被更改；并不说明检材所呈现的内容，也不说明检材入库之前的经过。
`;
}
