import { type Localized, localized } from '../domain/localized.ts';
import type { ProtectionId } from '../domain/protection.ts';

/** What each protection keeps a hostile file from, in two or three words. */
export const protectionWords: Readonly<Record<ProtectionId, Localized>> = {
  'private-folder': localized('Private folder', '独立文件夹'),
  environment: localized('Closed environment', '封闭环境变量'),
  limits: localized('Limits of the system', '系统资源限制'),
  'memory-ceiling': localized('Memory ceiling', '内存上限'),
  network: localized('No network', '无网络'),
  files: localized('No other files', '无法访问其他文件'),
  processes: localized('No other processes', '无法看到其他进程'),
  privileges: localized('No privileges', '无特权'),
  'system-calls': localized('Filter of system calls', '系统调用过滤'),
  'ends-with-host': localized('Ends with the program', '随程序结束'),
};
