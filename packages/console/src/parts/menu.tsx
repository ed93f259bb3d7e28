import { type ButtonHTMLAttributes, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Icon, type IconName } from './icon.tsx';
import { IconButton } from './icon-button.tsx';

interface Choice {
  readonly key: string;
  readonly words: string;
  readonly act: () => void;
  /** Whether it holds, where one of several does. */
  readonly chosen?: boolean;
  readonly language?: string;
}

interface Props {
  readonly icon: IconName;
  /** What it is called, for who cannot see its sign. */
  readonly label: string;
  /** Words beside the sign; default: the sign alone, with a tooltip. */
  readonly words?: string;
  readonly choices: readonly Choice[];
}

/** A button that opens a list of things to do. Arrow keys, Home, End and first letters walk it; Escape and Tab leave it. */
export function Menu({ icon, label, words, choices }: Props) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  /** Where the focus goes when the list is there. */
  const first = useRef(0);
  useEffect(() => {
    if (open) itemsIn(box.current).at(first.current)?.focus();
  }, [open]);
  const show = (from: number): void => {
    first.current = from;
    setOpen(true);
  };
  const close = (): void => {
    setOpen(false);
    box.current?.querySelector('button')?.focus();
  };
  const keyed = (event: KeyboardEvent): void => {
    if (!open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) show(event.key === 'ArrowDown' ? 0 : -1);
    else if (!open) return;
    else if (event.key === 'Escape') close();
    else if (event.key === 'Tab') return close();
    else if (!walk(itemsIn(box.current), event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const button: ButtonHTMLAttributes<HTMLButtonElement> = {
    'aria-haspopup': 'menu',
    'aria-expanded': open,
    'aria-controls': id,
    onClick: () =>
      open
        ? close()
        : show(
            Math.max(
              0,
              choices.findIndex(({ chosen = false }) => chosen),
            ),
          ),
  };
  return (
    <div
      ref={box}
      className="menu"
      onKeyDown={keyed}
      onBlur={({ relatedTarget, currentTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setOpen(false);
      }}
    >
      {words === undefined ? (
        <IconButton icon={icon} label={label} {...button} />
      ) : (
        <button type="button" className="menu-button" {...button}>
          <Icon name={icon} />
          <span className="hidden">{label}: </span>
          <span className="menu-words">{words}</span>
          <Icon name="more" />
        </button>
      )}
      <div id={id} className="choices-list" role="menu" aria-label={label} hidden={!open}>
        {choices.map(({ key, words: text, act, chosen, language }) => (
          <button
            key={key}
            type="button"
            tabIndex={-1}
            lang={language}
            {...(chosen === undefined ? { role: 'menuitem' } : { role: 'menuitemradio', 'aria-checked': chosen })}
            onClick={() => {
              close();
              act();
            }}
          >
            {chosen !== undefined && <span className="mark-room">{chosen && <Icon name="chosen" />}</span>}
            {text}
          </button>
        ))}
      </div>
    </div>
  );
}

function itemsIn(box: HTMLElement | null): HTMLElement[] {
  return [...(box?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];
}

/** Moves the focus among items by a key; false where the key means nothing here. */
function walk(items: readonly HTMLElement[], key: string): boolean {
  const at = items.findIndex((item) => item === document.activeElement);
  const named = (item: HTMLElement): boolean =>
    key.length === 1 && (item.textContent ?? '').trim().toLowerCase().startsWith(key.toLowerCase());
  const to = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: at <= 0 ? items.length - 1 : at - 1,
    Home: 0,
    End: items.length - 1,
  }[key];
  const found = to === undefined ? [...items.slice(at + 1), ...items.slice(0, at + 1)].find(named) : items[to];
  found?.focus();
  return found !== undefined;
}
