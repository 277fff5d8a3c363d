using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Tests.Native;

/// <summary>
/// What <c>Pinfold.Windows.Native</c> declares, found by reflection: nothing can be declared and left unchecked.
/// </summary>
internal static class Declarations
{
    private const BindingFlags Statics = BindingFlags.Static
        | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    internal static Type[] Structures { get; } =
        [.. Types().Where(t => t.IsValueType && !t.IsNested && t != typeof(CallText))
            .OrderBy(t => t.Name, StringComparer.Ordinal)];

    internal static FieldInfo[] Constants { get; } = [.. Types().Where(t => t.IsAbstract && t.IsSealed)
        .SelectMany(t => t.GetFields(Statics)).Where(f => f.IsLiteral)];

    internal static MethodInfo[] Functions { get; } =
        [.. Types().SelectMany(t => t.GetMethods(Statics)).Where(m => Import(m) is not null)];

    internal static LibraryImportAttribute? Import(MethodInfo method) =>
        method.GetCustomAttribute<LibraryImportAttribute>();

    internal static string EntryPoint(MethodInfo method) => Import(method)!.EntryPoint ?? method.Name;

    internal static FieldInfo[] FieldsOf(Type structure) => structure.GetFields(Fields);

    internal static int SizeOf(Type type) => typeof(SafeHandle).IsAssignableFrom(type)
        || type.IsPointer || type.IsFunctionPointer || type.IsUnmanagedFunctionPointer
        ? 8
        : (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;

    private static IEnumerable<Type> Types() =>
        typeof(NativeException).Assembly.GetTypes().Where(t => t.Namespace == typeof(NativeException).Namespace);
}
