package dev.parley.history.problems;

import dev.parley.contract.ProblemKind;

/** A refusal on its way out. It has no stack trace: it tells of the request, not of the code. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    private ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    public static ProblemException of(ProblemKind kind, String detail) {
        return new ProblemException(Problem.of(kind, detail));
    }

    /** @param rule what the parameter must be, as the rest of a sentence that starts with its name */
    public static ProblemException badParameter(String parameter, String rule) {
        return new ProblemException(Problem.of(ProblemKind.INVALID, "'" + parameter + "' " + rule, parameter));
    }

    /** One sentence for rooms that do not exist and rooms that the caller may not see: they must not be told apart. */
    public static ProblemException noSuchRoom() {
        return of(ProblemKind.NOT_FOUND, "There is no such room.");
    }

    public Problem problem() {
        return problem;
    }
}
