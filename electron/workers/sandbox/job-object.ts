import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { localized } from '#shared/domain/localized.ts';
import { jobObjectProtections } from './protections.ts';
import type { TriedSandbox, WorkerOrder } from './sandbox.ts';

/**
 * Windows: a job object around each worker and what it starts, with a ceiling of memory, no way out, no use of the
 * clipboard or other windows, ended by the system when this program ends (learn.microsoft.com, "Job Objects"). Node has no
 * call for it, so one PowerShell per session makes the jobs through kernel32; it is told process numbers on its standard
 * input and ends, and every job with it, when that closes. A process is held from shortly after its start on. Written and
 * type-checked on Linux, NOT tried on Windows. It restricts neither files nor the network: an AppContainer would, and
 * needs a launcher of its own.
 */
export function jobObject(): TriedSandbox {
  const system = process.env.SystemRoot;
  if (system === undefined) return { ok: false, why: unavailable('SystemRoot') };
  const program = join(system, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe');
  const words = ['-NoLogo', '-NoProfile', '-NonInteractive', '-EncodedCommand', encoded(keeperScript)];
  // Without a line on its input the keeper makes one empty job and ends: that is the trial.
  const { status, error } = spawnSync(program, words, {
    input: '',
    stdio: ['pipe', 'ignore', 'ignore'],
    timeout: 20_000,
    windowsHide: true,
  });
  if (status !== 0) return { ok: false, why: unavailable(error?.message ?? `exit code ${status}`) };
  const keeper = spawn(program, words, { stdio: ['pipe', 'ignore', 'ignore'], windowsHide: true });
  let held = true;
  keeper.on('exit', () => (held = false));
  keeper.on('error', () => (held = false));
  keeper.unref();
  const tell = (line: string) => {
    if (held) keeper.stdin.write(`${line}\n`);
  };
  return {
    ok: true,
    sandbox: {
      protections: jobObjectProtections(),
      confinesFiles: false,
      hidesSignals: false,
      launch: ({ command }) => ({ command, descriptors: [] }),
      started(pid: number, { memoryBytes }: WorkerOrder) {
        tell(`hold ${pid} ${memoryBytes + roomBeside}`);
        return () => tell(`end ${pid}`);
      },
    },
  };
}

/** The process serves tasks with other limits later; the watch over each task's memory lies below this ceiling. */
const roomBeside = 4 * 1024 ** 3;

/** PowerShell takes scripts as UTF-16 in Base64: nothing has to be quoted for two shells. */
function encoded(script: string): string {
  return Buffer.from(script, 'utf16le').toString('base64');
}

/**
 * Structures are those of winnt.h for 64-bit processes: JOBOBJECT_EXTENDED_LIMIT_INFORMATION (information class 9; flags
 * KILL_ON_JOB_CLOSE 0x2000, DIE_ON_UNHANDLED_EXCEPTION 0x400, JOB_MEMORY 0x200) and JOBOBJECT_BASIC_UI_RESTRICTIONS
 * (class 4, all flags). PROCESS_SET_QUOTA | PROCESS_TERMINATE is what AssignProcessToJobObject asks of a handle.
 */
const keeperScript = `
$ErrorActionPreference = 'Stop'
Add-Type -TypeDefinition @'
using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
public static class Keeper {
  [StructLayout(LayoutKind.Sequential)] struct Basic {
    public long ProcessTime, JobTime; public uint Flags; public UIntPtr MinSet, MaxSet; public uint Active;
    public UIntPtr Affinity; public uint Priority, Scheduling; }
  [StructLayout(LayoutKind.Sequential)] struct Io { public ulong A, B, C, D, E, F; }
  [StructLayout(LayoutKind.Sequential)] struct Extended {
    public Basic Basic; public Io Io; public UIntPtr ProcessMemory, JobMemory, PeakProcess, PeakJob; }
  [DllImport("kernel32", SetLastError = true)] static extern IntPtr CreateJobObject(IntPtr a, IntPtr name);
  [DllImport("kernel32", SetLastError = true)] static extern bool SetInformationJobObject(IntPtr job, int what, ref Extended to, uint size);
  [DllImport("kernel32", SetLastError = true)] static extern bool SetInformationJobObject(IntPtr job, int what, ref uint to, uint size);
  [DllImport("kernel32", SetLastError = true)] static extern bool AssignProcessToJobObject(IntPtr job, IntPtr process);
  [DllImport("kernel32", SetLastError = true)] static extern bool TerminateJobObject(IntPtr job, uint code);
  [DllImport("kernel32", SetLastError = true)] static extern IntPtr OpenProcess(uint access, bool inherit, uint id);
  [DllImport("kernel32", SetLastError = true)] static extern bool CloseHandle(IntPtr handle);
  static readonly Dictionary<uint, IntPtr> jobs = new Dictionary<uint, IntPtr>();
  static void Check(bool done) { if (!done) throw new System.ComponentModel.Win32Exception(); }
  public static IntPtr Make(ulong bytes) {
    IntPtr job = CreateJobObject(IntPtr.Zero, IntPtr.Zero);
    Check(job != IntPtr.Zero);
    Extended limits = new Extended();
    limits.Basic.Flags = 0x2000 | 0x400 | 0x200;
    limits.JobMemory = new UIntPtr(bytes);
    Check(SetInformationJobObject(job, 9, ref limits, (uint)Marshal.SizeOf(typeof(Extended))));
    uint all = 0xff;
    Check(SetInformationJobObject(job, 4, ref all, 4));
    return job; }
  public static void Hold(uint id, ulong bytes) {
    IntPtr process = OpenProcess(0x0101, false, id);
    if (process == IntPtr.Zero) return;
    IntPtr job = Make(bytes);
    Check(AssignProcessToJobObject(job, process));
    CloseHandle(process);
    jobs[id] = job; }
  public static void End(uint id) {
    IntPtr job;
    if (!jobs.TryGetValue(id, out job)) return;
    jobs.Remove(id);
    TerminateJobObject(job, 1);
    CloseHandle(job); }
}
'@
[void][Keeper]::Make(4294967296)
while ($null -ne ($line = [Console]::In.ReadLine())) {
  $words = $line.Split(' ')
  if ($words[0] -eq 'hold') { [Keeper]::Hold([uint32]$words[1], [uint64]$words[2]) }
  if ($words[0] -eq 'end') { [Keeper]::End([uint32]$words[1]) }
}
`;

const unavailable = (complaint: string) =>
  localized(
    `Windows did not let this program make job objects: ${complaint}`,
    `Windows 未允许本程序创建作业对象：${complaint}`,
  );
