import { type CustomersDraft, draft as drafts } from '../../data/draft.ts';
import { modelsFor } from '../../data/goal.ts';
import { usualOptions } from './request.ts';
import { useLook, useSay } from '../../look/look.ts';
import { count } from '../../look/numbers.ts';
import { SelectField } from '../../parts/select-field.tsx';
import { OptionsForm } from './options-form.tsx';
import { StartBar } from './start-bar.tsx';
import { useSending } from './sending.ts';

const preprocessings = ['auto', 'standard', 'none'] as const;
type Option = keyof typeof usualOptions;

/** Few questions, each with its default; the rest behind a disclosure. Then the run is begun. */
export function OptionsStep({ draft, back }: { draft: CustomersDraft; back: () => void }) {
  const say = useSay();
  const { language } = useLook();
  const sending = useSending(draft);
  const { read, goal, asked } = draft;
  const valueOf = (name: Option): string => asked[name] ?? usualOptions[name];
  const ask = (name: Option, value: string): void => drafts.set({ ...draft, asked: { ...asked, [name]: value } });
  const at = (name: Option) => ({
    value: valueOf(name),
    onChange: ({ target }: { target: { value: string } }) => ask(name, target.value),
  });
  return (
    <OptionsForm draft={draft} sending={sending}>
      <details className="ask">
        <summary>{say('more_options')}</summary>
        <SelectField
          label={say('preprocessing')}
          value={valueOf('preprocessing')}
          choices={preprocessings.map((one) => ({ key: one, words: say(`preprocessing_${one}`) }))}
          choose={(one) => ask('preprocessing', one)}
        />
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
