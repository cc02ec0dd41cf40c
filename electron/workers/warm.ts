/** Reads all code a worker may need into the compile cache (NODE_COMPILE_CACHE), once after the set-up. */
import { flushCompileCache } from 'node:module';
import './worker.ts';
import { loadEverything } from './tasks.ts';

await loadEverything();
flushCompileCache();
process.exit(0);
