using System.Diagnostics.CodeAnalysis;

namespace Pinfold.Core.WindowsModel;

/// <summary>Turns the one exception of reading into a value.</summary>
internal static class Reading
{
    internal static bool Try<T>(string text, Func<string, T> parse, [NotNullWhen(true)] out T? result,
        [NotNullWhen(false)] out SecurityFormatException? error)
        where T : class
    {
        try
        {
            (result, error) = (parse(text), null);
            return true;
        }
        catch (SecurityFormatException exception)
        {
            (result, error) = (null, exception);
            return false;
        }
    }
}
