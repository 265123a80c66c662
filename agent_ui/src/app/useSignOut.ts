import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { useCallback } from "react";
import { signOut } from "../api/queries";
import { useLiveParts } from "../live/LiveContext";

/** Leaving: by choice (`now`), or because the service no longer knows this sign-in (`lapse`). */
export function useSignOut() {
  const { link } = useLiveParts();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const router = useRouter();

  const leave = useCallback(
    async (to?: string) => {
      await navigate({ to: "/login", search: to === undefined ? {} : { to }, replace: true });
      // After the page is gone: nothing of this agent's customers stays in memory.
      link.close();
      queries.clear();
    },
    [link, navigate, queries],
  );
  const lapse = useCallback(() => {
    void leave(router.state.location.href);
  }, [leave, router]);
  const now = useCallback(() => {
    void signOut()
      .catch(() => undefined)
      .then(() => leave());
  }, [leave]);
  return { now, lapse };
}
