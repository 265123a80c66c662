import { fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { closeConsole, happen, openConsole, refusal } from "./harness.fixture";

afterEach(closeConsole);

async function signIn(password = "demo-password"): Promise<void> {
  fireEvent.change(screen.getByLabelText("E-mail"), { target: { value: "anna@example.test" } });
  fireEvent.change(screen.getByLabelText("Password"), { target: { value: password } });
  await happen(() => fireEvent.submit(screen.getByLabelText("E-mail")));
  await happen(() => undefined);
}

test("somebody who is not signed in is asked to, and then led to what was asked for", async () => {
  const { path, service } = await openConsole("/sessions/session-1", { me: null });
  expect(path()).toBe("/login");
  service.me = (await service.login().json()) as typeof service.me;
  await signIn();
  await happen(() => undefined);
  expect(path()).toBe("/sessions/session-1");
});

test("a wrong password is said in words and the password is there to be typed again", async () => {
  await openConsole("/login", { login: () => refusal(401, "unauthenticated") });
  await signIn("wrong");
  expect(screen.getByText(/The e-mail or the password is wrong/)).toBeTruthy();
  expect(screen.getByLabelText("Password").getAttribute("aria-invalid")).toBe("true");
});

test("too many tries say how long to wait, and the button waits along", async () => {
  await openConsole("/login", { login: () => refusal(429, "too_many", { "Retry-After": "90" }) });
  await signIn();
  expect(screen.getByText("Too many tries")).toBeTruthy();
  const button = screen.getByRole<HTMLButtonElement>("button", { name: /Try again in 1m 30s/ });
  expect(button.disabled).toBe(true);
});

test("a service out of reach is not called a wrong password", async () => {
  await openConsole("/login");
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  await signIn();
  expect(screen.getByText("No answer from the service")).toBeTruthy();
});

test("an empty field is pointed at instead of sent", async () => {
  const login = vi.fn(() => refusal(401, "unauthenticated"));
  await openConsole("/login", { login });
  await happen(() => fireEvent.submit(screen.getByLabelText("E-mail")));
  expect(login).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(screen.getByLabelText("E-mail"));
});

test("Caps Lock is noticed while the password is typed", async () => {
  await openConsole("/login");
  const field = screen.getByLabelText("Password");
  const typed = (on: boolean) => {
    const event = new KeyboardEvent("keydown", { key: "A", bubbles: true });
    Object.defineProperty(event, "getModifierState", {
      value: (key: string) => on && key === "CapsLock",
    });
    fireEvent(field, event);
  };
  typed(true);
  expect(screen.getByText(/Caps Lock is on/)).toBeTruthy();
  typed(false);
  expect(screen.queryByText(/Caps Lock is on/)).toBeNull();
});
