import type { ReactNode } from 'react';

interface Props {
  readonly id?: string;
  readonly className: string;
  /** Whether faults are told by the form itself and not by the browser. */
  readonly noValidate?: boolean;
  readonly submit: () => void;
  readonly close: () => void;
  readonly children: ReactNode;
}

/** A form that stands where something is changed, as long as it is changed: Escape closes it, and the page stays. */
export function InPlaceForm({ id, className, noValidate, submit, close, children }: Props) {
  return (
    <form
      id={id}
      className={className}
      noValidate={noValidate}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={({ key }) => {
        if (key === 'Escape') close();
      }}
    >
      {children}
    </form>
  );
}
