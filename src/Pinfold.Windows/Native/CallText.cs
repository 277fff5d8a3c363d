using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Pinfold.Windows.Native;

/// <summary>The text of a call; put together only while a <see cref="Native.Recorder"/> is active.</summary>
[InterpolatedStringHandler]
[StructLayout(LayoutKind.Auto)]
internal readonly struct CallText
{
    private readonly StringBuilder? _text;

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Style", "IDE0060", Justification = "the compiler's pattern")]
    internal CallText(int literalLength, int formattedCount, out bool isOn)
    {
        Recorder = Recorder.Current;
        isOn = Recorder is not null;
        _text = isOn ? new() : null;
    }

    internal Recorder? Recorder { get; }

    internal void AppendLiteral(string text) => _text!.Append(text);

    internal void AppendFormatted(string? text) => _text!.Append(text is null ? "null" : $"\"{text}\"");

    internal void AppendFormatted<T>(T value) => _text!.Append(value switch
    {
        null => "null",
        SafeHandle handle => Recorder!.NameOf(handle),
        IEnumerable<SafeHandle> handles => $"[{string.Join(' ', handles.Select(Recorder!.NameOf))}]",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    });

    internal void AppendFormatted<T>(T value, string format)
        where T : IFormattable =>
        _text!.Append("0x").Append(value.ToString(format, CultureInfo.InvariantCulture));

    internal string ToText() => _text!.ToString();
}
