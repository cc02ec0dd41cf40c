import type { CredentialResult } from '#shared/domain/credential.ts';
import type { CredentialObservation } from '#shared/domain/credential-detail.ts';
import { type CheckFacts, observe } from './facts.ts';

/** How the reading itself went: A15 and A18 damaged containers, disagreeing engines, malformed stores. */
export function readingChecks(
  facts: CheckFacts,
  disagreements: readonly { readonly about: string; readonly detail: string }[],
): CredentialObservation[] {
  const found: CredentialObservation[] = [];
  if (facts.damage !== null) {
    found.push(
      observe(
        'container-damaged',
        'warning',
        [
          'The file is damaged or has bytes appended that make other readers miss its credential; it was recovered here',
          '文件已损坏，或附加了使其他读取器无法读取凭证的字节；凭证已在此恢复',
        ],
        [
          `${facts.damage}; store found by ${facts.own?.embedded.carrier ?? 'engine'}`,
          `${facts.damage}；凭证由 ${facts.own?.embedded.carrier ?? '引擎'} 方式找到`,
        ],
        { bytes: facts.own?.embedded.occupied ?? [] },
      ),
    );
  }
  if (facts.refused !== null && facts.damage === null && !facts.stray) {
    found.push(
      observe(
        'store-malformed',
        'warning',
        [
          'The credential is written so faultily that other readers refuse it',
          '凭证写法有误，其他读取器拒绝读取',
        ],
        [
          `Engines: ${facts.refused}; read by our own reader only`,
          `引擎：${facts.refused}；仅由自有读取器读出`,
        ],
        { bytes: facts.own?.embedded.occupied ?? [] },
      ),
    );
  }
  if (facts.stray && facts.own !== null) {
    found.push(
      observe(
        'store-elsewhere',
        'notice',
        [
          'A credential lies where this kind of file keeps none: it may belong to a picture inside, or to an earlier state of the file',
          '凭证位于此类文件不应存放凭证之处：可能属于文件内嵌的图片，或属于文件的早期状态',
        ],
        [
          `Found by the byte search only, at offset ${facts.own.embedded.occupied[0]?.[0] ?? 0}; readers that keep to the format do not see it`,
          `仅由字节搜索在偏移量 ${facts.own.embedded.occupied[0]?.[0] ?? 0} 处发现；按格式读取的软件看不到它`,
        ],
        { bytes: facts.own.embedded.occupied },
      ),
    );
  }
  for (const { about, detail } of disagreements) {
    found.push(
      observe(
        'engines-disagree',
        'notice',
        [
          'Independent readers do not agree about this credential; both answers are given',
          '各独立读取器对该凭证的结论不一致；现并列给出',
        ],
        [`${about}: ${detail}`, `${about}：${detail}`],
      ),
    );
  }
  const problems = [
    ...(facts.own?.store.problems ?? []),
    ...(facts.own?.embedded.problems ?? []),
    ...(facts.own?.details ?? []).flatMap(({ problems: inside }) => inside),
  ];
  if (problems.length > 0) {
    found.push(
      observe(
        'store-irregular',
        'notice',
        ['The credential is written in a way that departs from the standard', '凭证的写法与标准不符'],
        [problems.slice(0, 6).join('; '), problems.slice(0, 6).join('；')],
        { bytes: facts.own?.embedded.occupied ?? [] },
      ),
    );
  }
  return found;
}

/** Bytes hidden in a text that are no credential: shown, whatever they are. */
export function hiddenChecks(hidden: CredentialResult['hidden']): CredentialObservation[] {
  return hidden.map(({ range, bytes, preview }) =>
    observe(
      'hidden-payload',
      'warning',
      [`The text hides ${bytes} bytes that cannot be seen`, `文本中隐藏着 ${bytes} 个不可见字节`],
      [
        `Variation selectors at ${range[0]}+${range[1]} decode to: ${preview.slice(0, 120)}`,
        `位于 ${range[0]}+${range[1]} 的变体选择符解码为：${preview.slice(0, 120)}`,
      ],
      { bytes: [range] },
    ),
  );
}
