import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type FilterArchitecture, seccompFilter } from '#workers/sandbox/seccomp.ts';

/** A machine for the few instructions of classic BPF a filter has, written after linux/filter.rst. */
function answer(filter: Buffer, call: number, argument = 0, audit = 0xc000003e): number {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(call >>> 0, 0);
  data.writeUInt32LE(audit, 4);
  data.writeUInt32LE(argument >>> 0, 16);
  let accumulator = 0;
  for (let at = 0; at < filter.length; at += 8) {
    const [code, yes, no] = [filter.readUInt16LE(at), filter.readUInt8(at + 2), filter.readUInt8(at + 3)];
    const operand = filter.readUInt32LE(at + 4);
    if (code === 0x20) accumulator = data.readUInt32LE(operand);
    else if (code === 0x06) return operand;
    else {
      const holds =
        code === 0x15
          ? accumulator === operand
          : code === 0x35
            ? accumulator >= operand
            : (accumulator & operand) !== 0;
      at += 8 * (holds ? yes : no);
    }
  }
  throw new Error('the program has no end');
}

const allowed = 0x7fff0000;
const failed = (error: number) => 0x50000 | error;

const headers: Readonly<Record<FilterArchitecture, string>> = {
  x64: '/usr/include/x86_64-linux-gnu/asm/unistd_64.h',
  arm64: '/usr/include/asm-generic/unistd.h',
};
const audits: Readonly<Record<FilterArchitecture, number>> = { x64: 0xc000003e, arm64: 0xc00000b7 };

/** Numbers as this machine's kernel headers have them: another source than the filter's own table. */
function callsOf(architecture: FilterArchitecture): ReadonlyMap<string, number> {
  const source = readFileSync(headers[architecture], 'latin1');
  const lines = source.matchAll(/^#define __NR(?:3264)?_(\w+)\s+(\d+)/gm);
  return new Map([...lines].map(([, name, number]) => [name!, Number(number)]));
}

describe.each(['x64', 'arm64'] as const)('the filter for %s', (architecture) => {
  const filter = seccompFilter(architecture);
  const audit = audits[architecture];

  test.skipIf(!existsSync(headers[architecture]))('refuses by the numbers of the kernel headers', () => {
    const calls = callsOf(architecture);
    const refused = ['ptrace', 'mount', 'keyctl', 'bpf', 'userfaultfd', 'perf_event_open', 'kexec_load'];
    refused.push(
      'init_module',
      'finit_module',
      'unshare',
      'setns',
      'pivot_root',
      'process_vm_readv',
      'open_by_handle_at',
    );
    for (const name of refused)
      expect([name, answer(filter, calls.get(name)!, 0, audit)]).toEqual([name, failed(1)]);
    for (const name of ['io_uring_setup', 'io_uring_enter', 'clone3'])
      expect([name, answer(filter, calls.get(name)!, 0, audit)]).toEqual([name, failed(38)]);
    const needed = ['read', 'write', 'openat', 'mmap', 'mprotect', 'futex', 'execve', 'prctl', 'prlimit64'];
    needed.push('epoll_pwait', 'getrandom', 'sched_getaffinity', 'wait4', 'kill', 'pipe2', 'statx');
    for (const name of needed)
      expect([name, answer(filter, calls.get(name)!, 0, audit)]).toEqual([name, allowed]);
    const all = [...calls].filter(([, number]) => answer(filter, number, 1, audit) === allowed).length;
    expect(all).toBeGreaterThan(200);
  });

  test.skipIf(!existsSync(headers[architecture]))('looks at families and at what a clone asks for', () => {
    const calls = callsOf(architecture);
    const [socket, clone] = [calls.get('socket')!, calls.get('clone')!];
    expect(answer(filter, socket, 1, audit)).toBe(allowed);
    for (const family of [0, 2, 10, 16, 17, 38, 40])
      expect(answer(filter, socket, family, audit)).toBe(failed(97));
    // SIGCHLD alone is a fork; the flags of glibc's pthread_create are a thread.
    for (const flags of [17, 0x3d0f00]) expect(answer(filter, clone, flags, audit)).toBe(allowed);
    for (const flags of [0x10000000, 0x40000000 | 17, 0x20000])
      expect(answer(filter, clone, flags, audit)).toBe(failed(1));
  });

  test('kills calls of another processor', () => {
    expect(answer(filter, 0, 0, 0x40000003)).toBe(0x80000000);
  });
});

test('calls of the x32 interface are unknown', () => {
  expect(answer(seccompFilter('x64'), 0x40000000 | 101)).toBe(failed(38));
});
