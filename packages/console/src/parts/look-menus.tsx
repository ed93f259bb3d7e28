import { look, themes, useLook, useSay } from '../look/look.ts';
import { type Language, languageNames, languages, learn } from '../words/words.ts';
import { Menu } from './menu.tsx';

/** Speaks another language as soon as it is learnt. */
export async function speak(language: Language): Promise<void> {
  await learn(language);
  look.set({ language });
}

export function LanguageMenu() {
  const say = useSay();
  const { language } = useLook();
  const choices = languages.map((one) => ({
    key: one,
    words: languageNames[one],
    language: one,
    chosen: one === language,
    act: () => void speak(one),
  }));
  return <Menu icon="language" label={say('language')} choices={choices} />;
}

export function ThemeMenu() {
  const say = useSay();
  const { theme } = useLook();
  const choices = themes.map((one) => ({
    key: one,
    words: say(`theme_${one}`),
    chosen: one === theme,
    act: () => look.set({ theme: one }),
  }));
  return <Menu icon="theme" label={say('theme')} choices={choices} />;
}
