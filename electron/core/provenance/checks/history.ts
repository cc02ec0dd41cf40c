import type { CredentialObservation } from '#shared/domain/credential-detail.ts';
import type { CredentialManifest } from '#shared/domain/provenance.ts';
import { bytesOf, entryOf, listOf, textOf } from '../jumbf/cbor-values.ts';
import type { StoredManifest } from '../jumbf/manifest-store.ts';
import { ingredientState, manifestsByLabel } from '../verdict.ts';
import { type CheckFacts, observe } from './facts.ts';

/** What the manifests tell and leave out about the history: A9 flawed sources, redactions, updates, absences. */
export function historyChecks(facts: CheckFacts): CredentialObservation[] {
  const { store, own, lists } = facts;
  const found: CredentialObservation[] = [];
  const manifests = manifestsByLabel(store);
  for (const manifest of store.manifests) {
    for (const item of manifest.ingredients) {
      const state = ingredientState(item, lists);
      if (state !== 'failed' && state !== 'recorded-failure') continue;
      const codes = [
        ...new Set(
          (state === 'failed' ? item.now : item.recorded)
            .filter(({ kind }) => kind === 'failure')
            .map(({ code }) => code),
        ),
      ].join(', ');
      const name = item.title ?? item.label;
      // What failed only since then was changed inside this very file; an expiry is no change.
      const changed = item.now.some(({ kind, code }) => kind === 'failure' && !ageing.test(code));
      found.push(
        state === 'failed'
          ? observe(
              'source-broken',
              changed ? 'failed' : 'warning',
              [`The credential of the source “${name}” does not hold`, `素材“${name}”的凭证不成立`],
              [
                `${item.label} of ${manifest.label}: ${codes}`,
                `${manifest.label} 的 ${item.label}：${codes}`,
              ],
              { manifest: item.manifest ?? manifest.label },
            )
          : observe(
              'source-broken-when-taken',
              'warning',
              [
                `The source “${name}” was already broken when it was used, and the signer recorded it`,
                `素材“${name}”在被采用时核验已不通过，签名者对此有记录`,
              ],
              [
                `Recorded in ${item.label} of ${manifest.label}: ${codes}`,
                `记录于 ${manifest.label} 的 ${item.label}：${codes}`,
              ],
              { manifest: item.manifest ?? manifest.label },
            ),
      );
    }
    for (const address of manifest.redactions) {
      found.push(
        observe(
          'redacted',
          'notice',
          [
            'A statement was removed from the history on purpose, and this was declared',
            '历史记录中有一条声明被有意删除，并已作出说明',
          ],
          [
            `${manifest.label} redacts ${address}${reasonOf(own?.store.manifests, manifest.label, address)}`,
            `${manifest.label} 删除了 ${address}${reasonOf(own?.store.manifests, manifest.label, address)}`,
          ],
          { manifest: manifest.label },
        ),
      );
    }
  }
  const active = store.active === null ? undefined : manifests.get(store.active);
  const stored = own?.store.manifests.find(({ label }) => label === store.active);
  if (active !== undefined) found.push(...absences(active, stored));
  for (const manifest of own?.store.manifests ?? []) {
    if (manifest.kind === 'update') {
      found.push(
        observe(
          'metadata-update',
          'info',
          [
            'This entry of the history changed only information about the file, not its content',
            '该条历史记录仅更新了文件信息，未改动内容',
          ],
          [
            `${manifest.label} is an update manifest (C2PA 2.2 §11.2.3): no content hash of its own, one parent`,
            `${manifest.label} 为更新清单（C2PA 2.2 第 11.2.3 节）：没有自身的内容哈希，仅有一个父清单`,
          ],
          { manifest: manifest.label },
        ),
      );
    }
    found.push(...softBindings(manifest));
  }
  return found;
}

const ageing =
  /^(signingCredential\.(expired|untrusted|invalid)|claimSignature\.outsideValidity|timeStamp\.|cawg\.)/;

function reasonOf(manifests: readonly StoredManifest[] | undefined, label: string, address: string): string {
  const manifest = manifests?.find((candidate) => candidate.label === label);
  for (const assertion of manifest?.assertions ?? []) {
    if (!/^c2pa\.actions/.test(assertion.label)) continue;
    for (const action of listOf(entryOf(assertion.value, 'actions'))) {
      const redacted = textOf(entryOf(entryOf(action, 'parameters'), 'redacted'));
      if (redacted === address) return ` (${textOf(entryOf(action, 'reason')) ?? '—'})`;
    }
  }
  return '';
}

function absences(active: CredentialManifest, stored: StoredManifest | undefined): CredentialObservation[] {
  const found: CredentialObservation[] = [];
  const manifest = active.label;
  const actions = active.actions;
  if (actions.length === 0 && stored?.kind !== 'update') {
    found.push(
      observe(
        'no-actions',
        'info',
        ['The credential does not say how the file came about', '凭证未说明文件是如何产生的'],
        ['No c2pa.actions assertion in the active manifest', '活动清单中没有 c2pa.actions 断言'],
        { manifest },
      ),
    );
    return found;
  }
  const complete = stored?.assertions.some(
    (assertion) =>
      /^c2pa\.actions/.test(assertion.label) && entryOf(assertion.value, 'allActionsIncluded') === true,
  );
  if (stored !== undefined && stored.kind !== 'update' && complete !== true) {
    found.push(
      observe(
        'actions-not-complete',
        'info',
        ['The signer does not claim that the list of steps is complete', '签名者并未声明操作列表完整'],
        [
          'allActionsIncluded is absent or false in c2pa.actions',
          'c2pa.actions 中 allActionsIncluded 缺失或为 false',
        ],
        { manifest },
      ),
    );
  }
  const created = actions.find(({ action }) => action === 'c2pa.created');
  if (created !== undefined && created.digitalSourceType === null) {
    found.push(
      observe(
        'no-source-type',
        'info',
        [
          'It is said that the file was created, but not how: camera, drawing or AI',
          '仅声明文件系新建，但未说明来源方式：拍摄、绘制或人工智能生成',
        ],
        ['c2pa.created without digitalSourceType', 'c2pa.created 缺少 digitalSourceType'],
        { manifest },
      ),
    );
  }
  return found;
}

/** A12: a durable link that survives stripping; issue 5 and 6 follow it, here it is named. */
function softBindings(manifest: StoredManifest): CredentialObservation[] {
  return manifest.assertions.flatMap((assertion) => {
    if (!/^c2pa\.soft-binding(__\d+)?$/.test(assertion.label)) return [];
    const { value } = assertion;
    const algorithm = textOf(entryOf(value, 'alg')) ?? '?';
    const bytes = bytesOf(entryOf(listOf(entryOf(value, 'blocks'))[0], 'value'));
    return [
      observe(
        'soft-binding',
        'info',
        [
          'The credential names a watermark or fingerprint by which it can be found again',
          '凭证中登记了可用于找回凭证的水印或指纹',
        ],
        [
          `${assertion.label}: alg ${algorithm}, value ${bytes === null ? 'not a byte string (dialect of c2pa-rs)' : `${bytes.byteLength} bytes`}`,
          `${assertion.label}：算法 ${algorithm}，值${bytes === null ? '不是字节串（c2pa-rs 方言）' : `为 ${bytes.byteLength} 字节`}`,
        ],
        { manifest: manifest.label },
      ),
    ];
  });
}
