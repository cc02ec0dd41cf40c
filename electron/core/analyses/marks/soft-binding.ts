import { open } from 'node:fs/promises';
import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { type Localized, localized, verbatim } from '#shared/domain/localized.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import {
  type AnalysisContext,
  type AnalysisEvidence,
  type Answer,
  defineAnalysis,
} from '../../analysis/define.ts';
import { identify } from '../../intake/identify.ts';
import {
  type LocalReading,
  SOFT_BINDING_LIST_DATE,
  softBindingAlgorithm,
} from '../../mark/foreign/soft-binding-list.ts';
import { guide } from '../../mark/guides/soft-binding.ts';
import { engineTypes } from '../../media/c2pa.ts';
import { findStores } from '../../provenance/carriers/find-stores.ts';
import { readManifestStore } from '../../provenance/jumbf/read-store.ts';
import { declaredSoftBindings } from '../../provenance/soft-bindings.ts';

const Binding = z.object({
  manifest: z.string(),
  label: z.string(),
  active: z.boolean(),
  intact: z.boolean().nullable(),
  algorithm: z.string(),
  name: z.string().nullable(),
  values: z.array(z.string()),
  scopes: z.array(z.string().nullable()),
});
const Result = z.object({ bindings: z.array(Binding), stores: z.number().int() });
type Result = z.infer<typeof Result>;

const localWords: Readonly<Record<LocalReading | 'unregistered', Localized>> = {
  'read-here': localized('read by this program', '本程序可读取'),
  recognised: localized(
    'recognised here; what it says needs the key of its writer',
    '本程序可识别；其内容需写入方的密钥',
  ),
  'with-model': localized('readable when you supply the published model', '提供已公开的模型文件后可读取'),
  fingerprint: localized(
    'a fingerprint: computed from the content, nothing to read',
    '属于指纹：由内容计算得出，无可读取的水印',
  ),
  published: localized('published in part; no reader is built in', '部分公开；本程序未内置读取器'),
  'vendor-only': localized('only its vendor can read it', '仅其厂商可读取'),
  unregistered: localized('not on C2PA’s list; nothing is known of it', '未列入 C2PA 算法列表；情况不明'),
};

/** Documents with a place for a store (C2PA 2.2, A.4 to A.8) that no engine reads. */
const documents: ReadonlySet<MediaFormat> = new Set(['docx', 'xlsx', 'pptx', 'odf', 'epub', 'font']);

export const analysis = defineAnalysis<Record<string, never>, Result>({
  id: 'marks.soft-binding',
  version: 1,
  title: localized('Marks named in the credential', '凭证中登记的水印'),
  summary: localized(
    'Lists the watermarks and fingerprints that the file’s Content Credentials name as a way back to them, and says which of them can be read here.',
    '列出文件的内容凭证所登记、可用于找回凭证的水印与指纹，并说明其中哪些可在本机读取。',
  ),
  guide,
  reference: {
    cite: `C2PA, Technical Specification 2.2, clause 18.10 (2025); Soft Binding Algorithm List of ${SOFT_BINDING_LIST_DATE} (32 entries)`,
    url: 'https://github.com/c2pa-org/softbinding-algorithm-list',
    limits: [
      localized(
        'The credential says that a mark was put in; whether it still is in the content is another question, and most can be read by their vendor only',
        '凭证仅声明曾嵌入水印；水印是否仍在内容中是另一问题，且多数只能由厂商读取',
      ),
      localized(
        'Whether the credential itself holds is said by the analysis of Content Credentials, not here',
        '凭证本身是否成立由“内容凭证”分析给出，此处不作判断',
      ),
      localized('Look-up services on the network are not asked', '不查询网络上的检索服务'),
    ],
  },
  engines: [],
  appliesTo: ({ kind, format }) =>
    (engineTypes.has(format) && format !== 'raw') ||
    documents.has(format) ||
    kind === 'text' ||
    localized('No place for C2PA is defined in this format', 'C2PA 未在该格式中定义存放位置'),
  parameters: z.strictObject({}),
  result: Result,
  run,
  figures,
  interpret,
});

async function run({ evidence, signal }: AnalysisContext<Record<string, never>>): Promise<Answer<Result>> {
  const found = await findStores(evidence.path, evidence.media, { signal });
  const warnings: string[] = [];
  const bindings: z.infer<typeof Binding>[] = [];
  for (const { bytes } of found.stores) {
    signal.throwIfAborted();
    const store = readManifestStore(bytes);
    warnings.push(...store.problems.map((problem) => `manifest store: ${problem}`));
    for (const one of declaredSoftBindings(store))
      bindings.push({ ...one, values: [...one.values], scopes: [...one.scopes] });
  }
  const result: Result = { bindings, stores: found.stores.length };
  if (bindings.length > 0) return { outcome: 'found', result, warnings: warnings.slice(0, 50) };
  const reason = gapOf(found) ?? (await otherContent(evidence));
  return reason === null
    ? { outcome: 'nothing-found', result, warnings: warnings.slice(0, 50) }
    : { outcome: 'undetermined', reason, result, warnings: warnings.slice(0, 50) };
}

/** Why nothing found does not mean that nothing is there. */
function gapOf(found: Awaited<ReturnType<typeof findStores>>): Reason | null {
  if (found.damage !== null || found.hits.length > found.stores.length)
    return {
      code: 'container-damaged',
      text: damagedWords,
      ...(found.damage === null ? {} : { detail: found.damage }),
    };
  if (found.remote !== null && found.stores.length === 0) return { code: 'remote-only', text: remoteWords };
  if (!found.complete) return { code: 'partly-searched', text: partlyWords };
  return null;
}

/** Most containers are read from their beginning: a file that is not what it is said to be, or lost its end, says nothing. */
async function otherContent({
  path,
  size,
  media: { format, kind },
}: AnalysisEvidence): Promise<Reason | null> {
  const lost: Reason = { code: 'container-damaged', text: damagedWords };
  if (kind === 'text') return null;
  if ((await identify(path, null)).format !== format) return lost;
  return format === 'pdf' && !(await endsAsPdf(path, size)) ? lost : null;
}

/** ISO 32000-2, 7.5.5: the last line is `%%EOF`; readers look for it in the last kilobyte. */
async function endsAsPdf(path: string, size: number): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const tail = Buffer.alloc(Math.min(size, 1024));
    await file.read(tail, 0, tail.length, size - tail.length);
    return tail.includes('%%EOF');
  } finally {
    await file.close();
  }
}

const damagedWords = localized(
  'No soft binding was read, but the file is damaged and a credential in it may be lost',
  '未读取到软绑定，但文件已损坏，其中的凭证可能已丢失',
);
const remoteWords = localized(
  'The credential is kept elsewhere; it is not fetched, so its soft bindings are not known',
  '凭证存放在别处；本程序不联网获取，其软绑定情况不明',
);
const partlyWords = localized(
  'No soft binding was read, but the file could not be searched to its end',
  '未读取到软绑定，但未能检索整个文件',
);

function localOf(algorithm: string): Localized {
  return localWords[softBindingAlgorithm(algorithm)?.local ?? 'unregistered'];
}

function figures({ bindings }: Result): Figure[] {
  const column = (key: string, title: Localized, code = false) => ({
    key,
    title,
    align: 'start' as const,
    code,
  });
  return [
    {
      kind: 'table',
      id: 'soft-bindings',
      title: localized('Soft bindings of the credential', '凭证的软绑定'),
      columns: [
        column('algorithm', localized('Algorithm', '算法'), true),
        column('vendor', localized('By', '提供方')),
        column('type', localized('Kind', '类别')),
        column('value', localized('Value', '值'), true),
        column('scope', localized('Of', '范围')),
        column('local', localized('Here', '本机')),
        column('manifest', localized('Manifest', '清单'), true),
      ],
      rows: bindings.flatMap((binding) => {
        const known = softBindingAlgorithm(binding.algorithm);
        const values = binding.values.length > 0 ? binding.values : [''];
        return values.map((value, at) => ({
          cells: [
            binding.algorithm,
            known?.vendor ?? binding.name ?? '–',
            known === null ? '–' : typeWords[known.type],
            value,
            scopeCell(binding.scopes[at] ?? null),
            localOf(binding.algorithm),
            binding.manifest,
          ],
          ...(binding.intact === false ? { flag: 'error' as const } : {}),
        }));
      }),
    },
  ];
}

function scopeCell(scope: string | null): Localized {
  return scope === null ? localized('all of the content', '全部内容') : verbatim(scope);
}

const typeWords = {
  watermark: localized('watermark', '水印'),
  fingerprint: localized('fingerprint', '指纹'),
} as const;

function interpret({ bindings }: Result): Finding[] {
  return bindings.slice(0, 50).map((binding) => {
    const known = softBindingAlgorithm(binding.algorithm);
    const what = known === null ? binding.algorithm || '?' : `${binding.algorithm} (${known.vendor})`;
    const local = localOf(binding.algorithm);
    const whose = binding.active
      ? localized('The credential', '凭证')
      : localized('The credential of a source of this file', '本文件某一素材的凭证');
    const broken =
      binding.intact === false
        ? localized(' The statement was changed after it was signed.', '该声明在签名之后被改动过。')
        : null;
    return {
      code: 'soft-binding.declared',
      statement: localized(
        `${whose.en} names ${what}: ${local.en}.${broken?.en ?? ''}`,
        `${whose['zh-CN']}登记了 ${what}：${local['zh-CN']}。${broken?.['zh-CN'] ?? ''}`,
      ),
      bearing: 'informational',
      strength: 'none',
      limits: [
        localized(
          'It is a statement of the signer; the mark itself was not read from the content by this analysis',
          '这是签名者的声明；本分析未从内容中读取该水印',
        ),
      ],
      innocent: [],
      figures: ['soft-bindings'],
    };
  });
}
