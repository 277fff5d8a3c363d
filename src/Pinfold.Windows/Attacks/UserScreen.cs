using System.Globalization;
using System.Runtime.InteropServices;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Attacks;

/// <summary>The user's desktop. An attempt inside has a desktop of its own, and first goes to the user's.</summary>
internal static unsafe class UserScreen
{
    // the latter is what a job answers for windows outside of it
    private static readonly System.Collections.Immutable.ImmutableArray<int> Refused =
        [Kernel32.ERROR_ACCESS_DENIED, Kernel32.ERROR_INVALID_WINDOW_HANDLE];
    private static Action _onKey = () => { };

    internal static IEnumerable<AttackCode> Codes =>
    [
        new("desktop-clipboard-read",
            Run: ReadClipboard,
            Worked: s => s.Report.Data.Contains(Scene.Secret, StringComparison.Ordinal))
        {
            Prepare = s => FillClipboard(s, Scene.Secret),
            Unfit = ClipboardInUse,
            Denials = Refused,
        },
        new("desktop-clipboard-write", a => WriteClipboard(a), s => Clipboard() == "pinfold")
            { Prepare = s => s.OnEnd(ClearClipboard), Unfit = ClipboardInUse, Denials = Refused },
        OnWindow("desktop-window-text",
            a => a.Try("SendMessageTimeoutW", User32.SetText(a.Address("window"), "changed")),
            s => User32.TitleOf(s.Victim.Window) == "changed"),
        OnWindow("desktop-window-close",
            a => a.Try("PostMessageW", User32.PostMessageW(a.Address("window"), User32.WM_CLOSE, 0, 0)),
            s => s.Victim.IsUnharmed && User32.TitleOf(s.Victim.Window).Length == 0),
        new("desktop-send-input", SendInput, _ => (User32.GetAsyncKeyState(User32.VK_F24) & 1) != 0)
            { Prepare = _ => User32.GetAsyncKeyState(User32.VK_F24), Contained = true, Denials = [.. Refused, -1] },
        new("desktop-hook-keyboard", HookKeyboard, s => s.Report.Data.Contains("key", StringComparison.Ordinal))
            { Meanwhile = PressWhenReady, Contained = true, Denials = Refused },
        OnWindow("desktop-hook-thread", HookThread, s => s.Report.Succeeded),
        OnWindow("desktop-attach-input", AttachInput, s => s.Report.Succeeded),
        new("desktop-switch",
            Run: a => OnUserDesktop(a, () => a.Try("CreateDesktopW", User32.TryCreateDesktop(a["id"], 0, 0, 0,
                User32.DESKTOP_CREATEWINDOW | User32.DESKTOP_SWITCHDESKTOP, 0))),
            Worked: s => s.Report.Succeeded)
        {
            Denials = Refused,
        },
        new("desktop-pointer", MovePointer, s => Pointer() == s.Fact("point"))
            { Prepare = PlacePointer, Contained = true, Denials = Refused },
        new("desktop-settings",
            Run: a => OnUserDesktop(a, () => a.Try("SystemParametersInfoW",
                User32.SystemParametersInfoW(User32.SPI_SETDOUBLECLICKTIME, a.Number("time"), 0, 0))),
            Worked: s => User32.GetDoubleClickTime() == uint.Parse(s.Fact("time"), CultureInfo.InvariantCulture))
        {
            Prepare = Setting, Denials = Refused,
        },
        new("desktop-global-atom",
            Run: a => OnUserDesktop(a, () => a.Try("GlobalAddAtomW", Kernel32.GlobalAddAtomW(a["id"]))),
            Worked: s => Kernel32.GlobalFindAtomW(s.Id) != 0)
        {
            Prepare = s => s.OnEnd(() => Kernel32.GlobalDeleteAtom(Kernel32.GlobalFindAtomW(s.Id))),
            Contained = true,
            Denials = Refused,
        },
        new("desktop-console-input", TypeIntoConsole, _ => WaitingKeys() > 0)
        {
            Prepare = s => FlushConsole(),
            After = _ => FlushConsole(),
            Contained = true,
            Unfit = _ => WaitingKeys() is null ? "there is no console" : null,
        },
        new("desktop-screenshot",
            Run: a => OnUserDesktop(a, () => Picture(a)),
            Worked: s => s.Report.Data.Length > 0 && s.Report.Data == User32.Pixels())
        {
            Unfit = _ => HasPicture(User32.Pixels()) ? null : "the screen shows nothing",
        },
        OnWindow("desktop-window-titles",
            a => a.Got(User32.TitleOf(a.Address("window"))),
            s => s.Report.Data.Contains(s.Id, StringComparison.Ordinal),
            tell: true),
    ];

    private static AttackCode OnWindow(string name, Action<Attempt> run, Func<Scene, bool> worked, bool tell = false) =>
        new(name, a => OnUserDesktop(a, () =>
        {
            run(a);
            if (tell) a.Try("GetWindowTextW", User32.TitleOf(a.Address("window")).Length);
        }), worked)
    {
        Prepare = s => _ = s.Victim,
        Unfit = s => s.Victim.Window == 0 ? "there is no desktop" : null, Denials = Refused,
    };

    /// <summary>Where the attempt is on the user's desktop already, this changes nothing.</summary>
    private static void OnUserDesktop(Attempt a, Action act)
    {
        const uint Access = User32.DESKTOP_READOBJECTS | User32.DESKTOP_WRITEOBJECTS;
        a.Gate("SetProcessWindowStation", User32.TryEnterStation(
            a.Gate("OpenWindowStationW", User32.OpenWindowStationW("WinSta0", 0, Kernel32.MAXIMUM_ALLOWED))));
        a.Gate("SetThreadDesktop",
            User32.SetThreadDesktop(a.Gate("OpenDesktopW", User32.OpenDesktopW("Default", 0, 0, Access))));
        act();
    }

    private static string? ClipboardInUse(Scene scene) =>
        User32.CountClipboardFormats() == 0 ? null : "the clipboard is in use; it is left as it is";

    private static void FillClipboard(Scene scene, string text)
    {
        scene.OnEnd(ClearClipboard);
        if (!Fill(text)) throw new IOException("the clipboard cannot be written here");
    }

    private static bool Fill(string text)
    {
        var window = User32.CreateWindowExW(0, "Static", "pinfold", 0, 0, 0, 0, 0, -3 /* HWND_MESSAGE */, 0, 0, 0);
        if (User32.OpenClipboard(window) == 0) return false;
        _ = User32.EmptyClipboard();
        var memory = Kernel32.GlobalAlloc(User32.GMEM_MOVEABLE, (nuint)(2 * text.Length + 2));
        var to = (char*)Kernel32.GlobalLock(memory);
        text.CopyTo(new Span<char>(to, text.Length));
        to[text.Length] = '\0';
        var ok = User32.SetClipboardData(User32.CF_UNICODETEXT, memory) != 0;
        return User32.CloseClipboard() != 0 && ok;
    }

    private static void ClearClipboard()
    {
        if (User32.OpenClipboard(0) == 0) return;
        _ = User32.EmptyClipboard();
        _ = User32.CloseClipboard();
    }

    private static string? Clipboard()
    {
        if (User32.OpenClipboard(0) == 0) return null;
        var memory = User32.GetClipboardData(User32.CF_UNICODETEXT);
        var text = memory == 0 ? null : Marshal.PtrToStringUni(Kernel32.GlobalLock(memory));
        _ = User32.CloseClipboard();
        return text;
    }

    private static void ReadClipboard(Attempt a) => OnUserDesktop(a, () =>
    {
        a.Gate("OpenClipboard", User32.OpenClipboard(0));
        var memory = User32.GetClipboardData(User32.CF_UNICODETEXT);
        if (a.Try("GetClipboardData", memory)) a.Got(Marshal.PtrToStringUni(Kernel32.GlobalLock(memory)));
    });

    private static void WriteClipboard(Attempt a) => OnUserDesktop(a, () =>
    {
        a.Gate("OpenClipboard", User32.OpenClipboard(0));
        _ = User32.CloseClipboard();
        a.Try("SetClipboardData", Fill("pinfold") ? 1 : 0);
    });

    private static void SendInput(Attempt a) =>
        OnUserDesktop(a, () => a.Try("SendInput", (nint)User32.Press(User32.VK_F24)));

    /// <summary>The user presses a key when the hook stands; the hook must not see it.</summary>
    private static void HookKeyboard(Attempt a) => OnUserDesktop(a, () =>
    {
        var thread = Kernel32.GetCurrentThreadId();
        _onKey = () =>
        {
            a.Got("key");
            _ = User32.PostThreadMessageW(thread, User32.WM_QUIT, 0, 0);
        };
        a.Try("SetWindowsHookExW", User32.SetWindowsHookExW(User32.WH_KEYBOARD_LL,
            (nint)(delegate* unmanaged<int, nuint, nint, nint>)&OnKey, NativeLibrary.GetMainProgramHandle(), 0));
        using var enough = new Timer(_ => User32.PostThreadMessageW(thread, User32.WM_QUIT, 0, 0), null,
            TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        File.WriteAllText(a.Workspace + @"\hooked", "");
        MSG message;
        while (User32.GetMessageW(&message, 0, 0, 0) > 0) _ = User32.DispatchMessageW(&message);
    });

    [UnmanagedCallersOnly]
    private static nint OnKey(int code, nuint first, nint second)
    {
        if (code >= 0) _onKey();
        return User32.CallNextHookEx(0, code, first, second);
    }

    private static void PressWhenReady(Scene scene)
    {
        using var watcher = new FileSystemWatcher(scene.Workspace, "hooked");
        using var seen = new ManualResetEvent(false);
        watcher.Created += (_, _) => seen.Set();
        watcher.EnableRaisingEvents = true;
        if (!scene.IsThere(@"home\ws\hooked"))
            WaitHandle.WaitAny([seen, scene.Ended.WaitHandle], TimeSpan.FromSeconds(10));
        _ = User32.Press(User32.VK_F24);
    }

    /// <summary>A harmless function of the system as the hook, which goes with the attempt.</summary>
    private static void HookThread(Attempt a)
    {
        var module = NativeLibrary.Load("user32.dll");
        a.Try("SetWindowsHookExW", User32.SetWindowsHookExW(User32.WH_GETMESSAGE,
            NativeLibrary.GetExport(module, "DefWindowProcW"), module, a.Number("thread")));
    }

    private static void AttachInput(Attempt a)
    {
        // so that the thread has a queue
        Attempt.Need("CreateWindowExW", User32.CreateWindowExW(0, "Static", "pinfold", 0, 0, 0, 0, 0, 0, 0, 0, 0));
        a.Try("AttachThreadInput", User32.AttachThreadInput(Kernel32.GetCurrentThreadId(), a.Number("thread"), 1));
    }

    private static string Pointer()
    {
        POINT point;
        return User32.GetCursorPos(&point) == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{point.x},{point.y}");
    }

    private static void PlacePointer(Scene scene)
    {
        POINT old;
        if (User32.GetCursorPos(&old) == 0) throw new IOException("there is no pointer here");
        var (x, y) = (old.x, old.y);
        scene.OnEnd(() => User32.SetCursorPos(x, y));
        scene.Tell("point", string.Create(CultureInfo.InvariantCulture, $"{(x == 41 ? 42 : 41)},{43}"));
    }

    private static void MovePointer(Attempt a) => OnUserDesktop(a, () =>
    {
        var point = a["point"].Split(',');
        a.Try("SetCursorPos", User32.SetCursorPos(int.Parse(point[0], CultureInfo.InvariantCulture),
            int.Parse(point[1], CultureInfo.InvariantCulture)));
    });

    private static void Setting(Scene scene)
    {
        var old = User32.GetDoubleClickTime();
        scene.OnEnd(() => User32.SystemParametersInfoW(User32.SPI_SETDOUBLECLICKTIME, old, 0, 0));
        scene.Tell("time", old == 499 ? 498 : 499);
    }

    private static void Picture(Attempt a)
    {
        var pixels = User32.Pixels();
        if (a.Try("GetPixel", HasPicture(pixels) ? 1 : 0)) a.Got(pixels);
    }

    private static bool HasPicture(string pixels) => pixels.Chunk(8).Select(p => new string(p))
        .Distinct(StringComparer.Ordinal).Any(p => p is not ("ffffffff" or "00000000"));

    private static void TypeIntoConsole(Attempt a)
    {
        var console = Kernel32.Open("CONIN$", Kernel32.GENERIC_READ | Kernel32.GENERIC_WRITE);
        if (console == -1)
        {
            a.Gate("AttachConsole", Kernel32.AttachConsole(a.Number("broker")));
            console = a.GateFile("CreateFileW CONIN$",
                Kernel32.Open("CONIN$", Kernel32.GENERIC_READ | Kernel32.GENERIC_WRITE));
        }

        a.Try("WriteConsoleInputW", Kernel32.Type(console, 'x'));
    }

    /// <summary>Null without a console.</summary>
    private static uint? WaitingKeys()
    {
        var console = Kernel32.Open("CONIN$", Kernel32.GENERIC_READ | Kernel32.GENERIC_WRITE);
        var count = 0u;
        var ok = console != -1 && Kernel32.GetNumberOfConsoleInputEvents(console, &count) != 0;
        if (console != -1) _ = Kernel32.CloseHandle(console);
        return ok ? count : null;
    }

    private static void FlushConsole()
    {
        var console = Kernel32.Open("CONIN$", Kernel32.GENERIC_READ | Kernel32.GENERIC_WRITE);
        if (console == -1) return;
        _ = Kernel32.FlushConsoleInputBuffer(console);
        _ = Kernel32.CloseHandle(console);
    }
}
