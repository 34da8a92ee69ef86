package dev.parley.system.plant.agent;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes changes to a class's bytes, or says that there is no place for them. */
public final class Editor {
    static final ClassDesc HOOKS = ClassDesc.of(Hooks.class.getName());
    private static final MethodTypeDesc PASSING = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String);

    private final ClassFile classFile;

    /** @param loader finds the classes that the changed one speaks of */
    public Editor(ClassLoader loader) {
        this.classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(loader).orElse(ClassHierarchyResolver.defaultResolver())));
    }

    /** @throws IllegalArgumentException if the class has no such place as a change speaks of */
    public byte[] edit(byte[] bytes, List<Change> changes) {
        byte[] edited = bytes;
        for (Change change : changes) {
            edited = edit(edited, change);
        }
        return edited;
    }

    private byte[] edit(byte[] bytes, Change change) {
        Predicate<MethodModel> meant = method -> method.methodName().equalsString(change.method())
                && !method.flags().has(AccessFlag.BRIDGE);
        var model = classFile.parse(bytes);
        long methods = model.methods().stream().filter(meant).count();
        if (methods != 1) {
            throw noPlace(change, methods + " such methods");
        }
        int[] places = {0};
        byte[] edited =
                classFile.transformClass(model, ClassTransform.transformingMethods(meant, (builder, element) -> {
                    if (element instanceof java.lang.classfile.CodeModel code) {
                        MethodModel method = code.parent().orElseThrow();
                        builder.transformCode(code, transform(change.edit(), method, () -> places[0]++));
                    } else {
                        builder.with(element);
                    }
                }));
        boolean one = places[0] == 1 || (places[0] > 1 && change.edit() instanceof Edit.Leave);
        if (!one) {
            throw noPlace(change, places[0] + " places");
        }
        return edited;
    }

    private static IllegalArgumentException noPlace(Change change, String found) {
        return new IllegalArgumentException(
                "%s.%s has %s for %s".formatted(change.type(), change.method(), found, change.edit()));
    }

    private static CodeTransform transform(Edit edit, MethodModel method, Runnable count) {
        return switch (edit) {
            case Edit.Enter(String point) -> new AtStart(count, builder -> pass(builder, point), false);
            case Edit.Leave(String point) ->
                at(count, ReturnInstruction.class::isInstance, (builder, element) -> {
                    pass(builder, point);
                    builder.with(element);
                });
            case Edit.Return(String hook) ->
                at(count, ReturnInstruction.class::isInstance, (builder, element) -> {
                    ClassDesc type = method.methodTypeSymbol().returnType();
                    builder.aload(0);
                    call(builder, hook, type, List.of(type, ConstantDescs.CD_Object));
                    builder.with(element);
                });
            case Edit.Parameter(int index, String hook) ->
                new AtStart(count, builder -> exchange(builder, method, index, hook), false);
            case Edit.Instead(String hook) -> new AtStart(count, builder -> instead(builder, method, hook), false);
            case Edit.Nothing _ -> new AtStart(count, CodeBuilder::return_, true);
            case Edit.Call(String owner, String name, String hook) ->
                at(
                        count,
                        element -> calls(element, owner, name),
                        (builder, element) -> callInstead(builder, (InvokeInstruction) element, hook));
            case Edit.Compare(int index, String hook) -> {
                int[] seen = {0};
                yield at(
                        count,
                        element -> compares(element) && seen[0]++ == index,
                        (builder, _) -> call(
                                builder,
                                hook,
                                ConstantDescs.CD_int,
                                List.of(ConstantDescs.CD_long, ConstantDescs.CD_long)));
            }
            case Edit.Text(String was, String is) ->
                at(
                        count,
                        element -> text(element) != null
                                && String.valueOf(text(element)).contains(was),
                        (builder, element) -> builder.loadConstant(
                                String.valueOf(text(element)).replace(was, is)));
        };
    }

    /** Puts something before a method's code, and drops the code if that leaves the method for good. */
    private record AtStart(Runnable count, java.util.function.Consumer<CodeBuilder> code, boolean drops)
            implements CodeTransform {
        @Override
        public void atStart(CodeBuilder builder) {
            count.run();
            code.accept(builder);
        }

        @Override
        public void accept(CodeBuilder builder, CodeElement element) {
            if (!drops) {
                builder.with(element);
            }
        }
    }

    private static CodeTransform at(
            Runnable count, Predicate<CodeElement> where, BiConsumer<CodeBuilder, CodeElement> change) {
        return (builder, element) -> {
            if (where.test(element)) {
                count.run();
                change.accept(builder, element);
            } else {
                builder.with(element);
            }
        };
    }

    private static boolean calls(CodeElement element, String owner, String name) {
        return element instanceof InvokeInstruction call
                && call.owner().asInternalName().equals(owner.replace('.', '/'))
                && call.name().equalsString(name);
    }

    private static boolean compares(CodeElement element) {
        return element instanceof OperatorInstruction operator && operator.opcode() == Opcode.LCMP;
    }

    private static @Nullable String text(CodeElement element) {
        return element instanceof ConstantInstruction constant && constant.constantValue() instanceof String text
                ? text
                : null;
    }

    private static void pass(CodeBuilder builder, String point) {
        builder.loadConstant(point).invokestatic(HOOKS, "passing", PASSING);
    }

    private static void exchange(CodeBuilder builder, MethodModel method, int index, String hook) {
        ClassDesc type = method.methodTypeSymbol().parameterType(index);
        int slot = builder.parameterSlot(index);
        builder.loadLocal(TypeKind.from(type), slot);
        call(builder, hook, type, List.of(type));
        builder.storeLocal(TypeKind.from(type), slot);
    }

    private static void instead(CodeBuilder builder, MethodModel method, String hook) {
        List<ClassDesc> parameters = method.methodTypeSymbol().parameterList();
        builder.aload(0);
        for (int i = 0; i < parameters.size(); i++) {
            builder.loadLocal(TypeKind.from(parameters.get(i)), builder.parameterSlot(i));
        }
        List<ClassDesc> all = new java.util.ArrayList<>(List.of(ConstantDescs.CD_Object));
        all.addAll(parameters);
        call(builder, hook, ConstantDescs.CD_boolean, all);
        builder.ifThen(CodeBuilder::return_);
    }

    private static void callInstead(CodeBuilder builder, InvokeInstruction call, String hook) {
        MethodTypeDesc type = call.typeSymbol();
        if (call.opcode() != Opcode.INVOKESTATIC) {
            type = type.insertParameterTypes(0, ConstantDescs.CD_Object);
        }
        call(builder, hook, type.returnType(), type.parameterList());
    }

    private static void call(CodeBuilder builder, String hook, ClassDesc returns, List<ClassDesc> parameters) {
        builder.invokestatic(
                HOOKS,
                hook,
                MethodTypeDesc.of(
                        erased(returns), parameters.stream().map(Editor::erased).toList()));
        if (!returns.isPrimitive()) {
            builder.checkcast(returns);
        }
    }

    /** Hooks know none of a service's classes. */
    private static ClassDesc erased(ClassDesc type) {
        return type.isPrimitive() ? type : ConstantDescs.CD_Object;
    }
}
