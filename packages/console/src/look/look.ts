import { createContext, useContext, useSyncExternalStore } from 'react';
import { type Language, languages, preferredLanguage, type Say, sayIn } from '../words/words.ts';

export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

interface Look {
  readonly language: Language;
  readonly theme: Theme;
}

const KEY = 'clientele.look';
const listeners = new Set<() => void>();
let current: Look = kept();

/** Language and theme, kept in this browser. */
export const look = {
  get: (): Look => current,
  set(change: Partial<Look>): void {
    current = { ...current, ...change };
    localStorage.setItem(KEY, JSON.stringify(current));
    show();
    for (const listener of listeners) listener();
  },
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};

/** Puts the look on the page. */
export function show(): void {
  const { documentElement: root } = document;
  root.lang = current.language;
  if (current.theme === 'auto') delete root.dataset['theme'];
  else root.dataset['theme'] = current.theme;
}

function kept(): Look {
  try {
    const { language, theme } = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Look>;
    return {
      language: languages.find((one) => one === language) ?? preferredLanguage(navigator.languages),
      theme: themes.find((one) => one === theme) ?? 'auto',
    };
  } catch {
    return { language: preferredLanguage(navigator.languages), theme: 'auto' };
  }
}

export function useLook(): Look {
  return useSyncExternalStore(look.subscribe, look.get);
}

export const SayContext = createContext<Say>(sayIn('en'));

export function useSay(): Say {
  return useContext(SayContext);
}
