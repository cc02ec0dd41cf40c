import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { UserConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

/**
 * The screen, for both hosts. `electron.config.ts` uses it as its renderer part; the loopback host needs
 * only this: `vite build --config renderer/vite.config.ts` writes `out/renderer`.
 */
const config: UserConfig = {
  root: here,
  base: './',
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('../out/renderer', import.meta.url)),
    emptyOutDir: true,
    // Electron 45's Chromium; the loopback host asks for a browser of the same generation.
    target: 'chrome132',
    minify: true,
    // Fonts must stay files: the Content Security Policy has no `data:`.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: { input: fileURLToPath(new URL('./index.html', import.meta.url)) },
  },
};

export default config;
