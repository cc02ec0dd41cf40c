import type { BindingDetail, Coverage, CredentialObservation } from '#shared/domain/credential-detail.ts';
import type { ByteRange } from '#shared/domain/figure.ts';
import {
  type ContentKind,
  exclusionsWithoutStore,
  unprotectedContent,
  wideExclusions,
} from '../binding/exclusion-checks.ts';
import { activeDetail, type CheckFacts, observe } from './facts.ts';

/**
 * Attacks on the hard binding (A1 wide exclusion, A2 detached store, A4 extra exclusions): a hash that fits
 * says nothing about the bytes it leaves out.
 */
export function bindingChecks(facts: CheckFacts): CredentialObservation[] {
  const detail = activeDetail(facts);
  if (detail === null || facts.own === null || facts.stray) return [];
  const { coverage, embedded } = facts.own;
  // What is missing of the carrier would count as foreign bytes.
  if (embedded.incomplete === true) return [];
  const beside = embedded.carrier === 'sidecar';
  if (beside && facts.format === 'c2pa') return [sidecarAlone(detail.label)];
  if (detail.bindings.some((binding) => binding.kind === 'bmff' && binding.problem === 'segments-missing'))
    return [segmentsMissing(detail.label)];
  const found: CredentialObservation[] = [];
  for (const binding of detail.bindings) {
    // The exclusion of a text is held against its wrapper when its hash is computed.
    if (binding.kind !== 'data' || embedded.carrier === 'text-variation-selectors') continue;
    // A store beside its file needs no room in it, and may leave metadata out; content it may not.
    if (beside && !leavesContentOut(coverage)) continue;
    found.push(...detachedStore(binding, embedded.occupied, detail.label));
  }
  if (coverage !== null) found.push(...unprotectedParts(facts, coverage, detail.bindings, detail.label));
  return found;
}

function leavesContentOut(coverage: Coverage | null): boolean {
  return coverage?.spans.some(({ state, role }) => state === 'unprotected' && role === 'content') ?? false;
}

/** A2: an exclusion that holds no part of the credential leaves room for anything. */
function detachedStore(
  binding: BindingDetail,
  occupied: readonly ByteRange[],
  manifest: string,
): CredentialObservation[] {
  const apart = exclusionsWithoutStore(binding.exclusions, occupied);
  if (binding.exclusions.length === 0 || apart.length < binding.exclusions.length) return [];
  return [
    observe(
      'detached-store',
      'failed',
      [
        'The credential lies elsewhere than where its signature says: it was moved, and what lies in its place is not protected',
        '凭证不在签名所指的位置：它被移动过，原位置上的内容不受保护',
      ],
      [
        `No exclusion of ${binding.label} (${spell(binding.exclusions)}) holds any byte of the C2PA carrier (${spell(occupied)})`,
        `${binding.label} 的排除范围（${spell(binding.exclusions)}）不含 C2PA 载体（${spell(occupied)}）的任何字节`,
      ],
      { manifest, bytes: binding.exclusions },
    ),
  ];
}

/** What a BMFF hash leaves out in every file: brands, free space, tables of offsets (C2PA 2.2 §18.6.2). */
const leftOutByFormat: ReadonlySet<ContentKind> = new Set<ContentKind>(['file-type', 'free-space', 'index']);

/** A1 and A4: what lies outside both the hash and the credential. */
function unprotectedParts(
  facts: CheckFacts,
  coverage: Coverage,
  bindings: readonly BindingDetail[],
  manifest: string,
): CredentialObservation[] {
  const open = unprotectedContent(coverage);
  if (coverage.unprotected === 0 || facts.own === null) return [];
  const ranges = open.owners.flatMap((owner) => owner.ranges);
  const owners = open.owners
    .slice(0, 8)
    .map(({ owner, parts }) => (parts.length === 0 ? owner : `${owner} (${parts.slice(0, 4).join(', ')})`))
    .join(', ');
  const { content } = open;
  const total = coverage.unprotected;
  const kinds = new Set(bindings.map(({ kind }) => kind));
  const found: CredentialObservation[] = [];
  if (content > 0 && !kinds.has('bmff')) {
    found.push(
      observe(
        'picture-unprotected',
        'failed',
        [
          `${content} bytes of the picture, sound or text itself are not under the signature: they can be replaced without a trace`,
          `有 ${content} 字节的画面、声音或文字内容不在签名保护之下，可被替换而不留痕迹`,
        ],
        [
          `Excluded from the content hash although content: ${owners} (${spell(ranges)})`,
          `属于内容却被排除在内容哈希之外：${owners}（${spell(ranges)}）`,
        ],
        { manifest, bytes: ranges },
      ),
    );
    return found;
  }
  if (kinds.has('data')) {
    const { occupied } = facts.own.embedded;
    const wide = bindings.some(
      ({ kind, exclusions }) => kind === 'data' && wideExclusions(exclusions, occupied).length > 0,
    );
    if (wide) {
      found.push(
        observe(
          'wide-exclusion',
          'warning',
          [
            `The signature leaves out ${total} bytes beside the credential itself (${owners}): they can be changed without breaking it`,
            `除凭证自身外，签名还排除了 ${total} 字节（${owners}）：改动这些字节不会使签名失效`,
          ],
          [
            `The exclusion that holds the store is wider than the store: ${spell(ranges)}. Some genuine cameras of 2023 sign so; newer readers report such a binding as a mismatch`,
            `包含凭证的排除范围大于凭证本身：${spell(ranges)}。2023 年的某些正品相机即如此签名；新版读取器会将其判为不符`,
          ],
          { manifest, bytes: ranges },
        ),
      );
      return found;
    }
  }
  const ordinary = open.owners.every(({ kind }) => leftOutByFormat.has(kind));
  if (!kinds.has('bmff') || !ordinary) {
    found.push(
      observe(
        'extra-exclusions',
        'notice',
        [
          `${total} bytes are not covered by the signature (${owners}) and must not be quoted as signed`,
          `有 ${total} 字节（${owners}）不在签名覆盖范围内，不得视为已签名内容`,
        ],
        [
          `Left out by the binding beside the store (C2PA 2.2 §18.5 and §18.6 allow it for metadata): ${spell(ranges)}`,
          `绑定在凭证之外还排除的范围（C2PA 2.2 第 18.5、18.6 节允许用于元数据）：${spell(ranges)}`,
        ],
        { manifest, bytes: ranges },
      ),
    );
  } else {
    found.push(
      observe(
        'boxes-not-covered',
        'info',
        [
          `${total} bytes in boxes that the format leaves out of the signature (${owners})`,
          `有 ${total} 字节位于该格式规定不纳入签名的盒中（${owners}）`,
        ],
        [
          `Excluded by the BMFF hash (C2PA 2.2 §18.6): ${spell(ranges)}`,
          `被 BMFF 哈希排除（C2PA 2.2 第 18.6 节）：${spell(ranges)}`,
        ],
        { manifest, bytes: ranges },
      ),
    );
  }
  return found;
}

function sidecarAlone(manifest: string): CredentialObservation {
  return observe(
    'sidecar-alone',
    'notice',
    [
      'This is a credential kept apart from its file: add the file it belongs to, to see whether they fit',
      '这是与文件分开保存的凭证：请加入其所属文件，以核验二者是否相符',
    ],
    [
      'A store without its asset: the content hash cannot be computed',
      '仅有清单存储而无对应资产：无法计算内容哈希',
    ],
    { manifest },
  );
}

function segmentsMissing(manifest: string): CredentialObservation {
  return observe(
    'segments-missing',
    'notice',
    [
      'This is only the beginning of a stream: the signed segments are not in the file, so the content cannot be checked',
      '这只是流媒体的初始化部分：已签名的分段不在文件中，无法核验内容',
    ],
    [
      'The BMFF hash is a Merkle tree over media segments that are not in this file; join the segments behind the initialisation segment',
      'BMFF 哈希为针对媒体分段的默克尔树，而这些分段不在本文件中；请将分段接在初始化分段之后再核验',
    ],
    { manifest },
  );
}

/** Ranges for an expert: `0+206317, 300000+12`, the first few. */
export function spell(ranges: readonly ByteRange[]): string {
  const shown = ranges.slice(0, 4).map(([start, length]) => `${start}+${length}`);
  return shown.join(', ') + (ranges.length > shown.length ? ` … (${ranges.length})` : '');
}
