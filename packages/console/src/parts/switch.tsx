interface Props<Key extends string> {
  /** What is chosen here, for who cannot see it. */
  readonly label: string;
  readonly choices: readonly { readonly key: Key; readonly words: string; readonly pressed: boolean }[];
  readonly disabled?: boolean;
  readonly choose: (key: Key) => void;
}

/** Two or three ways to see the same, the one that holds pressed. */
export function Switch<Key extends string>({ label, choices, disabled = false, choose }: Props<Key>) {
  return (
    <div className="switch" role="group" aria-label={label}>
      {choices.map(({ key, words, pressed }) => (
        <button
          key={key}
          type="button"
          aria-pressed={pressed}
          disabled={disabled}
          onClick={() => !pressed && choose(key)}
        >
          {words}
        </button>
      ))}
    </div>
  );
}
