import { useEffect, useState } from "react";

/** Whether something has been so for longer than `ms`; what passes sooner is not worth a word. */
export function useLasting(so: boolean, ms: number): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!so) return setLasting(false);
    const timer = setTimeout(() => setLasting(true), ms);
    return () => clearTimeout(timer);
  }, [so, ms]);
  return lasting;
}
