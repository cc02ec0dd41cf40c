import './without-code-generation.ts';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './shell/app.tsx';
import { queries, watchActivity } from './state/activity.ts';
import { enterOpenedCase } from './state/case.ts';
import { startSettings } from './state/settings.ts';
import './styles/base.css';

watchActivity();
// Without a host the banner says so; the cases are asked for again when it is back.
enterOpenedCase().catch(() => undefined);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element called root');
const screen = createRoot(root);
startSettings()
  // Without a host the defaults hold, and the banner says that it is gone.
  .catch(() => undefined)
  .then(() =>
    screen.render(
      <StrictMode>
        <QueryClientProvider client={queries}>
          <App />
        </QueryClientProvider>
      </StrictMode>,
    ),
  );
