import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Protection, ProtectionId } from '#shared/domain/protection.ts';

/** Protections each way of starting a worker gives, and what is said where one is missing. */

const privateFolder = localized(
  'Each file is examined under a neutral name in a folder of its own, without neighbours.',
  '每个文件均以中性名称置于独立文件夹中检验，旁边没有其他文件。',
);
const closedEnvironment = localized(
  'Workers get a closed list of variables: no tokens, proxies or preloaded libraries.',
  '工作进程只得到一份封闭的环境变量清单：没有令牌、代理设置或预加载库。',
);
const watchedMemory = localized(
  'Resident memory of a worker and its children is measured several times a second; beyond its limit it is ended.',
  '每秒多次测量工作进程及其子进程的驻留内存，超出上限即予终止。',
);

const always: readonly Protection[] = [
  { id: 'private-folder', active: true, note: privateFolder },
  { id: 'environment', active: true, note: closedEnvironment },
];

export const notOnThisSystem = localized(
  'Not available on this operating system.',
  '此操作系统不提供该项保护。',
);

function missing(ids: readonly ProtectionId[], note: Localized): Protection[] {
  return ids.map((id) => ({ id, active: false, note }));
}

export function bubblewrapProtections(found: {
  readonly filter: boolean;
  readonly limits: boolean;
}): Protection[] {
  return [
    ...always,
    limits(found.limits),
    memory(),
    {
      id: 'network',
      active: true,
      note: localized(
        'Workers run in a network namespace of their own, without any way out of it.',
        '工作进程在独立的网络命名空间中运行，没有任何通往外部的途径。',
      ),
    },
    {
      id: 'files',
      active: true,
      note: localized(
        'A worker sees the file it examines, read-only, one folder for its results, and the programs; nothing else of this machine.',
        '工作进程只能看到所检验的文件（只读）、一个结果文件夹和所需程序，看不到本机的其他内容。',
      ),
    },
    {
      id: 'processes',
      active: true,
      note: localized('A worker sees no process but its own.', '工作进程看不到自身以外的任何进程。'),
    },
    {
      id: 'privileges',
      active: true,
      note: localized(
        'Every capability is dropped and none can be gained.',
        '已放弃全部特权能力，且无法重新获得。',
      ),
    },
    found.filter
      ? {
          id: 'system-calls',
          active: true,
          note: localized(
            'System calls no decoder needs are refused by the kernel (seccomp).',
            '解码器用不到的系统调用由内核拒绝（seccomp）。',
          ),
        }
      : {
          id: 'system-calls',
          active: false,
          note: localized(
            'No filter of system calls has been written for this processor.',
            '尚无适用于此处理器的系统调用过滤器。',
          ),
        },
    {
      id: 'ends-with-host',
      active: true,
      note: localized(
        'The kernel ends a worker when this program ends, however it ends.',
        '本程序无论以何种方式结束，内核都会随之结束工作进程。',
      ),
    },
  ];
}

/** @param why what keeps us from the stronger sandbox, said of each protection it would give */
export function namespaceProtections(
  found: { readonly network: boolean; readonly limits: boolean },
  why: Localized,
): Protection[] {
  return [
    ...always,
    limits(found.limits),
    memory(),
    found.network
      ? {
          id: 'network',
          active: true,
          note: localized(
            'Workers run in a network namespace without any interface, not even loopback.',
            '工作进程在没有任何网络接口（包括环回接口）的网络命名空间中运行。',
          ),
        }
      : {
          id: 'network',
          active: false,
          note: localized(
            'This system does not let ordinary processes have a network namespace. Nothing we ship asks for the network.',
            '本系统不允许普通进程使用网络命名空间。本程序自带的组件均不请求联网。',
          ),
        },
    ...missing(['files', 'processes', 'privileges', 'system-calls'], why),
    watched(),
  ];
}

export function plainProtections(why: Localized): Protection[] {
  return [
    ...always,
    limits(false),
    process.platform === 'linux' ? memory() : { id: 'memory-ceiling', active: false, note: notOnThisSystem },
    ...missing(['network', 'files', 'processes', 'privileges', 'system-calls'], why),
    watched(),
  ];
}

export function seatbeltProtections(): Protection[] {
  return [
    ...always,
    {
      id: 'limits',
      active: true,
      note: localized(
        'The system limits open files, core dumps and the size of files a worker writes.',
        '由系统限制打开文件数、核心转储以及工作进程写入文件的大小。',
      ),
    },
    ...missing(['memory-ceiling'], notOnThisSystem),
    ...(['network', 'files'] as const).map((id) => ({ id, active: true, note: underProfile })),
    ...missing(['processes', 'privileges', 'system-calls'], notOnThisSystem),
    watched(),
  ];
}

const underProfile = localized(
  'Workers run under a sandbox-exec profile that allows neither the network nor any file but those of the task and the programs.',
  '工作进程在 sandbox-exec 配置下运行，不允许联网，也只能访问任务文件和所需程序。',
);

export function jobObjectProtections(): Protection[] {
  const held = localized(
    'Each worker is in a job object of Windows with a ceiling of memory, which ends it and all it started with this program.',
    '每个工作进程均置于带内存上限的 Windows 作业对象中，本程序结束时系统会一并结束该进程及其子进程。',
  );
  return [
    ...always,
    limits(false),
    { id: 'memory-ceiling', active: true, note: held },
    ...missing(['network', 'files', 'processes', 'privileges', 'system-calls'], notOnThisSystem),
    { id: 'ends-with-host', active: true, note: held },
  ];
}

function limits(active: boolean): Protection {
  return active
    ? {
        id: 'limits',
        active,
        note: localized(
          'The kernel limits open files, core dumps and, for programs a worker starts, memory, processor time and file size.',
          '由内核限制打开文件数与核心转储；对工作进程启动的程序，还限制其内存、处理器时间和文件大小。',
        ),
      }
    : {
        id: 'limits',
        active,
        note: localized(
          'Only wall time and output are limited here; the system offers no limiter this program can use.',
          '此处仅限制运行时间与输出量；系统未提供本程序可用的资源限制手段。',
        ),
      };
}

function memory(): Protection {
  return { id: 'memory-ceiling', active: true, note: watchedMemory };
}

/** `host-watch.ts`: the worker looks after its host itself. */
function watched(): Protection {
  return {
    id: 'ends-with-host',
    active: process.platform !== 'win32',
    note:
      process.platform === 'win32'
        ? notOnThisSystem
        : localized(
            'A worker looks every second whether this program is still there, and ends itself when it is not.',
            '工作进程每秒检查本程序是否仍在运行，若已结束则自行退出。',
          ),
  };
}
