import { localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';

/**
 * Why a file was not taken in. `refused`: it must not be, as it stands; `failed`: it could not be.
 * In both cases nothing of it is in the case.
 */
export interface NotTaken {
  readonly outcome: 'refused' | 'failed';
  readonly reason: Reason;
}

function notTaken(
  outcome: NotTaken['outcome'],
  code: string,
  en: string,
  chinese: string,
  detail?: string,
): NotTaken {
  const text = localized(en, chinese);
  return { outcome, reason: detail === undefined ? { code, text } : { code, text, detail } };
}

/** A failure on its way up through streams and pipelines; always caught at the file it concerns. */
export class NotTakenError extends Error {
  readonly why: NotTaken;
  constructor(why: NotTaken) {
    super(why.reason.text.en);
    this.name = 'NotTakenError';
    this.why = why;
  }
}

export const symbolicLink = notTaken(
  'refused',
  'symbolic-link',
  'It is a symbolic link; take in the file it leads to',
  '这是符号链接；请改为导入它所指向的文件',
);

export function notRegular(kind: { readonly en: string; readonly chinese: string }): NotTaken {
  return notTaken(
    'refused',
    'not-a-regular-file',
    `It is ${kind.en}, not a regular file`,
    `这是${kind.chinese}，不是普通文件`,
  );
}

export const ownFolder = notTaken(
  'refused',
  'own-case-folder',
  'It is the folder of this very case',
  '这正是本案件自己的文件夹',
);

export const installationFolder = notTaken(
  'refused',
  'installation-folder',
  'It is the folder in which this installation keeps its keys and settings',
  '这是本程序存放其密钥和设置的文件夹',
);

export const caseFolder = notTaken(
  'refused',
  'case-folder',
  'It is the folder of a case; open that case, or name the files in the folder one by one',
  '这是一个案件的文件夹；请打开该案件，或逐一指定其中的文件',
);

export const noName = notTaken('refused', 'no-name', 'The name of the file is empty', '文件名为空');

export const tooDeep = notTaken('refused', 'too-deep', 'Folders are nested too deeply', '文件夹嵌套过深');

export const sourceChanged = notTaken(
  'refused',
  'source-changed',
  'The file changed while it was being copied; take it in again when nothing writes to it',
  '复制过程中源文件发生了变化；请在没有程序写入该文件时重新导入',
);

export function diskSpace(needed: number, free: number): NotTaken {
  return notTaken(
    'refused',
    'disk-space',
    `The disk of the case has too little room: ${needed} bytes are needed, ${free} are free`,
    `案件所在磁盘空间不足：需要 ${needed} 字节，剩余 ${free} 字节`,
  );
}

export const cancelled = notTaken(
  'failed',
  'cancelled',
  'Cancelled before it was taken in',
  '在导入完成前已取消',
);

export function unreadable(detail: string): NotTaken {
  return notTaken('failed', 'source-unreadable', 'The file cannot be read', '无法读取该文件', detail);
}

export function notStored(detail: string): NotTaken {
  return notTaken(
    'failed',
    'not-stored',
    'The copy cannot be written to the case',
    '无法将副本写入案件',
    detail,
  );
}

export const copyDiffers = notTaken(
  'failed',
  'copy-differs',
  'Read back, the copy is not what was written; the disk of the case may be failing',
  '回读的副本与写入的内容不一致；案件所在磁盘可能存在故障',
);
