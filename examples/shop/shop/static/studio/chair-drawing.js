/** A chair as SVG markup: two colours, a seat height in centimetres, arms or none. */

const FLOOR = 452;
const SCALE = 3.9; // units a centimetre of seat height

export function chairDrawing({ wood, seat, height, arms }) {
  const top = FLOOR - height * SCALE;
  const back = top - 176;
  const leg = (x, y, foot) =>
    `<path d="M${x - 8} ${y}h16L${foot + 5} ${FLOOR}h-10z" fill="${wood}"/>`;
  const arm = (side) => {
    const [post, rear] = side < 0 ? [104, 128] : [296, 272];
    return `<path d="M${post} ${top + 6}v-70" stroke="${wood}" stroke-width="10" stroke-linecap="round"/>
      <path d="M${post - 4 * side} ${top - 66}Q${(post + rear) / 2 + 6 * side} ${top - 84} ${rear} ${top - 80}" stroke="${wood}" stroke-width="13" stroke-linecap="round" fill="none"/>`;
  };
  return `
    <ellipse cx="204" cy="${FLOOR + 4}" rx="150" ry="12" class="shade"/>
    <g class="rear">${leg(134, top, 126)}${leg(266, top, 274)}</g>
    <path d="M128 ${top + 8}L122 ${back + 22}M272 ${top + 8}L278 ${back + 22}" stroke="${wood}" stroke-width="13" stroke-linecap="round"/>
    <path d="M112 ${back + 6}Q200 ${back + 36} 288 ${back + 6}L286 ${back + 54}Q200 ${back + 84} 114 ${back + 54}Z" fill="${wood}" stroke="${wood}" stroke-width="6" stroke-linejoin="round"/>
    <path d="M112 ${back + 6}Q200 ${back + 36} 288 ${back + 6}" class="light"/>
    <path d="M126 ${top - 8}H274L306 ${top + 22}H94Z" fill="${seat}" stroke="${seat}" stroke-width="10" stroke-linejoin="round"/>
    <path d="M128 ${top - 10}H272M120 ${top - 2}H280M111 ${top + 6}H289M103 ${top + 14}H297" class="weave"/>
    <path d="M90 ${top + 26}H310" stroke="${wood}" stroke-width="12" stroke-linecap="round"/>
    ${leg(100, top + 22, 92)}${leg(300, top + 22, 308)}
    <path d="M97 ${FLOOR - 62}H303" stroke="${wood}" stroke-width="8"/>
    ${arms ? arm(-1) + arm(1) : ""}`;
}
