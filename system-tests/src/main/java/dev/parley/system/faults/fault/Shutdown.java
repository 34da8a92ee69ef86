package dev.parley.system.faults.fault;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.parley.local.LocalFailure;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** Shuts an ext4 file system down in one instant: a request to the kernel that no command of the shell makes. */
final class Shutdown {
    /** {@code EXT4_IOC_SHUTDOWN}: {@code _IOR('X', 125, __u32)}. */
    private static final long REQUEST = 0x8004587DL;
    /** {@code EXT4_GOING_FLAGS_NOLOGFLUSH}: not even the file system's own log is written out. */
    private static final int WITHOUT_FLUSH = 2;

    private static final int READ_ONLY = 0;

    private Shutdown() {}

    static void of(Path folder) {
        MethodHandle open = function("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
        MethodHandle ioctl = function(
                "ioctl",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
                Linker.Option.firstVariadicArg(2));
        MethodHandle close = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment flags = arena.allocateFrom(JAVA_INT, WITHOUT_FLUSH);
            int file = (int) open.invokeExact(arena.allocateFrom(folder.toString()), READ_ONLY);
            int status = file < 0 ? file : (int) ioctl.invokeExact(file, REQUEST, flags);
            if (file >= 0) {
                int closed = (int) close.invokeExact(file);
                assert closed == 0;
            }
            if (status != 0) {
                throw new LocalFailure("the file system of " + folder + " cannot be shut down; is it ext4?");
            }
        } catch (LocalFailure failure) {
            throw failure;
        } catch (Throwable e) {
            throw new LocalFailure("cannot call the kernel: " + e.getMessage(), e);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor shape, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        MemorySegment address =
                linker.defaultLookup().find(name).orElseThrow(() -> new LocalFailure("the C library has no " + name));
        return linker.downcallHandle(address, shape, options);
    }
}
