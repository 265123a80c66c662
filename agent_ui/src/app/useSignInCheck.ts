import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { meQuery } from "../api/queries";
import { useLive } from "../live/LiveContext";

const ASK_EVERY_MS = 10_000;

/**
 * A socket refused before it stands cannot tell "signed out" from "out of reach"; so while it is
 * down, the service is asked by HTTP as well.
 */
export function useSignInCheck(lapse: () => void): void {
  const down = useLive((live) => live.downSince !== null);
  const refused = useLive((live) => live.link === "signed_out");
  const { data, refetch } = useQuery({ ...meQuery, refetchOnMount: false });
  useEffect(() => {
    if (!down) return;
    const timer = setInterval(() => void refetch(), ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [down, refetch]);
  const gone = refused || data === null;
  useEffect(() => {
    if (gone) lapse();
  }, [gone, lapse]);
}
