import { look, themes, useLook, useSay } from '../../look/look.ts';
import { speak } from '../../parts/look-menus.tsx';
import { SelectField } from '../../parts/select-field.tsx';
import { languageNames, languages } from '../../words/words.ts';

/** Language, theme, and whether single keys lead on. */
export function LookFields() {
  const say = useSay();
  const { language, theme, shortcuts } = useLook();
  return (
    <>
      <p className="actions">
        <SelectField
          className="inline"
          label={say('language')}
          value={language}
          choices={languages.map((one) => ({ key: one, words: languageNames[one], language: one }))}
          choose={(one) => void speak(one)}
        />
        <SelectField
          className="inline"
          label={say('theme')}
          value={theme}
          choices={themes.map((one) => ({ key: one, words: say(`theme_${one}`) }))}
          choose={(one) => look.set({ theme: one })}
        />
      </p>
      <label className="check">
        <input type="checkbox" checked={shortcuts} onChange={({ target }) => look.set({ shortcuts: target.checked })} />
        {say('shortcuts_on')}
      </label>
    </>
  );
}
