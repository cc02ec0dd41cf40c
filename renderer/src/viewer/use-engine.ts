import { type RefObject, useEffect, useRef, useState } from 'react';
import { settings as screenSettings } from '../state/settings.ts';
import { EngineLink } from './engine-link.ts';
import type { ViewSettings } from './settings.ts';

/** A drawing thread for as long as the component is there; its canvas fills `host`. */
export function useEngine(host: RefObject<HTMLElement | null>, settings: ViewSettings): EngineLink | null {
  const [link, setLink] = useState<EngineLink | null>(null);
  const first = useRef(settings);
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const opened = new EngineLink(element, first.current);
    setLink(opened);
    // The theme's colours reach the canvas only when they are told to it.
    const leave = screenSettings.subscribe(() => queueMicrotask(() => opened.refreshLook()));
    return () => {
      leave();
      setLink(null);
      opened.close();
    };
  }, [host]);
  useEffect(() => link?.send({ type: 'settings', settings }), [link, settings]);
  return link;
}

/** Does the person ask for less motion? Followed while it changes. */
export function useReducedMotion(): boolean {
  const [reduced, setReduced] = useState(() => matchMedia('(prefers-reduced-motion: reduce)').matches);
  useEffect(() => {
    const query = matchMedia('(prefers-reduced-motion: reduce)');
    const change = () => setReduced(query.matches);
    query.addEventListener('change', change);
    return () => query.removeEventListener('change', change);
  }, []);
  return reduced;
}
