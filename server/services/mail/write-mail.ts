import { derivePalette } from "../../brand/derive-palette.ts";
import type { Face } from "../brand/find-face.ts";

export type WrittenMail = { readonly subject: string; readonly text: string; readonly html: string };

export type MailContent = {
  readonly subject: string;
  /** Above the button. */
  readonly paragraphs: readonly string[];
  readonly button: { readonly label: string; readonly url: string } | null;
  /** Set large, to be typed elsewhere, with what to do with it. */
  readonly code: { readonly label: string; readonly digits: string } | null;
  /** Below, in small. */
  readonly notes: readonly string[];
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** A mail in the company's name and colour: plain text that says everything, and HTML that says the same. */
export function writeMail(
  face: Pick<Face, "name" | "colour" | "supportEmail" | "supportPhone">,
  content: MailContent,
): WrittenMail {
  const { subject, paragraphs, button, code, notes } = content;
  const contact = [face.supportPhone, face.supportEmail].filter((way) => way !== null).join(" · ");
  const text = [
    ...paragraphs,
    ...(button ? [`${button.label}:\n${button.url}`] : []),
    ...(code ? [`${code.label}\n\n${code.digits}`] : []),
    ...notes,
    `--\n${face.name}${contact && `\n${contact}`}`,
  ].join("\n\n");
  const { brand, onBrand } = derivePalette(face.colour.toLowerCase()).light;
  const paragraph = (words: string) => `<p style="margin:0 0 16px">${escapeHtml(words)}</p>`;
  const html = `<!doctype html><html><body style="margin:0;background:#fbfbfc;color:#14171d;font:16px/24px system-ui,sans-serif">
<div style="max-width:32rem;margin:0 auto;padding:24px">
<p style="margin:0 0 24px;font-weight:600;color:${brand}">${escapeHtml(face.name)}</p>
${paragraphs.map(paragraph).join("\n")}
${button ? `<p style="margin:24px 0"><a href="${escapeHtml(button.url)}" style="display:inline-block;padding:14px 24px;border-radius:10px;background:${brand};color:${onBrand};font-weight:600;text-decoration:none">${escapeHtml(button.label)}</a></p>` : ""}
${code ? `${paragraph(code.label)}<p style="margin:8px 0 24px;font:600 28px/34px ui-monospace,monospace;letter-spacing:4px">${escapeHtml(code.digits)}</p>` : ""}
${notes.map((words) => `<p style="margin:0 0 8px;font-size:14px;line-height:20px;color:#565e6c">${escapeHtml(words)}</p>`).join("\n")}
${contact ? `<p style="margin:24px 0 0;font-size:14px;color:#565e6c">${escapeHtml(contact)}</p>` : ""}
</div></body></html>`;
  return { subject, text, html };
}
