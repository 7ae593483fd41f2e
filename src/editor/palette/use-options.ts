import { useState, type KeyboardEvent } from 'react';

/** Which of so many options is the active one, and the keys that move through them. */
export function useOptions(count: number, onChoose: (index: number) => void) {
  const [wanted, setWanted] = useState(0);
  const active = count === 0 ? -1 : Math.min(wanted, count - 1);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setWanted(Math.min(count - 1, active + 1));
    else if (event.key === 'ArrowUp') setWanted(Math.max(0, active - 1));
    else if (event.key === 'Home' && event.ctrlKey) setWanted(0);
    else if (event.key === 'End' && event.ctrlKey) setWanted(count - 1);
    else if (event.key === 'Enter' && active !== -1) onChoose(active);
    else return;
    event.preventDefault();
  };
  return { active, setActive: setWanted, onKeyDown };
}
