import { expect, test, vi } from 'vitest';
import { c2paWasmState, readCrJson, readSecondOpinion } from '#core/media/c2pa-wasm.ts';
import { defaultLimits } from '#core/media/limits.ts';

vi.mock(import('#core/media/program-paths.ts'), async (original) => ({
  ...(await original()),
  packageFolder: async () => null,
}));

test('a second engine that is not installed is an answer with a remedy', async () => {
  const options = { lists: [], limits: defaultLimits, signal: new AbortController().signal };
  expect(await readSecondOpinion('/nowhere', 'image/jpeg', options)).toMatchObject({
    state: 'engine-missing',
    reason: { code: 'engine-missing', text: { en: expect.stringContaining('npm start') } },
  });
  expect(await readCrJson('/nowhere', 'image/jpeg', options)).toBeNull();
  expect(await c2paWasmState(null)).toMatchObject({
    missing: { 'zh-CN': expect.stringContaining('npm start') },
  });
});
