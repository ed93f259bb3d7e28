import { type ButtonHTMLAttributes, type ReactNode, type Ref, useState } from 'react';
import { Icon, type IconName } from './icon.tsx';

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly icon: IconName;
  /** What it is called, and what its tooltip says. */
  readonly label: string;
  readonly children?: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button that is a sign alone: its name comes to a pointer that rests on it and to the focus, and leaves with Escape. */
export function IconButton({ icon, label, children, className = '', ...rest }: Props) {
  const [hushed, setHushed] = useState(false);
  const speakAgain = (): void => setHushed(false);
  return (
    <button
      type="button"
      className={`icon-button ${className}`}
      aria-label={label}
      onBlur={speakAgain}
      onPointerLeave={speakAgain}
      {...rest}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setHushed(true);
        rest.onKeyDown?.(event);
      }}
    >
      <Icon name={icon} />
      {children}
      {!hushed && (
        <span className="tooltip" aria-hidden="true">
          {label}
        </span>
      )}
    </button>
  );
}
