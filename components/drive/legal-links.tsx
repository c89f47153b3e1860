import { getTranslations } from "next-intl/server";
import { findFace } from "../auth/session.ts";

/** Who the company is and what it does with data, on every page of drivers and guests. */
export async function LegalLinks() {
  const [t, face] = await Promise.all([getTranslations("drive.legal"), findFace()]);
  const links = [
    { key: "imprint", href: face?.imprintUrl },
    { key: "privacy", href: face?.privacyUrl },
    { key: "terms", href: face?.termsUrl },
  ] as const;
  if (links.every(({ href }) => !href)) return null;
  return (
    <footer className="print:hidden">
      <ul className="flex flex-wrap gap-x-6">
        {links.map(
          ({ key, href }) =>
            href && (
              <li key={key}>
                <a
                  href={href}
                  target="_blank"
                  rel="noreferrer"
                  className="flex min-h-11 items-center text-body text-muted underline"
                >
                  {t(key)}
                </a>
              </li>
            ),
        )}
      </ul>
    </footer>
  );
}
