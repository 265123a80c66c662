export interface Size {
  width: number;
  height: number;
}

export interface Placement {
  scale: number;
  left: number;
  top: number;
}

/**
 * Puts a page of the customer's size into a frame of ours: whole, centred, never enlarged (it
 * would blur pictures), and on whole device pixels, so that text and hairlines stay crisp.
 */
export function place(page: Size, frame: Size, devicePixelRatio: number): Placement {
  if (page.width <= 0 || page.height <= 0 || frame.width <= 0 || frame.height <= 0) {
    return { scale: 1, left: 0, top: 0 };
  }
  const scale = Math.min(1, frame.width / page.width, frame.height / page.height);
  const whole = (cssPixels: number): number =>
    Math.round(cssPixels * devicePixelRatio) / devicePixelRatio;
  return {
    scale,
    left: whole((frame.width - page.width * scale) / 2),
    top: whole((frame.height - page.height * scale) / 2),
  };
}
