import { z } from 'zod';
import { CredentialResult } from '#shared/domain/credential.ts';
import { Sha256 } from '#shared/domain/evidence.ts';
import { localized } from '#shared/domain/localized.ts';
import { defineAnalysis } from '../../analysis/define.ts';
import { engineTypes } from '../../media/c2pa.ts';
import { examineCredential } from '../../provenance/examination.ts';
import { figuresOf } from '../../provenance/figures.ts';
import { findingsOf } from '../../provenance/findings.ts';
import { guide } from '../../provenance/guides/c2pa.ts';
import { isSidecarOf, sidecarStem } from '../../provenance/sidecar-name.ts';

/** Formats no engine reads although C2PA defines a place in them: read here by our own reader. */
const ownOnly = new Set([
  'mp4-fragment',
  'font',
  'text',
  'markdown',
  'html',
  'json',
  'xml',
  'csv',
  'docx',
  'xlsx',
  'pptx',
  'epub',
  'zip',
  'unknown',
]);

export const analysis = defineAnalysis({
  id: 'provenance.c2pa',
  version: 3,
  title: localized('Content Credentials (C2PA)', '内容凭证（C2PA）'),
  summary: localized(
    'Reads the C2PA manifest store with two engines and a reader of its own, offline, and answers separately: is the content as signed and all of it covered, is the signature whole and when was it made, who signed, and what became of the sources.',
    '用两个引擎和自有读取器离线读取 C2PA 清单存储，分别回答：内容是否与签名时一致、是否全部被覆盖，签名是否完整、何时作出，由谁签名，所用素材状况如何。',
  ),
  guide,
  reference: {
    cite: 'C2PA, Technical Specification 2.2 (2025), clauses 8–15 and 18, annex A; C2PA Asset Rubrics 1.0 (2026); CAWG Identity Assertion 1.1; RFC 9052, RFC 5280, RFC 3161, RFC 6960',
    url: 'https://spec.c2pa.org/specifications/specifications/2.2/',
    limits: [
      localized('The absence of a credential says nothing about origin', '没有凭证并不能说明来源'),
      localized(
        'A valid credential proves who signed and that nothing it covers changed since, not that the statements are true',
        '凭证有效仅证明由谁签名以及所覆盖内容此后未被改动，并不证明声明属实',
      ),
      localized(
        'A picture of a screen can be signed by a genuine camera',
        '真实相机也可能对翻拍屏幕的画面进行签名',
      ),
      localized(
        'Remote credentials, revocation servers and identity documents are not fetched: no connection is opened',
        '不获取远程凭证、吊销信息和身份文档：不建立任何网络连接',
      ),
      localized(
        'Whether a certificate has expired is judged by the clock of the day of the run, or by the date that was given',
        '证书是否过期按运行当日的系统时钟或所给日期判断',
      ),
      localized(
        'The content of a source is not in the file: what is said of it rests on what the signer recorded',
        '素材内容不在文件中：对素材的结论取决于签名者当时的记录',
      ),
    ],
  },
  engines: ['c2pa-node', 'c2pa-wasm'],
  appliesTo: (media) =>
    engineTypes.has(media.format) || ownOnly.has(media.format) || media.kind === 'text'
      ? true
      : localized('No place for C2PA is defined in this format', 'C2PA 未在该格式中定义存放位置'),
  companion: {
    parameter: 'sidecar',
    search: ({ name }) => sidecarStem(name),
    fits: isSidecarOf,
  },
  parameters: z.object({
    /** Hold certificates against this time instead of the clock, ISO 8601. */
    asOf: z.iso.datetime().nullable().default(null),
    /** Evidence that holds this file's credential. */
    sidecar: Sha256.nullable().default(null),
  }),
  result: CredentialResult,
  run: examineCredential,
  figures: figuresOf,
  interpret: findingsOf,
});
