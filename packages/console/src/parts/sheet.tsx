import type { ReactNode, RefObject } from 'react';
import { useSay } from '../look/look.ts';

interface Props {
  /** To show it with `showModal`. */
  readonly sheet: RefObject<HTMLDialogElement | null>;
  readonly id: string;
  readonly title: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A sheet over the page, with its title and the button that closes it. */
export function Sheet({ sheet, id, title, className = '', children }: Props) {
  const say = useSay();
  return (
    <dialog ref={sheet} className={`sheet ${className}`.trim()} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
      <form method="dialog">
        <button type="submit" className="button">
          {say('close')}
        </button>
      </form>
    </dialog>
  );
}
