"use client";

import { useEffect, useState } from "react";
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

/** A text that filters once its typing rests. */
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
  // Back, or a chip that is removed, changes the value from outside.
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => onChange(typed), REST_MS);
    return () => clearTimeout(timer);
  });
  return (
    <Input
      type={isSearch ? "search" : "text"}
      {...(isSearch ? { "data-page-search": true } : {})}
      aria-label={label}
      placeholder={placeholder ?? label}
      maxLength={100}
      list={list}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      className={className}
    />
  );
}
