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
      target.setSize(message, message.ratio);
      break;
    case 'look':
      target.setLook(message.look);
      break;
    case 'settings':
      target.setSettings(message.settings);
      break;
    case 'sources':
      target.setSources(message.sources);
      break;
    case 'overlays':
      target.setOverlays(message.overlays);
      break;
    case 'active':
      target.setActive(message.pane);
      break;
    case 'pan':
      target.pan(message.pane, message.dx, message.dy);
      break;
    case 'zoom':
      target.zoom(message.pane, message.to, message.at);
      break;
    case 'fit':
      target.fit();
      break;
    case 'center':
      target.center(message.layer, message.at);
      break;
    case 'pointer':
      target.setPointer(message.pane, message.at);
      break;
    case 'loupe':
      target.setLoupe(message.on);
      break;
    case 'blink':
      target.blink();
      break;
    case 'register':
      target.register();
      break;
    case 'retry':
      target.retry();
      break;
  }
}
