/**
 * The only bridge into the sandboxed window: no logic, no state, nothing of Electron passed on. The page
 * asks for its message port and may learn the path of a file the examiner dropped.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron';

contextBridge.exposeInMainWorld('assay', {
  connect(): void {
    ipcRenderer.send('assay:connect');
  },
  pathForFile(file: File): string {
    return webUtils.getPathForFile(file);
  },
});

ipcRenderer.on('assay:port', (event) => {
  window.postMessage('assay:port', window.location.origin, event.ports as unknown as Transferable[]);
});
