import { fail, type Problem } from '#shared/contract/errors.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { problem } from '../../problems.ts';
import type { IndexFailure } from './stored-index.ts';

const texts: Partial<Record<IndexFailure['why'], Localized>> = {
  'read-only': localized(
    'The index of fingerprints is open for writing in another program; it can be searched here, but not changed. Nothing was changed.',
    '指纹索引正由另一程序以写入方式打开；此处只能检索，不能更改。未做任何更改。',
  ),
  full: localized(
    'The index of fingerprints holds as many codes as this machine’s memory allows. Nothing was added; remove entries or lists first.',
    '指纹索引的编码数量已达本机内存所允许的上限。未添加任何内容；请先移除登记条目或哈希列表。',
  ),
  'too-many': localized(
    'That is more codes at once than one entry may have. Nothing was added.',
    '一次提交的编码数量超过单个条目的上限。未添加任何内容。',
  ),
  newer: localized(
    'A file of fingerprints was written by a newer version of Assay. Update Assay to use it; nothing was changed.',
    '指纹文件由更新版本的 Assay 写入。请更新 Assay 后再使用；未做任何更改。',
  ),
  damaged: localized(
    'A file of fingerprints is damaged in the middle. It was not used and not changed; put a copy of it in its place, or import the list again.',
    '指纹文件中部已损坏。未使用，也未更改该文件；请用备份副本替换，或重新导入列表。',
  ),
  foreign: localized(
    'A file that stands in the place of a file of fingerprints is none. It was not used and not changed.',
    '指纹文件所在位置的文件并非指纹文件。未使用，也未更改该文件。',
  ),
  stopped: localized(
    'The index of fingerprints stopped unexpectedly. What had been added is kept; open it again.',
    '指纹索引意外停止。已添加的内容不会丢失；请重新打开。',
  ),
};

/** A failure of the index as it is told to people. */
export function indexProblem({ why, detail }: IndexFailure): {
  readonly ok: false;
  readonly problem: Problem;
} {
  if (why === 'disk-full' || why === 'input-output' || why === 'cancelled') return problem(why, detail);
  const text = texts[why];
  if (text === undefined) throw new Error(`the index was asked for what it has not: ${why}, ${detail}`);
  return fail(why === 'read-only' ? 'not-allowed' : 'register-unusable', text, detail);
}
