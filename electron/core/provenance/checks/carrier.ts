import type { BindingDetail, CredentialObservation } from '#shared/domain/credential-detail.ts';
import { activeDetail, type CheckFacts, observe } from './facts.ts';

/**
 * What the place of a store says: several where one is allowed, a wrapper in a text that was changed or is
 * another's, an archive whose parts are not computed.
 */
export function carrierChecks(facts: CheckFacts): CredentialObservation[] {
  const { own } = facts;
  if (own === null) return [];
  const found: CredentialObservation[] = [];
  const { rivals = 0, occupied } = own.embedded;
  if (rivals > 0) {
    found.push(
      observe(
        'several-stores',
        'warning',
        [
          `The file carries ${rivals + 1} credentials where one is allowed: readers may choose another one than is judged here`,
          `文件中有 ${rivals + 1} 份凭证，而规范只允许一份：其他读取器可能采用与此处不同的一份`,
        ],
        [
          `Judged: the one at ${occupied[0]?.[0] ?? 0}. C2PA 2.4 (15.12.1.3.1, A.7.1, A.9.3) rejects several; 2.5 treats such a file as without a manifest`,
          `此处判定的是位于 ${occupied[0]?.[0] ?? 0} 的一份。C2PA 2.4（15.12.1.3.1、A.7.1、A.9.3）对多份予以拒绝；2.5 将此类文件视为无清单`,
        ],
        { bytes: occupied },
      ),
    );
  }
  const detail = activeDetail(facts);
  for (const binding of detail?.bindings ?? []) {
    const words = bindingWords(binding, own.embedded.occupied);
    if (words === null) continue;
    const { id, severity, lay, expert } = words;
    found.push(observe(id, severity, lay, expert, { manifest: detail?.label ?? null, bytes: occupied }));
  }
  return found;
}

interface Words {
  readonly id: string;
  readonly severity: CredentialObservation['severity'];
  readonly lay: readonly [string, string];
  readonly expert: readonly [string, string];
}

function bindingWords(
  binding: BindingDetail,
  occupied: readonly (readonly [number, number])[],
): Words | null {
  const left = binding.exclusions.map(([start, length]) => `${start}+${length}`).join(', ') || '—';
  const wrapper = occupied.map(([start, length]) => `${start}+${length}`).join(', ');
  switch (binding.problem) {
    case 'wrapper-not-excluded':
      return {
        id: 'wrapper-displaced',
        severity: 'failed',
        lay: [
          'The credential does not stand where it was signed: it was taken from another text, moved, or the text before it was changed',
          '凭证不在签名时的位置：它取自另一段文本、被移动过，或其前面的文本已被改动',
        ],
        expert: [
          `Exclusion of ${binding.label}: ${left}; wrapper in the file: ${wrapper} (C2PA 2.4, 15.12.1.3.1: they must be equal)`,
          `${binding.label} 的排除范围为 ${left}，而文件中的封装位于 ${wrapper}（C2PA 2.4 第 15.12.1.3.1 节要求二者一致）`,
        ],
      };
    case 'line-ends-changed':
      return {
        id: 'line-ends-changed',
        severity: 'notice',
        lay: [
          'Only the line ends of the text differ from what was signed, as mail and file transfer change them',
          '与签名时相比，文本仅换行符不同，邮件或文件传输常会造成此类改动',
        ],
        expert: [
          `The hash of ${binding.label} fits after CR LF and LF are exchanged; the text itself is the signed one`,
          `将 CR LF 与 LF 互换后，${binding.label} 的哈希相符；文字本身即签名时的文字`,
        ],
      };
    case 'text-renormalized':
      return {
        id: 'text-renormalized',
        severity: 'info',
        lay: [
          'The text is stored in another form of the same characters than when it was signed; this changes nothing a reader sees',
          '文本的字符编码形式与签名时不同，但字符相同，读者所见没有任何变化',
        ],
        expert: [
          `The hash of ${binding.label} is over normalization form C (UAX #15) and fits; its exclusion ${left} counts in another form than the file, where the wrapper is at ${wrapper}`,
          `${binding.label} 的哈希针对规范化形式 C（UAX #15）计算且相符；其排除范围 ${left} 按另一形式计数，文件中封装位于 ${wrapper}`,
        ],
      };
    case 'other-files':
      return {
        id: 'collection-not-computed',
        severity: 'notice',
        lay: [
          'The credential is bound to the parts inside this archive; whether they are unchanged is not checked here',
          '凭证与压缩包内的各个文件绑定；此处不核验这些文件是否未被改动',
        ],
        expert: [
          `${binding.label} lists a hash for each entry and for the central directory (C2PA 2.4, 18.8 and A.6.2); they are not computed`,
          `${binding.label} 列出各条目及中央目录的哈希（C2PA 2.4 第 18.8 节与 A.6.2）；此处未计算`,
        ],
      };
    case 'boxes-not-read':
      return {
        id: 'boxes-not-computed',
        severity: 'notice',
        lay: [
          'The credential is bound to the parts of this file one by one; for this format that is not checked here',
          '凭证与文件的各个组成部分逐一绑定；对此格式，此处不作核验',
        ],
        expert: [
          `${binding.label} lists ${binding.names.length} boxes of a format whose boxes are not read here (C2PA 2.2 §18.7.3)`,
          `${binding.label} 列出 ${binding.names.length} 个盒，此处不读取该格式的盒（C2PA 2.2 第 18.7.3 节）`,
        ],
      };
    case 'text-not-normalizable':
    case 'text-too-long':
      return {
        id: 'text-not-computed',
        severity: 'notice',
        lay: [
          'The text is too long, or written in a way no writing is, so that its hash cannot be computed here',
          '文本过长，或其写法异于任何文字，此处无法计算其哈希',
        ],
        expert: [
          `${binding.label}: ${binding.problem === 'text-too-long' ? 'more than 64 MiB of text' : '256 or more combining marks in a row'}`,
          `${binding.label}：${binding.problem === 'text-too-long' ? '文本超过 64 MiB' : '连续 256 个以上的组合记号'}`,
        ],
      };
    default:
      return null;
  }
}
