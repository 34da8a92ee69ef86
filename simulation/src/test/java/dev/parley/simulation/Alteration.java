package dev.parley.simulation;

import static java.util.Objects.requireNonNull;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * A change to one method of a compiled class.
 *
 * @param branch which of the method's conditional jumps, from 0; where the kind is about one
 */
record Alteration(String className, String method, Kind kind, int branch) {

    private static final ClassDesc OPTIONAL = ClassDesc.of("java.util.Optional");

    enum Kind {
        /** The method does nothing. */
        DOES_NOTHING,
        RETURNS_TRUE,
        RETURNS_FALSE,
        /** It returns an empty {@code Optional}. */
        RETURNS_NOTHING,
        /** A condition's jump is never taken. */
        NEVER_JUMPS,
        ALWAYS_JUMPS
    }

    /** @throws IllegalStateException if there is nothing of that name to change: the code has moved on */
    byte[] of(byte[] original, ClassLoader loader) {
        ClassFile classFile = ClassFile.of(
                ClassFile.DebugElementsOption.DROP_DEBUG,
                ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(loader)
                        .orElse(ClassHierarchyResolver.defaultResolver())));
        ClassModel model = classFile.parse(original);
        boolean[] changed = {false};
        byte[] altered = classFile.transformClass(model, transform(changed));
        if (!changed[0]) {
            throw new IllegalStateException("nothing to alter: " + this);
        }
        return altered;
    }

    private ClassTransform transform(boolean[] changed) {
        return switch (kind) {
            case NEVER_JUMPS, ALWAYS_JUMPS ->
                ClassTransform.transformingMethodBodies(
                        one -> one.methodName().equalsString(method), CodeTransform.ofStateful(() -> jumps(changed)));
            case DOES_NOTHING, RETURNS_TRUE, RETURNS_FALSE, RETURNS_NOTHING ->
                (builder, element) -> {
                    if (element instanceof MethodModel one && one.methodName().equalsString(method) && fits(one)) {
                        changed[0] = true;
                        builder.withMethod(
                                one.methodName(),
                                one.methodType(),
                                one.flags().flagsMask(),
                                body -> body.withCode(code -> result(code, one.methodTypeSymbol())));
                    } else {
                        builder.with(element);
                    }
                };
        };
    }

    /** Of methods with the same name, the one whose result it can be. */
    private boolean fits(MethodModel one) {
        return kind != Kind.RETURNS_NOTHING
                || one.methodTypeSymbol().returnType().equals(OPTIONAL);
    }

    private void result(CodeBuilder code, MethodTypeDesc type) {
        switch (kind) {
            case DOES_NOTHING -> code.return_(TypeKind.from(type.returnType()));
            case RETURNS_TRUE -> code.iconst_1().ireturn();
            case RETURNS_FALSE -> code.iconst_0().ireturn();
            case RETURNS_NOTHING -> {
                ClassDesc optional = ClassDesc.of("java.util.Optional");
                code.invokestatic(optional, "empty", MethodTypeDesc.of(optional))
                        .areturn();
            }
            case NEVER_JUMPS, ALWAYS_JUMPS -> throw new IllegalStateException("these keep the method's body");
        }
    }

    private CodeTransform jumps(boolean[] changed) {
        return new CodeTransform() {
            private int seen;

            @Override
            public void accept(CodeBuilder code, CodeElement element) {
                if (!(element instanceof BranchInstruction jump) || isUnconditional(jump) || seen++ != branch) {
                    code.with(element);
                    return;
                }
                changed[0] = true;
                if (operands(jump.opcode()) == 2) {
                    code.pop2();
                } else {
                    code.pop();
                }
                if (kind == Kind.ALWAYS_JUMPS) {
                    code.goto_(requireNonNull(jump.target()));
                }
            }
        };
    }

    private static boolean isUnconditional(BranchInstruction jump) {
        return jump.opcode() == Opcode.GOTO || jump.opcode() == Opcode.GOTO_W;
    }

    private static int operands(Opcode opcode) {
        return opcode.name().startsWith("IF_") ? 2 : 1;
    }
}
