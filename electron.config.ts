import { fileURLToPath } from 'node:url';
import { defineConfig } from 'electron-vite';
import renderer from './renderer/vite.config.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The three bundles of the desktop program. `dependencies` stay external, `devDependencies` are bundled. */
export default defineConfig({
  main: {
    build: {
      outDir: at('./out/main'),
      target: 'node24',
      rolldownOptions: {
        input: {
          desktop: at('./electron/hosts/desktop/main.ts'),
          worker: at('./electron/workers/worker.ts'),
          // Threads are started by file name, so each is an entry of its own.
          'index-thread': at('./electron/core/trace/index/index-thread.ts'),
          'c2pa-wasm-thread': at('./electron/core/media/c2pa-wasm-thread.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: at('./out/preload'),
      target: 'node24',
      // A sandboxed preload can load neither modules nor packages: one CommonJS file with everything in it.
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: at('./electron/preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer,
});
