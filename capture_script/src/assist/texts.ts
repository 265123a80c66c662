/** What the notice says, in the language of the page, else in English. */

export interface Texts {
  /** Direction in which the language is written. */
  dir: "ltr" | "rtl";
  watching(by: string): string;
  watchingNameless: string;
  paused: string;
  pause: string;
  resume: string;
  stop: string;
  reallyStop: string;
  yes: string;
  no: string;
}

const TEXTS: { en: Texts; [language: string]: Texts } = {
  en: {
    dir: "ltr",
    watching: (by) => `${by} is looking at this page with you`,
    watchingNameless: "Your account manager is looking at this page with you",
    paused: "Paused: nobody sees this page",
    pause: "Pause",
    resume: "Resume",
    stop: "Stop sharing",
    reallyStop: "Really stop sharing?",
    yes: "Yes, stop",
    no: "No",
  },
  de: {
    dir: "ltr",
    watching: (by) => `${by} sieht diese Seite mit Ihnen an`,
    watchingNameless: "Ihre Ansprechperson sieht diese Seite mit Ihnen an",
    paused: "Angehalten: Niemand sieht diese Seite",
    pause: "Anhalten",
    resume: "Fortsetzen",
    stop: "Teilen beenden",
    reallyStop: "Teilen wirklich beenden?",
    yes: "Ja, beenden",
    no: "Nein",
  },
  fr: {
    dir: "ltr",
    watching: (by) => `${by} regarde cette page avec vous`,
    watchingNameless: "Votre conseiller regarde cette page avec vous",
    paused: "En pause : personne ne voit cette page",
    pause: "Mettre en pause",
    resume: "Reprendre",
    stop: "Ne plus partager",
    reallyStop: "Vraiment ne plus partager ?",
    yes: "Oui, arrêter",
    no: "Non",
  },
  es: {
    dir: "ltr",
    watching: (by) => `${by} está viendo esta página con usted`,
    watchingNameless: "Su gestor está viendo esta página con usted",
    paused: "En pausa: nadie ve esta página",
    pause: "Pausar",
    resume: "Reanudar",
    stop: "Dejar de compartir",
    reallyStop: "¿Seguro que quiere dejar de compartir?",
    yes: "Sí, dejar",
    no: "No",
  },
  ja: {
    dir: "ltr",
    watching: (by) => `${by}がこのページを一緒に見ています`,
    watchingNameless: "担当者がこのページを一緒に見ています",
    paused: "一時停止中：このページは誰にも見えていません",
    pause: "一時停止",
    resume: "再開",
    stop: "共有をやめる",
    reallyStop: "共有をやめますか？",
    yes: "やめる",
    no: "いいえ",
  },
};

/** `de-AT` speaks `de`. */
export function textsFor(language: string): Texts {
  return TEXTS[language.toLowerCase().split("-")[0] ?? ""] ?? TEXTS.en;
}
