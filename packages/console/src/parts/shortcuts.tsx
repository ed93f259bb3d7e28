import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useLook, useSay } from '../look/look.ts';
import { Sheet } from './sheet.tsx';

/** Time for the second key of two. */
const PAIR_MS = 1_000;
const keys = [
  ['/', 'key_search'],
  ['N', 'key_new'],
  ['G S', 'key_runs'],
  ['?', 'key_sheet'],
] as const;

/** Single keys that lead on, outside fields alone and only as long as they are wanted; and the sheet that lists them. */
export function Shortcuts() {
  const say = useSay();
  const navigate = useNavigate();
  const { shortcuts } = useLook();
  const sheet = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (!shortcuts) return;
    let begun = -Infinity;
    const pressed = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const key = event.key.toLowerCase();
      const second = event.timeStamp - begun < PAIR_MS;
      begun = key === 'g' ? event.timeStamp : -Infinity;
      if (key === '?') sheet.current?.showModal();
      else if (key === 'n') void navigate({ to: '/new' });
      else if (key === 's' && second) void navigate({ to: '/' });
      else if (key === '/') void navigate({ to: '/' }).then(() => searchField()?.focus());
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [shortcuts, navigate]);
  return (
    <Sheet sheet={sheet} id="sheet-title" title={say('shortcuts')}>
      <dl>
        {keys.map(([key, words]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{say(words)}</dd>
          </div>
        ))}
      </dl>
      <p className="quiet">{say('shortcuts_where')}</p>
    </Sheet>
  );
}

/** Whether a key is meant for what has the focus: a field, the map, or an open dialog. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, select, textarea, [contenteditable], [role=application], dialog') !== null
  );
}

function searchField(): HTMLElement | null {
  return document.querySelector<HTMLElement>('[role=search] input');
}
