"use client";

import "./globals.css";

const TEXT = {
  en: {
    title: "Something went wrong",
    advice: "The page could not be shown. Try again; if it stays, tell support this code:",
    retry: "Try again",
  },
  de: {
    title: "Etwas ist schiefgegangen",
    advice:
      "Die Seite konnte nicht angezeigt werden. Versuchen Sie es erneut; wenn es so bleibt, nennen Sie dem Support diesen Code:",
    retry: "Erneut versuchen",
  },
  nl: {
    title: "Er ging iets mis",
    advice: "De pagina kon niet worden getoond. Probeer het opnieuw; blijft het zo, geef de support dan deze code:",
    retry: "Opnieuw proberen",
  },
} as const;

/** Stands in for the root layout when that fails, messages included: so it carries its own few words, in all languages. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : "client";
  const language = typeof navigator === "undefined" ? "en" : navigator.language.slice(0, 2);
  const text = language === "de" || language === "nl" ? TEXT[language] : TEXT.en;
  return (
    <html lang={language === "de" || language === "nl" ? language : "en"}>
      <body>
        <title>{text.title}</title>
        <main className="mx-auto flex min-h-dvh max-w-lg flex-col items-start justify-center gap-3 p-6">
          <h1 className="text-title font-semibold">{text.title}</h1>
          <p>
            {text.advice} <code className="font-mono text-code">{digest}</code>
          </p>
          <button type="button" onClick={retry} className="h-8 rounded-control bg-brand px-3 font-medium text-on-brand">
            {text.retry}
          </button>
        </main>
      </body>
    </html>
  );
}
