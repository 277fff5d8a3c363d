using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>
/// fwpuclnt.dll: management of the Windows Filtering Platform (fwpmu.h). Each returns the error itself.
/// </summary>
internal static unsafe partial class Fwpuclnt
{
    internal const uint FWP_ACTION_BLOCK = 0x1001, FWP_ACTION_PERMIT = 0x1002;
    internal const uint FWP_EMPTY = 0, FWP_UINT8 = 1, FWP_UINT16 = 2, FWP_UINT32 = 3, FWP_UINT64 = 4,
        FWP_BYTE_ARRAY16_TYPE = 11, FWP_BYTE_BLOB_TYPE = 12, FWP_SECURITY_DESCRIPTOR_TYPE = 14;
    internal const uint FWP_V4_ADDR_MASK = 0x100, FWP_V6_ADDR_MASK = 0x101, FWP_RANGE_TYPE = 0x102;
    internal const uint FWP_MATCH_EQUAL = 0, FWP_MATCH_RANGE = 5,
        FWP_MATCH_FLAGS_ALL_SET = 6, FWP_MATCH_FLAGS_ANY_SET = 7, FWP_MATCH_FLAGS_NONE_SET = 8;
    internal const uint RPC_C_AUTHN_WINNT = 10;
    internal const int FWP_E_FILTER_NOT_FOUND = unchecked((int)0x80320003),
        FWP_E_PROVIDER_NOT_FOUND = unchecked((int)0x80320005), FWP_E_SUBLAYER_NOT_FOUND = unchecked((int)0x80320007);
    internal const int FWP_E_ALREADY_EXISTS = unchecked((int)0x80320009), FWP_E_IN_USE = unchecked((int)0x8032000A);

    [LibraryImport("fwpuclnt.dll", StringMarshalling = StringMarshalling.Utf16)]
    private static partial int FwpmEngineOpen0(string? server, uint authentication, nint identity,
        nint session, nint* engine);

    [LibraryImport("fwpuclnt.dll")]
    private static partial int FwpmEngineClose0(nint engine);

    [LibraryImport("fwpuclnt.dll")]
    private static partial int FwpmTransactionBegin0(FilterEngineHandle engine, uint flags);

    [LibraryImport("fwpuclnt.dll")]
    private static partial int FwpmTransactionCommit0(FilterEngineHandle engine);

    [LibraryImport("fwpuclnt.dll")]
    private static partial int FwpmTransactionAbort0(FilterEngineHandle engine);

    [LibraryImport("fwpuclnt.dll")]
    private static partial int FwpmProviderAdd0(FilterEngineHandle engine, FWPM_PROVIDER0* provider, void* descriptor);

    [LibraryImport("fwpuclnt.dll")]
    private static partial int FwpmProviderDeleteByKey0(FilterEngineHandle engine, Guid* key);

    [LibraryImport("fwpuclnt.dll")]
    private static partial int FwpmSubLayerAdd0(FilterEngineHandle engine, FWPM_SUBLAYER0* sublayer, void* descriptor);

    [LibraryImport("fwpuclnt.dll")]
    private static partial int FwpmSubLayerDeleteByKey0(FilterEngineHandle engine, Guid* key);

    [LibraryImport("fwpuclnt.dll")]
    private static partial int FwpmFilterAdd0(FilterEngineHandle engine, FWPM_FILTER0* filter,
        void* descriptor, ulong* id);

    [LibraryImport("fwpuclnt.dll")]
    private static partial int FwpmFilterDeleteByKey0(FilterEngineHandle engine, Guid* key);

    [LibraryImport("fwpuclnt.dll")]
    private static partial int FwpmFilterGetByKey0(FilterEngineHandle engine, Guid* key, FWPM_FILTER0** filter);

    [LibraryImport("fwpuclnt.dll")]
    private static partial void FwpmFreeMemory0(void** memory);

    /// <summary>There is no such filter, provider or sublayer.</summary>
    internal static bool IsNotFound(int code) =>
        code is FWP_E_FILTER_NOT_FOUND or FWP_E_PROVIDER_NOT_FOUND or FWP_E_SUBLAYER_NOT_FOUND;

    /// <summary>Something else still refers to it.</summary>
    internal static bool IsInUse(int code) => code == FWP_E_IN_USE;

    /// <summary>Opens a session whose objects outlive it.</summary>
    internal static FilterEngineHandle Open()
    {
        Recorder.Call($"FwpmEngineOpen0()");
        nint engine = 0;
        NativeException.CheckCode(FwpmEngineOpen0(null, RPC_C_AUTHN_WINNT, 0, 0, &engine), nameof(FwpmEngineOpen0));
        var handle = new FilterEngineHandle();
        Marshal.InitHandle(handle, engine);
        Recorder.Made(handle);
        return handle;
    }

    internal static int Close(nint engine) => FwpmEngineClose0(engine);

    /// <summary>All of <paramref name="work"/>, or nothing of it.</summary>
    internal static void InTransaction(FilterEngineHandle engine, Action work)
    {
        Recorder.Call($"FwpmTransactionBegin0({engine})");
        NativeException.CheckCode(FwpmTransactionBegin0(engine, 0), nameof(FwpmTransactionBegin0));
        try
        {
            work();
            Recorder.Call($"FwpmTransactionCommit0({engine})");
            NativeException.CheckCode(FwpmTransactionCommit0(engine), nameof(FwpmTransactionCommit0));
        }
        catch
        {
            _ = FwpmTransactionAbort0(engine); // a session that ends aborts it too
            throw;
        }
    }

    /// <summary>False when there is one of its key, here and below.</summary>
    internal static bool Add(FilterEngineHandle engine, FWPM_PROVIDER0 provider) =>
        IsNew(FwpmProviderAdd0(engine, &provider, null), nameof(FwpmProviderAdd0));

    internal static bool Add(FilterEngineHandle engine, FWPM_SUBLAYER0 sublayer) =>
        IsNew(FwpmSubLayerAdd0(engine, &sublayer, null), nameof(FwpmSubLayerAdd0));

    internal static bool Add(FilterEngineHandle engine, FWPM_FILTER0 filter, string name) =>
        IsNew(FwpmFilterAdd0(engine, &filter, null, null), nameof(FwpmFilterAdd0), name);

    internal static int RemoveProvider(FilterEngineHandle engine, Guid key) => FwpmProviderDeleteByKey0(engine, &key);

    internal static int RemoveSublayer(FilterEngineHandle engine, Guid key) => FwpmSubLayerDeleteByKey0(engine, &key);

    internal static int RemoveFilter(FilterEngineHandle engine, Guid key) => FwpmFilterDeleteByKey0(engine, &key);

    /// <summary>
    /// Reads a filter; false when there is none. <paramref name="look"/> runs while its memory is there.
    /// </summary>
    internal static bool Find(FilterEngineHandle engine, Guid key, FilterReader look)
    {
        FWPM_FILTER0* filter = null;
        var code = FwpmFilterGetByKey0(engine, &key, &filter);
        if (IsNotFound(code)) return false;
        NativeException.CheckCode(code, nameof(FwpmFilterGetByKey0));
        look(filter);
        void* memory = filter;
        FwpmFreeMemory0(&memory);
        return true;
    }

    private static bool IsNew(int code, string function, string name = "")
    {
        if (code == FWP_E_ALREADY_EXISTS) return false;
        NativeException.CheckCode(code, function, name);
        return true;
    }
}
