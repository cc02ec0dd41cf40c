import { type Localized, localized } from '../domain/localized.ts';

/** What the codes of a credential mean, in plain words. Codes that are not here are shown as they are. */

type Words = readonly (readonly [code: string, en: string, chinese: string])[];

const table = (words: Words): ReadonlyMap<string, Localized> =>
  new Map(words.map(([code, en, chinese]) => [code, localized(en, chinese)]));

/** Actions of C2PA 2.2 §18.15 with those of 2.4 and the deprecated ones, without their `c2pa.`. */
const actions = table([
  ['addedText', 'Text was added', '添加了文字'],
  ['adjustedColor', 'Colours were adjusted', '调整了颜色'],
  ['changedSpeed', 'The speed was changed', '改变了速度'],
  ['color_adjustments', 'Colours were adjusted', '调整了颜色'],
  ['converted', 'Converted to another format', '转换为其他格式'],
  ['copied', 'Copied', '复制'],
  ['created', 'Created', '创建'],
  ['cropped', 'Cropped', '裁剪'],
  ['deleted', 'A part was deleted', '删除了部分内容'],
  ['drawing', 'Drawn or painted on', '绘制或涂画'],
  ['dubbed', 'Speech was replaced', '替换了语音（配音）'],
  ['edited', 'Edited', '编辑'],
  ['edited.metadata', 'Metadata was edited', '编辑了元数据'],
  ['enhanced', 'Enhanced', '增强'],
  ['filtered', 'A filter was applied', '应用了滤镜'],
  ['formatted', 'Formatted', '设置了格式'],
  ['opened', 'Opened', '打开'],
  ['orientation', 'Turned', '旋转'],
  ['placed', 'Something was placed into it', '置入了其他内容'],
  ['produced', 'Produced', '制作'],
  ['published', 'Published', '发布'],
  ['redacted', 'Information was redacted', '隐去了信息'],
  ['removed', 'Something was removed', '移除了内容'],
  ['repackaged', 'Packed into another container', '重新封装'],
  ['resized', 'Resized', '调整尺寸'],
  ['resized.proportional', 'Resized in proportion', '等比调整尺寸'],
  ['saved', 'Saved', '保存'],
  ['transcoded', 'Encoded anew', '重新编码'],
  ['translated', 'Translated', '翻译'],
  ['trimmed', 'Shortened', '修剪时长'],
  ['unknown', 'Something was done; what, is not said', '有过处理，但未说明内容'],
  ['watermarked', 'A watermark was added', '添加了水印'],
  ['watermarked.bound', 'A watermark tied to this credential was added', '添加了与该凭证绑定的水印'],
  ['watermarked.unbound', 'A watermark was added', '添加了水印'],
]);

/** Plain words for an action's code; `null`: the maker's own, or a font's. */
export function actionWords(code: string): Localized | null {
  return code.startsWith('c2pa.') ? (actions.get(code.slice(5)) ?? null) : null;
}

/** How an ingredient was used (C2PA 2.2 §10.3.2.2). */
export const relationshipWords = table([
  ['parentOf', 'Made from', '源自'],
  ['componentOf', 'Contains', '包含'],
  ['inputTo', 'Used as input', '用作输入'],
]);

/** Reasons of a redaction (C2PA 2.2 §6.8). */
export const redactionWords = table([
  ['c2pa.PII.present', 'personal data', '含个人信息'],
  ['c2pa.invalid.data', 'wrong or invalid data', '数据无效或有误'],
  ['c2pa.trade-secret.present', 'trade secret', '含商业秘密'],
  ['c2pa.government.confidential', 'confidential to a government', '涉及政府机密'],
]);

/** What an assertion is for, by its label without instance and version. */
const assertions = table([
  ['c2pa.actions', 'Actions', '操作'],
  ['c2pa.asset-ref', 'Where copies are', '副本位置'],
  ['c2pa.asset-type', 'Type of asset', '资产类型'],
  ['c2pa.certificate-status', 'Revocation answer', '证书状态应答'],
  ['c2pa.cloud-data', 'Statement kept elsewhere', '存于他处的断言'],
  ['c2pa.depthmap.GDepth', 'Depth map', '深度图'],
  ['c2pa.embedded-data', 'Embedded data', '嵌入数据'],
  ['c2pa.external-reference', 'Reference to something outside', '外部引用'],
  ['c2pa.font.info', 'Font', '字体信息'],
  ['c2pa.hash.bmff', 'Binding to the content', '与内容的绑定'],
  ['c2pa.hash.boxes', 'Binding to the content', '与内容的绑定'],
  ['c2pa.hash.collection.data', 'Binding to the content', '与内容的绑定'],
  ['c2pa.hash.data', 'Binding to the content', '与内容的绑定'],
  ['c2pa.hash.multi-asset', 'Binding to the content', '与内容的绑定'],
  ['c2pa.ingredient', 'Source', '素材'],
  ['c2pa.metadata', 'Metadata', '元数据'],
  ['c2pa.region-of-interest', 'Region', '关注区域'],
  ['c2pa.session-keys', 'Session keys', '会话密钥'],
  ['c2pa.soft-binding', 'Watermark or fingerprint', '水印或指纹'],
  ['c2pa.thumbnail.claim', 'Thumbnail', '缩略图'],
  ['c2pa.thumbnail.ingredient', 'Thumbnail of a source', '素材缩略图'],
  ['c2pa.time-stamp', 'Time-stamps', '时间戳'],
  ['c2pa.training-mining', 'Wishes about training', '训练与挖掘意愿'],
  ['cawg.identity', 'Identity', '身份'],
  ['cawg.metadata', 'Metadata', '元数据'],
  ['cawg.training-mining', 'Wishes about training', '训练与挖掘意愿'],
  ['font.info', 'Font', '字体信息'],
  ['stds.exif', 'Exif metadata', 'Exif 元数据'],
  ['stds.iptc', 'IPTC metadata', 'IPTC 元数据'],
  ['stds.schema-org.ClaimReview', 'Fact check', '事实核查'],
  ['stds.schema-org.CreativeWork', 'Author and work', '作者与作品'],
]);

/** `c2pa.actions.v2__1` and `c2pa.thumbnail.claim.jpeg` are of a kind. `null`: the maker's own. */
export function assertionWords(label: string): Localized | null {
  let kind = label.replace(/__\d+$/, '').replace(/\.v\d+$/, '');
  while (kind !== '') {
    const found = assertions.get(kind);
    if (found !== undefined) return found;
    const dot = kind.lastIndexOf('.');
    if (dot < 0) return null;
    kind = kind.slice(0, dot);
  }
  return null;
}

/** Object identifiers met in certificates of this field: RFC 5280, C2PA, CAWG. */
export const oidWords = table([
  ['1.3.6.1.4.1.62558.2.1', 'C2PA claim signing', 'C2PA 声明签名'],
  ['1.3.6.1.4.1.62558.3', 'C2PA assurance level', 'C2PA 保证等级'],
  ['1.3.6.1.4.1.62558.4', 'C2PA conforming product', 'C2PA 合规产品'],
  ['1.3.6.1.5.5.7.1.1', 'Authority information', '颁发机构信息'],
  ['1.3.6.1.5.5.7.3.1', 'server authentication', '服务器身份验证'],
  ['1.3.6.1.5.5.7.3.2', 'client authentication', '客户端身份验证'],
  ['1.3.6.1.5.5.7.3.3', 'code signing', '代码签名'],
  ['1.3.6.1.5.5.7.3.4', 'e-mail protection', '电子邮件保护'],
  ['1.3.6.1.5.5.7.3.8', 'time-stamping', '时间戳'],
  ['1.3.6.1.5.5.7.3.9', 'OCSP signing', 'OCSP 签名'],
  ['1.3.6.1.5.5.7.3.36', 'document signing', '文档签名'],
  ['1.3.6.1.5.5.7.48.1.5', 'No revocation check of the responder', '不查应答者的吊销状态'],
  ['1.3.6.1.4.1.311.76.59.1.9', 'C2PA signing (Microsoft)', 'C2PA 签名（微软）'],
  ['2.5.29.14', 'Subject key identifier', '主体密钥标识符'],
  ['2.5.29.15', 'Key usage', '密钥用途'],
  ['2.5.29.17', 'Further names', '主体备用名称'],
  ['2.5.29.19', 'Basic constraints', '基本约束'],
  ['2.5.29.30', 'Name constraints', '名称约束'],
  ['2.5.29.31', 'Revocation lists', '吊销列表分发点'],
  ['2.5.29.32', 'Policies', '证书策略'],
  ['2.5.29.35', 'Authority key identifier', '颁发机构密钥标识符'],
  ['2.5.29.37', 'Extended key usage', '扩展密钥用途'],
]);
