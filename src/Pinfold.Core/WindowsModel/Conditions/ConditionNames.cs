using System.Globalization;
using System.Text;

namespace Pinfold.Core.WindowsModel.Conditions;

/// <summary>How attributes are named in text (MS-DTYP 2.5.1.1, attr-name).</summary>
internal static class ConditionNames
{
    internal static readonly (string Prefix, AttributeSource Source)[] Prefixes =
        [("@User.", AttributeSource.User), ("@Device.", AttributeSource.Device),
            ("@Resource.", AttributeSource.Resource)];

    /// <summary>attr-char1.</summary>
    internal static bool IsSimple(char c) => char.IsAsciiLetterOrDigit(c) || c is ':' or '.' or '/' or '_';

    /// <summary>lit-char: what else stands for itself after a prefix.</summary>
    internal static bool IsLiteral(char c) => c >= 0x80 || "#$'*+-;?@[\\]^`{}~".Contains(c, StringComparison.Ordinal);

    internal static string Write(ConditionNode.Attribute attribute)
    {
        var text = new StringBuilder(Array.Find(Prefixes, p => p.Source == attribute.Source).Prefix);
        var isLocal = text.Length == 0;

        // A local attribute that begins like an operator's word would be read as that.
        var hide = isLocal
            && Operators.Words.Any(w => attribute.Name.StartsWith(w.Word, StringComparison.OrdinalIgnoreCase));
        for (var i = 0; i < attribute.Name.Length; i++)
        {
            var c = attribute.Name[i];
            if (hide && i == 0 || !(IsSimple(c) || c == '@' && i > 0 || !isLocal && IsLiteral(c)))
                text.Append(CultureInfo.InvariantCulture, $"%{(int)c:x4}");
            else text.Append(c);
        }

        return attribute.Name.Contains('\0', StringComparison.Ordinal)
            ? throw new SecurityFormatException(0, "an attribute's name has a NUL in it")
            : text.ToString();
    }
}
