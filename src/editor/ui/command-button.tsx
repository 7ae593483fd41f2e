import type { LucideIcon } from 'lucide-react';

import type { Command } from '../app/commands/command.ts';
import { useKeyWords } from '../app/commands/use-keys.ts';
import { useEditor } from '../app/editor.ts';
import { IconButton } from './button.tsx';

interface CommandButtonProps {
  readonly command: Command;
  readonly icon: LucideIcon;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
}

/** A command of the table as an icon button. */
export function CommandButton({ command, icon: Icon, pressed, disabled = false }: CommandButtonProps) {
  const editor = useEditor();
  const [keys] = useKeyWords()(command);
  return (
    <IconButton
      label={command.title}
      keys={keys}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={() => void command.run(editor)}
    >
      <Icon size={16} />
    </IconButton>
  );
}
