import { fail, type Result } from '#shared/contract/errors.ts';
import { localized } from '#shared/domain/localized.ts';
import { errorCode, errorText } from '../case/problem.ts';
import { problem } from '../problems.ts';

/** What can go wrong with lists, and what to do about it. */
export function noList(id: string) {
  return fail(
    'not-found',
    localized('There is no such trust list or entry here.', '此处没有该信任名单或条目。'),
    id,
  );
}

export function builtInList() {
  return fail(
    'bad-request',
    localized(
      'This deny list is part of the program and always active. It cannot be switched off, removed or changed.',
      '该拒绝名单是程序的一部分，始终有效。不能停用、移除或更改。',
    ),
  );
}

/** The list lies in the folder as a plain file. */
export function inFolder(folder: string) {
  return fail(
    'bad-request',
    localized(
      'This list was not imported; its file lies in the folder of lists and is read in place. Import it to manage it here.',
      '该名单未经导入；其文件直接放在名单文件夹中，就地读取。请先导入，再在此管理。',
    ),
    folder,
  );
}

export function notManaged(folder: string) {
  return fail(
    'not-available-here',
    localized(
      'The environment variable ASSAY_TRUST names the folder of lists, and that folder is only read. Start without the variable to manage lists here; nothing was changed.',
      '名单文件夹由环境变量 ASSAY_TRUST 指定，只读不写。若要在此管理名单，请在不设该变量的情况下启动；未做任何更改。',
    ),
    folder,
  );
}

export function noPrevious() {
  return fail('not-found', localized('No earlier edition of this list is kept.', '没有保留该名单的旧版本。'));
}

export function denyFault(fault: string) {
  return fail(
    'bad-request',
    localized(
      'The entry needs a reason in both languages and something to match by: an issuer (with or without serial number), the SHA-256 of the key, or of the certificate. Hashes have 64 hexadecimal digits. Nothing was changed.',
      '条目需要中英文两种语言的理由，以及至少一项匹配依据：颁发者（可带序列号）、密钥的 SHA-256 或证书的 SHA-256。哈希为 64 位十六进制数字。未做任何更改。',
    ),
    fault,
  );
}

export function damagedList(fault: string) {
  return fail(
    'input-output',
    localized(
      'The stored list cannot be read as it was imported. It is not used; import it again.',
      '所存名单已无法按导入时的样子读取，不予采用；请重新导入。',
    ),
    fault,
  );
}

/** A fault of the file system is an answer; anything else is a bug. */
export async function onDisk<T>(act: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await act();
  } catch (error) {
    if (errorCode(error) === '') throw error;
    return problem(errorCode(error) === 'ENOSPC' ? 'disk-full' : 'input-output', errorText(error));
  }
}
