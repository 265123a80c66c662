import type { Me } from "../wire/messages.gen";

/** Live sessions are not for everybody; the service decides, the console only offers what it allows. */
export function seesLive(role: Me["role"]): boolean {
  return role !== "sales_reviewer";
}
