// The core library of a program without a runtime: only what csc and ilc ask for in code made of pointers and structs.
// No garbage collector, no threads, no exceptions, no static constructors exist; using one is a link error.
#pragma warning disable
global using System;

namespace Internal.Runtime
{
    internal struct MethodTable;
}

namespace System
{
    public unsafe class Object
    {
        private Internal.Runtime.MethodTable* m_pMethodTable;
    }

    public struct Void;
    public struct Boolean;
    public struct Char;
    public struct SByte;
    public struct Byte;
    public struct Int16;
    public struct UInt16;
    public struct Int32;
    public struct UInt32;
    public struct Int64;
    public struct UInt64;
    public struct Single;
    public struct Double;
    public struct IntPtr;
    public struct UIntPtr;
    public abstract class ValueType;
    public abstract class Enum : ValueType;
    public struct Nullable<T> where T : struct;
    public sealed class String { public readonly int Length; }
    public abstract class Array;
    public class Array<T> : Array;
    public abstract class Delegate;
    public abstract class MulticastDelegate : Delegate;
    public struct RuntimeTypeHandle;
    public struct RuntimeMethodHandle;
    public struct RuntimeFieldHandle;
    public class Type;
    public class Exception;
    public class Attribute;
    public enum AttributeTargets { All = 32767 }

    public sealed class AttributeUsageAttribute : Attribute
    {
        public AttributeUsageAttribute(AttributeTargets targets) { }
        public bool AllowMultiple { get; set; }
        public bool Inherited { get; set; }
    }

    public class AppContext { public static void SetData(string name, object data) { } }
    public class ParamArrayAttribute : Attribute;
    public class FlagsAttribute : Attribute;
    public class ObsoleteAttribute : Attribute { public ObsoleteAttribute(string text, bool error) { } }

    public readonly unsafe ref struct ReadOnlySpan<T>
    {
        private readonly void* _pointer;
        private readonly int _length;
        public ReadOnlySpan(void* pointer, int length) { _pointer = pointer; _length = length; }
        public ReadOnlySpan(T[] array) { _pointer = null; _length = 0; }
        public ReadOnlySpan(T[] array, int start, int length) { _pointer = null; _length = 0; }
        public ref T GetPinnableReference() => ref *(T*)_pointer;
        public int Length => _length;
    }

    internal static unsafe class Buffer
    {
        internal static void BulkMoveWithWriteBarrier(ref byte target, ref byte source, nuint count) =>
            SpanHelpers.Memmove(ref target, ref source, count);
    }

    internal static unsafe class SpanHelpers
    {
        internal static void Memmove(ref byte target, ref byte source, nuint count)
        {
            fixed (byte* t = &target) fixed (byte* s = &source)
            {
                byte* to = t;
                byte* from = s;
                if (to <= from) for (nuint i = 0; i < count; i++) to[i] = from[i];
                else for (nuint i = count; i > 0; i--) to[i - 1] = from[i - 1];
            }
        }

        internal static void Fill(ref byte target, byte value, nuint count)
        {
            fixed (byte* t = &target) for (nuint i = 0; i < count; i++) t[i] = value;
        }

        internal static void ClearWithoutReferences(ref byte target, nuint count) => Fill(ref target, 0, count);
    }
}

namespace System.Reflection
{
    public sealed class DefaultMemberAttribute : Attribute { public DefaultMemberAttribute(string name) { } }
}

namespace System.Runtime.InteropServices
{
    public class StructLayoutAttribute : Attribute
    {
        public StructLayoutAttribute(LayoutKind kind) { }
        public int Pack;
        public int Size;
        public CharSet CharSet;
    }

    public enum LayoutKind { Sequential = 0, Explicit = 2, Auto = 3 }
    public enum CharSet { None = 1, Ansi = 2, Unicode = 3, Auto = 4 }
    public sealed class FieldOffsetAttribute : Attribute { public FieldOffsetAttribute(int offset) { } }
    public class InAttribute : Attribute;
    public class UnmanagedType;
}

namespace System.Runtime.CompilerServices
{
    public class RuntimeHelpers { public static unsafe int OffsetToStringData => sizeof(nint) + sizeof(int); }
    public static class RuntimeFeature
    {
        public const string UnmanagedSignatureCallingConvention = nameof(UnmanagedSignatureCallingConvention);
    }
    public sealed class IsByRefLikeAttribute : Attribute;
    public sealed class IsReadOnlyAttribute : Attribute;
    public class UnsafeValueTypeAttribute : Attribute;
    public class IsUnmanagedAttribute : Attribute;
    public class CompilerGeneratedAttribute : Attribute;
    public class IsVolatile;
    public enum MethodImplOptions { NoInlining = 8, AggressiveInlining = 256, InternalCall = 4096 }
    public sealed class MethodImplAttribute : Attribute { public MethodImplAttribute(MethodImplOptions options) { } }

    public class CompilerFeatureRequiredAttribute : Attribute
    {
        public CompilerFeatureRequiredAttribute(string name) { }
        public bool IsOptional { get; set; }
    }
}

namespace System.Runtime
{
    public sealed class RuntimeExportAttribute : Attribute { public RuntimeExportAttribute(string name) { } }

    public sealed class RuntimeImportAttribute : Attribute
    {
        public RuntimeImportAttribute(string library, string name) { }
        public RuntimeImportAttribute(string name) { }
    }
}

namespace Internal.Runtime.CompilerHelpers
{
    using System.Runtime;

    public static class ThrowHelpers
    {
        public enum ExceptionStringID { }
        private static void ThrowInvalidProgramException(ExceptionStringID id) { }
        private static void ThrowInvalidProgramExceptionWithArgument(ExceptionStringID id, string name) { }
        private static void ThrowOverflowException() { }
        private static void ThrowIndexOutOfRangeException() { }
        private static void ThrowNullReferenceException() { }
        private static void ThrowDivideByZeroException() { }
        private static void ThrowTypeLoadException(ExceptionStringID id, string type, string assembly) { }
    }

    internal static class StartupCodeHelpers
    {
        [RuntimeExport("RhpReversePInvoke")] private static void ReversePInvoke(nint frame) { }
        [RuntimeExport("RhpReversePInvokeReturn")] private static void ReversePInvokeReturn(nint frame) { }
        [RuntimeExport("RhpPInvoke")] private static void PInvoke(nint frame) { }
        [RuntimeExport("RhpPInvokeReturn")] private static void PInvokeReturn(nint frame) { }
        [RuntimeExport("RhpGcPoll")] private static void GcPoll() { }
        [RuntimeExport("RhpNewFast")] private static void NewFast() { }
        [RuntimeExport("RhpFallbackFailFast")] private static void FailFast() { }
    }
}
