import type { EngineOpinion, ReaderQuestion } from '../domain/credential-detail.ts';
import { type Localized, localized } from '../domain/localized.ts';

/**
 * A reader's word for the whole. The full readers use those of C2PA 2.2 clause 15 (`Trusted`, `Valid`, `Invalid`), which
 * stay as they are; a reader of part of the standard may not use them for what it did not look at.
 */
export function readerWord(state: string): string | Localized {
  return state === 'no-fault' ? noFault : state;
}

const noFault = localized('no fault in what it looks at', '所查部分未见问题');

const asked: Readonly<Record<ReaderQuestion, Localized>> = {
  'content-hash': localized('whether the content fits its hash', '内容是否与其哈希相符'),
  'claim-signature': localized('whether the claim fits its signature', '声明是否与其签名相符'),
};

/** What has to be read beside the word: what it leaves out, or the reader's own remark. `null`: nothing. */
export function readerRemark(
  opinion: Pick<EngineOpinion, 'answered' | 'withoutIdentity' | 'message'>,
): string | Localized | null {
  if (opinion.answered !== null) return answeredWords(opinion.answered);
  const { withoutIdentity } = opinion;
  if (withoutIdentity === null) return opinion.message;
  return localized(
    `${withoutIdentity} when the CAWG identity is left out`,
    `不计身份断言（CAWG）时为 ${withoutIdentity}`,
  );
}

function answeredWords(answered: readonly ReaderQuestion[]): Localized {
  const questions = answered.map((question) => asked[question]);
  if (questions.length === 0)
    return localized(
      'Could compute neither the content hash nor the signature of this file; is compared with no other reader',
      '未能计算此文件的内容哈希和签名；不与其他读取器比较',
    );
  return localized(
    `Answers for this file only ${questions.map(({ en }) => en).join(' and ')}; is compared on nothing else`,
    `对此文件仅回答${questions.map((one) => one['zh-CN']).join('以及')}；其他方面不作比较`,
  );
}
