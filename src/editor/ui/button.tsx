import type { ButtonHTMLAttributes } from 'react';

import { classes } from './classes.ts';

import styles from './button.module.css';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: 'normal' | 'primary' | 'quiet';
}

/** A button with words. */
export function Button({ look = 'normal', className, ...rest }: ButtonProps) {
  return <button type="button" className={classes(styles['button'], styles[look], className)} {...rest} />;
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** Read aloud, and shown as a tip. */
  readonly label: string;
  /** Shown behind the label in the tip. */
  readonly keys?: string | undefined;
}

/** A button that is an icon alone. */
export function IconButton({ label, keys, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={keys === undefined ? label : `${label} (${keys})`}
      className={classes(styles['button'], styles['quiet'], styles['icon'], className)}
      {...rest}
    />
  );
}
