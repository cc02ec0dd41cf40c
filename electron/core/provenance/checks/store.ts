import type { CredentialObservation } from '#shared/domain/credential-detail.ts';
import { fileRanges } from '../carriers/embedded-store.ts';
import { entryOf, listOf, mapOf, textOf } from '../jumbf/cbor-values.ts';
import type { StoredManifest } from '../jumbf/manifest-store.ts';
import { activeDetail, type CheckFacts, observe } from './facts.ts';

/** Attacks inside the store: A3 pad abuse, A13 identity bound to nothing, A14 labels used twice, A16 names. */
export function storeChecks(facts: CheckFacts): CredentialObservation[] {
  const { own } = facts;
  if (own === null) return [];
  return [
    ...padChecks(facts),
    ...labelChecks(own.store.manifests),
    ...undeclaredAssertions(facts),
    ...identityChecks(own.store.manifests),
    ...resourceNames(own.store.manifests),
  ];
}

/** A3: room kept for the signature is zero by §13.2; anything else there is hidden data. */
function padChecks(facts: CheckFacts): CredentialObservation[] {
  const found: CredentialObservation[] = [];
  for (const detail of facts.own?.details ?? []) {
    const pad = detail.signature?.pad;
    if (pad === undefined || pad.nonZero === 0) continue;
    const box = facts.own?.store.manifests.find(({ label }) => label === detail.label)?.signature;
    const ranges =
      box?.cose?.pad.ranges.flatMap((range) => fileRanges(facts.own?.embedded.pieces ?? [], range)) ?? [];
    found.push(
      observe(
        'pad-not-empty',
        'warning',
        [
          `Data is hidden in room that should be empty inside the credential (${pad.nonZero} bytes)`,
          `凭证中本应为空的预留区里藏有数据（${pad.nonZero} 字节）`,
        ],
        [
          `${pad.nonZero} of ${pad.bytes} padding bytes of the COSE signature are not zero (C2PA 2.2 §13.2); they are not covered by the signature`,
          `COSE 签名的 ${pad.bytes} 个填充字节中有 ${pad.nonZero} 个不为零（C2PA 2.2 第 13.2 节），且不受签名保护`,
        ],
        { manifest: detail.label, bytes: ranges },
      ),
    );
  }
  const active = activeDetail(facts);
  const embedded = facts.own?.embedded;
  if (active === null || embedded === undefined || embedded.pieces.length === 0) return found;
  // The store as signed filled its exclusion. A shorter one leaves room for foreign segments beside it.
  for (const binding of active.bindings) {
    if (binding.kind !== 'data') continue;
    for (const [start, length] of binding.exclusions) {
      const touching = embedded.occupied.filter(([at, size]) => at < start + length && at + size > start);
      if (touching.length === 0) continue;
      const covered = touching.reduce((sum, [, size]) => sum + size, 0);
      const first = touching[0]?.[0] ?? start;
      const last = Math.max(...touching.map(([at, size]) => at + size));
      // Foreign bytes between or behind the pieces, where the store began at the exclusion's start.
      if (first !== start || covered >= length || active.signature === null) continue;
      const foreign = length - covered;
      if (
        active.bindings.some(({ matches }) => matches === true) &&
        last - first <= length &&
        isContent(facts, start, length)
      ) {
        found.push(
          observe(
            'pad-filled',
            'failed',
            [
              `${foreign} bytes beside the credential, in room its signature leaves open, steer what is shown: they can be replaced without a trace`,
              `凭证旁有 ${foreign} 字节位于签名未覆盖的位置，却会影响显示内容：可被替换而不留痕迹`,
            ],
            [
              `Exclusion ${start}+${length}, store ${covered} bytes: the remainder is parsed by decoders but not hashed`,
              `排除范围 ${start}+${length}，凭证仅 ${covered} 字节：其余部分会被解码器解析，却未计入哈希`,
            ],
            { manifest: active.label, bytes: [[start, length]] },
          ),
        );
      }
    }
  }
  return found;
}

/** Does the excluded range hold anything a decoder shows, by the structure map? */
function isContent(facts: CheckFacts, start: number, length: number): boolean {
  return (facts.own?.coverage?.spans ?? []).some(
    (span) =>
      span.state === 'unprotected' &&
      span.start < start + length &&
      span.start + span.length > start &&
      (span.role === 'content' || span.role === 'structure'),
  );
}

function labelChecks(manifests: readonly StoredManifest[]): CredentialObservation[] {
  const twice = (labels: readonly string[]): string[] => [
    ...new Set(labels.filter((label, index) => labels.indexOf(label) !== index)),
  ];
  const found = twice(manifests.map(({ label }) => label)).map((label) =>
    observe(
      'label-twice',
      'failed',
      [
        'Two credentials carry the same name, so references to them mean two things',
        '两份凭证使用同一标签，对其引用含义不明',
      ],
      [`Two manifests of the store have the label ${label}`, `存储中有两份清单使用标签 ${label}`],
      { manifest: label },
    ),
  );
  for (const manifest of manifests) {
    for (const label of twice(manifest.assertions.map((assertion) => assertion.label))) {
      found.push(
        observe(
          'label-twice',
          'failed',
          [
            'Two statements carry the same name, so one can stand for the other',
            '两条声明使用同一标签，可相互冒充',
          ],
          [
            `Two assertions of ${manifest.label} have the label ${label}`,
            `${manifest.label} 中有两条断言使用标签 ${label}`,
          ],
          { manifest: manifest.label },
        ),
      );
    }
  }
  return found;
}

/** Assertions the claim does not name are not signed by anybody. */
function undeclaredAssertions(facts: CheckFacts): CredentialObservation[] {
  return (facts.own?.details ?? []).flatMap((detail) => {
    const open = detail.assertions.filter(({ referenced }) => referenced === null);
    if (open.length === 0) return [];
    const labels = open.map(({ label }) => label).join(', ');
    return [
      observe(
        'assertion-unsigned',
        'warning',
        ['The credential carries statements that nobody signed', '凭证中夹带了无人签名的声明'],
        [
          `Not referenced by the claim of ${detail.label}: ${labels}`,
          `${detail.label} 的声明未引用：${labels}`,
        ],
        {
          manifest: detail.label,
          bytes: open.flatMap(({ store }) => fileRanges(facts.own?.embedded.pieces ?? [], store)),
        },
      ),
    ];
  });
}

const identityKeys = new Set(['signer_payload', 'signature', 'pad1', 'pad2']);
const hardBinding = /^c2pa\.hash\.(data|boxes|bmff(\.v\d+)?|collection\.data|multi-asset)(__\d+)?$/;

/** A13: an identity assertion speaks for the content only when it refers to the real hash assertion (CAWG 1.1 §5.1). */
function identityChecks(manifests: readonly StoredManifest[]): CredentialObservation[] {
  const found: CredentialObservation[] = [];
  for (const manifest of manifests) {
    for (const assertion of manifest.assertions) {
      if (!/^cawg\.identity(__\d+)?$/.test(assertion.label)) continue;
      const { value } = assertion;
      const payload = entryOf(value, 'signer_payload');
      const addresses = listOf(entryOf(payload, 'referenced_assertions')).flatMap(
        (item) => textOf(entryOf(item, 'url')) ?? [],
      );
      const bound = addresses.some(
        (address) =>
          hardBinding.test(address.slice(address.lastIndexOf('/') + 1)) &&
          manifest.assertions.some(
            ({ label }) => address.endsWith(`c2pa.assertions/${label}`) && hardBinding.test(label),
          ),
      );
      if (payload !== undefined && !bound) {
        found.push(
          observe(
            'identity-unbound',
            'warning',
            [
              'An identity is attached, but not to the content of this file',
              '附有身份断言，但并未与本文件内容绑定',
            ],
            [
              `${assertion.label} refers to no hard binding of ${manifest.label}: ${addresses.join(', ') || '—'}`,
              `${assertion.label} 未引用 ${manifest.label} 的任何硬绑定：${addresses.join('、') || '—'}`,
            ],
            { manifest: manifest.label },
          ),
        );
      }
      const extra = [...mapOf(value).keys()].filter((key) => !identityKeys.has(String(key)));
      if (extra.length > 0) {
        found.push(
          observe(
            'identity-extra-field',
            'warning',
            [
              'An identity statement carries fields its standard does not know',
              '身份断言带有标准未定义的字段',
            ],
            [
              `${assertion.label} has unexpected fields: ${extra.map(String).join(', ')}`,
              `${assertion.label} 含有未定义字段：${extra.map(String).join('、')}`,
            ],
            { manifest: manifest.label },
          ),
        );
      }
    }
  }
  return found;
}

/** A16: names that try to leave a folder. Nothing here is ever written by its given name. */
function resourceNames(manifests: readonly StoredManifest[]): CredentialObservation[] {
  return manifests.flatMap((manifest) => {
    const names = [manifest.label, ...manifest.assertions.map(({ label }) => label)];
    const hostile = names.filter((name) => /(^|[\\/])\.\.([\\/]|$)|\0|^[\\/]|^[A-Za-z]:/.test(name));
    if (hostile.length === 0) return [];
    return [
      observe(
        'hostile-name',
        'warning',
        [
          'A name inside the credential is made to write files outside their folder',
          '凭证中的名称企图在其文件夹之外写入文件',
        ],
        [
          `Path traversal in labels: ${hostile
            .slice(0, 3)
            .map((name) => JSON.stringify(name))
            .join(', ')}`,
          `标签中含路径穿越：${hostile
            .slice(0, 3)
            .map((name) => JSON.stringify(name))
            .join('、')}`,
        ],
        { manifest: manifest.label },
      ),
    ];
  });
}
