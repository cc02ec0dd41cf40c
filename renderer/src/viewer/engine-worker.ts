import { ViewerEngine } from './engine.ts';
import type { FromEngine, ToEngine } from './protocol.ts';

/** The drawing thread: owns the canvas, fetches and decodes tiles, draws every frame. */
let engine: ViewerEngine | null = null;

self.addEventListener('message', (event: MessageEvent<ToEngine>) => receive(event.data));

function receive(message: ToEngine): void {
  if (message.type === 'open') {
    engine?.close();
    engine = new ViewerEngine(message.canvas, message.settings, message.look, (reading) => {
      const answer: FromEngine = { type: 'reading', reading };
      self.postMessage(answer);
    });
    return;
  }
  if (engine !== null) handle(engine, message);
}

function handle(target: ViewerEngine, message: Exclude<ToEngine, { type: 'open' }>): void {
  switch (message.type) {
    case 'size':
      return target.setSize(message, message.ratio);
    case 'look':
      return target.setLook(message.look);
    case 'settings':
      return target.setSettings(message.settings);
    case 'sources':
      return target.setSources(message.sources);
    case 'overlays':
      return target.setOverlays(message.overlays);
    case 'active':
      return target.setActive(message.pane);
    case 'pan':
      return target.pan(message.pane, message.dx, message.dy);
    case 'zoom':
      return target.zoom(message.pane, message.to, message.at);
    case 'fit':
      return target.fit();
    case 'center':
      return target.center(message.layer, message.at);
    case 'pointer':
      return target.setPointer(message.pane, message.at);
    case 'loupe':
      return target.setLoupe(message.on);
    case 'blink':
      return target.blink();
    case 'register':
      return target.register();
    case 'retry':
      return target.retry();
  }
}
