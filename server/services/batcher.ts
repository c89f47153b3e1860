export type BatcherOptions<Question, Answer> = {
  /** Answers in the order of the questions. */
  readonly load: (questions: readonly Question[]) => Promise<readonly Answer[]>;
  /** True for failures that concern no single question (the database is away): all who asked are told at once. */
  readonly isAway: (error: unknown) => boolean;
  /** Questions of one query at most. */
  readonly maxBatch?: number;
};

/**
 * Answers many small questions with few queries: what is asked while a query is under way gathers for the next. A quiet
 * system answers at once, a busy one hundreds together. A question that the database refuses does not spoil its neighbours'.
 */
export function createBatcher<Question, Answer>({
  load,
  isAway,
  maxBatch = 500,
}: BatcherOptions<Question, Answer>): (question: Question) => Promise<Answer> {
  type Waiting = {
    readonly question: Question;
    readonly resolve: (answer: Answer) => void;
    readonly reject: (error: unknown) => void;
  };
  let waiting: Waiting[] = [];
  let isUnderWay = false;

  const ask = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      const answers = await load(batch.map(({ question }) => question));
      if (answers.length !== batch.length) throw new Error(`${answers.length} answers to ${batch.length} questions`);
      batch.forEach(({ resolve }, index) => {
        resolve(answers[index] as Answer);
      });
    } catch (error) {
      if (batch.length === 1 || isAway(error)) {
        for (const { reject } of batch) reject(error);
        return;
      }
      const middle = batch.length >> 1;
      await ask(batch.slice(0, middle));
      await ask(batch.slice(middle));
    }
  };

  const next = (): void => {
    const batch = waiting.slice(0, maxBatch);
    waiting = waiting.slice(maxBatch);
    if (batch.length === 0) {
      isUnderWay = false;
      return;
    }
    void ask(batch).then(next);
  };

  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject });
      if (isUnderWay) return;
      isUnderWay = true;
      setImmediate(next);
    });
}
