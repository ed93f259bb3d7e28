import { type CustomersDraft, draft as drafts } from '../../data/draft.ts';
import { modelsFor } from '../../data/goal.ts';
import { usualOptions } from './request.ts';
import { useLook, useSay } from '../../look/look.ts';
import { count } from '../../look/numbers.ts';
import { OptionsForm } from './options-form.tsx';
import { StartBar } from './start-bar.tsx';
import { useSending } from './sending.ts';

/** Few questions, each with its default; the rest behind a disclosure. Then the run is begun. */
export function OptionsStep({ draft, back }: { draft: CustomersDraft; back: () => void }) {
  const say = useSay();
  const { language } = useLook();
  const sending = useSending(draft);
  const { read, goal, asked } = draft;
  const at = (name: keyof typeof usualOptions) => ({
    value: asked[name] ?? usualOptions[name],
    onChange: ({ target }: { target: { value: string } }) =>
      drafts.set({ ...draft, asked: { ...asked, [name]: target.value } }),
  });
  return (
    <OptionsForm draft={draft} sending={sending}>
      <details className="ask">
        <summary>{say('more_options')}</summary>
        <label className="field">
          <span>{say('preprocessing')}</span>
          <select {...at('preprocessing')}>
            {(['auto', 'standard', 'none'] as const).map((one) => (
              <option key={one} value={one}>
                {say(`preprocessing_${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{say('smallest_share')}</span>
          <input type="number" min={0} max={50} step="any" required {...at('min_share')} />
        </label>
        <label className="field">
          <span>{say('seed')}</span>
          <input type="number" min={0} max={4_294_967_295} step={1} required {...at('seed')} />
        </label>
      </details>
      <StartBar sending={sending} taken={say('file_taken')} back={back}>
        {say('will_try', { n: count(read.rows, language), models: modelsFor(goal) })}
      </StartBar>
    </OptionsForm>
  );
}
