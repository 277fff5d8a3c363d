using Pinfold.Windows.Native;

namespace Pinfold.Windows.Attacks;

/// <summary>One attempt, made by whoever runs it: outside as the control, inside as the proof.</summary>
public static class ProofProgram
{
    /// <summary>It worked.</summary>
    public const int Done = 0;

    /// <summary>It was refused: ERROR_ACCESS_DENIED.</summary>
    public const int Refused = 10;

    /// <summary>It did not work for another reason, which proves nothing.</summary>
    public const int Failed = 11;

    /// <summary>Makes the attempt <c>VERB OBJECT</c> and prints what the system said.</summary>
    /// <returns>The exit status.</returns>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        if (arguments.Length != 2) return Failed;
        try
        {
            Attempt(arguments[0], arguments[1]);
            return Done;
        }
        catch (NativeException e)
        {
            Console.Out.Write($"{e.Function}: {NativeException.Symbol(e.Code)}");
            return e.Code == Kernel32.ERROR_ACCESS_DENIED ? Refused : Failed;
        }
        catch (ArgumentException e)
        {
            Console.Out.Write(e.Message);
            return Failed;
        }
    }

    private static void Attempt(string verb, string what)
    {
        switch (verb)
        {
            case "create":
                Kernel32.CreateFile(what, Kernel32.GENERIC_WRITE, Kernel32.FILE_SHARE_VALID_FLAGS,
                    Kernel32.CREATE_NEW, 0).Dispose();
                break;
            case "append":
                using (var file = Kernel32.CreateFile(what, Kernel32.FILE_APPEND_DATA, Kernel32.FILE_SHARE_VALID_FLAGS,
                    Kernel32.OPEN_EXISTING, 0))
                    NativeException.Check(Kernel32.Write(file.DangerousGetHandle(), "more"u8) ? 1 : 0,
                        nameof(Kernel32.Write));
                break;
            case "delete":
                using (var file = Kernel32.CreateFile(what, Kernel32.DELETE, Kernel32.FILE_SHARE_VALID_FLAGS,
                    Kernel32.OPEN_EXISTING, 0))
                    Kernel32.DeleteOnClose(file, delete: true);
                break;
            case "read":
                Kernel32.CreateFile(what, Kernel32.FILE_READ_DATA, Kernel32.FILE_SHARE_VALID_FLAGS,
                    Kernel32.OPEN_EXISTING, 0).Dispose();
                break;
            case "open-process":
                NativeException.Check(
                    Kernel32.OpenProcess(Kernel32.PROCESS_VM_READ, 0,
                        uint.Parse(what, System.Globalization.CultureInfo.InvariantCulture)),
                    nameof(Kernel32.OpenProcess)).Dispose();
                break;
            default:
                throw new ArgumentException($"'{verb}' is no attempt", nameof(verb));
        }
    }
}
