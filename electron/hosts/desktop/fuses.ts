import { FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';

/**
 * Switches burned into the Electron binary when the program is packaged, from Electron's security list: the
 * shipped program cannot be turned into a Node, debugged, or fed another archive.
 */
export const fuses = {
  version: FuseVersion.V1,
  strictlyRequireAllFuses: false,
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
} as const;

/** Burn the fuses into a binary and read them back; throws when one does not stand as wanted. */
export async function burnFuses(binary: string): Promise<void> {
  await flipFuses(binary, { ...fuses });
  const wire = await getCurrentFuseWire(binary);
  for (const [option, wanted] of Object.entries(fuses)) {
    if (!/^\d+$/.test(option)) continue;
    // The wire holds the characters '0' and '1'.
    const state = String.fromCharCode(Number(wire[Number(option) as FuseV1Options]));
    if (state !== (wanted ? '1' : '0'))
      throw new Error(`Fuse ${FuseV1Options[Number(option)]} reads back as ${state}`);
  }
}
