import { type Localized, localized } from '#shared/domain/localized.ts';

/** Sentences of `assay duties`. */
export const dutiesText = {
  duties: localized(
    'Hold files against duties to label, clause by clause, for chosen jurisdictions, roles and a date',
    '按选定的法域、角色和日期，将文件逐条对照标识义务',
  ),
  help: localized(
    `
Jurisdictions: CN, EU, CA (California, also US-CA), IN, KR, VN
Roles: provider, deployer, platform, user, device-maker
All three choices are asked for: nothing is guessed. Works in a temporary case. Material to judge, not legal advice:
rules known at second hand, drafts and voluntary codes never yield “fail”.`,
    `
法域：CN、EU、CA（加利福尼亚州，亦可写作 US-CA）、IN、KR、VN
角色：provider（生成合成服务提供者）、deployer（部署者）、platform（传播平台）、user（用户）、device-maker（采集设备制造商）
三项选择均须给出，程序不作猜测。在临时案件中进行。结果供判断参考，不构成法律意见：
间接来源的规则、征求意见稿和自愿性准则不会得出“不符合”。`,
  ),
  optionJurisdiction: localized('jurisdictions, comma-separated', '法域，用逗号分隔'),
  optionRole: localized('in whose place you ask, comma-separated', '提问立场（角色），用逗号分隔'),
  optionDate: localized('day whose law counts (2026-11-22)', '适用法律的日期（如 2026-11-22）'),
  optionPublication: localized(
    'JSON file with what is recorded of where the files were published; holds for all of them',
    '记录文件发布情况的 JSON 文件；适用于所列全部文件',
  ),
  optionEarlier: localized(
    'earlier copy the files are compared with, for duties to keep labels',
    '供比对的更早副本，用于核对保留标识的义务',
  ),
  missing: localized('Not chosen, and nothing is guessed:', '以下选择未给出，程序不作猜测：'),
  unknownJurisdiction: localized('No such jurisdiction:', '没有该法域：'),
  unknownRole: localized('No such role:', '没有该角色：'),
  badDate: localized('--date is no day of the calendar:', '--date 不是有效日期：'),
  noPublication: localized('The publication record cannot be read:', '无法读取发布情况记录：'),
  oneEarlier: localized('--earlier takes exactly one file', '--earlier 须为恰好一个文件'),
  unknownField: localized('no such field:', '没有该字段：'),
  advice: localized('Material to judge, not legal advice.', '供判断参考，不构成法律意见。'),
  notApplicable: localized('Not applicable:', '不适用：'),
  bytes: localized('bytes', '字节'),
} satisfies Record<string, Localized>;
