import { useEffect, useState, type FormEvent } from 'react';

import type { Spending } from '#core/api/spending.ts';

import { Button } from '../../../ui/button.tsx';
import { formatUsd } from '../../../ui/money.ts';
import { useEditor } from '../../editor.ts';
import { useServerSettings } from './use-server-settings.ts';

import styles from './settings.module.css';

const caps = [
  {
    name: 'maxRunUsd',
    title: 'One run may cost',
    help: 'A run that may cost more is not started.',
  },
  {
    name: 'maxDayUsd',
    title: 'One day may cost',
    help: 'Counted over all runs, from midnight to midnight UTC.',
  },
] as const;

/** How much may be spent, and how much has been. */
export function SpendingSettings() {
  const { remote } = useEditor();
  const { answer, changeSettings } = useServerSettings();
  const [spending, setSpending] = useState<Spending>();
  useEffect(() => {
    // The caps can be set without it.
    remote.spending(7).then(setSpending, () => {});
  }, [remote]);
  return (
    <>
      {answer !== undefined &&
        caps.map(({ name, title, help }) => (
          <CapSetting
            key={`${name} ${answer.settings[name]}`}
            title={title}
            help={help}
            value={answer.settings[name]}
            variable={answer.fromEnvironment[name]}
            onChange={(value) => void changeSettings({ [name]: value })}
          />
        ))}
      {spending !== undefined && (
        <>
          <div className={styles['row']}>
            <span className={styles['title']}>Spent today</span>
            <strong>
              {formatUsd(spending.todayUsd)} of{' '}
              {formatUsd(answer?.settings.maxDayUsd ?? spending.caps.dayUsd)}
            </strong>
          </div>
          {spending.days.length > 0 && (
            <table className={styles['table']}>
              <caption>The last days</caption>
              <thead>
                <tr>
                  <th scope="col">Day</th>
                  <th scope="col">Images</th>
                  <th scope="col">Cost</th>
                </tr>
              </thead>
              <tbody>
                {spending.days.slice(0, 7).map(({ day, images, costUsd, unknownUsd }) => (
                  <tr key={day}>
                    <td>{day}</td>
                    <td>{images}</td>
                    <td>
                      {formatUsd(costUsd)}
                      {unknownUsd > 0 && ` + ${formatUsd(unknownUsd)} unclear`}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </>
      )}
    </>
  );
}

interface CapSettingProps {
  readonly title: string;
  readonly help: string;
  readonly value: number;
  /** The environment variable that sets it, which wins. */
  readonly variable: string | undefined;
  readonly onChange: (value: number) => void;
}

function CapSetting({ title, help, value, variable, onChange }: CapSettingProps) {
  const [text, setText] = useState(String(value));
  const wanted = Number(text);
  const valid = text.trim() !== '' && Number.isFinite(wanted) && wanted >= 0 && wanted <= 100_000;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (valid && wanted !== value) onChange(wanted);
  };
  return (
    <form className={styles['row']} onSubmit={submit}>
      <label className={styles['words']}>
        <span className={styles['title']}>{title}</span>
        <span className={styles['help']}>
          {variable === undefined ? help : `Set by ${variable} in the environment.`}
          {!valid && ' An amount from 0 to 100,000 is needed.'}
        </span>
        <input
          type="text"
          inputMode="decimal"
          className={styles['amount']}
          aria-label={`${title}, US dollars`}
          aria-invalid={!valid}
          value={text}
          disabled={variable !== undefined}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <Button type="submit" disabled={!valid || wanted === value}>
        Set
      </Button>
    </form>
  );
}
