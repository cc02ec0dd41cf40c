import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { analyses } from '#core/analysis/registry.generated.ts';
import { version } from '#core/version.ts';
import { generatedFiles } from '../../electron/starter/generate.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('what is generated is in step with what it is generated from', async () => {
  for (const { path, text } of await generatedFiles()) {
    test(path, () => expect(readFileSync(join(root, path), 'utf8')).toBe(text));
  }
});

test('the version stands in one place for code and one for npm', () => {
  expect(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version).toBe(version);
});

test('every analysis has its own test file', () => {
  const tests = new Set(readdirSync(join(root, 'test/analyses')));
  const missing = analyses
    .map(({ id }) => `${id.replace('.', '-')}.test.ts`)
    .filter((name) => !tests.has(name));
  expect(missing).toEqual([]);
});
