interface Props {
  size?: number;
  title?: string;
}

/** Two windows that share a corner: the customer's page and the one beside it. */
export function Mark({ size = 28, title }: Props) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      fill="none"
      role={title ? "img" : undefined}
      aria-label={title}
      aria-hidden={title ? undefined : true}
    >
      <rect x="3" y="3" width="18.5" height="18.5" rx="6" fill="var(--mark-back, #0b6872)" />
      <rect
        x="10.5"
        y="10.5"
        width="18.5"
        height="18.5"
        rx="6"
        fill="var(--mark-front, #dcb960)"
        fillOpacity="0.92"
      />
      <path
        d="M14.6 14.2a.6.6 0 0 1 .8-.75l7 2.9a.6.6 0 0 1-.04 1.12l-2.75.94a.6.6 0 0 0-.37.37l-.94 2.75a.6.6 0 0 1-1.12.04z"
        fill="var(--mark-point, #053f46)"
      />
    </svg>
  );
}
