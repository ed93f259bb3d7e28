import { createContext, useContext, useSyncExternalStore } from 'react';
import { type Language, languages, preferredLanguage, type Say } from '../words/words.ts';

export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

interface Look {
  readonly language: Language;
  readonly theme: Theme;
  /** Whether single keys lead on. */
  readonly shortcuts: boolean;
}

const KEY = 'clientele.look';
const listeners = new Set<() => void>();
let current: Look = kept();

/** Language, theme and keys, kept in this browser. */
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
    const { language, theme, shortcuts } = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Look>;
    return {
      language: languages.find((one) => one === language) ?? preferredLanguage(navigator.languages),
      theme: themes.find((one) => one === theme) ?? 'auto',
      shortcuts: shortcuts !== false,
    };
  } catch {
    return { language: preferredLanguage(navigator.languages), theme: 'auto', shortcuts: true };
  }
}

export function useLook(): Look {
  return useSyncExternalStore(look.subscribe, look.get);
}

export const SayContext = createContext<Say>((key) => key);

export function useSay(): Say {
  return useContext(SayContext);
}
