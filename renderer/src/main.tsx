import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './shell/app.tsx';
import { queries, watchActivity } from './state/activity.ts';
import { watchSettings } from './state/settings.ts';
import './styles/base.css';

// The Content Security Policy forbids making code from text; without this zod would try to.
z.config({ jitless: true });

watchSettings();
watchActivity();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element called root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
