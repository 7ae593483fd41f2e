import type { ReactNode } from 'react';

import styles from './settings.module.css';

interface SwitchSettingProps {
  readonly title: string;
  readonly help?: ReactNode;
  readonly value: boolean;
  readonly disabled?: boolean;
  readonly onChange: (value: boolean) => void;
}

/** Something that is on or off. */
export function SwitchSetting({ title, help, value, disabled = false, onChange }: SwitchSettingProps) {
  return (
    <label className={styles['row']}>
      <span className={styles['words']}>
        <span className={styles['title']}>{title}</span>
        {help !== undefined && <span className={styles['help']}>{help}</span>}
      </span>
      <input
        type="checkbox"
        role="switch"
        className={styles['switch']}
        checked={value}
        aria-checked={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
    </label>
  );
}

interface ChoiceSettingProps<T extends string> {
  readonly title: string;
  readonly help?: string;
  readonly value: T;
  readonly choices: readonly { readonly value: T; readonly title: string }[];
  readonly onChange: (value: T) => void;
}

/** One of a few. */
export function ChoiceSetting<T extends string>(props: ChoiceSettingProps<T>) {
  const { title, help, value, choices, onChange } = props;
  return (
    <fieldset className={styles['row']}>
      <legend className={styles['words']}>
        <span className={styles['title']}>{title}</span>
        {help !== undefined && <span className={styles['help']}>{help}</span>}
      </legend>
      <div className={styles['choices']}>
        {choices.map((choice) => (
          <label key={choice.value} className={styles['choice']}>
            <input
              type="radio"
              name={title}
              checked={choice.value === value}
              onChange={() => onChange(choice.value)}
            />
            {choice.title}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
