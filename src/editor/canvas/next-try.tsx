import { useEffect, useState } from 'react';

/** When something is tried again (ms since epoch), counted down by the second. */
export function NextTry({ at }: { readonly at: number }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.ceil((at - now) / 1000);
  return <> · {seconds > 0 ? `next try in ${seconds} s` : 'trying now'}</>;
}
