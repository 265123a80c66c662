import type { metaEvent } from "@rrweb/types";

/** What a checkpoint begins with. `dark` is ours: the look that the customer's browser asks for. */
export type Meta = metaEvent & { data: { dark?: boolean } };
