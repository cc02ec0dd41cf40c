import { type Localized, localized } from '#shared/domain/localized.ts';
import type { TrustRefusal, trustRefusals } from '#shared/domain/trust.ts';

type RefusalCode = (typeof trustRefusals)[number];

/** Why a file was not taken. `detail` is a number or name that tells where. */
export function refusal(name: string, code: RefusalCode, detail = ''): TrustRefusal {
  return { name, code, message: sentence(name, code, detail) };
}

function sentence(name: string, code: RefusalCode, detail: string): Localized {
  switch (code) {
    case 'private-key':
      return localized(
        `${name} contains a private key. A trust list holds certificates only; nothing of it was copied. Take the key out, and consider it exposed if the file went through other hands.`,
        `${name} 含有私钥。信任名单只应包含证书；未复制其中任何内容。请移除私钥；若该文件曾经他人之手，应视为私钥已泄露。`,
      );
    case 'web-page':
      return localized(
        `${name} is a web page (HTML), not a list. The page around the file was probably saved; download the file itself (“Raw”).`,
        `${name} 是网页（HTML），而不是名单。可能保存的是包含该文件的网页；请下载文件本身（“Raw”）。`,
      );
    case 'empty':
      return localized(
        `${name} is empty. The download probably broke off.`,
        `${name} 是空文件。下载可能已中断。`,
      );
    case 'no-certificate':
      return localized(
        `${name} holds no certificate (no “BEGIN CERTIFICATE” block, and it is not DER).`,
        `${name} 中没有证书（既没有“BEGIN CERTIFICATE”块，也不是 DER 编码）。`,
      );
    case 'damaged-certificate':
      return localized(
        `${name}: a certificate cannot be read (${detail}). A list with a damaged certificate is not taken; get the file again.`,
        `${name}：有一张证书无法读取（${detail}）。含有损坏证书的名单不予导入；请重新获取该文件。`,
      );
    case 'not-a-list':
      return localized(
        `${name} is JSON, but none of the lists known here (C2PA trust list, conforming products, deny list).`,
        `${name} 是 JSON，但不是此处已知的任何名单（C2PA 信任名单、合规产品清单、拒绝名单）。`,
      );
    case 'wrong-shape':
      return localized(
        `${name} does not have the form of its kind of list: ${detail}.`,
        `${name} 不符合该类名单的格式：${detail}。`,
      );
    case 'too-large':
      return localized(
        `${name} is larger than any trust list (limit 8 MiB).`,
        `${name} 超出信任名单的大小上限（8 MiB）。`,
      );
    case 'too-many':
      return localized(
        `${name} was left out: more than ${detail} files or lines.`,
        `${name} 未纳入：文件或条目超过 ${detail} 个。`,
      );
    case 'unreadable':
      return localized(`${name} cannot be read (${detail}).`, `无法读取 ${name}（${detail}）。`);
    case 'changed-meanwhile':
      return localized(
        `${name} changed while it was imported. Nothing of it was kept; import it again.`,
        `${name} 在导入过程中发生了变化。未保留其中任何内容；请重新导入。`,
      );
  }
}

/** Things worth knowing about a list that is taken all the same. */
export const notice = {
  expired: (day: string, count: number, total: number, first: string): Localized =>
    localized(
      `On ${day}, ${count} of ${total} certificates had expired, the first of them ${first}. They count only for signatures made before.`,
      `截至 ${day}，${total} 张证书中有 ${count} 张已过期，其中第一张为 ${first}。它们只对过期前的签名有效。`,
    ),
  duplicates: (count: number, first: string): Localized =>
    localized(
      `${count} certificates stand in the file more than once, the first of them ${first}. Each counts once.`,
      `有 ${count} 张证书在文件中重复出现，其中第一张为 ${first}。每张只计一次。`,
    ),
  editionUnknown: localized(
    'The bytes are no edition known to this version. It may be newer, or altered: compare the SHA-256 with the publisher’s.',
    '其字节与本版本已知的任何一版都不相符。它可能更新，也可能被改动过：请与发布方公布的 SHA-256 核对。',
  ),
  dateUnknown: localized('The list carries no date of issue of its own.', '该名单本身没有注明发布日期。'),
  unlikeCompanion: (count: number): Localized =>
    localized(
      `The JSON beside it names other certificates: ${count} differ. The PEM file is what counts.`,
      `旁边的 JSON 文件所列证书不同：有 ${count} 张不一致。以 PEM 文件为准。`,
    ),
  withdrawn: (count: number): Localized =>
    localized(
      `${count} certificates are marked as no longer trusted by the list itself and were left out.`,
      `名单自身将 ${count} 张证书标为不再受信任，已予排除。`,
    ),
  sameAs: (title: string): Localized =>
    localized(
      `The same certificates are already imported as “${title}”.`,
      `相同的证书已作为“${title}”导入。`,
    ),
};
