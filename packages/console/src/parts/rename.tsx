import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { LONGEST_NAME } from '../look/name.ts';
import { useSay } from '../look/look.ts';
import { Icon } from './icon.tsx';
import { InPlaceForm } from './in-place-form.tsx';
import { Trouble } from './trouble.tsx';

interface Naming {
  /** What it is called now; empty without a name. */
  readonly name: string;
  /** What it would be called without the name that somebody gave it; null where nobody did. */
  readonly generated: string | null;
  /** What is renamed, for who cannot see where the form stands. */
  readonly label: string;
  /** Throws what the service refused. Null takes the given name away. */
  readonly save: (name: string | null) => Promise<void>;
}

interface Props extends Naming {
  /** Where the form goes; default: where the pencil is. */
  readonly formIn?: Element | null | undefined;
}

/** A pencil, and behind it the form in which a name is changed in its place. */
export function Rename({ formIn, ...naming }: Props) {
  const { label } = naming;
  const [open, setOpen] = useState(false);
  const pencil = useRef<HTMLButtonElement>(null);
  const was = useRef(false);
  useEffect(() => {
    if (!open && was.current) pencil.current?.focus();
    was.current = open;
  }, [open]);
  const form = open && <NameForm {...naming} close={() => setOpen(false)} />;
  return (
    <>
      <button
        ref={pencil}
        type="button"
        className="pencil"
        aria-label={label}
        title={label}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="pencil" />
      </button>
      {formIn ? createPortal(form, formIn) : form}
    </>
  );
}

/** The form in which a name is changed. It is closed once the name is kept, and by Escape. */
export function NameForm({ name, generated, label, save, close }: Naming & { readonly close: () => void }) {
  const say = useSay();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const keep = async (next: string | null): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await save(next);
      close();
    } catch (reason) {
      setError(reason);
    }
    setBusy(false);
  };
  const submit = (): void => {
    const typed = field.current?.value.trim() ?? '';
    if (typed === name) close();
    else if (typed !== '') void keep(typed);
  };
  return (
    <InPlaceForm className="rename" submit={submit} close={close}>
      <input ref={field} defaultValue={name} maxLength={LONGEST_NAME} aria-label={label} required />
      <p className="actions">
        <button type="submit" className="button small primary" disabled={busy}>
          {say('save_name')}
        </button>
        {generated !== null && (
          <button type="button" className="button small" disabled={busy} onClick={() => void keep(null)}>
            {generated === '' ? say('no_name') : say('use_generated', { name: generated })}
          </button>
        )}
        <button type="button" className="button small" onClick={close}>
          {say('keep_name')}
        </button>
      </p>
      {error !== null && <Trouble error={error} />}
    </InPlaceForm>
  );
}
