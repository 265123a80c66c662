import {
  ActionIcon,
  Badge,
  Button,
  createTheme,
  type MantineColorsTuple,
  Modal,
  Paper,
  PasswordInput,
  TextInput,
  Tooltip,
} from "@mantine/core";

/** The one colour of the product: a deep petrol, used for what can be acted on. */
const petrol: MantineColorsTuple = [
  "#eaf6f6",
  "#d3e9ea",
  "#a6d3d6",
  "#74bbc0",
  "#4aa5ad",
  "#2a929b",
  "#137e89",
  "#0b6872",
  "#08545d",
  "#053f46",
];

/** Marks what a customer is to the company (tiers); never a state. */
const brass: MantineColorsTuple = [
  "#fbf5e6",
  "#f4e8c9",
  "#e8d196",
  "#dcb960",
  "#cfa43a",
  "#b98d26",
  "#9a741c",
  "#7b5c16",
  "#5e4612",
  "#40300c",
];

/** Neutrals leaning to petrol, so that grey surfaces and the accent belong together. */
const gray: MantineColorsTuple = [
  "#f7f9f9",
  "#f0f3f3",
  "#e5eaea",
  "#d6dddd",
  "#bdc7c8",
  "#98a5a7",
  "#6f7e81",
  "#546265",
  "#374346",
  "#1f282a",
];

const dark: MantineColorsTuple = [
  "#dfe6e7",
  "#b6c1c3",
  "#8e9b9e",
  "#66757a",
  "#38464a",
  "#27343a",
  "#1c272c",
  "#141d21",
  "#10181b",
  "#0b1113",
];

export const theme = createTheme({
  primaryColor: "petrol",
  primaryShade: { light: 7, dark: 5 },
  autoContrast: true,
  colors: { petrol, brass, gray, dark },
  white: "#ffffff",
  black: "#121a1c",
  fontFamily: '"Inter Variable", system-ui, -apple-system, "Segoe UI", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace',
  fontSizes: { xs: "11.5px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  lineHeights: { xs: "1.35", sm: "1.4", md: "1.45", lg: "1.4", xl: "1.3" },
  radius: { xs: "3px", sm: "5px", md: "7px", lg: "10px", xl: "16px" },
  spacing: { xs: "6px", sm: "10px", md: "14px", lg: "20px", xl: "32px" },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  headings: {
    fontWeight: "620",
    sizes: {
      h1: { fontSize: "22px", lineHeight: "1.25" },
      h2: { fontSize: "16px", lineHeight: "1.3" },
      h3: { fontSize: "13px", lineHeight: "1.4" },
    },
  },
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: "subtle", color: "gray" } }),
    Badge: Badge.extend({ defaultProps: { radius: "sm", variant: "light" } }),
    Button: Button.extend({ defaultProps: { size: "sm" } }),
    Modal: Modal.extend({
      defaultProps: { centered: true, radius: "lg", overlayProps: { blur: 2 } },
    }),
    Paper: Paper.extend({ defaultProps: { radius: "lg" } }),
    PasswordInput: PasswordInput.extend({ defaultProps: { size: "md" } }),
    TextInput: TextInput.extend({ defaultProps: { size: "sm" } }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 350, withArrow: false, offset: 6, color: "dark.6" },
    }),
  },
});
