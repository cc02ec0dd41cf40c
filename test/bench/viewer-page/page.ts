import OpenSeadragon from 'openseadragon';
import { EngineLink } from '../../../renderer/src/viewer/engine-link.ts';
import { initialSettings } from '../../../renderer/src/viewer/settings.ts';
import type { TileSource } from '../../../shared/contract/contract.ts';

/** One scripted movement a frame: device pixels, and a factor now and then. */
export interface BenchDriver {
  readonly start: (sources: readonly TileSource[], scale: number) => Promise<number>;
  readonly step: (dx: number, dy: number) => void;
  readonly tileBytes: () => number;
  /** Frames drawn so far. */
  readonly drawn: () => number;
}

declare global {
  interface Window {
    bench: (kind: 'own' | 'openseadragon') => BenchDriver;
    driver: BenchDriver;
    runSteps: (driver: BenchDriver, seconds: number) => Promise<readonly number[]>;
  }
}

function elements(count: number, name: string): readonly HTMLElement[] {
  const panes = document.getElementById('panes') as HTMLElement;
  panes.replaceChildren();
  return Array.from({ length: count }, () => {
    const element = document.createElement(name);
    panes.append(element);
    return element;
  });
}

function ownViewer(): BenchDriver {
  const [host] = elements(1, 'div');
  if (host === undefined) throw new Error('no host');
  const link = new EngineLink(host, initialSettings);
  let drawn = 0;
  link.onReading(() => {
    drawn += 1;
  });
  return {
    start: (sources, scale) =>
      new Promise((resolve) => {
        const begin = performance.now();
        const leave = link.onReading((reading) => {
          // The first picture: something of every picture is on screen.
          if (!reading.started || reading.layers.length < sources.length) return;
          leave();
          resolve(performance.now() - begin);
          link.send({ type: 'zoom', pane: 0, to: scale, at: null });
        });
        link.send({ type: 'sources', sources });
      }),
    step: (dx, dy) => link.send({ type: 'pan', pane: 0, dx, dy }),
    tileBytes: () => link.reading?.tileBytes ?? 0,
    drawn: () => drawn,
  };
}

function openSeadragon(): BenchDriver {
  let viewers: OpenSeadragon.Viewer[] = [];
  let drawn = 0;
  return {
    start: (sources, scale) => {
      const begin = performance.now();
      const first: Promise<void>[] = [];
      viewers = elements(sources.length, 'div').map((element, index) => {
        const source = sources[index] as TileSource;
        const viewer = new OpenSeadragon.Viewer({
          element,
          drawer: 'canvas',
          imageSmoothingEnabled: true,
          showNavigationControl: false,
          animationTime: 0,
          immediateRender: false,
          maxImageCacheCount: 160,
          tileSources: {
            width: source.width,
            height: source.height,
            tileSize: source.tileSize,
            minLevel: 0,
            maxLevel: source.levels - 1,
            getTileUrl: (level: number, x: number, y: number) =>
              `${source.base}/${level}/${x}_${y}.${source.format}`,
          },
        } as unknown as OpenSeadragon.Options);
        if (index === 0) {
          viewer.addHandler('update-viewport', () => {
            drawn += 1;
          });
        }
        first.push(new Promise((resolve) => viewer.addOnceHandler('tile-drawn', () => resolve())));
        return viewer;
      });
      return Promise.all(first).then(() => {
        const taken = performance.now() - begin;
        for (const viewer of viewers) {
          viewer.viewport.zoomTo(viewer.viewport.imageToViewportZoom(scale), undefined, true);
        }
        return taken;
      });
    },
    step: (dx, dy) => {
      for (const viewer of viewers) {
        const delta = viewer.viewport.deltaPointsFromPixels(new OpenSeadragon.Point(-dx, -dy), true);
        viewer.viewport.panBy(delta, true);
      }
    },
    tileBytes: () => 0,
    drawn: () => drawn,
  };
}

window.bench = (kind) => (kind === 'own' ? ownViewer() : openSeadragon());

/** Pan once a frame along a slow spiral; answers the times between frames, ms. */
window.runSteps = (driver, seconds) =>
  new Promise((resolve) => {
    const times: number[] = [];
    const begin = performance.now();
    let last = begin;
    const frame = (now: number) => {
      if (times.length > 0 || now > begin) times.push(now - last);
      last = now;
      const t = (now - begin) / 1000;
      if (t > seconds) {
        resolve(times.slice(1));
        return;
      }
      driver.step(Math.round(24 * Math.cos(t * 1.3)), Math.round(24 * Math.sin(t * 0.9)));
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
