import type { ReactNode } from 'react';

interface Choice<Key> {
  readonly key: Key;
  readonly words: string;
  /** Of its words, where they are not in that of the page. */
  readonly language?: string;
}

interface Props<Key> {
  readonly label: ReactNode;
  readonly className?: string;
  readonly value: Key;
  readonly choices: readonly Choice<Key>[];
  readonly choose: (key: Key) => void;
  /** What is to be known about it, below. */
  readonly more?: string;
}

/** A list to choose one of, with its name over it or, `inline`, before it. */
export function SelectField<Key extends string | number>(props: Props<Key>) {
  const { label, className = '', value, choices, choose, more } = props;
  const settle = (picked: string): void => {
    const choice = choices.find(({ key }) => String(key) === picked);
    if (choice) choose(choice.key);
  };
  return (
    <label className={`field ${className}`}>
      <span>{label}</span>
      <select value={value} onChange={({ target }) => settle(target.value)}>
        {choices.map(({ key, words, language }) => (
          <option key={key} value={key} lang={language}>
            {words}
          </option>
        ))}
      </select>
      {more !== undefined && <small className="quiet">{more}</small>}
    </label>
  );
}
