/** The page's clock, in whole milliseconds since the Unix epoch; the server corrects it by `hello`. */
export type Clock = () => number;

export const pageClock: Clock = () => Math.trunc(Date.now());
