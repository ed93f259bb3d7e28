import { look, type Theme, themes, useLook, useSay } from '../../look/look.ts';
import { speak } from '../../parts/look-menus.tsx';
import { type Language, languageNames, languages } from '../../words/words.ts';

/** Language, theme, and whether single keys lead on. */
export function LookFields() {
  const say = useSay();
  const { language, theme, shortcuts } = useLook();
  return (
    <>
      <p className="actions">
        <label className="field inline">
          <span>{say('language')}</span>
          <select value={language} onChange={({ target }) => void speak(target.value as Language)}>
            {languages.map((one) => (
              <option key={one} value={one} lang={one}>
                {languageNames[one]}
              </option>
            ))}
          </select>
        </label>
        <label className="field inline">
          <span>{say('theme')}</span>
          <select value={theme} onChange={({ target }) => look.set({ theme: target.value as Theme })}>
            {themes.map((one) => (
              <option key={one} value={one}>
                {say(`theme_${one}`)}
              </option>
            ))}
          </select>
        </label>
      </p>
      <label className="check">
        <input type="checkbox" checked={shortcuts} onChange={({ target }) => look.set({ shortcuts: target.checked })} />
        {say('shortcuts_on')}
      </label>
    </>
  );
}
