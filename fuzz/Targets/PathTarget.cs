using Pinfold.Core.Paths;

namespace Pinfold.Fuzz.Targets;

/// <summary>Any bytes as text and back, and as a path.</summary>
internal static class PathTarget
{
    internal static void Run(byte[] input)
    {
        var text = OsText.Decode(input);
        Claim.That(OsText.Encode(text).AsSpan().SequenceEqual(input), "bytes survive the round trip");
        Claim.That(!OsText.Display(text).Any(char.IsControl), "what is shown has no control characters");
        if (!CanonicalPath.TryParse(text, out var path, out var error))
        {
            Claim.That(error.Length > 0, "an error says why");
            return;
        }

        Claim.That(CanonicalPath.Parse(path.Value) == path, "a normal path stays as it is");
        Claim.That(OsText.Encode(path.Value).Length <= CanonicalPath.MaxBytes, "a path is not too long");
        Claim.That(path.Value == "/" || !path.Value[1..].Split('/').Any(p => p is "" or "." or ".."),
            "a path is normal");
        Claim.That(path.IsWithin(path.Parent) && path.Parent.Combine(path.Name) == path,
            "a path is its name in its folder");
        Claim.That(CanonicalPath.Root.Combine(path.RelativeTo(CanonicalPath.Root)) == path,
            "a path is its way from the root");
    }
}
