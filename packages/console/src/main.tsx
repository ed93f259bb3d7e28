import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { Refused } from './api/call.ts';
import { nameOf, session } from './api/session.ts';
import { kept } from './data/kept.ts';
import { look, SayContext, show, useLook } from './look/look.ts';
import { router } from './router.tsx';
import { learn, sayIn } from './words/words.ts';
import 'virtual:report.css';
import './style/fonts.css';
import './style/console.css';
import './style/bar.css';
import './style/figures.css';
import './style/list.css';
import './style/pages.css';
import './style/progress.css';
import './style/settings.css';
import './style/compare.css';
import './style/map.css';
import './style/focus.css';
import './style/forced-colours.css';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // What the service refused it would refuse again; a service that is away may come back.
      retry: (failures, error) =>
        failures < 2 && error instanceof Refused && (error.status === 0 || error.status === 503),
      refetchOnWindowFocus: false,
    },
  },
});

function Console() {
  const { language } = useLook();
  useEffect(
    () =>
      session.subscribe(() => {
        const who = session.get();
        if (who !== null) return kept.belongTo(nameOf(who));
        queries.clear(); // nothing of one tenant is left for the next
        kept.forget();
        void router.navigate({ to: '/sign-in' });
      }),
    [],
  );
  return (
    <SayContext value={sayIn(language)}>
      <RouterProvider router={router} />
    </SayContext>
  );
}

const signedIn = session.get();
if (signedIn) kept.belongTo(nameOf(signedIn));
show();
await learn(look.get().language);
const place = document.getElementById('console');
if (place)
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <Console />
      </QueryClientProvider>
    </StrictMode>,
  );
