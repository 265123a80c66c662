import { createContext } from "react";
import { ReplayPlayer, type ReplayPlayerOptions } from "../../../player/ReplayPlayer";
import type { Player } from "./replay";

export type MakePlayer = (options: ReplayPlayerOptions) => Player;

/** Who makes the player of the past; tests put one without a frame in its place. */
export const PlayerContext = createContext<MakePlayer>((options) => new ReplayPlayer(options));
