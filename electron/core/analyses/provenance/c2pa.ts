import { z } from 'zod';
import { localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import { type Answer, defineAnalysis } from '../../analysis/define.ts';
import { engineTypes, readCredential } from '../../media/c2pa.ts';
import { cutShort } from '../../media/structure/cut-short.ts';
import { readTrustFolder, trustFolder } from '../../media/trust-lists.ts';
import { figuresOf } from '../../provenance/figures.ts';
import { findingsOf } from '../../provenance/findings.ts';
import { CredentialResult } from '../../provenance/result.ts';
import { type StoreSearch, searchStores } from '../../provenance/store-search.ts';
import { verdictOf } from '../../provenance/verdict.ts';

/** Formats the engine cannot read although C2PA defines a place in them, and files nothing is known about. */
const searchedOnly = new Set(['mp4-fragment', 'font', 'unknown']);

export const analysis = defineAnalysis({
  id: 'provenance.c2pa',
  version: 1,
  title: localized('Content Credentials (C2PA)', '内容凭证（C2PA）'),
  summary: localized(
    'Reads the C2PA manifest store, validates it offline, and answers separately: is the content as signed, is the signature whole, who signed, and what became of the sources.',
    '读取 C2PA 清单存储并离线核验，分别回答：内容是否与签名时一致、签名是否完整、由谁签名、所用素材状况如何。',
  ),
  reference: {
    cite: 'C2PA, Technical Specification 2.2 (2025), clauses 14, 15 and 18; validation by c2pa-rs 0.91 through c2pa-node 0.9.8',
    url: 'https://spec.c2pa.org/specifications/specifications/2.2/',
    limits: [
      localized('The absence of a credential says nothing about origin', '没有凭证并不能说明来源'),
      localized(
        'A valid credential proves who signed and that nothing changed since, not that the statements are true',
        '凭证有效仅证明由谁签名以及此后未被改动，并不证明声明属实',
      ),
      localized(
        'Remote credentials, revocation servers and identity documents are not fetched: no connection is opened',
        '不获取远程凭证、吊销信息和身份文档：不建立任何网络连接',
      ),
      localized(
        'Whether a certificate has expired is judged by the clock of the day of the run',
        '证书是否过期按运行当日的系统时钟判断',
      ),
      localized(
        'A thumbnail inside a credential may show another picture; it is not compared here',
        '凭证内的缩略图可能与画面不同，本方法未作比对',
      ),
    ],
  },
  engines: ['c2pa-node'],
  appliesTo: (media) =>
    engineTypes.has(media.format) || searchedOnly.has(media.format)
      ? true
      : localized('No C2PA reader exists for this format here', '本软件对该格式没有 C2PA 读取器'),
  parameters: z.object({}),
  result: CredentialResult,
  async run({ evidence, limits, progress, signal }): Promise<Answer<CredentialResult>> {
    const { format } = evidence.media;
    const search = (): Promise<StoreSearch> => searchStores(evidence.path, signal);
    if (searchedOnly.has(format)) {
      return unreadable('format', 'format-unsupported', `no C2PA reader for ${format}`, await search());
    }
    const { lists, problems } = await readTrustFolder(trustFolder());
    const reading = await readCredential(evidence.path, engineTypes.get(format) ?? null, {
      lists,
      limits,
      signal,
    });
    progress(0.7);
    const warnings = problems.map((problem) => `trust list: ${problem}`);
    switch (reading.state) {
      case 'engine-missing':
        return { outcome: 'undetermined', reason: reading.reason };
      case 'unreadable':
        // The format is one the engine takes; that it does not recognise this file is the container's fault.
        return unreadable(
          reading.what === 'format' ? 'container' : reading.what,
          reading.code,
          reading.message,
          await search(),
          warnings,
        );
      case 'remote-only':
        return { outcome: 'found', result: { state: 'remote-only', url: reading.url }, warnings };
      case 'none': {
        const found = await search();
        if (found.hits.length > 0)
          return { outcome: 'found', result: { state: 'stray', search: mutable(found) }, warnings };
        // The engine does not miss what lay behind the end of a file that was cut off.
        const missing = cutShort(evidence.path, format);
        if (missing !== null) return unreadable('container', 'InvalidAsset', missing, found, warnings);
        return { outcome: 'nothing-found', result: { state: 'none', search: mutable(found) }, warnings };
      }
      case 'present': {
        const { store } = reading;
        return {
          outcome: 'found',
          result: {
            state: 'present',
            store,
            verdict: verdictOf(store, lists),
            lists: lists.map(({ id, uri, title, kind, edition, sha256, certificates }) => ({
              id,
              uri,
              title,
              kind,
              edition,
              sha256,
              certificates,
            })),
          },
          warnings: store.cut
            ? [...warnings, 'store cut: a limit of size, depth or count was reached']
            : warnings,
        };
      }
    }
  },
  figures: figuresOf,
  interpret: findingsOf,
});

function mutable(search: StoreSearch) {
  return { ...search, hits: [...search.hits] };
}

function unreadable(
  what: 'container' | 'store' | 'format' | 'engine',
  code: string,
  message: string,
  search: StoreSearch,
  warnings: readonly string[] = [],
): Answer<CredentialResult> {
  return {
    outcome: 'undetermined',
    reason: reasonFor(what, message, search),
    result: { state: 'unreadable', what, code, message, search: mutable(search) },
    warnings,
  };
}

function reasonFor(
  what: 'container' | 'store' | 'format' | 'engine',
  message: string,
  search: StoreSearch,
): Reason {
  const at = search.hits[0]?.offset;
  const cause = {
    container: localized(
      'The container is damaged, or of a variant the reader does not take',
      '容器已损坏，或属于读取器不支持的变体',
    ),
    store: localized('A C2PA store is there, but it cannot be read', '存在 C2PA 凭证，但无法读取'),
    format: localized('No C2PA reader exists for this format here', '本软件对该格式没有 C2PA 读取器'),
    engine: localized('The C2PA engine failed on this file', 'C2PA 引擎处理该文件时出错'),
  }[what];
  return {
    code: `c2pa-${what}`,
    text:
      at === undefined
        ? localized(
            `${cause.en}; no bytes that look like a C2PA store were found`,
            `${cause['zh-CN']}；未发现疑似 C2PA 凭证的字节`,
          )
        : localized(
            `${cause.en}; something that looks like a C2PA store is at offset ${at}`,
            `${cause['zh-CN']}；在偏移量 ${at} 处有疑似 C2PA 凭证的字节`,
          ),
    detail: message,
  };
}
