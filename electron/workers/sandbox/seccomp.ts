/**
 * A seccomp filter, assembled here: a classic BPF program the kernel runs at every system call of a worker and of what
 * the worker starts (linux/Documentation/userspace-api/seccomp_filter.rst). It refuses what no decoder has a use for and
 * kernel faults have been exploited through; what it refuses fails with an error number, so that a library can go on
 * without. Arguments that are pointers cannot be looked at by such a filter; `clone3` is therefore refused as unknown,
 * and the C library falls back to `clone`, whose flags can be seen.
 */

/** Errors the filter answers with (asm-generic/errno.h; the same on both processors). */
const EPERM = 1;
const ENOSYS = 38;
const EAFNOSUPPORT = 97;

/** Numbers of a system call: x86-64 (syscall_64.tbl), arm64 (asm-generic/unistd.h); `null` where there is none. */
type Call = readonly [name: string, x64: number | null, arm64: number | null];

const refused: readonly Call[] = [
  // Looking into and steering other processes.
  ['ptrace', 101, 117],
  ['process_vm_readv', 310, 270],
  ['process_vm_writev', 311, 271],
  ['kcmp', 312, 272],
  ['pidfd_getfd', 438, 438],
  ['process_madvise', 440, 440],
  // The file system's shape.
  ['mount', 165, 40],
  ['umount2', 166, 39],
  ['pivot_root', 155, 41],
  ['chroot', 161, 51],
  ['open_tree', 428, 428],
  ['move_mount', 429, 429],
  ['fsopen', 430, 430],
  ['fsconfig', 431, 431],
  ['fsmount', 432, 432],
  ['fspick', 433, 433],
  ['mount_setattr', 442, 442],
  ['name_to_handle_at', 303, 264],
  ['open_by_handle_at', 304, 265],
  ['fanotify_init', 300, 262],
  ['swapon', 167, 224],
  ['swapoff', 168, 225],
  ['quotactl', 179, 60],
  ['quotactl_fd', 443, 443],
  // Namespaces: a new user namespace would give back every capability inside it.
  ['unshare', 272, 97],
  ['setns', 308, 268],
  // Keys, programs in the kernel, faults handled in user space, counters.
  ['add_key', 248, 217],
  ['request_key', 249, 218],
  ['keyctl', 250, 219],
  ['bpf', 321, 280],
  ['userfaultfd', 323, 282],
  ['perf_event_open', 298, 241],
  ['memfd_secret', 447, 447],
  // The machine itself.
  ['kexec_load', 246, 104],
  ['kexec_file_load', 320, 294],
  ['reboot', 169, 142],
  ['init_module', 175, 105],
  ['finit_module', 313, 273],
  ['delete_module', 176, 106],
  ['syslog', 103, 116],
  ['acct', 163, 89],
  ['settimeofday', 164, 170],
  ['clock_settime', 227, 112],
  ['clock_adjtime', 305, 266],
  ['adjtimex', 159, 171],
  ['sethostname', 170, 161],
  ['setdomainname', 171, 162],
  ['vhangup', 153, 58],
  ['personality', 135, 92],
  ['iopl', 172, null],
  ['ioperm', 173, null],
  ['modify_ldt', 154, null],
];

/** Refused as if the kernel did not know them: callers have another way. */
const unknown: readonly Call[] = [
  ['io_uring_setup', 425, 425],
  ['io_uring_enter', 426, 426],
  ['io_uring_register', 427, 427],
  ['clone3', 435, 435],
];

/** Node speaks to its children over socket pairs of this family; no other family is needed. */
const AF_UNIX = 1;
const socketCalls: readonly Call[] = [
  ['socket', 41, 198],
  ['socketpair', 53, 199],
];
const clone: Call = ['clone', 56, 220];
/** CLONE_NEWTIME | NEWNS | NEWCGROUP | NEWUTS | NEWIPC | NEWUSER | NEWPID | NEWNET (linux/sched.h). */
const newNamespaces =
  0x80 | 0x20000 | 0x02000000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000;

export type FilterArchitecture = 'x64' | 'arm64';

/** AUDIT_ARCH_X86_64 and AUDIT_ARCH_AARCH64 (linux/audit.h). */
const auditNames: Readonly<Record<FilterArchitecture, number>> = { x64: 0xc000003e, arm64: 0xc00000b7 };
/** Bit of calls of the x32 interface, whose numbers would slip past a list of x86-64 ones. */
const x32 = 0x40000000;

/** Codes of classic BPF (linux/bpf_common.h), the few used here. */
const load = 0x20;
const equal = 0x15;
const atLeast = 0x35;
const anyBit = 0x45;
const answer = 0x06;
/** Places in `struct seccomp_data`; the lower half of the first argument, both processors being little-endian. */
const callAt = 0;
const architectureAt = 4;
const firstArgumentAt = 16;

const allow = 0x7fff0000;
const kill = 0x80000000;
const failWith = (error: number) => 0x00050000 | error;

/** One instruction: code, jump when true, jump when false, operand. Jumps count instructions to leave out. */
type Instruction = readonly [code: number, yes: number, no: number, operand: number];

/** The program for one processor, as the bytes the kernel takes: an array of `struct sock_filter`. */
export function seccompFilter(architecture: FilterArchitecture): Buffer {
  const numberOf = ([, x64, arm64]: Call) => (architecture === 'x64' ? x64 : arm64);
  const refuse = (calls: readonly Call[], error: number): Instruction[] =>
    calls.flatMap((call) => {
      const number = numberOf(call);
      if (number === null) return [];
      return [
        [equal, 0, 1, number],
        [answer, 0, 0, failWith(error)],
      ] as Instruction[];
    });
  const program: Instruction[] = [
    [load, 0, 0, architectureAt],
    [equal, 1, 0, auditNames[architecture]],
    [answer, 0, 0, kill],
    [load, 0, 0, callAt],
  ];
  if (architecture === 'x64') program.push([atLeast, 0, 1, x32], [answer, 0, 0, failWith(ENOSYS)]);
  program.push(...refuse(refused, EPERM), ...refuse(unknown, ENOSYS));
  for (const call of socketCalls)
    program.push(
      [equal, 0, 4, numberOf(call)!],
      [load, 0, 0, firstArgumentAt],
      [equal, 0, 1, AF_UNIX],
      [answer, 0, 0, allow],
      [answer, 0, 0, failWith(EAFNOSUPPORT)],
    );
  program.push(
    [equal, 0, 4, numberOf(clone)!],
    [load, 0, 0, firstArgumentAt],
    [anyBit, 0, 1, newNamespaces],
    [answer, 0, 0, failWith(EPERM)],
    [answer, 0, 0, allow],
    [answer, 0, 0, allow],
  );
  const bytes = Buffer.alloc(program.length * 8);
  for (const [index, [code, yes, no, operand]] of program.entries()) {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(yes, index * 8 + 2);
    bytes.writeUInt8(no, index * 8 + 3);
    bytes.writeUInt32LE(operand >>> 0, index * 8 + 4);
  }
  return bytes;
}

/** The filter of this machine's processor, or `null` for one without a table here. */
export function seccompHere(): Buffer | null {
  const { arch } = process;
  return arch === 'x64' || arch === 'arm64' ? seccompFilter(arch) : null;
}
