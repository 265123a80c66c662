import classes from "./Scene.module.css";

/** Decoration: the customer's window, and the same picture beside it a moment later. */
export function Scene() {
  return (
    <div className={classes.scene} aria-hidden>
      <div className={classes.window} data-whose="customer">
        <span className={classes.bar}>
          <i />
          <i />
          <i />
        </span>
        <span className={classes.picture} />
        <span className={classes.lines}>
          <i />
          <i />
          <i />
          <b />
        </span>
        <Pointer />
      </div>
      <div className={classes.window} data-whose="manager">
        <span className={classes.bar}>
          <em>Live</em>
        </span>
        <span className={classes.picture} />
        <span className={classes.lines}>
          <i />
          <i />
          <i />
          <b />
        </span>
        <Pointer />
      </div>
      <p className={classes.line}>
        See what they see.
        <br />
        Help before they ask.
      </p>
    </div>
  );
}

function Pointer() {
  return (
    <svg aria-hidden className={classes.pointer} viewBox="0 0 24 24" width="26" height="26">
      <path d="M5 3.5 19.5 10l-6.2 2.1L10.6 18z" />
    </svg>
  );
}
