"use client";

import { useEffect, useRef, useState } from "react";
import { Input } from "./input.tsx";

/** A pause after which the text is taken for what is meant. */
const REST_MS = 80;

type TypedFilterProps = {
  readonly label: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly className?: string;
  readonly list?: string;
  readonly isSearch?: boolean;
};

/** A text that filters at once when it comes alone, as by pasting, and else once its typing rests. */
export function TypedFilter({
  label,
  placeholder,
  value,
  onChange,
  className,
  list,
  isSearch = false,
}: TypedFilterProps) {
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);
  const typedAtMs = useRef(Number.NEGATIVE_INFINITY);
  const send = (text: string) => {
    sent.current = text;
    onChange(text);
  };
  // Back, or a chip that is removed, changes the value from outside.
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setTyped(value);
  }, [value]);
  useEffect(() => {
    if (typed === sent.current) return;
    const timer = setTimeout(() => send(typed), REST_MS);
    return () => clearTimeout(timer);
  });
  const type = (text: string) => {
    const now = performance.now();
    const isAlone = now - typedAtMs.current > REST_MS;
    typedAtMs.current = now;
    setTyped(text);
    if (isAlone) send(text);
  };
  return (
    <Input
      type={isSearch ? "search" : "text"}
      {...(isSearch ? { "data-page-search": true } : {})}
      aria-label={label}
      placeholder={placeholder ?? label}
      maxLength={100}
      list={list}
      value={typed}
      onChange={(event) => type(event.target.value)}
      className={className}
    />
  );
}
