import { type InputHTMLAttributes, useEffect, useRef } from 'react';

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, 'defaultValue' | 'value'> & {
  /** What the URL has. */
  readonly shown: string;
};

/** An input for a value of the URL. When the URL has another one, the input shows it, and keeps the focus. */
export function UrlInput({ shown, ...input }: Props) {
  const ref = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (ref.current) ref.current.value = shown;
  }, [shown]);
  return <input ref={ref} defaultValue={shown} {...input} />;
}
