import { useEffect, useRef, useState } from 'react';
import { useSay } from '../../look/look.ts';
import { InPlaceForm } from '../../parts/in-place-form.tsx';

interface Props {
  /** What has to be typed. */
  readonly name: string;
  readonly remove: () => void;
  readonly close: () => void;
}

/** Asks for the name of a run that others go on from before it is deleted. */
export function DeleteForm({ name, remove, close }: Props) {
  const say = useSay();
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const submit = (): void => {
    if (typed.trim() === name) remove();
  };
  return (
    <InPlaceForm className="rename" submit={submit} close={close}>
      <label className="field">
        <span>{say('delete_typed', { name })}</span>
        <input ref={field} value={typed} autoComplete="off" onChange={({ target }) => setTyped(target.value)} />
      </label>
      <p className="actions">
        <button type="submit" className="button small primary" disabled={typed.trim() !== name}>
          {say('delete')}
        </button>
        <button type="button" className="button small" onClick={close}>
          {say('keep_name')}
        </button>
      </p>
    </InPlaceForm>
  );
}
