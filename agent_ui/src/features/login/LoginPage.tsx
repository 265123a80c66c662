import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconAlertCircle, IconArrowBigUpLine, IconArrowRight } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { meQuery, signIn } from "../../api/queries";
import { duration } from "../../ui/format";
import { Mark } from "../../ui/Mark";
import classes from "./LoginPage.module.css";
import { refusalOf } from "./refusal";
import { Scene } from "./Scene";
import { inside } from "./target";
import { useCountdown } from "./useCountdown";

export function LoginPage() {
  useDocumentTitle("Sign in · Cobrowse");
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { to } = useSearch({ strict: false });
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [capsLock, setCapsLock] = useState(false);
  const emailField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);

  const login = useMutation({
    mutationFn: signIn,
    onSuccess: async (me) => {
      queries.setQueryData(meQuery.queryKey, me);
      await navigate({ to: inside(to) ?? "/", replace: true });
    },
  });
  const refusal = login.isError ? refusalOf(login.error) : null;
  const waiting = useCountdown(refusal?.wait ?? 0, login.failureReason);

  useEffect(() => {
    if (login.isError && refusalOf(login.error).field) passwordField.current?.select();
  }, [login.isError, login.error]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (login.isPending || waiting > 0) return;
    // Filled in by the browser, fields may look empty until touched: hence no disabled button.
    if (email.trim() === "") return emailField.current?.focus();
    if (password === "") return passwordField.current?.focus();
    login.mutate({ email: email.trim(), password });
  };
  const noticeCapsLock = (event: KeyboardEvent) => {
    setCapsLock(event.getModifierState("CapsLock"));
  };

  return (
    <div className={classes.page}>
      <main className={classes.panel}>
        <div className={classes.brand}>
          <Mark size={30} />
          <span>cobrowse</span>
        </div>
        <form className={classes.form} onSubmit={submit} noValidate>
          <h1>Sign in</h1>
          <p className={classes.lead}>Your customers are a moment away.</p>
          <div aria-live="assertive">
            {refusal ? (
              <div className={classes.refusal} id="login-refusal">
                <IconAlertCircle size={18} aria-hidden />
                <div>
                  <strong>{refusal.title}</strong>
                  <span>{refusal.text}</span>
                </div>
              </div>
            ) : null}
          </div>
          <TextInput
            ref={emailField}
            size="md"
            label="E-mail"
            type="email"
            name="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            ref={passwordField}
            label="Password"
            name="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            onKeyDown={noticeCapsLock}
            onKeyUp={noticeCapsLock}
            onBlur={() => setCapsLock(false)}
            aria-invalid={refusal?.field === true}
            aria-describedby={refusal?.field ? "login-refusal" : undefined}
          />
          <div className={classes.hint} role="status">
            {capsLock ? (
              <>
                <IconArrowBigUpLine size={15} aria-hidden /> Caps Lock is on
              </>
            ) : null}
          </div>
          <Button
            type="submit"
            size="md"
            fullWidth
            loading={login.isPending}
            disabled={waiting > 0}
            rightSection={waiting > 0 ? null : <IconArrowRight size={17} aria-hidden />}
          >
            {waiting > 0 ? `Try again in ${duration(waiting * 1000)}` : "Sign in"}
          </Button>
        </form>
        <p className={classes.foot}>No account, or lost the password? Ask your administrator.</p>
      </main>
      <Scene />
    </div>
  );
}
