import { type Localized, localized } from '../domain/localized.ts';

/**
 * The field's own words, fixed once for screen, report and method pages. Chinese follows GA/T forensic
 * usage (检材, 检验) and GB 45438-2025 for labels (标识).
 */
export const terms: readonly Localized[] = [
  localized('Case', '案件'),
  localized('Exhibits', '检材'),
  localized('Intake', '收检'),
  localized('Examine', '检验'),
  localized('Compare', '比对'),
  localized('Report', '报告'),
  localized('Runs', '分析记录'),
  localized('Findings', '检验所见'),
  localized('Figures', '图表'),
  localized('Method', '方法'),
  localized('Limits', '局限'),
  localized('Innocent explanations', '无害的解释'),
  localized('Error rate', '错误率'),
  localized('not measured', '未测定'),
  localized('Provenance', '来源凭证'),
  localized('Labels', '标识'),
  localized('Marks', '水印'),
  localized('Fingerprints', '指纹'),
  localized('Metadata', '元数据'),
  localized('Container', '容器结构'),
  localized('Custody log', '保管日志'),
  localized('found', '有发现'),
  localized('nothing found', '无发现'),
  localized('not applicable', '不适用'),
  localized('undetermined', '无法确定'),
  localized('supports', '支持'),
  localized('contradicts', '相悖'),
  localized('inconclusive', '不足以判断'),
  localized('for information', '供参考'),
];
