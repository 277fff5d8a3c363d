using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>A call to Windows failed. The one door through which every native result passes.</summary>
public sealed class NativeException : IOException
{
    private static readonly Dictionary<int, string> Symbols = new()
    {
        [1] = "ERROR_INVALID_FUNCTION", [2] = "ERROR_FILE_NOT_FOUND",
        [3] = "ERROR_PATH_NOT_FOUND", [5] = "ERROR_ACCESS_DENIED",
        [6] = "ERROR_INVALID_HANDLE", [8] = "ERROR_NOT_ENOUGH_MEMORY",
        [18] = "ERROR_NO_MORE_FILES", [21] = "ERROR_NOT_READY",
        [32] = "ERROR_SHARING_VIOLATION", [50] = "ERROR_NOT_SUPPORTED",
        [80] = "ERROR_FILE_EXISTS", [87] = "ERROR_INVALID_PARAMETER",
        [109] = "ERROR_BROKEN_PIPE", [120] = "ERROR_CALL_NOT_IMPLEMENTED", [122] = "ERROR_INSUFFICIENT_BUFFER",
        [123] = "ERROR_INVALID_NAME", [127] = "ERROR_PROC_NOT_FOUND",
        [145] = "ERROR_DIR_NOT_EMPTY", [183] = "ERROR_ALREADY_EXISTS",
        [193] = "ERROR_BAD_EXE_FORMAT", [206] = "ERROR_FILENAME_EXCED_RANGE",
        [267] = "ERROR_DIRECTORY", [303] = "ERROR_DELETE_PENDING",
        [740] = "ERROR_ELEVATION_REQUIRED", [1307] = "ERROR_INVALID_OWNER", [1314] = "ERROR_PRIVILEGE_NOT_HELD",
        [1336] = "ERROR_INVALID_ACL", [1337] = "ERROR_INVALID_SID", [1338] = "ERROR_INVALID_SECURITY_DESCR",
        [1326] = "ERROR_LOGON_FAILURE", [1327] = "ERROR_ACCOUNT_RESTRICTION",
        [1331] = "ERROR_ACCOUNT_DISABLED", [1380] = "ERROR_LOGON_NOT_GRANTED",
        [1385] = "ERROR_LOGON_TYPE_NOT_GRANTED", [1722] = "RPC_S_SERVER_UNAVAILABLE",
        [1909] = "ERROR_ACCOUNT_LOCKED_OUT", [1920] = "ERROR_CANT_ACCESS_FILE", [4390] = "ERROR_NOT_A_REPARSE_POINT",
    };

    private NativeException(string function, string subject, int code)
        : base($"{function}{(subject.Length == 0 ? "" : $" on {subject}")}: {Symbol(code)} ({code}): {new Win32Exception(code).Message}")
    {
        Function = function;
        Code = code;
        Recorder.Failed(Symbol(code));
    }

    /// <summary>The function that failed.</summary>
    public string Function { get; }

    /// <summary>
    /// GetLastError (winerror.h); for functions of ntdll, what RtlNtStatusToDosError makes of the status.
    /// </summary>
    public int Code { get; }

    /// <summary>The symbolic name of <paramref name="code"/>, or its number.</summary>
    public static string Symbol(int code) => Symbols.TryGetValue(code, out var name) ? name : $"error {code}";

    /// <summary>Throws for the last error when <paramref name="ok"/> is FALSE.</summary>
    internal static void Check(int ok, string function, string subject = "")
    {
        if (ok == 0) throw new NativeException(function, subject, Marshal.GetLastPInvokeError());
    }

    /// <summary>
    /// Throws for the last error when <paramref name="handle"/> is none; names it in the record otherwise.
    /// </summary>
    internal static T Check<T>(T handle, string function, string subject = "")
        where T : SafeHandle
    {
        if (handle.IsInvalid)
        {
            var code = Marshal.GetLastPInvokeError();
            handle.Dispose();
            throw new NativeException(function, subject, code);
        }

        Recorder.Made(handle);
        return handle;
    }

    /// <summary>For functions that return the error itself, 0 when there is none.</summary>
    internal static void CheckCode(int code, string function, string subject = "")
    {
        if (code != 0) throw new NativeException(function, subject, code);
    }

    /// <summary>For functions that return an HRESULT: those of Win32 errors (0x8007…) count as the error.</summary>
    internal static void CheckResult(int result, string function, string subject = "")
    {
        if (result < 0)
            throw new NativeException(function, subject, (result & 0x7FFF0000) == 0x70000 ? result & 0xFFFF : result);
    }
}
