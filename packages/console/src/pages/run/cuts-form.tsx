import { useEffect, useRef, useState } from 'react';
import { type Cuts, readCuts, typedCuts } from '../../data/cuts.ts';
import { useLook, useSay } from '../../look/look.ts';
import { exactShare, measure } from '../../look/numbers.ts';
import { InPlaceForm } from '../../parts/in-place-form.tsx';

const names = ['top', 'middle'] as const;

interface Props {
  /** Where the tiers are cut now. */
  readonly cuts: Cuts;
  readonly cut: (cuts: Cuts) => void;
  readonly close: () => void;
}

/** Where tiers are to be cut, in per cent, with what is left of the customers; faults stand at their field. */
export function CutsForm({ cuts, cut, close }: Props) {
  const say = useSay();
  const { language } = useLook();
  const [typed, setTyped] = useState(() => typedCuts(cuts));
  const [tried, setTried] = useState(false);
  const fields = { top: useRef<HTMLInputElement>(null), middle: useRef<HTMLInputElement>(null) };
  const read = readCuts(typed);
  useEffect(() => fields.top.current?.select(), []);
  const submit = (): void => {
    setTried(true);
    if (read.cuts) return cut(read.cuts);
    const wrong = names.find((name) => read.faults[name]);
    if (wrong) fields[wrong].current?.select();
  };
  const field = (name: (typeof names)[number]) => {
    const fault = tried && read.faults[name];
    const top = Number(typed.top) / 100;
    return (
      <div key={name} className="field">
        <label htmlFor={`cut-${name}`}>{say(`cut_${name}`)}</label>
        <input
          ref={fields[name]}
          id={`cut-${name}`}
          type="number"
          min={0}
          max={100}
          step="any"
          value={typed[name]}
          aria-invalid={Boolean(fault)}
          aria-describedby={`cut-${name}-fault`}
          onChange={({ target }) => setTyped({ ...typed, [name]: target.value })}
        />
        <small className="fault" id={`cut-${name}-fault`} role="alert">
          {fault && say(fault, { top: exactShare(top, language), most: measure((1 - top) * 100, language) })}
        </small>
      </div>
    );
  };
  return (
    <InPlaceForm id="cuts" className="cuts" noValidate submit={submit} close={close}>
      {names.map(field)}
      <p className="field">
        <span>{say('cut_rest')}</span>
        <output htmlFor="cut-top cut-middle">
          {read.cuts ? exactShare(1 - read.cuts.top - read.cuts.middle, language) : '–'}
        </output>
      </p>
      <p className="actions">
        <button type="submit" className="button primary">
          {say('cut_apply')}
        </button>
        <button type="button" className="button" onClick={close}>
          {say('keep_name')}
        </button>
      </p>
    </InPlaceForm>
  );
}
