import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Result, succeed } from '#shared/contract/errors.ts';
import { defaultSettings, Settings } from '#shared/domain/settings.ts';
import { errorCode, errorText } from '../case/problem.ts';
import type { Ports } from '../ports.ts';
import { problem } from '../problems.ts';
import { replaceFile } from '../replace-file.ts';

/** The settings of the screen in the per-user folder: they outlive the loopback host's changing port. */
export interface SettingsFile {
  /** The defaults when there is no file, or none that can be read. */
  read(): Promise<Settings>;
  save(settings: Settings): Promise<Result<Settings>>;
}

export function createSettingsFile(ports: Ports): SettingsFile {
  const path = join(ports.paths.data, 'settings.json');
  // One after another: of two savings the later one stays.
  let last: Promise<unknown> = Promise.resolve();

  async function write(settings: Settings): Promise<Result<Settings>> {
    try {
      await replaceFile(path, `${JSON.stringify(settings, null, 2)}\n`);
      return succeed(settings);
    } catch (error) {
      if (errorCode(error) === '') throw error;
      return problem(errorCode(error) === 'ENOSPC' ? 'disk-full' : 'input-output', errorText(error));
    }
  }

  return {
    async read() {
      try {
        return Settings.parse(JSON.parse(await readFile(path, 'utf8')));
      } catch (error) {
        if (errorCode(error) !== 'ENOENT')
          ports.log('warn', 'the settings were unreadable; the defaults are used', {
            error: errorText(error),
          });
        return defaultSettings;
      }
    },
    save(settings) {
      const saved = last.then(() => write(settings));
      last = saved.catch(() => undefined);
      return saved;
    },
  };
}
