import { localized } from '#shared/domain/localized.ts';

/** Sentences of `assay reproduce`. */
export const reproduceText = {
  reproduce: localized(
    'Make recorded runs again from their keys and say whether the answers are identical',
    '按分析键重新执行已记录的分析，并说明结果是否一致',
  ),
  argument: localized(
    'identifier of a run; number or SHA-256 (at least 8 letters) of an exhibit; or all',
    '分析标识符；检材编号或其 SHA-256（至少 8 个字符）；或 all',
  ),
  help: localized(
    `
The same method runs with the recorded parameters on the stored file, whose hash is checked first, in the same kind of
isolated process. Compared are outcome, reason, result, findings, figures, warnings and the SHA-256 of every file made, as
canonical JSON. For an exhibit or all: the latest run of each method. What came of it goes into the custody chain; nothing
else is written without --record. With --read-only nothing at all.

Examples:
  assay reproduce all --case trial.case
  assay reproduce 3 --case trial.case --json

Exit status: 0 everything is identical or within the stated tolerance · 1 something differs or could not be repeated`,
    `
以相同方法、记录的参数，在同类隔离进程中对存储文件重新执行；执行前先核对文件哈希。比较内容为结果状态、原因、数据、检验所见、
图表、警告及所生成每个文件的 SHA-256，均取规范 JSON。给出检材或 all 时，取每种方法的最近一次分析。结论写入保管链；
未指定 --record 时不写入其他内容，指定 --read-only 时不写入任何内容。

示例：
  assay reproduce all --case trial.case
  assay reproduce 3 --case trial.case --json

退出状态：0 全部一致或在声明的容差之内 · 1 有不一致或未能重复`,
  ),
  optionRecord: localized(
    'also record each repetition as a run of its own',
    '同时将每次重复记录为一次新的分析',
  ),
  optionReadOnly: localized(
    'leave the case as it is, without an entry in the custody chain',
    '不改动案件，保管链中也不作登记',
  ),
  both: localized('--record and --read-only exclude each other', '--record 与 --read-only 不能同时使用'),
  noRun: localized('the case has no such run or exhibit:', '案件中没有此分析或检材：'),
  several: localized('this begins the SHA-256 of several exhibits:', '多件检材的 SHA-256 以此开头：'),
  nothing: localized('nothing is recorded to be repeated', '没有可供重复的记录'),
  reproducing: localized('repeating', '重复'),
  field: localized(
    '{pointer}: {recorded} when recorded, {repeated} now',
    '{pointer}：记录为 {recorded}，现为 {repeated}',
  ),
  more: localized('… {count} more', '…… 另有 {count} 项'),
  absent: localized('nothing', '无'),
  tolerated: localized('{count} numbers moved within the tolerance', '{count} 个数值在容差之内变动'),
  sum: localized('{count} runs repeated:', '共重复 {count} 次分析：'),
} as const;
