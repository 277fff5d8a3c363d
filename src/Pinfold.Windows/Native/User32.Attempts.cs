using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>user32.dll and gdi32.dll, for attacks on the user's screen (winuser.h, wingdi.h).</summary>
internal static unsafe partial class User32
{
    internal const uint DESKTOP_SWITCHDESKTOP = 0x100, DESKTOP_HOOKCONTROL = 8, CF_UNICODETEXT = 13,
        WM_SETTEXT = 0xC, WM_CLOSE = 0x10, SMTO_ABORTIFHUNG = 2, WINSTA_READATTRIBUTES = 2;
    internal const uint WINSTA_ACCESSCLIPBOARD = 4, WINSTA_ENUMDESKTOPS = 1,
        SPI_SETDOUBLECLICKTIME = 0x20, GMEM_MOVEABLE = 2, INPUT_KEYBOARD = 1, KEYEVENTF_KEYUP = 2;
    internal const uint WM_QUIT = 0x12, DESKTOP_ENUMERATE = 0x40, WS_OVERLAPPEDWINDOW = 0xCF0000;
    internal const int WH_KEYBOARD_LL = 13, WH_GETMESSAGE = 3, VK_F24 = 0x87;

    [LibraryImport("user32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial nint OpenWindowStationW(string name, int inherit, uint access);

    [LibraryImport("user32.dll", EntryPoint = "SetProcessWindowStation", SetLastError = true)]
    internal static partial int TryEnterStation(nint station);

    [LibraryImport("user32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial nint OpenDesktopW(string name, uint flags, int inherit, uint access);

    [LibraryImport("user32.dll", SetLastError = true)]
    internal static partial nint OpenInputDesktop(uint flags, int inherit, uint access);

    [LibraryImport("user32.dll", SetLastError = true)]
    internal static partial int SetThreadDesktop(nint desktop);

    [LibraryImport("user32.dll", SetLastError = true)]
    internal static partial int SwitchDesktop(nint desktop);

    [LibraryImport("user32.dll", EntryPoint = "CreateDesktopW", SetLastError = true,
        StringMarshalling = StringMarshalling.Utf16)]
    internal static partial nint TryCreateDesktop(string name, nint device, nint mode, uint flags,
        uint access, nint security);

    [LibraryImport("user32.dll", EntryPoint = "GetUserObjectInformationW", SetLastError = true)]
    internal static partial int TryGetInformation(nint handle, int kind, void* buffer, uint size, uint* needed);

    [LibraryImport("user32.dll", SetLastError = true)]
    internal static partial int OpenClipboard(nint window);

    [LibraryImport("user32.dll", SetLastError = true)]
    internal static partial int CloseClipboard();

    [LibraryImport("user32.dll", SetLastError = true)]
    internal static partial int EmptyClipboard();

    [LibraryImport("user32.dll", SetLastError = true)]
    internal static partial nint GetClipboardData(uint format);

    [LibraryImport("user32.dll", SetLastError = true)]
    internal static partial nint SetClipboardData(uint format, nint memory);

    [LibraryImport("user32.dll", SetLastError = true)]
    internal static partial int CountClipboardFormats();

    [LibraryImport("user32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial nint FindWindowW(string? kind, string? title);

    [LibraryImport("user32.dll", SetLastError = true)]
    private static partial nint SendMessageTimeoutW(nint window, uint message, nuint first, nint second, uint flags,
        uint milliseconds, nuint* result);

    [LibraryImport("user32.dll", SetLastError = true)]
    internal static partial int PostMessageW(nint window, uint message, nuint first, nint second);

    [LibraryImport("user32.dll", SetLastError = true)]
    private static partial int GetWindowTextW(nint window, char* text, int size);

    [LibraryImport("user32.dll", SetLastError = true)]
    internal static partial nint SetWindowsHookExW(int kind, nint function, nint module, uint thread);

    [LibraryImport("user32.dll", SetLastError = true)]
    private static partial uint SendInput(uint count, INPUT* inputs, int size);

    [LibraryImport("user32.dll")]
    internal static partial short GetAsyncKeyState(int key);

    [LibraryImport("user32.dll", SetLastError = true)]
    internal static partial int AttachThreadInput(uint from, uint to, int attach);

    [LibraryImport("user32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial nint CreateWindowExW(
        uint more, string kind, string title, uint style, int x, int y, int width,
        int height, nint parent, nint menu, nint instance, nint parameter);

    [LibraryImport("user32.dll", SetLastError = true)]
    internal static partial int GetMessageW(MSG* message, nint window, uint first, uint last);

    [LibraryImport("user32.dll")]
    internal static partial nint DispatchMessageW(MSG* message);

    [LibraryImport("user32.dll", SetLastError = true)]
    internal static partial int PostThreadMessageW(uint thread, uint message, nuint first, nint second);

    [LibraryImport("user32.dll")]
    internal static partial nint CallNextHookEx(nint hook, int code, nuint first, nint second);

    [LibraryImport("user32.dll", SetLastError = true)]
    internal static partial int SystemParametersInfoW(uint action, uint first, nint second, uint flags);

    [LibraryImport("user32.dll")]
    internal static partial uint GetDoubleClickTime();

    [LibraryImport("user32.dll", SetLastError = true)]
    internal static partial int GetCursorPos(POINT* point);

    [LibraryImport("user32.dll", SetLastError = true)]
    internal static partial int SetCursorPos(int x, int y);

    [LibraryImport("user32.dll")]
    internal static partial nint GetDC(nint window);

    [LibraryImport("user32.dll")]
    internal static partial int ReleaseDC(nint window, nint context);

    [LibraryImport("gdi32.dll")]
    internal static partial uint GetPixel(nint context, int x, int y);

    /// <summary>The title of a window of any program.</summary>
    internal static string TitleOf(nint window)
    {
        var text = stackalloc char[256];
        return new(text, 0, GetWindowTextW(window, text, 256));
    }

    /// <summary>Gives a window another text; 0 when that is refused.</summary>
    internal static nint SetText(nint window, string text)
    {
        nuint result;
        fixed (char* chars = text)
            return SendMessageTimeoutW(window, WM_SETTEXT, 0, (nint)chars, SMTO_ABORTIFHUNG, 2000, &result);
    }

    /// <summary>Presses a key and lets it go; how many of the two events were taken.</summary>
    internal static uint Press(ushort key)
    {
        var events = stackalloc INPUT[2];
        (events[0].type, events[0].ki.wVk) = (INPUT_KEYBOARD, key);
        (events[1].type, events[1].ki.wVk, events[1].ki.dwFlags) = (INPUT_KEYBOARD, key, KEYEVENTF_KEYUP);
        return SendInput(2, events, sizeof(INPUT));
    }

    /// <summary>Pixels of the screen, as hexadecimal.</summary>
    internal static string Pixels()
    {
        var screen = GetDC(0);
        var text = string.Concat(Enumerable.Range(0, 64).Select(
            i => GetPixel(screen, 10 * i, 10 * i).ToString("x8", System.Globalization.CultureInfo.InvariantCulture)));
        _ = ReleaseDC(0, screen);
        return text;
    }

    /// <summary>The name of the desktop that gets the input.</summary>
    internal static string? InputDesktop()
    {
        var desktop = OpenInputDesktop(0, 0, DESKTOP_READOBJECTS);
        if (desktop == 0) return null;
        var name = stackalloc char[256];
        uint needed;
        var ok = TryGetInformation(desktop, UOI_NAME, name, 512, &needed);
        _ = CloseDesktop(desktop);
        return ok == 0 ? null : new(name);
    }
}
