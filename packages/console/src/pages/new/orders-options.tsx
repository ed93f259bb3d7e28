import { draft as drafts, type OrdersDraft } from '../../data/draft.ts';
import { useLook, useSay } from '../../look/look.ts';
import { SelectField } from '../../parts/select-field.tsx';
import { OptionsForm } from './options-form.tsx';
import { useSending } from './sending.ts';
import { StartBar } from './start-bar.tsx';

/** What the service takes unless its operator says otherwise. */
const MOST_BYTES = 2 * 1024 ** 3;
/** Rules with few choices; the first is what the service does where nobody says. */
const rules = {
  returns: ['net', 'drop', 'keep'],
  visits: ['days', 'orders'],
  free: ['count', 'drop'],
  duplicates: ['keep', 'drop'],
  bad_lines: ['refuse', 'skip'],
  decimal: ['point', 'comma'],
} as const;
type Rule = keyof typeof rules;
const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

/** How orders become features, with every default spoken; then the file is sent as it is. */
export function OrdersOptions({ draft, back }: { draft: OrdersDraft; back: () => void }) {
  const say = useSay();
  const { language } = useLook();
  const sending = useSending(draft);
  const { file, asked } = draft;
  const commas = draft.head.decimal === ',';
  const large = file.size > MOST_BYTES;
  const ask = (name: string, value: string): void => {
    const { [name]: _before, ...others } = asked;
    drafts.set({ ...draft, asked: value === '' ? others : { ...others, [name]: value } });
  };
  const choice = (rule: Rule) => (
    <SelectField
      key={rule}
      label={<Named name={rule}>{say(`rule_${rule}`)}</Named>}
      value={asked[rule] ?? rules[rule][0]}
      choices={rules[rule].map((one) => ({ key: one, words: say(`rule_${rule}_${one}` as 'rule_returns_net') }))}
      choose={(value) => ask(rule, value)}
    />
  );
  const day = (name: 'as_of' | 'since' | 'until') => (
    <label className="field" key={name}>
      <span>
        <Named name={name}>{say(`rule_${name}`)}</Named>
      </span>
      <input type="date" value={asked[name] ?? ''} onChange={({ target }) => ask(name, target.value)} />
      <small className="quiet">{say(`rule_${name}_more`)}</small>
    </label>
  );
  return (
    <OptionsForm draft={draft} sending={sending}>
      <fieldset className="ask rules">
        <legend>{say('rules_orders')}</legend>
        {choice('returns')}
        {commas && choice('decimal')}
        {day('as_of')}
        <div className="window">
          {day('since')}
          {day('until')}
        </div>
        <SelectField
          label={<Named name="time_zone">{say('rule_time_zone')}</Named>}
          value={asked['time_zone'] ?? 'UTC'}
          choices={zones.map((zone) => ({ key: zone, words: zone }))}
          choose={(zone) => ask('time_zone', zone)}
          more={say('rule_time_zone_more')}
        />
      </fieldset>
      <details className="ask rules">
        <summary>{say('more_options')}</summary>
        {(['visits', 'free', 'duplicates', 'bad_lines'] as const).map(choice)}
        {!commas && choice('decimal')}
        <label className="field">
          <span>
            <Named name="date_format">{say('rule_date_format')}</Named>
          </span>
          <input
            value={asked['date_format'] ?? ''}
            maxLength={40}
            placeholder="%d/%m/%Y"
            spellCheck={false}
            onChange={({ target }) => ask('date_format', target.value)}
          />
          <small className="quiet">{say('rule_date_format_more')}</small>
        </label>
      </details>
      {large && <p className="fault">{say('orders_large')}</p>}
      <StartBar sending={sending} taken={say('orders_summing')} back={back} blocked={large}>
        {say('orders_will_send', { megabytes: megabytes(file.size, language) })}
      </StartBar>
    </OptionsForm>
  );
}

/** A rule in words, and what messages of the service call it. */
function Named({ name, children }: { name: string; children: string }) {
  return (
    <>
      {children} <code className="quiet">{name}</code>
    </>
  );
}

/** At least one digit that is not 0. */
function megabytes(bytes: number, language: string): string {
  return new Intl.NumberFormat(language, { maximumSignificantDigits: 3 }).format(bytes / 1_000_000);
}
